"""`python -m benchmarks.telegram_soak`: Lotse on a fake Telegram, killed again and again, by polling and by webhook.

The real python-telegram-bot, store and delivery. Ends with 1 where a figure is not reached.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.soak import Figure
from tests.fakes.telegram_killed import Extent, Outcome, killed


def figures(outcome: Outcome, kills: int) -> Sequence[Figure]:
    """Return what is promised, and what came of it."""
    return (
        Figure(f"lost of {outcome.asked} questions, {kills} kills", outcome.lost, 0),
        Figure("extra answers", outcome.extra, kills),
        Figure("people answered out of order", len(outcome.disordered), 0),
        Figure("faults that Telegram found", len(outcome.faults), 0),
    )


def main(arguments: Sequence[str]) -> int:
    """Play both ways, and return 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--questions", type=int, default=10, help="by each of the people")
    wanted = parser.parse_args(arguments)
    reached = True
    for way in ("polling", "webhook"):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            extent = Extent(wanted.kills, wanted.people, wanted.questions)
            outcome = asyncio.run(killed(Path(folder), extent, webhook=way == "webhook"))
        for figure in figures(outcome, wanted.kills):
            print(f"{way:10} {figure}", flush=True)
            reached = reached and figure.reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
