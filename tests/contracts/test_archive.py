"""What every Archive keeps: on SQLite, on PostgreSQL, and the stand-in of other tests."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.archive import Archive, Feedback, Summary, Transcript
from bot.database import open_database
from bot.models import Audience, Correction, Language
from bot.store import SqlStore
from bot.understanding.models import Conversation
from tests.fakes.archive import InMemoryArchive
from tests.fakes.assistant import rich_answer
from tests.fakes.exchanges import make_exchange, make_state, moment, say, transcript

pytest_plugins = ["tests.postgres"]

ME, OTHER = "web:anna", "web:ben"

Url = Callable[[], str]


def _memory(_folder: Path, _url: Url) -> Archive:
    return InMemoryArchive()


def _sqlite(folder: Path, _url: Url) -> Archive:
    return SqlStore(open_database(folder))


def _postgresql(folder: Path, url: Url) -> Archive:
    return SqlStore(open_database(folder, url()))


@pytest.fixture(params=[_memory, _sqlite, _postgresql], ids=["memory", "sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    made: Archive = request.param(tmp_path, lambda: request.getfixturevalue("postgres_url"))
    yield made
    if isinstance(made, SqlStore):
        made.close()


def test_a_conversation_is_read_as_it_was_recorded(archive: Archive) -> None:
    corrections = (Correction("place", "Köln", "Bonn"), Correction("role", "Bauleiter", ""))
    first = say(archive, answer=rich_answer())
    second = say(archive, question="", corrections=corrections, asked_at=moment(1), elapsed_ms=0.125)
    assert transcript(archive) == Transcript(
        Summary("c1", first.question, Audience.RECRUITER, Language.DE, moment(1), 2),
        (first, second),
        (),
        make_state("c1"),
    )
    assert transcript(archive).exchanges[1].answer.confidence == 0.75
    assert archive.state(ME, "c1") == make_state("c1")


def test_what_does_not_exist_is_none_or_false(archive: Archive) -> None:
    assert archive.summaries(ME) == ()
    assert archive.transcript(ME, "c1") is None
    assert archive.state(ME, "c1") is None
    assert not archive.give_feedback(ME, "e1", Feedback(True))
    assert not archive.tick(ME, "c1", "list", "step", done=True)
    assert not archive.delete(ME, "c1")
    assert archive.delete_all(ME) == 0


def test_nobody_sees_or_touches_what_is_another_owners(archive: Archive) -> None:
    mine = say(archive)
    before = transcript(archive)
    assert archive.summaries(OTHER) == ()
    assert archive.transcript(OTHER, "c1") is None
    assert archive.state(OTHER, "c1") is None
    assert not archive.record(OTHER, Audience.RECRUITER, make_exchange(), Conversation("c1"))
    assert not archive.give_feedback(OTHER, mine.id, Feedback(False, "nein"))
    assert not archive.tick(OTHER, "c1", "list", "step", done=True)
    assert not archive.tick(OTHER, "c1", "list", "step", done=False)
    assert not archive.delete(OTHER, "c1")
    assert archive.delete_all(OTHER) == 0
    assert transcript(archive) == before


def test_the_latest_conversation_comes_first(archive: Archive) -> None:
    for number, minutes in enumerate((3, 1, 2)):
        say(archive, f"c{number}", asked_at=moment(minutes))
    assert [summary.id for summary in archive.summaries(ME)] == ["c0", "c2", "c1"]
    say(archive, "c1", asked_at=moment(4))
    assert [summary.id for summary in archive.summaries(ME, limit=2)] == ["c1", "c0"]


def test_exchanges_keep_the_order_in_which_they_were_recorded(archive: Archive) -> None:
    asked = [say(archive, question=f"Frage {number}", asked_at=moment(-number)).id for number in range(12)]
    assert [exchange.id for exchange in transcript(archive).exchanges] == asked


def test_the_title_is_the_first_question_cut_short(archive: Archive) -> None:
    say(archive, question="Wo suche ich Bauleiter? " * 20)
    say(archive, question="Und in Bonn?")
    title = archive.summaries(ME)[0].title
    assert title.startswith("Wo suche ich Bauleiter? Wo suche ich")
    assert len(title) <= 80


def test_the_last_opinion_counts(archive: Archive) -> None:
    first, second = say(archive), say(archive)
    assert archive.give_feedback(ME, second.id, Feedback(False, "Veraltet"))
    assert [exchange.feedback for exchange in transcript(archive).exchanges] == [None, Feedback(False, "Veraltet")]
    assert archive.give_feedback(ME, second.id, Feedback(True))
    assert transcript(archive).exchanges == (first, replace(second, feedback=Feedback(True)))


def test_steps_are_ticked_and_unticked(archive: Archive) -> None:
    say(archive)
    for step in ("zweite", "erste", "zweite"):
        assert archive.tick(ME, "c1", "start", step, done=True)
    ticks = transcript(archive).ticks
    assert {(tick.checklist, tick.step, tick.by) for tick in ticks} == {("start", "erste", ME), ("start", "zweite", ME)}
    assert all(tick.at.utcoffset() is not None for tick in ticks)
    for _ in range(2):
        assert archive.tick(ME, "c1", "start", "zweite", done=False)
    assert [tick.step for tick in transcript(archive).ticks] == ["erste"]


def test_a_deleted_conversation_is_gone_and_others_stay(archive: Archive) -> None:
    say(archive, "c1")
    say(archive, "c2")
    kept = transcript(archive, "c2")
    assert archive.delete(ME, "c1")
    assert archive.transcript(ME, "c1") is None
    assert transcript(archive, "c2") == kept
    assert not archive.delete(ME, "c1")


def test_deleting_all_leaves_what_is_others(archive: Archive) -> None:
    for conversation, owner in (("c1", ME), ("c2", ME), ("c3", OTHER)):
        say(archive, conversation, owner)
    assert archive.delete_all(ME) == 2
    assert archive.summaries(ME) == ()
    assert [summary.id for summary in archive.summaries(OTHER)] == ["c3"]


def test_a_deleted_id_can_be_anybodys(archive: Archive) -> None:
    exchange = say(archive)
    archive.delete(ME, "c1")
    assert archive.record(OTHER, Audience.CANDIDATE, exchange, Conversation("c1"))
    assert transcript(archive, owner=OTHER).exchanges == (exchange,)
