"""`lotse serve` on Slack, over real websockets, killed at any moment."""

import asyncio
import random
from pathlib import Path

import pytest

from adapters.delivery import Counts, delivery_url, look
from bot.bootstrap import index_folder
from config.settings import Settings
from tests.fakes.slack_server import fake_slack
from tests.fakes.slack_world import PATIENCE_SECONDS, Asker, slack_processes, under_fire, unexplained

KILLS, QUESTIONS = 50, 1000


@pytest.fixture
def index(settings: Settings, assistant: object) -> Path:
    return index_folder(settings)


@pytest.mark.long
def test_nothing_is_lost_or_answered_twice_when_the_process_is_killed(tmp_path: Path, index: Path) -> None:
    async def scenario() -> None:
        async with fake_slack() as slack, slack_processes(slack, tmp_path, index) as [process]:
            asker = Asker(slack, patience=KILLS * PATIENCE_SECONDS)
            shots = await under_fire(process, asker, KILLS, QUESTIONS, threads=50, chance=random.Random(3))
            await asker.answered(KILLS * PATIENCE_SECONDS / 10)
            repeated = asker.repeated()
            assert sum(one.interrupted > 0 for one in shots) > KILLS / 10, "hardly a kill met a question"
            assert len(asker.acknowledged) == QUESTIONS
            assert asker.lost() == set()
            assert sum(len(times) - 1 for times in repeated.values()) <= KILLS
            assert unexplained(repeated, shots) == {}
            assert all(len(times) == 2 for times in repeated.values())
            assert slack.faults == []
            await process.stop()
        assert look(delivery_url(tmp_path / "lotse-0")).counts == Counts(0, 0, 0)

    asyncio.run(scenario())
