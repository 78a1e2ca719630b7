"""Who is meant by a name, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import pytest

from bot.chat_state import Done, LivingChecklist, Question
from bot.chat_store import SqlChatState
from bot.database import Database
from bot.models import Checklist, Language
from bot.people_store import SqlPersonalData
from bot.store import SqlStore
from tests.fakes.exchanges import say

pytest_plugins = ["tests.postgres"]

ANNA, THREAD = "slack:T0ACME:U0ANNA", "slack:T0ACME:C0JOBS:1700000000.000100"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def people(database: Database) -> SqlPersonalData:
    return SqlPersonalData(database)


@pytest.fixture
def chat(database: Database) -> SqlChatState:
    return SqlChatState(database)


def test_owners_are_found_by_their_whole_name_and_by_its_end(people: SqlPersonalData, database: Database) -> None:
    archive = SqlStore(database)
    for number, owner in enumerate((ANNA, "slack:T0OTHER:U0ANNA", "user:anna", "session:x_y", "slack:T0ACME:XU0ANNA")):
        say(archive, f"c{number}", owner)
    assert people.owners("U0ANNA") == (ANNA, "slack:T0OTHER:U0ANNA")
    assert people.owners(ANNA) == (ANNA,)
    assert people.owners("T0ACME:U0ANNA") == (ANNA,)
    assert people.owners("anna") == ("user:anna",)
    for nobody in ("", ":", "slack:", "u0anna", "x%y", "x-y", "U0ANN", "%", "no\x00body\udcff", "U0NOBODY"):
        assert people.owners(nobody) == (), nobody


@pytest.mark.parametrize("trace", ["question", "checklist", "tick", "language", "called", "resolved"])
def test_who_left_no_more_than_a_trace_is_found(trace: str, people: SqlPersonalData, chat: SqlChatState) -> None:
    ben = "slack:T0ACME:U0BEN"
    living = LivingChecklist(
        "l1", THREAD, ANNA if trace == "checklist" else ben, Language.DE, Checklist("start", "Start", ())
    )
    leave = {
        "question": lambda: chat.keep_question(Question(THREAD, "1700000000.000100", "U0ANNA", "e1")),
        "checklist": lambda: chat.keep_checklist(living),
        "tick": lambda: (chat.keep_checklist(living), chat.tick("l1", Done(0, "U0ANNA", NOW))),
        "language": lambda: chat.set_language(ANNA, Language.EN),
        "called": lambda: chat.hand_off(THREAD, "U0ANNA", NOW),
        "resolved": lambda: (chat.hand_off(THREAD, "U0BEN", NOW), chat.resolve(THREAD, "U0ANNA", NOW)),
    }
    assert people.owners("U0ANNA") == ()
    leave[trace]()
    assert people.owners("U0ANNA") == (ANNA,)
    assert people.owners("slack:T0OTHER:U0ANNA") == ()
    people.forget(ANNA)
    assert people.owners("U0ANNA") == ()
