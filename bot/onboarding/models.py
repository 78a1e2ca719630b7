"""How far somebody is on the onboarding path. Frozen values; times are UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from knowledge.models import Localized as Localized
from knowledge.modules import Basis as Basis
from knowledge.modules import Module as Module
from knowledge.modules import Option as Option
from knowledge.modules import Paragraph as Paragraph
from knowledge.modules import Question as Question

LONGEST_NAME = 80
"""Characters of a person's or a buddy's name."""


class ModuleState(StrEnum):
    """How far somebody is with a module."""

    NEW = "new"
    STARTED = "started"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Repetition:
    """That a question comes back: on which step, from 0, and when."""

    step: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The last answer to a question. `repetition` is None where the question does not come back."""

    module: str
    question: str
    option: str
    right: bool
    at: datetime
    repetition: Repetition | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody has chosen. Others see the name, with the finished modules, only while `shared`.

    `buddy` is what the person at their side is called; `companion` is who that is, as the archive names people, ""
    where only the name is known. They are reminded on workdays at `nudge_hour` (0 to 23), which they have wished since
    `nudge_since`; None for never.
    """

    name: str = ""
    buddy: str = ""
    shared: bool = False
    paused: bool = False
    companion: str = ""
    nudge_hour: int | None = None
    nudge_since: datetime | None = None

    def accompanied_by(self, buddy: str) -> "Choices":
        """Return the same with another name at their side; who that is stays known only for the same name."""
        return replace(self, buddy=buddy, companion=self.companion if buddy == self.buddy else "")


class Joining(StrEnum):
    """What becomes of a code that somebody enters; one may be joined with one other only."""

    DONE = "done"
    UNKNOWN = "unknown"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Record:
    """All that is kept of somebody's progress. `finished` are moments by module.

    `joined` says that it is kept under another name of theirs, on another platform.
    """

    answers: tuple[Answered, ...] = ()
    finished: Mapping[str, datetime] = field(default_factory=dict)
    choices: Choices = Choices()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """That somebody wants to be reminded at an hour (0 to 23), and since when."""

    owner: str
    hour: int
    since: datetime


@dataclass(frozen=True, slots=True)
class SharedRecord:
    """The finished modules, by their ids, of somebody who shares them."""

    name: str
    finished: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """How far somebody is with a module: the last answers by question, and when it was finished."""

    module: Module
    answers: Mapping[str, Answered]
    finished_at: datetime | None

    @property
    def state(self) -> ModuleState:
        """New, started or finished."""
        if self.finished_at:
            return ModuleState.FINISHED
        return ModuleState.STARTED if self.answers else ModuleState.NEW

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that were never answered."""
        return tuple(question for question in self.module.questions if question.id not in self.answers)


@dataclass(frozen=True, slots=True)
class Due:
    """A question that is to be answered again."""

    module: Module
    question: Question
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole path for one person: modules in order, what is due (nothing while paused), and when the next one is.

    `joined` says that the progress is kept with that of another platform.
    """

    modules: tuple[ModuleProgress, ...]
    due: tuple[Due, ...]
    next_due: datetime | None
    choices: Choices
    joined: bool = False

    @property
    def finished(self) -> int:
        """How many modules are finished."""
        return sum(one.state is ModuleState.FINISHED for one in self.modules)

    @property
    def next(self) -> ModuleProgress | None:
        """The first module that is not finished."""
        return next((one for one in self.modules if one.state is not ModuleState.FINISHED), None)


@dataclass(frozen=True, slots=True)
class Nudge:
    """What somebody is reminded of at their hour: what is due or, where nothing is, the next module."""

    hour: int
    due: tuple[Due, ...]
    next: ModuleProgress | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of an answer: whether it is right, and when the question comes back, None where it does not."""

    question: Question
    chosen: Option
    right: bool
    comes_back: datetime | None


@dataclass(frozen=True, slots=True)
class SharedPath:
    """The finished modules of somebody who shares them, in the path's order."""

    name: str
    finished: tuple[Module, ...]
    of: int
