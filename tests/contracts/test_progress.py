"""What a store of progress promises, on SQLite and on PostgreSQL; and what becomes of a person in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.database import Database
from bot.onboarding.joining import digest_of
from bot.onboarding.models import Answered, Choices, Joining, Record, Repetition, SharedRecord, Wish
from bot.onboarding.store import SqlProgress
from bot.people_store import SqlPersonalData
from bot.store_errors import StoreError
from tests.fakes.databases import filled
from tests.fakes.exchanges import MORNING, moment

pytest_plugins = ["tests.postgres"]

ANNA, BEN = "user:anna", "slack:T1:UBEN"
WRONG = Answered("m1", "q1", "o2", False, MORNING, Repetition(0, MORNING + timedelta(days=1)))
RIGHT = Answered("m1", "q1", "o1", True, moment(5))


def test_who_has_done_nothing_has_an_empty_record(database: Database) -> None:
    assert SqlProgress(database).record(ANNA) == Record()


def test_the_last_answer_counts_and_everybody_has_their_own(database: Database) -> None:
    progress = SqlProgress(database)
    progress.keep_answer(ANNA, WRONG)
    progress.keep_answer(BEN, WRONG)
    assert progress.record(ANNA).answers == (WRONG,)
    progress.keep_answer(ANNA, RIGHT)
    assert progress.record(ANNA).answers == (RIGHT,)
    assert progress.record(BEN).answers == (WRONG,)


def test_a_module_is_finished_once(database: Database) -> None:
    progress = SqlProgress(database)
    progress.finish(ANNA, "m1", MORNING)
    progress.finish(ANNA, "m1", moment(9))
    assert progress.record(ANNA).finished == {"m1": MORNING}


def test_choices_stay_through_answers(database: Database) -> None:
    progress, chosen = SqlProgress(database), Choices("Anna", "Ben", shared=True, paused=True)
    progress.choose(ANNA, chosen, MORNING)
    progress.keep_answer(ANNA, WRONG)
    assert progress.record(ANNA).choices == chosen


def test_only_who_shares_is_seen_and_only_with_finished_modules(database: Database) -> None:
    progress = SqlProgress(database)
    for owner, choices in ((ANNA, Choices("Anna", shared=True)), (BEN, Choices("Ben"))):
        progress.choose(owner, choices, MORNING)
        progress.keep_answer(owner, WRONG)
        progress.finish(owner, "m2", MORNING)
    assert progress.shared() == (SharedRecord("Anna", ("m2",)),)
    progress.choose(ANNA, Choices("Anna"), MORNING)
    assert progress.shared() == ()


def test_who_wants_to_be_reminded_is_told_by_where_they_are(database: Database) -> None:
    progress = SqlProgress(database)
    progress.choose(BEN, Choices(nudge_hour=0, nudge_since=MORNING), MORNING)
    progress.choose("slack:T1:UCAT", Choices(nudge_hour=9, nudge_since=MORNING, paused=True), MORNING)
    progress.choose("slack:T1:UDAN", Choices(), MORNING)
    progress.choose("slack:T10:UBEN", Choices(nudge_hour=7, nudge_since=MORNING), MORNING)
    progress.choose("slack_T1:UEVA", Choices(nudge_hour=7, nudge_since=MORNING), MORNING)
    assert progress.wishes("slack:T1") == (Wish(BEN, 0, MORNING),)
    assert progress.wishes("slack:T2") == progress.wishes("slack:T_") == ()
    progress.keep_answer(BEN, WRONG)
    assert progress.record(BEN).choices == Choices(nudge_hour=0, nudge_since=MORNING)


def test_who_accompanies_others_is_found_told_how_many_and_forgotten(database: Database) -> None:
    progress, people = SqlProgress(database), SqlPersonalData(database)
    progress.choose(ANNA, Choices("Anna", "Ben", companion=BEN, nudge_hour=9, nudge_since=MORNING), MORNING)
    assert people.owners("UBEN") == (BEN,)
    assert people.export(BEN)["onboarding_accompanies"] == 1
    exported = people.export(ANNA)["onboarding"]
    assert (exported["companion"], exported["nudge_hour"]) == (BEN, 9)
    assert "Anna" not in str(people.export(BEN))
    assert people.forget(BEN).traces == 1
    assert people.owners("UBEN") == ()
    assert progress.record(ANNA).choices == Choices("Anna", nudge_hour=9, nudge_since=MORNING)


CODE, LATER = digest_of("ABCD-EFGH-JKMN-PQRS"), moment(9)


def test_a_code_joins_two_names_modules_as_first_finished_answers_as_last_given(database: Database) -> None:
    progress = SqlProgress(database)
    older = replace(WRONG, question="q2", at=moment(1))
    for owner, answers in ((BEN, (WRONG, replace(older, right=True, at=moment(2)))), (ANNA, (RIGHT, older))):
        for one in answers:
            progress.keep_answer(owner, one)
    progress.finish(BEN, "m1", moment(8))
    progress.finish(ANNA, "m1", moment(6))
    progress.finish(BEN, "m2", moment(5))
    progress.finish(ANNA, "m3", moment(7))
    progress.choose(BEN, Choices(buddy="Eva", nudge_hour=9, nudge_since=MORNING), MORNING)
    progress.choose(ANNA, Choices("Anna", "Ben", shared=True, paused=True), MORNING)
    progress.offer(BEN, CODE, LATER, MORNING)
    assert progress.join(ANNA, CODE, moment(8)) is Joining.DONE
    one = progress.record(BEN)
    assert one.finished == {"m1": moment(6), "m2": moment(5), "m3": moment(7)}
    assert {(answer.question, answer.right) for answer in one.answers} == {("q1", True), ("q2", True)}
    assert one.choices == Choices("Anna", "Eva", nudge_hour=9, nudge_since=MORNING), "nothing is shared anew"
    assert progress.record(ANNA) == replace(one, joined=True)
    progress.keep_answer(ANNA, replace(WRONG, question="q3"))
    progress.finish(ANNA, "m4", LATER)
    assert "m4" in progress.record(BEN).finished
    progress.choose(ANNA, Choices("Anna", shared=True), LATER)
    assert [shared.name for shared in progress.shared()] == ["Anna"]


def test_a_code_works_once_until_its_time_and_only_the_last_one(database: Database) -> None:
    progress, other = SqlProgress(database), digest_of("ZZZZ")
    progress.offer(BEN, CODE, LATER, MORNING)
    assert progress.join(BEN, CODE, MORNING) is Joining.UNKNOWN, "with oneself"
    assert progress.join(ANNA, CODE, LATER) is Joining.UNKNOWN, "too late"
    progress.offer(BEN, other, LATER, MORNING)
    assert progress.join(ANNA, CODE, MORNING) is Joining.UNKNOWN, "another one was offered since"
    assert progress.join(ANNA, other, MORNING) is Joining.DONE
    assert progress.join("user:cat", other, MORNING) is Joining.UNKNOWN, "it was used"
    progress.offer("slack:T1:UEVE", CODE, LATER, MORNING)
    assert progress.join(ANNA, CODE, MORNING) is Joining.ALREADY
    assert progress.join(BEN, CODE, MORNING) is Joining.UNKNOWN, "others hang on it"


def test_who_leaves_begins_anew_and_may_join_again(database: Database) -> None:
    progress = SqlProgress(database)
    progress.finish(ANNA, "m1", MORNING)
    progress.offer(BEN, CODE, LATER, MORNING)
    progress.join(ANNA, CODE, MORNING)
    progress.leave(ANNA)
    assert progress.record(ANNA) == Record()
    assert progress.record(BEN).finished == {"m1": MORNING}
    progress.offer(BEN, CODE, LATER, MORNING)
    assert progress.join(ANNA, CODE, MORNING) is Joining.DONE


@pytest.mark.parametrize("owner", [ANNA, BEN])
def test_joined_names_are_exported_and_forgotten_together(database: Database, owner: str) -> None:
    progress, people = SqlProgress(database), SqlPersonalData(database)
    progress.offer(BEN, CODE, LATER, MORNING)
    progress.join(ANNA, CODE, MORNING)
    progress.finish(ANNA, "m1", MORNING)
    progress.offer(BEN, CODE, LATER, MORNING)
    assert people.owners("anna") == (ANNA,)
    exported = people.export(owner)["onboarding"]
    assert [one["module"] for one in exported["finished"]] == ["m1"]
    assert [one["name"] for one in exported["names"]] == [ANNA]
    assert "digest" not in str(exported)
    assert people.forget(owner).traces == 4
    assert {name for name in filled(database) if name.startswith("learner")} == set()


def test_it_is_found_exported_and_forgotten_with_the_rest(database: Database) -> None:
    progress, people = SqlProgress(database), SqlPersonalData(database)
    progress.keep_answer(ANNA, WRONG)
    progress.finish(ANNA, "m1", MORNING)
    progress.choose(ANNA, Choices("Anna", "Ben"), MORNING)
    progress.keep_answer(BEN, WRONG)
    assert people.owners("anna") == (ANNA,)
    exported = people.export(ANNA)["onboarding"]
    assert (exported["name"], exported["buddy"]) == ("Anna", "Ben")
    assert [(one["question"], one["right"]) for one in exported["answers"]] == [("q1", False)]
    assert [one["module"] for one in exported["finished"]] == ["m1"]
    assert people.forget(ANNA).traces == 3
    assert "onboarding" not in people.export(ANNA)
    assert progress.record(ANNA) == Record()
    assert progress.record(BEN).answers == (WRONG,)


def test_who_was_silent_for_too_long_is_deleted_with_everything(database: Database) -> None:
    progress, people = SqlProgress(database), SqlPersonalData(database)
    progress.finish(ANNA, "m1", MORNING)
    progress.keep_answer(BEN, RIGHT)
    assert people.purge(moment(2)).traces == 1
    assert (progress.record(ANNA), progress.record(BEN).answers) == (Record(), (RIGHT,))
    people.purge(moment(9))
    assert {name for name in filled(database) if name.startswith("learner")} == set()


@pytest.mark.parametrize("odd", ["", "x" * 201])
def test_what_is_no_id_is_refused(database: Database, odd: str) -> None:
    with pytest.raises(StoreError):
        SqlProgress(database).finish(odd, "m1", MORNING)
    with pytest.raises(StoreError):
        SqlProgress(database).finish(ANNA, odd, MORNING)
