"""What every Conversations keeps: the one in memory, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.conversations import Conversations, InMemoryConversations
from bot.database import open_database
from bot.store import SqlStore
from bot.understanding.models import Conversation
from knowledge.models import Language
from tests.fakes.exchanges import make_state

pytest_plugins = ["tests.postgres"]

Url = Callable[[], str]


def _memory(_folder: Path, _url: Url) -> Conversations:
    return InMemoryConversations()


def _sqlite(folder: Path, _url: Url) -> Conversations:
    return SqlStore(open_database(folder))


def _postgresql(folder: Path, url: Url) -> Conversations:
    return SqlStore(open_database(folder, url()))


@pytest.fixture(params=[_memory, _sqlite, _postgresql], ids=["memory", "sqlite", "postgresql"])
def conversations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conversations]:
    made: Conversations = request.param(tmp_path, lambda: request.getfixturevalue("postgres_url"))
    yield made
    if isinstance(made, SqlStore):
        made.close()


def test_an_unknown_conversation_is_a_new_one(conversations: Conversations) -> None:
    assert conversations.load("c1") == Conversation("c1")


def test_a_conversation_is_loaded_as_it_was_saved(conversations: Conversations) -> None:
    conversations.save(make_state("c1"))
    conversations.save(Conversation("c2", language=Language.EN))
    assert conversations.load("c1") == make_state("c1")
    assert conversations.load("c2") == Conversation("c2", language=Language.EN)
    assert conversations.load("c3") == Conversation("c3")


def test_the_last_one_saved_counts(conversations: Conversations) -> None:
    conversations.save(make_state("c1"))
    conversations.save(Conversation("c1", language=Language.DE))
    assert conversations.load("c1") == Conversation("c1", language=Language.DE)


@pytest.mark.parametrize("id_", ["C024BE91L:1718.002", "-100123:456", "a'b\"c;--", "ünï 🚢", "x" * 200])
def test_any_platforms_id_will_do(conversations: Conversations, id_: str) -> None:
    conversations.save(make_state(id_))
    assert conversations.load(id_) == make_state(id_)


def test_many_threads_lose_nothing(conversations: Conversations) -> None:
    def talk(number: int) -> None:
        for _ in range(10):
            conversations.save(make_state(f"c{number}"))
            assert conversations.load(f"c{number}") == make_state(f"c{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, range(16)))
    assert [conversations.load(f"c{number}") for number in range(16)] == [make_state(f"c{n}") for n in range(16)]
