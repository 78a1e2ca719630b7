"""What the store keeps beyond what every Archive does, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.archive import Feedback, Tick
from bot.database import Database
from bot.models import Audience, Correction, Language, Text
from bot.store import SqlStore
from bot.store_errors import StoreError
from bot.tables import ConversationRow, ExchangeRow, FeedbackRow
from bot.understanding.models import Conversation
from tests.fakes.databases import counts, filled, overwrite, rows
from tests.fakes.exchanges import MORNING, Clock, make_answer, make_exchange, make_state, moment, say, transcript

pytest_plugins = ["tests.postgres"]

ME, OTHER = "web:anna", "web:ben"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(database: Database, clock: Clock) -> SqlStore:
    return SqlStore(database, clock)


def test_another_owners_attempts_leave_nothing(archive: SqlStore, database: Database) -> None:
    mine = say(archive)
    assert not archive.record(OTHER, Audience.RECRUITER, make_exchange(), Conversation("c1"))
    assert not archive.record(OTHER, Audience.RECRUITER, mine, Conversation("c2"))
    assert not archive.give_feedback(OTHER, mine.id, Feedback(False, "nein"))
    assert not archive.tick(OTHER, "c1", "list", "step", done=True)
    assert archive.delete_all(OTHER) == 0
    assert filled(database) == {"conversations": 1, "exchanges": 1, "citations": 2}
    assert archive.state(ME, "c1") == make_state("c1")


def test_threads_and_owned_conversations_never_meet(archive: SqlStore) -> None:
    say(archive, "c1")
    assert archive.load("c1") == Conversation("c1")
    archive.save(Conversation("c1", language=Language.EN))
    archive.save(Conversation("c2", language=Language.EN))
    assert archive.state(ME, "c1") == make_state("c1")
    assert archive.state(ME, "c2") is None


def test_an_exchange_that_comes_late_does_not_move_a_conversation_back(archive: SqlStore) -> None:
    say(archive, asked_at=moment(4))
    say(archive, asked_at=moment(0))
    assert archive.summaries(ME)[0].updated_at == moment(4)


def test_conversations_of_the_same_moment_have_an_order(archive: SqlStore) -> None:
    for conversation in ("b", "a", "c"):
        say(archive, conversation)
    assert [summary.id for summary in archive.summaries(ME)] == ["a", "b", "c"]


TITLES = {
    "Wo suche ich Bauleiter?": "Wo suche ich Bauleiter?",
    "  Wo\n\nsuche ich\tBauleiter?\u2028Schnell! ": "Wo suche ich Bauleiter? Schnell!",
    "x" * 80: "x" * 80,
    "x" * 81: "x" * 79 + "…",
    "x" * 78 + " " + "y" * 9: "x" * 78 + "…",
    "": "Bauleiter · Köln",
}


@pytest.mark.parametrize(("question", "title"), TITLES.items(), ids=["short", "lines", "80", "81", "space", "none"])
def test_the_title_is_the_first_question_on_one_line(archive: SqlStore, question: str, title: str) -> None:
    say(archive, question=question)
    say(archive, question="Und in Bonn?")
    assert archive.summaries(ME)[0].title == title


def test_without_question_and_vacancy_the_corrections_are_the_title(archive: SqlStore) -> None:
    corrections = (Correction("place", "Köln", "Bonn"), Correction("role", "Bauleiter", ""))
    say(archive, question="", corrections=corrections, answer=make_answer(blocks=(Text("?"),)))
    assert archive.summaries(ME)[0].title == "Bonn · Bauleiter"


def test_recording_again_changes_nothing(archive: SqlStore) -> None:
    exchange = say(archive)
    later = replace(exchange, question="anders", asked_at=moment(9))
    assert archive.record(ME, Audience.RECRUITER, later, Conversation("c1"))
    assert transcript(archive).exchanges == (exchange,)
    assert transcript(archive).state == make_state("c1")
    assert archive.summaries(ME)[0].exchanges == 1


def test_an_exchange_belongs_to_one_conversation(archive: SqlStore) -> None:
    exchange = say(archive, "c1")
    assert not archive.record(ME, Audience.RECRUITER, exchange, Conversation("c2"))
    assert archive.transcript(ME, "c2") is None


def test_a_conversation_stays_with_the_audience_it_began_with(archive: SqlStore) -> None:
    say(archive)
    archive.record(ME, Audience.CANDIDATE, make_exchange(), make_state("c1"))
    assert archive.summaries(ME)[0].audience is Audience.RECRUITER


def test_both_are_kept_or_neither(archive: SqlStore, database: Database) -> None:
    broken = make_exchange(elapsed_ms=None)
    with pytest.raises(StoreError):
        archive.record(ME, Audience.RECRUITER, broken, make_state("c1"))
    assert filled(database) == {}
    say(archive)
    with pytest.raises(StoreError):
        archive.record(ME, Audience.RECRUITER, broken, Conversation("c1"))
    assert transcript(archive).state == make_state("c1")
    assert transcript(archive).summary.exchanges == 1


def test_what_was_said_is_not_in_an_error(archive: SqlStore) -> None:
    with pytest.raises(StoreError) as caught:
        archive.record(ME, Audience.RECRUITER, make_exchange("GEHEIM", elapsed_ms=None), make_state("c1"))
    assert "GEHEIM" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_an_opinion_has_the_time_of_the_last_one(archive: SqlStore, database: Database, clock: Clock) -> None:
    exchange = say(archive)
    archive.give_feedback(ME, exchange.id, Feedback(False, "Veraltet"))
    clock.now = moment(5)
    archive.give_feedback(ME, exchange.id, Feedback(True))
    expected = {"exchange_id": exchange.id, "helpful": True, "reason": "", "given_at": moment(5)}
    assert rows(database, FeedbackRow) == [expected]


def test_who_ticked_first_stays(archive: SqlStore, clock: Clock) -> None:
    say(archive)
    archive.tick(ME, "c1", "start", "zweite", done=True)
    clock.now = moment(1)
    archive.tick(ME, "c1", "start", "erste", done=True)
    archive.tick(ME, "c1", "start", "zweite", done=True)
    assert transcript(archive).ticks == (
        Tick("start", "zweite", ME, MORNING),
        Tick("start", "erste", ME, moment(1)),
    )


def test_a_state_of_another_version_is_a_fresh_one(archive: SqlStore, database: Database) -> None:
    exchange = say(archive)
    overwrite(database, ConversationRow, state='{"version": 99}')
    assert archive.state(ME, "c1") == Conversation("c1")
    assert transcript(archive).state == Conversation("c1")
    assert transcript(archive).exchanges == (exchange,)


def test_an_answer_of_another_version_is_an_error_that_names_it(archive: SqlStore, database: Database) -> None:
    exchange = say(archive)
    overwrite(database, ExchangeRow, answer='{"version": 99}')
    with pytest.raises(StoreError, match=f"exchange {exchange.id}: cannot be read"):
        archive.transcript(ME, "c1")
    assert archive.state(ME, "c1") == make_state("c1")
    assert len(archive.summaries(ME)) == 1


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "ünï 🚢 'quoted' \"too\" \\ %s :x ; --"])
def test_any_text_is_kept_as_far_as_it_can_be(archive: SqlStore, text: str) -> None:
    kept = text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    exchange = say(archive, text, text, question=text, answer=make_answer(text, topic=text))
    archive.give_feedback(text, exchange.id, Feedback(True, text))
    archive.tick(text, text, text, text, done=True)
    found = transcript(archive, text, text)
    assert found.summary.title == found.exchanges[0].question == kept
    assert found.exchanges[0].answer.blocks == exchange.answer.blocks
    assert found.exchanges[0].answer.topic == text
    assert found.exchanges[0].feedback == Feedback(True, kept)
    assert found.ticks[0].step == kept
    assert archive.delete(text, text)


@pytest.mark.parametrize("id_", ["", "x" * 201, "x" * 100_000])
def test_what_cannot_be_an_id_names_nothing(archive: SqlStore, database: Database, id_: str) -> None:
    say(archive)
    assert not archive.record(id_, Audience.RECRUITER, make_exchange(), make_state("c2"))
    assert not archive.record(ME, Audience.RECRUITER, make_exchange(), make_state(id_))
    assert not archive.record(ME, Audience.RECRUITER, make_exchange(id=id_), make_state("c2"))
    assert archive.transcript(ME, id_) is None
    assert archive.state(id_, "c1") is None
    assert archive.summaries(id_) == ()
    assert not archive.give_feedback(ME, id_, Feedback(True))
    assert not archive.tick(ME, "c1", id_, "step", done=True)
    assert not archive.tick(ME, "c1", "list", id_, done=True)
    assert not archive.delete(ME, id_)
    assert archive.delete_all(id_) == 0
    with pytest.raises(StoreError, match="1 to 200 characters"):
        archive.save(make_state(id_))
    assert counts(database)["conversations"] == 1


def test_the_longest_ids_will_do(archive: SqlStore) -> None:
    long = "🚢" * 200
    exchange = say(archive, long, long, id=long)
    assert archive.tick(long, long, long, long, done=True)
    assert transcript(archive, long, long).exchanges == (exchange,)


def test_times_are_kept_to_the_microsecond_in_utc(archive: SqlStore, clock: Clock) -> None:
    clock.now = MORNING.astimezone(timezone(timedelta(hours=-7)))
    say(archive, asked_at=MORNING.astimezone(timezone(timedelta(hours=5, minutes=45))))
    archive.tick(ME, "c1", "start", "erste", done=True)
    found = transcript(archive)
    times = (found.exchanges[0].asked_at, found.summary.updated_at, found.ticks[0].at)
    assert [time.isoformat() for time in times] == ["2026-03-02T08:30:15.123456+00:00"] * 3


def test_a_time_without_zone_is_refused(archive: SqlStore) -> None:
    with pytest.raises(StoreError, match="zone"):
        say(archive, asked_at=MORNING.replace(tzinfo=None))


def test_a_closed_store_says_so(archive: SqlStore) -> None:
    say(archive)
    archive.close()
    archive.close()
    with pytest.raises(StoreError, match="closed"):
        archive.summaries(ME)
    with pytest.raises(StoreError, match="closed"):
        say(archive)
