"""Lotse on Telegram as a process of its own that is killed at any moment: nothing lost, nothing answered twice.

Telegram cannot be asked whether a message has arrived, so that each kill may cost the message under way a second time.
"""

import asyncio
from pathlib import Path

import pytest

from tests.fakes.telegram_killed import Extent, killed

EXTENT = Extent(kills=50, people=100, questions=10)


@pytest.mark.long
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_nothing_is_lost_when_the_process_is_killed(tmp_path: Path, webhook: bool) -> None:
    outcome = asyncio.run(killed(tmp_path, EXTENT, webhook=webhook))
    assert outcome.lost == 0
    assert outcome.extra <= EXTENT.kills
    assert outcome.disordered == ()
    assert outcome.faults == ()
