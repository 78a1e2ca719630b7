"""Several `lotse serve` on one PostgreSQL, on Slack, over real websockets."""

import asyncio
from pathlib import Path

import pytest

from bot.bootstrap import index_folder
from config.settings import Settings
from tests.fakes.slack_server import fake_slack
from tests.fakes.slack_world import Asker, slack_processes

pytest_plugins = ["tests.postgres"]


@pytest.fixture
def index(settings: Settings, assistant: object) -> Path:
    return index_folder(settings)


@pytest.mark.long
def test_four_processes_keep_the_order_of_fifty_threads(postgres_url: str, tmp_path: Path, index: Path) -> None:
    async def scenario() -> None:
        async with fake_slack() as slack, slack_processes(slack, tmp_path, index, 4, postgres_url):
            asker = Asker(slack)

            async def talk(thread: int) -> None:
                for _ in range(20):
                    await asker.ask(thread)

            await asyncio.gather(*map(talk, range(50)))
            await asker.answered()
            assert len(asker.acknowledged) == 1000
            assert (asker.lost(), asker.repeated(), asker.inversions()) == (set(), {}, 0)
            assert slack.faults == []

    asyncio.run(scenario())
