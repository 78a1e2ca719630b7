from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat_state import ChatState
from bot.chat_store import SqlChatState
from bot.database import open_database
from tests.fakes.chat_state import InMemoryChatState


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChatState]:
    if request.param == "memory":
        yield InMemoryChatState()
        return
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with open_database(tmp_path, url) as database:
        yield SqlChatState(database)
