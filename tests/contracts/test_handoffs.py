"""What is kept of candidates' conversations with recruiters, on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.database import Database
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import ANYWHERE, EntryKind, Handoffs, NewEntry, Post, Shared, Side
from bot.handoffs.store import SqlHandoffs
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow, CandidatePostRow
from bot.models import Language
from bot.people_store import SqlPersonalData
from tests.fakes.clocks import TickingClock
from tests.fakes.databases import filled, rows
from tests.fakes.handoffs import ANNA, MONDAY, PROMISE, SHARED, opened

pytest_plugins = ["tests.postgres"]

BEN = "telegram:4002"
THREAD = "slack:T1:C9:1.1"


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock(MONDAY)


@pytest.fixture
def store(database: Database, clock: TickingClock) -> Handoffs:
    return SqlHandoffs(database, clock)


@pytest.fixture
def desk(store: Handoffs, clock: Callable[[], datetime]) -> HandoffDesk:
    return HandoffDesk(store, PROMISE, clock)


def untold(store: Handoffs, side: Side) -> list[str]:
    return [one.key for one in store.untold(side, 100)]


def kinds(store: Handoffs, token: str) -> list[EntryKind]:
    talk = store.talk(token)
    assert talk
    return [one.kind for one in talk.entries]


def test_nothing_is_shared_without_a_yes(store: Handoffs, desk: HandoffDesk) -> None:
    draft = desk.draft("e1", (ANNA, "telegram:7:4001"), SHARED, Language.DE)
    assert desk.draft("e1", (ANNA, "telegram:7:4001"), Shared("anderes", "A"), Language.DE) == draft
    assert (store.untold(Side.TEAM, 9), store.talks(MONDAY), store.talk(draft.token)) == ((), (), None)
    assert not desk.say("e2", draft.token, "Hallo")
    assert not desk.close("e3", draft.token, Side.TEAM)
    assert desk.open("e4", draft.token, BEN) is None
    assert not store.discard(draft.token, BEN)
    assert store.discard(draft.token, ANNA)
    assert (desk.open("e4", draft.token, ANNA), store.find(draft.token)) == (None, None)


def test_a_yes_that_is_repeated_shares_once(store: Handoffs, desk: HandoffDesk) -> None:
    draft = desk.draft("e1", (ANNA, "telegram:7:4001"), SHARED, Language.DE)
    first, again = desk.open("e2", draft.token, ANNA), desk.open("e2", draft.token, ANNA)
    assert first
    assert first == again
    assert first.waiting_since
    assert desk.open("e3", draft.token, ANNA) is None
    [entry] = store.untold(Side.TEAM, 9)
    assert (entry.key, entry.kind, entry.text, entry.author) == ("e2", EntryKind.CANDIDATE, SHARED.words, "")
    assert store.untold(Side.CANDIDATE, 9) == ()
    store.taken_over(Side.TEAM, ("e2",))
    assert store.untold(Side.TEAM, 9) == ()


def test_a_question_about_the_same_job_joins_its_conversation_and_another_job_begins_one(
    store: Handoffs, desk: HandoffDesk
) -> None:
    first = opened(store, "a")
    same = opened(store, "b", shared=Shared("Und ein Auto?", "Anna", SHARED.job, SHARED.title))
    other = opened(store, "c", shared=Shared("Wann?", "Anna"))
    bens = opened(store, "d", owner=BEN)
    assert same.token == first.token
    assert len({first.token, other.token, bens.token}) == 3
    assert [one.token for one in store.of_owner(ANNA)] == [other.token, first.token]
    talk = store.talk(first.token)
    assert talk
    assert [one.text for one in talk.entries] == [SHARED.words, "Und ein Auto?"]
    assert desk.has_room(ANNA)
    for number in range(3):
        opened(store, f"more{number}", shared=Shared("?", "Anna", f"job{number}"))
    assert not desk.has_room(ANNA)


def test_words_go_back_and_forth_in_order_and_each_once(store: Handoffs, desk: HandoffDesk) -> None:
    token = opened(store).token
    assert desk.reply("r1", token, "Ja, eines.", "slack:T1:U7", seen=True)
    assert desk.say("c1", token, "Danke!")
    assert desk.reply("r2", token, "Gern.", "user:rita", seen=False)
    assert desk.reply("r1", token, "Ja, eines.", "slack:T1:U7", seen=True)
    assert untold(store, Side.CANDIDATE) == ["r1"]
    assert untold(store, Side.TEAM) == ["k1"]
    store.taken_over(Side.CANDIDATE, ("r1",))
    store.taken_over(Side.TEAM, ("k1",))
    assert (untold(store, Side.CANDIDATE), untold(store, Side.TEAM)) == (["r2"], ["c1"])
    store.taken_over(Side.TEAM, ("c1",))
    assert untold(store, Side.TEAM) == ["r2"]
    assert store.entry("r1") is not None
    assert store.entry("none") is None


def test_who_writes_at_once_is_kept_in_some_order(store: Handoffs, desk: HandoffDesk) -> None:
    token = opened(store).token
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda number: desk.say(f"c{number}", token, str(number)), range(12)))
    talk = store.talk(token)
    assert talk
    assert [one.position for one in talk.entries] == list(range(1, 14))


def test_what_is_over_takes_no_words(store: Handoffs, desk: HandoffDesk) -> None:
    token = opened(store).token
    assert desk.close("x1", token, Side.CANDIDATE)
    assert desk.close("x1", token, Side.CANDIDATE)
    assert not desk.close("x2", token, Side.TEAM)
    assert not desk.say("c1", token, "Noch etwas")
    assert not desk.reply("r1", token, "Ja", "slack:T1:U7", seen=True)
    assert store.of_owner(ANNA) == ()
    ended = store.find(token)
    assert ended
    assert (ended.open, ended.closed_by, ended.waiting_since, ended.escalate_at) == (False, Side.CANDIDATE, None, None)
    store.taken_over(Side.TEAM, ("k1",))
    assert (untold(store, Side.TEAM), untold(store, Side.CANDIDATE)) == (["x1"], [])
    assert desk.open("y", opened(store, "z").token, ANNA) is None


def test_who_waits_too_long_is_escalated_again_and_again_until_somebody_answers(
    store: Handoffs, desk: HandoffDesk, clock: TickingClock
) -> None:
    token = desk_opened(desk)
    waiting = store.find(token)
    assert waiting
    # 16 working hours from Monday, ten o'clock: seven on Monday, eight on Tuesday, then one.
    assert waiting.escalate_at
    assert timedelta(days=2) <= waiting.escalate_at - MONDAY < timedelta(days=2, seconds=10)
    clock.now = waiting.escalate_at - timedelta(seconds=5)
    desk.look_after()
    assert kinds(store, token) == [EntryKind.CANDIDATE]
    clock.now = waiting.escalate_at
    desk.look_after()
    desk.look_after()
    assert kinds(store, token) == [EntryKind.CANDIDATE, EntryKind.ESCALATED]
    assert len(untold(store, Side.CANDIDATE)) == 1
    clock.now += timedelta(days=7)
    desk.look_after()
    assert kinds(store, token).count(EntryKind.ESCALATED) == 2
    store.taken_over(Side.CANDIDATE, tuple(untold(store, Side.CANDIDATE)))
    assert untold(store, Side.CANDIDATE) == []
    assert [one.handoff.token for one in store.talks(MONDAY)] == [token]
    desk.reply("r1", token, "Endlich", "user:rita", seen=True)
    clock.now += timedelta(days=30)
    desk.look_after()
    assert kinds(store, token).count(EntryKind.ESCALATED) == 2
    desk.say("c9", token, "Danke")
    answered = store.find(token)
    assert answered
    assert (answered.escalations, answered.waiting_since is not None) == (0, True)


def desk_opened(desk: HandoffDesk) -> str:
    draft = desk.draft("d", (ANNA, "telegram:7:4001"), SHARED, Language.DE)
    handoff = desk.open("o", draft.token, ANNA)
    assert handoff
    return handoff.token


def test_the_inbox_shows_first_who_waits_too_long_then_who_waits_longest(
    store: Handoffs, desk: HandoffDesk, clock: TickingClock
) -> None:
    late = opened(store, "late", due=MONDAY).token
    answered, first, second, over = (
        opened(store, name, owner=f"telegram:{number}").token
        for number, name in enumerate(("answered", "first", "second", "over"))
    )
    desk.reply("r", answered, "Ja", "user:rita", seen=True)
    desk.close("x", over, Side.TEAM)
    store.escalate(clock(), MONDAY + timedelta(days=9))
    assert [one.handoff.token for one in store.talks(MONDAY)] == [late, first, second, answered, over]
    assert [one.handoff.token for one in store.talks(clock())] == [late, first, second, answered]


def test_a_conversation_is_found_by_its_thread_and_by_its_messages(store: Handoffs) -> None:
    token = opened(store).token
    assert store.by_thread("") is None
    store.note_post(Post(Side.TEAM, "slack:T1:C9", "1.1", token), THREAD)
    store.note_post(Post(Side.TEAM, "slack:T1:C9", "1.2", token), "slack:T1:C9:1.2")
    store.note_post(Post(Side.CANDIDATE, "telegram:4001", "77", token))
    store.note_post(Post(Side.CANDIDATE, "telegram:4001", "77", token))
    found = store.by_thread(THREAD)
    assert found
    assert (found.token, store.by_thread("slack:T1:C9:1.2")) == (token, None)
    assert store.by_post("telegram:4001", "77") == found
    assert store.by_post("telegram:4002", "77") is None


def test_drafts_go_after_a_day_with_where_they_were_asked_about(
    store: Handoffs, desk: HandoffDesk, clock: TickingClock, database: Database
) -> None:
    token = desk.draft("e1", (ANNA, "telegram:7:4001"), SHARED, Language.DE).token
    store.note_post(Post(Side.CANDIDATE, "telegram:4001", "77", token))
    nothing_said = desk.draft("e2", (ANNA, "telegram:7:4001"), Shared("", "Anna"), Language.DE)
    assert desk.open("o2", nothing_said.token, ANNA) is None
    desk.look_after()
    assert store.find(token)
    clock.now += timedelta(days=1, minutes=1)
    desk.look_after()
    assert filled(database) == {}


def test_who_is_forgotten_leaves_nothing_but_what_is_to_be_deleted_in_slack(
    store: Handoffs, desk: HandoffDesk, database: Database
) -> None:
    token, bens = opened(store).token, opened(store, "b", owner=BEN).token
    desk.reply("r1", token, "Ja", "slack:T1:U7", seen=True)
    desk.reply("r2", bens, "Nein", "slack:T1:U7", seen=True)
    store.note_post(Post(Side.TEAM, "slack:T1:C9", "1.1", token), THREAD)
    store.note_post(Post(Side.TEAM, "slack:T1:C9", "2.1", bens))
    store.note_post(Post(Side.CANDIDATE, "telegram:4001", "post-77", token))
    people = SqlPersonalData(database)
    assert people.owners("4001") == (ANNA,)
    told = people.export(ANNA)["recruiter_conversations"]
    assert [one["text"] for one in told[0]["messages"]] == [SHARED.words, "Ja"]
    assert "U7" not in json.dumps(told)
    assert people.forget(ANNA).anything
    assert {one.token for one in store.forgotten()} == {token}
    assert {one.place for one in store.forgotten()} == {"slack:T1:C9", ANYWHERE}
    left = [rows(database, table) for table in (CandidateHandoffRow, CandidateMessageRow, CandidatePostRow)]
    assert not any(word in str(left) for word in ("telegram:4001", "post-77"))
    # What was on its way meanwhile is to be deleted too, and leads back to nobody.
    store.note_post(Post(Side.TEAM, "slack:T1:C9", "1.9", token))
    store.note_post(Post(Side.CANDIDATE, "telegram:4001", "78", token))
    assert len(store.forgotten()) == 3
    store.cleared(token)
    assert store.forgotten() == ()
    assert "recruiter_conversations" not in people.export(ANNA)
    assert store.talk(bens)
    # A recruiter's name goes, their words stay the candidate's.
    assert people.owners("U7") == ("slack:T1:U7",)
    people.forget("slack:T1:U7")
    kept = store.entry("r2")
    assert kept
    assert (kept.text, kept.author) == ("Nein", "")


def test_retention_deletes_what_was_silent_for_long(store: Handoffs, database: Database, clock: TickingClock) -> None:
    token = opened(store).token
    people = SqlPersonalData(database)
    assert not people.purge(MONDAY).anything
    assert people.purge(clock() + timedelta(days=1)).traces == 2
    assert store.find(token) is None


def test_who_blocks_lotse_ends_all_conversations(store: Handoffs, desk: HandoffDesk) -> None:
    first, second = opened(store).token, opened(store, "b", shared=Shared("?", "Anna")).token
    desk.leave("left", ANNA)
    desk.leave("left", ANNA)
    assert store.of_owner(ANNA) == ()
    assert [kinds(store, token) for token in (first, second)] == [[EntryKind.CANDIDATE, EntryKind.LEFT]] * 2


def test_an_entry_of_another_conversation_is_not_taken_for_this_one(store: Handoffs) -> None:
    first, second = opened(store).token, opened(store, "b", owner=BEN).token
    new = NewEntry("same", EntryKind.RECRUITER, frozenset({Side.CANDIDATE}), "Nur für Anna", "user:rita")
    assert store.write(first, new)
    assert not store.write(second, new)
