"""What somebody does on the onboarding path."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.models import Language
from bot.onboarding.errors import OpenQuestionsError, UnknownModuleError
from bot.onboarding.joining import digest_of
from bot.onboarding.models import (
    LONGEST_NAME,
    Answered,
    Choices,
    Due,
    Joining,
    Judged,
    Module,
    ModuleProgress,
    Nudge,
    Overview,
    Record,
    SharedPath,
)
from bot.onboarding.nudges import workday
from bot.onboarding.progress import Progress
from bot.onboarding.repetition import next_repetition
from bot.onboarding.source import PathSource
from bot.understanding.models import Conversation, Turn, Understanding


class OnboardingDesk:
    """The path, and how far people are on it. `clock` gives the time in UTC.

    `owner` is who, as the archive names people. Every method may raise StoreError.
    """

    def __init__(self, progress: Progress, source: PathSource, clock: Callable[[], datetime]) -> None:
        self._progress = progress
        self._source = source
        self._clock = clock

    def overview(self, owner: str) -> Overview:
        """Return all modules, and the questions that are to be answered again, the longest due first."""
        record, now = self._progress.record(owner), self._clock()
        modules = self._source.curriculum().modules
        coming = sorted(_coming(modules, record), key=lambda one: one.due_at)
        due = () if record.choices.paused else tuple(one for one in coming if one.due_at <= now)
        later = next((one.due_at for one in coming if one.due_at > now), None)
        shown = tuple(_progress(module, record) for module in modules)
        return Overview(shown, due, later, record.choices, record.joined)

    def module(self, owner: str, module: str) -> ModuleProgress:
        """Return a module with how far somebody is. Raises UnknownModuleError."""
        return _progress(self._known(module), self._progress.record(owner))

    def answer(self, owner: str, module: str, question: str, option: str) -> Judged:
        """Keep an answer and say whether it is right. Raises UnknownModuleError."""
        known = self._known(module).question(question)
        chosen = known.option(option) if known else None
        if known is None or chosen is None:
            raise UnknownModuleError(f"{module}: no such question or option")
        right, now = chosen.id == known.right, self._clock()
        before = _progress(self._known(module), self._progress.record(owner)).answers.get(question)
        again = next_repetition(before.repetition if before else None, now, right=right)
        self._progress.keep_answer(owner, Answered(module, question, option, right, now, again))
        return Judged(known, chosen, right, again.due_at if again else None)

    def finish(self, owner: str, module: str) -> None:
        """Note that a module is finished. Raises UnknownModuleError, OpenQuestionsError."""
        if self.module(owner, module).open_questions:
            raise OpenQuestionsError(f"{module}: answer all questions first")
        self._progress.finish(owner, module, self._clock())

    def choose(self, owner: str, choices: Choices) -> Choices:
        """Keep what somebody has chosen, and return it: sharing needs a name, and names are short and on one line."""
        name, buddy = (" ".join(text.split())[:LONGEST_NAME].strip() for text in (choices.name, choices.buddy))
        tidy = replace(
            choices,
            name=name,
            buddy=buddy,
            shared=choices.shared and bool(name),
            companion=choices.companion if buddy else "",
            nudge_since=self._since(owner, choices.nudge_hour),
        )
        self._progress.choose(owner, tidy, self._clock())
        return tidy

    def join(self, owner: str, typed: str) -> Joining:
        """Keep somebody's progress with that of another platform, whose code they have typed."""
        return self._progress.join(owner, digest_of(typed), self._clock())

    def leave(self, owner: str) -> None:
        """Begin anew on a platform whose progress was joined with another's."""
        self._progress.leave(owner)

    def shared(self) -> tuple[SharedPath, ...]:
        """Return the finished modules of those who share them, and of nobody else, by name."""
        modules = self._source.curriculum().modules
        return tuple(
            SharedPath(one.name, tuple(module for module in modules if module.id in one.finished), len(modules))
            for one in self._progress.shared()
        )

    def nudge(self, owner: str, day: date, zone: str) -> Nudge | None:
        """Return what somebody is to be reminded of on `day` by the clocks of `zone` (IANA).

        None where that day is over, they wish for no reminder any more, pause, or have nothing left to do.
        """
        overview = self.overview(owner)
        chosen = overview.choices
        is_over = workday(self._clock(), zone) != day
        if is_over or chosen.paused or chosen.nudge_hour is None or not (overview.due or overview.next):
            return None
        return Nudge(chosen.nudge_hour, overview.due, overview.next)

    def deeper(self, module: Module, language: Language) -> tuple[str, ...]:
        """Return questions to the assistant that lead deeper, none while the guide is not at hand."""
        questions = self._source.topics() or {}
        return tuple(questions[topic].within(language) for topic in module.topics if topic in questions)

    def context(self, module: str, conversation: str, language: Language) -> Conversation:
        """Return a conversation that has not begun and stands where the module does, so that "and why?" means that.

        Raises UnknownModuleError.
        """
        known = self._known(module)
        questions = self._source.topics() or {}
        topics = tuple(topic for topic in known.topics if topic in questions)
        if not topics:
            return Conversation(conversation, language=language)
        read = Understanding(known.title.within(language), language, None, topics)
        return Conversation(conversation, Turn(read, topics[0]), language)

    def _since(self, owner: str, hour: int | None) -> datetime | None:
        """An hour that is wished anew counts from now on, so that none comes for an hour that is over."""
        if hour is None:
            return None
        before = self._progress.record(owner).choices
        return before.nudge_since if before.nudge_hour == hour else self._clock()

    def _known(self, module: str) -> Module:
        found = self._source.curriculum().module(module)
        if found is None:
            raise UnknownModuleError(f"{module}: no such module")
        return found


def _progress(module: Module, record: Record) -> ModuleProgress:
    known = {question.id for question in module.questions}
    answers = {one.question: one for one in record.answers if one.module == module.id and one.question in known}
    return ModuleProgress(module, answers, record.finished.get(module.id))


def _coming(modules: Iterable[Module], record: Record) -> Iterable[Due]:
    """Questions that the path no longer has do not come back."""
    for module in modules:
        for question_id, answered in _progress(module, record).answers.items():
            question = module.question(question_id)
            if question and answered.repetition:
                yield Due(module, question, answered.repetition.due_at)
