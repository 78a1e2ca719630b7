"""The path for one person: what is next, what an answer leads to, and when a question comes back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import open_database
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.errors import OpenQuestionsError, UnknownModuleError
from bot.onboarding.models import Choices, ModuleState, Question
from bot.onboarding.repetition import next_repetition
from bot.onboarding.source import PathSource
from bot.onboarding.store import SqlProgress
from knowledge.models import Localized
from tests.fakes.onboarding import OWN, START, Clock, written, wrong
from tests.unit.bot.test_store_imports import loaded

ANNA, BEN = "user:anna", "user:ben"
DAY = timedelta(days=1)
TOPICS = {"challenges": Localized("Welche Herausforderungen?", "Which challenges?")}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[OnboardingDesk]:
    with open_database(tmp_path) as database:
        yield OnboardingDesk(SqlProgress(database), PathSource(tmp_path, lambda: TOPICS), clock)


def first(desk: OnboardingDesk) -> tuple[str, Question]:
    module = desk.overview(ANNA).modules[0].module
    return module.id, module.questions[0]


def test_the_path_begins_with_the_first_module_and_goes_on_to_the_next(desk: OnboardingDesk) -> None:
    overview = desk.overview(ANNA)
    assert (overview.finished, overview.due, overview.next_due) == (0, (), None)
    assert overview.next is overview.modules[0]
    module = overview.modules[0].module
    with pytest.raises(OpenQuestionsError):
        desk.finish(ANNA, module.id)
    for question in module.questions:
        assert desk.answer(ANNA, module.id, question.id, question.right).comes_back is None
    assert desk.module(ANNA, module.id).state is ModuleState.STARTED
    desk.finish(ANNA, module.id)
    overview = desk.overview(ANNA)
    assert overview.modules[0].state is ModuleState.FINISHED
    assert (overview.finished, overview.next, overview.due) == (1, overview.modules[1], ())
    assert desk.overview(BEN).finished == 0


def test_a_wrong_answer_comes_back_after_one_three_and_seven_days(desk: OnboardingDesk, clock: Clock) -> None:
    module, question = first(desk)
    judged = desk.answer(ANNA, module, question.id, wrong(question))
    assert (judged.right, judged.chosen.id) == (False, wrong(question))
    for days in (1, 3, 7):
        due_at = clock.now + days * DAY
        assert desk.overview(ANNA).next_due == due_at
        clock.now = due_at - timedelta(seconds=1)
        assert desk.overview(ANNA).due == ()
        clock.now = due_at
        assert [one.question.id for one in desk.overview(ANNA).due] == [question.id]
        judged = desk.answer(ANNA, module, question.id, question.right)
    assert judged.comes_back is None
    assert (desk.overview(ANNA).due, desk.overview(ANNA).next_due) == ((), None)


def test_another_wrong_answer_begins_again_and_practice_changes_nothing(desk: OnboardingDesk, clock: Clock) -> None:
    module, question = first(desk)
    desk.answer(ANNA, module, question.id, wrong(question))
    clock.now += timedelta(hours=2)
    assert desk.answer(ANNA, module, question.id, question.right).comes_back == START + DAY
    clock.now = START + DAY
    assert desk.answer(ANNA, module, question.id, question.right).comes_back == START + 4 * DAY
    clock.now = START + 4 * DAY
    assert desk.answer(ANNA, module, question.id, wrong(question)).comes_back == START + 5 * DAY


def test_while_somebody_pauses_nothing_is_due(desk: OnboardingDesk, clock: Clock) -> None:
    module, question = first(desk)
    desk.answer(ANNA, module, question.id, wrong(question))
    desk.choose(ANNA, Choices(paused=True))
    clock.now += 2 * DAY
    assert desk.overview(ANNA).due == ()
    desk.choose(ANNA, Choices())
    assert len(desk.overview(ANNA).due) == 1


def test_a_lead_sees_finished_modules_only_of_those_who_share(desk: OnboardingDesk) -> None:
    overview = desk.overview(ANNA)
    for owner in (ANNA, BEN):
        for module in overview.modules[:2]:
            for question in module.module.questions:
                desk.answer(owner, module.module.id, question.id, wrong(question))
        desk.finish(owner, overview.modules[0].module.id)
    assert desk.choose(BEN, Choices(shared=True)) == Choices()
    assert desk.shared() == ()
    assert desk.choose(ANNA, Choices(" Anna \n Sommer ", "x" * 99, shared=True)).name == "Anna Sommer"
    (path,) = desk.shared()
    assert (path.name, path.finished, path.of) == ("Anna Sommer", (overview.modules[0].module,), 14)


def test_what_is_not_on_the_path_is_refused(desk: OnboardingDesk) -> None:
    module, question = first(desk)
    for names in (("none", question.id, question.right), (module, "none", "x"), (module, question.id, "x")):
        with pytest.raises(UnknownModuleError):
            desk.answer(ANNA, *names)
    with pytest.raises(UnknownModuleError):
        desk.finish(ANNA, "none")


def test_a_teams_module_appears_without_a_restart_and_its_answers_leave_with_it(
    desk: OnboardingDesk, tmp_path: Path, clock: Clock
) -> None:
    assert len(desk.overview(ANNA).modules) == 14
    written(tmp_path, OWN)
    own = desk.overview(ANNA).modules[-1].module
    assert own.id == "our-approval"
    assert desk.deeper(own, Language.DE) == ("Welche Herausforderungen?",)
    desk.answer(ANNA, own.id, "who", wrong(own.questions[0]))
    clock.now += DAY
    assert len(desk.overview(ANNA).due) == 1
    (tmp_path / "onboarding" / "own.yaml").unlink()
    assert (len(desk.overview(ANNA).modules), desk.overview(ANNA).due) == (14, ())


def test_repetitions_need_no_torch() -> None:
    assert loaded("import bot.onboarding.desk", ("torch", "sqlalchemy", "pandas")) == []


def test_a_first_right_answer_never_comes_back() -> None:
    assert next_repetition(None, START, right=True) is None
