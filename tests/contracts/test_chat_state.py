"""What every ChatState keeps: the one in memory, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bot.chat_state import ChatState, Done, Mode, Posted, Question
from bot.models import Language
from tests.fakes.chat_state import LATER, NOW, living

pytest_plugins = ["tests.postgres"]


def test_threads(state: ChatState) -> None:
    assert not state.knows_thread("a")
    state.open_thread("a")
    state.open_thread("a")
    assert state.knows_thread("a")
    assert not state.knows_thread("b")


def test_several_threads_at_once(state: ChatState) -> None:
    state.open_thread("b")
    state.open_thread("c", "a", "c", "b")
    assert [state.knows_thread(name) for name in "abcd"] == [True, True, True, False]


def test_modes(state: ChatState) -> None:
    assert state.mode("T1", "C1") is Mode.FOLLOW
    state.set_mode("T1", "C1", Mode.OFF, "U1")
    state.set_mode("T1", "C1", Mode.QUESTIONS, "U2")
    assert state.mode("T1", "C1") is Mode.QUESTIONS
    assert state.mode("T1", "C2") is Mode.FOLLOW
    assert state.mode("T2", "C1") is Mode.FOLLOW


def test_hand_offs_can_follow_each_other(state: ChatState) -> None:
    state.resolve("a", "U1", NOW)
    for _ in range(2):
        state.hand_off("a", "U1", NOW)
        state.hand_off("a", "U2", LATER)
        assert state.handed_off("a")
        state.resolve("a", "U3", LATER)
        assert not state.handed_off("a")
    assert not state.handed_off("b")
    state.hand_off("a", "U1", NOW, "e1")
    state.hand_off("a", "U2", LATER, "e2")
    assert state.handed_off_for("a") == "e1"
    state.resolve("a", "U3", LATER)
    assert state.handed_off_for("a") is None


def test_questions(state: ChatState) -> None:
    assert state.question("a", "1.1") is None
    assert state.latest_question("a") is None
    first, second = Question("a", "1.1", "U1", "e1"), Question("a", "2.1", "U2", "e2")
    for question in (second, first, first):
        state.keep_question(question)
    assert state.question("a", "1.1") == first
    assert state.latest_question("a") == second
    edited = Question("a", "1.1", "U1", "e3")
    state.keep_question(edited)
    assert state.question("a", "1.1") == edited


def test_deleted_questions(state: ChatState) -> None:
    state.keep_question(Question("a", "1.1", "U1", "e1"))
    state.keep_question(Question("a", "2.1", "U1", "e2"))
    for _ in range(2):
        state.strike("a", "2.1")
        state.strike("a", "3.1")
    assert state.struck("a", "2.1")
    assert state.struck("a", "3.1")
    assert not state.struck("a", "1.1")
    latest = state.latest_question("a")
    assert latest is not None
    assert latest.ts == "1.1"
    assert state.question("a", "2.1") == Question("a", "2.1", "U1", "e2")
    assert state.question("a", "3.1") is None


def test_parts(state: ChatState) -> None:
    assert state.posted("e1") == ()
    for part in (1, 0, 1):
        state.keep_posted(Posted("e1", part, "a", "C1", f"{part}.5"))
    state.keep_posted(Posted("e1", 0, "a", "C1", "9.5"))
    assert state.posted("e1") == (Posted("e1", 0, "a", "C1", "9.5"), Posted("e1", 1, "a", "C1", "1.5"))


def test_checklists(state: ChatState) -> None:
    assert state.checklist("l1") is None
    for made in (living("l1"), living("l2"), living("l3", "slack:T1:U2"), living("l1")):
        state.keep_checklist(made)
    assert state.checklist("l1") == living("l1")
    assert {one.id for one in state.checklists_of("slack:T1:U1", 5)} == {"l1", "l2"}
    assert state.checklists_of("slack:T1:U1", 1) == (living("l2"),)


def test_ticks(state: ChatState) -> None:
    state.keep_checklist(living("l1"))
    state.tick("l1", Done(1, "U1", NOW))
    state.tick("l1", Done(1, "U2", LATER))
    state.tick("l1", Done(0, "U2", LATER))
    assert state.ticks("l1") == (Done(0, "U2", LATER), Done(1, "U1", NOW))
    state.untick("l1", 1)
    state.untick("l1", 1)
    assert state.ticks("l1") == (Done(0, "U2", LATER),)
    state.tick("gone", Done(0, "U1", NOW))
    assert state.ticks("gone") == ()


def test_a_step_that_was_not_done_after_all_is_anybodys(state: ChatState) -> None:
    state.keep_checklist(living("l1"))
    state.tick("l1", Done(1, "U1", NOW))
    state.untick("l1", 1)
    state.tick("l1", Done(1, "U2", LATER))
    assert state.ticks("l1") == (Done(1, "U2", LATER),)


def test_a_checklist_that_is_kept_again_keeps_its_ticks(state: ChatState) -> None:
    state.keep_checklist(living("l1"))
    state.tick("l1", Done(0, "U1", NOW))
    changed = replace(living("l1"), language=Language.EN)
    state.keep_checklist(changed)
    assert state.checklist("l1") == changed
    assert state.ticks("l1") == (Done(0, "U1", NOW),)


def test_times_are_exact_to_the_microsecond(state: ChatState) -> None:
    at = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=-7)))
    state.keep_checklist(living("l1"))
    state.tick("l1", Done(0, "U1", at))
    assert state.ticks("l1")[0].at == at


def test_the_latest_question_is_found_letter_by_letter(state: ChatState) -> None:
    """As platforms name messages: a database's language must not decide whether a dot counts."""
    for ts in ("1718.2", "1718.10", "171.9", "1718,3", "a", "B"):
        state.keep_question(Question("c", ts, "U1", f"e{ts}"))
    found = []
    while (latest := state.latest_question("c")) is not None:
        found.append(latest.ts)
        state.strike("c", latest.ts)
    assert found == sorted(["1718.2", "1718.10", "171.9", "1718,3", "a", "B"], reverse=True)


def test_a_message_that_was_deleted_before_its_answer_stays_deleted(state: ChatState) -> None:
    state.strike("c", "1.1")
    state.keep_question(Question("c", "1.1", "U1", "e1"))
    assert state.struck("c", "1.1")
    assert state.latest_question("c") is None
    assert state.question("c", "1.1") == Question("c", "1.1", "U1", "e1")


def test_languages(state: ChatState) -> None:
    assert state.language("slack:T1:U1") is None
    state.set_language("slack:T1:U1", Language.EN)
    state.set_language("slack:T1:U1", Language.DE)
    assert state.language("slack:T1:U1") is Language.DE
