"""What every ChatState keeps when many write at once, and of any ids: in memory, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat_state import ChatState, Done, LivingChecklist, Mode, Posted, Question
from bot.models import Checklist, Language
from bot.store_errors import StoreError
from tests.fakes.chat_state import LATER, NOW, living
from tests.fakes.values import values_of

pytest_plugins = ["tests.postgres"]

THREADS = 8

ODD = ("\x00", "\ud800", "🚢" * 200, "a'b\"c;--%s")
IDS = st.text(st.characters(), min_size=1, max_size=200) | st.sampled_from(ODD)
"""NUL and halves of surrogate pairs included: ids come from outside."""

odd = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def at_once(work: Callable[[int], None]) -> None:
    """Do the work in THREADS threads at the same moment."""
    barrier = threading.Barrier(THREADS)

    def one(thread: int) -> None:
        barrier.wait()
        work(thread)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))


def test_of_those_who_tick_at_once_one_was_first_and_stays(state: ChatState) -> None:
    state.keep_checklist(living("l1"))
    seen: list[tuple[Done, ...]] = []

    def tick(thread: int) -> None:
        for step in range(10):
            state.tick("l1", Done(step, f"U{thread}", NOW + timedelta(seconds=thread)))
            seen.append(state.ticks("l1")[: step + 1])

    at_once(tick)
    done = state.ticks("l1")
    assert [one.step for one in done] == list(range(10))
    assert all(one.at == NOW + timedelta(seconds=int(one.by[1:])) for one in done)
    assert all(early == done[: len(early)] for early in seen)


def test_of_those_who_call_a_person_at_once_one_does(state: ChatState) -> None:
    for _ in range(5):
        at_once(lambda thread: state.hand_off("a", f"U{thread}", NOW))
        assert state.handed_off("a")
        state.resolve("a", "U9", LATER)
        assert not state.handed_off("a")


def test_everything_at_once_loses_nothing(state: ChatState) -> None:
    def live(thread: int) -> None:
        for number in range(8):
            state.open_thread("c")
            state.keep_question(Question("c", f"{thread}.{number}", f"U{thread}", f"e{thread}-{number}"))
            state.keep_posted(Posted(f"e{thread}-{number}", 0, "c", "C1", f"{thread}.{number}"))
            state.set_mode("T1", "C1", Mode.MENTIONS, f"U{thread}")
            state.set_language("slack:T1:U1", Language.EN)
            state.strike("c", f"{thread}.0")

    at_once(live)
    for thread in range(THREADS):
        assert [state.struck("c", f"{thread}.{number}") for number in range(8)] == [True] + [False] * 7
        for number in range(8):
            assert state.question("c", f"{thread}.{number}") is not None
            assert len(state.posted(f"e{thread}-{number}")) == 1
    assert state.mode("T1", "C1") is Mode.MENTIONS


def cleaned(value: object) -> str:
    """Return what any store makes equal of what it cannot hold."""
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in str(value))


@odd
@given(conversation=IDS, ts=IDS, user=IDS, exchange=IDS, channel=IDS)
def test_any_ids_will_do(state: ChatState, conversation: str, ts: str, user: str, exchange: str, channel: str) -> None:
    state.open_thread(conversation)
    assert state.knows_thread(conversation)
    state.set_mode(conversation, channel, Mode.OFF, user)
    assert state.mode(conversation, channel) is Mode.OFF
    state.hand_off(conversation, user, NOW)
    assert state.handed_off(conversation)
    state.resolve(conversation, user, LATER)
    assert not state.handed_off(conversation)
    state.keep_question(Question(conversation, ts, user, exchange))
    asked = state.question(conversation, ts)
    assert asked is not None
    told = (asked.conversation, asked.ts, asked.user, asked.exchange)
    assert list(map(cleaned, told)) == list(map(cleaned, (conversation, ts, user, exchange)))
    state.strike(conversation, ts)
    assert state.struck(conversation, ts)
    state.keep_posted(Posted(exchange, 0, conversation, channel, ts))
    assert [cleaned(one.ts) for one in state.posted(exchange)] == [cleaned(ts)]
    state.set_language(user, Language.EN)
    assert state.language(user) is Language.EN


@odd
@given(id_=IDS, user=IDS, checklist=values_of(Checklist))
def test_any_checklist_is_read_as_it_was_kept(state: ChatState, id_: str, user: str, checklist: Checklist) -> None:
    state.keep_checklist(LivingChecklist(id_, "c", user, Language.DE, checklist))
    found = state.checklist(id_)
    assert found is not None
    assert found.checklist == checklist
    assert cleaned(found.id) in {cleaned(one.id) for one in state.checklists_of(user, 1000)}
    state.tick(id_, Done(3, user, NOW))
    assert [cleaned(one.by) for one in state.ticks(id_) if one.step == 3] == [cleaned(user)]
    state.untick(id_, 3)
    assert state.ticks(id_) == ()


NO_IDS = ("", "x" * 201, "🚢" * 100_000)


@pytest.mark.parametrize("id_", NO_IDS, ids=["empty", "201", "100000"])
def test_what_cannot_be_an_id_is_refused_and_known_of_nothing(state: ChatState, id_: str) -> None:
    attempts: tuple[Callable[[], None], ...] = (
        lambda: state.open_thread(id_),
        lambda: state.set_mode(id_, "C1", Mode.OFF, "U1"),
        lambda: state.set_mode("T1", id_, Mode.OFF, "U1"),
        lambda: state.set_mode("T1", "C1", Mode.OFF, id_),
        lambda: state.hand_off(id_, "U1", NOW),
        lambda: state.hand_off("a", id_, NOW),
        lambda: state.resolve(id_, "U1", NOW),
        lambda: state.keep_question(Question(id_, "1.1", "U1", "e1")),
        lambda: state.keep_question(Question("a", id_, "U1", "e1")),
        lambda: state.keep_question(Question("a", "1.1", id_, "e1")),
        lambda: state.keep_question(Question("a", "1.1", "U1", id_)),
        lambda: state.strike("a", id_),
        lambda: state.keep_posted(Posted(id_, 0, "a", "C1", "1.1")),
        lambda: state.keep_posted(Posted("e1", 0, "a", "C1", id_)),
        lambda: state.keep_checklist(living(id_)),
        lambda: state.keep_checklist(living("l1", id_)),
        lambda: state.tick(id_, Done(0, "U1", NOW)),
        lambda: state.tick("l1", Done(0, id_, NOW)),
        lambda: state.untick(id_, 0),
        lambda: state.set_language(id_, Language.DE),
    )
    for attempt in attempts:
        with pytest.raises(StoreError, match="1 to 200 characters"):
            attempt()
    assert not state.knows_thread(id_)
    assert state.mode(id_, id_) is Mode.FOLLOW
    assert not state.handed_off(id_)
    assert state.question(id_, id_) is None
    assert state.latest_question(id_) is None
    assert not state.struck(id_, id_)
    assert state.posted(id_) == ()
    assert state.checklist(id_) is None
    assert state.checklists_of(id_, 5) == ()
    assert state.ticks(id_) == ()
    assert state.language(id_) is None
    assert not state.handed_off("a")
    assert state.mode("T1", "C1") is Mode.FOLLOW
