"""What a store of progress promises, on SQLite and on PostgreSQL; and what becomes of a person in it."""

from datetime import timedelta

import pytest

from bot.database import Database
from bot.onboarding.models import Answered, Choices, Record, Repetition, SharedRecord
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
