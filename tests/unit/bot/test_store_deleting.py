"""What is deleted, purged, noted and handed out, on SQLite and on PostgreSQL."""

import json

import pytest

from bot.archive import Feedback
from bot.database import Database
from bot.models import Correction
from bot.people import Removed
from bot.people_store import SqlPersonalData
from bot.store import SqlStore
from bot.tables import DeletionRow, ExchangeRow
from bot.understanding.models import Conversation
from tests.fakes.databases import counts, filled, overwrite, rows
from tests.fakes.exchanges import MORNING, Clock, make_state, moment, say, transcript

pytest_plugins = ["tests.postgres"]

ME, OTHER = "web:anna", "web:ben"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(database: Database, clock: Clock) -> SqlStore:
    return SqlStore(database, clock)


@pytest.fixture
def people(database: Database, clock: Clock) -> SqlPersonalData:
    return SqlPersonalData(database, clock)


def _everything(archive: SqlStore, conversation: str, owner: str = ME, **exchange: object) -> None:
    said = say(archive, conversation, owner, **exchange)
    archive.give_feedback(owner, said.id, Feedback(True, "gut"))
    archive.tick(owner, conversation, "start", "erste", done=True)


def test_deleting_leaves_nothing_of_the_conversation(archive: SqlStore, database: Database) -> None:
    _everything(archive, "c1")
    _everything(archive, "c2")
    kept = transcript(archive, "c2")
    assert archive.delete(ME, "c1")
    assert archive.transcript(ME, "c1") is None
    assert transcript(archive, "c2") == kept
    assert not archive.delete(ME, "c1")
    one_each = dict.fromkeys(("conversations", "exchanges", "feedback", "ticks", "deletions"), 1)
    assert filled(database) == {**one_each, "citations": 2}


def test_deleting_all_leaves_what_is_others(archive: SqlStore, database: Database) -> None:
    _everything(archive, "c1")
    _everything(archive, "c2")
    _everything(archive, "c3", OTHER)
    assert archive.delete_all(ME) == 2
    assert archive.summaries(ME) == ()
    assert [summary.id for summary in archive.summaries(OTHER)] == ["c3"]
    archive.delete_all(OTHER)
    assert filled(database) == {"deletions": 2}


def test_of_what_was_deleted_only_numbers_are_noted(
    archive: SqlStore, people: SqlPersonalData, database: Database, clock: Clock
) -> None:
    say(archive, "c1")
    say(archive, "c1")
    say(archive, "c2")
    archive.delete(ME, "c2")
    clock.now = moment(1)
    assert people.forget(ME) == Removed(1, 0, 0)
    assert people.forget(ME) == Removed(0, 0, 0)
    assert rows(database, DeletionRow) == [
        {"id": 1, "at": MORNING, "reason": "conversation", "conversations": 1, "exchanges": 1, "threads": 0},
        {"id": 2, "at": moment(1), "reason": "request", "conversations": 1, "exchanges": 2, "threads": 0},
        {"id": 3, "at": moment(1), "reason": "request", "conversations": 0, "exchanges": 0, "threads": 0},
    ]


def test_what_was_long_silent_is_purged(
    archive: SqlStore, people: SqlPersonalData, database: Database, clock: Clock
) -> None:
    say(archive, "old", asked_at=moment(0))
    say(archive, "kept", OTHER, asked_at=moment(0))
    say(archive, "kept", OTHER, asked_at=moment(2))
    archive.save(make_state("old thread"))
    clock.now = moment(2)
    archive.save(make_state("kept thread"))
    assert people.purge(moment(2)) == Removed(1, 1, 0)
    assert people.purge(moment(2)) == Removed(0, 0, 0)
    assert archive.load("old thread") == Conversation("old thread")
    assert archive.load("kept thread") == make_state("kept thread")
    assert transcript(archive, "kept", OTHER).summary.exchanges == 2
    assert counts(database)["conversations"] == 1
    (note,) = rows(database, DeletionRow)
    assert (note["reason"], note["conversations"], note["threads"]) == ("retention", 1, 1)


def test_an_export_holds_everything_as_json(archive: SqlStore, people: SqlPersonalData) -> None:
    first = say(archive, "c1", question="Erste?", corrections=(Correction("place", "Köln", "Bonn"),))
    say(archive, "c2", asked_at=moment(1))
    archive.give_feedback(ME, first.id, Feedback(False, "Veraltet"))
    archive.tick(ME, "c1", "start", "erste", done=True)
    export = json.loads(json.dumps(people.export(ME)))
    assert export["owner"] == ME
    assert [conversation["id"] for conversation in export["conversations"]] == ["c1", "c2"]
    conversation = export["conversations"][0]
    assert conversation["created_at"] == "2026-03-02T08:30:15.123456+00:00"
    assert conversation["state"]["last"]["understanding"]["text"] == "Bauleiter in Köln?"
    assert [tick["step"] for tick in conversation["ticks"]] == ["erste"]
    (exchange,) = conversation["exchanges"]
    assert (exchange["question"], exchange["helpful"], exchange["reason"]) == ("Erste?", False, "Veraltet")
    assert exchange["corrections"] == [{"kind": "place", "value": "Köln", "becomes": "Bonn"}]
    assert exchange["answer"]["blocks"][1]["text"] == "Auf XING."
    assert [citation["points"] for citation in exchange["citations"]] == [[71, 72], [71, 72]]


def test_an_export_holds_what_this_version_cannot_read(
    archive: SqlStore, people: SqlPersonalData, database: Database
) -> None:
    say(archive)
    overwrite(database, ExchangeRow, answer="damaged")
    assert people.export(ME)["conversations"][0]["exchanges"][0]["answer"] == "damaged"
