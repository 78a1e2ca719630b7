"""`python -m benchmarks.telegram_alerts`: one new post, 10,000 subscribers, and somebody who asks meanwhile.

`lotse serve` on a fake Telegram, in real time: 10,000 alerts take eleven minutes. Ends with 1 where a figure is not
reached.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.soak import Figure
from benchmarks.web_browser import Silence
from bot.bootstrap import build_index, index_folder
from config.settings import Settings
from tests.fakes.telegram_alerted import Extent, Told, alerted

MOST_A_SECOND = 30
"""What Telegram takes, by its documentation."""
LONGEST_WAIT = 2.0


def figures(told: Told) -> Sequence[Figure]:
    """Return what is promised, and what came of it."""
    extent = told.extent
    return (
        Figure(f"not told of {extent.subscribers} subscribers, {extent.kills} kills", told.missing, 0),
        # Telegram cannot be asked whether a message has arrived, and one at a time is under way.
        Figure("told again", told.repeated, extent.kills),
        Figure("messages in the busiest second", told.busiest, MOST_A_SECOND),
        Figure(f"longest wait of {len(told.waits)} questions meanwhile", max(told.waits), LONGEST_WAIT, "s"),
        Figure("faults that Telegram found", len(told.faults), 0),
    )


def main(arguments: Sequence[str]) -> int:
    """Play it, and return 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3)
    wanted, settings, reached = parser.parse_args(arguments), Settings(), True
    build_index(settings, Silence())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = asyncio.run(alerted(Path(folder), index_folder(settings), Extent(wanted.subscribers, wanted.kills)))
    for figure in figures(told):
        print(figure, flush=True)
        reached = reached and figure.reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
