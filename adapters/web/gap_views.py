"""Gaps and reports → what the templates show. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.web.days import short_day
from bot.gaps.desk import Trial
from bot.gaps.models import AnswerAudience, Draft, Gap, GapKind, GapState, GapSummary
from bot.gaps.report import Report
from bot.models import Heading, Language, Notice, Outcome, Text

MOST_PREFILLED = 5
LONGEST_PREVIEW = 240
CHART_HEIGHT, COLUMN, BAR = 120, 28, 18
_STATES = {
    "open": (GapState.OPEN, GapState.AGAIN),
    "answered": (GapState.ANSWERED,),
    "set-aside": (GapState.SET_ASIDE,),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form."""

    draft: Draft
    author: str

    @property
    def wordings(self) -> str:
        """A wording a line."""
        return "\n".join(self.draft.wordings)

    def text(self, language: str) -> str:
        """The text in a language."""
        return self.draft.texts.get(Language(language), "")


@dataclass(frozen=True, slots=True)
class TrialView:
    """A question, whether the draft answers it, whether anything does, and how the answer begins."""

    question: str
    ours: bool
    known: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A week's column: where it stands, and how high its two parts are; in units of the drawing."""

    x: int
    questions: float
    answered: float
    label: str


def filtered(gaps: Iterable[GapSummary], chosen: str) -> tuple[GapSummary, ...]:
    """Return the gaps of a state, in order."""
    return tuple(one for one in gaps if one.state in _STATES[chosen])


def blank(gap: Gap, language: Language, author: str, proposal: int) -> Written:
    """Return what the form begins with: the last version, or how it was asked; and a proposal, where one is taken.

    What candidates wrote is not proposed as a wording: it may be about them, and everybody would read it.
    """
    last = gap.versions[-1].draft if gap.versions else None
    asked = dict.fromkeys(" ".join(one.text.split()) for one in gap.questions if one.kind is not GapKind.CANDIDATE)
    wordings = last.wordings if last else tuple(asked)[:MOST_PREFILLED]
    texts = dict(last.texts) if last else {}
    if 0 <= proposal < len(gap.proposals):
        target = gap.questions[0].language if gap.questions else language
        texts[target] = gap.proposals[proposal].text
    return Written(Draft(wordings, texts, last.audience if last else _audience(gap)), author)


def _audience(gap: Gap) -> AnswerAudience:
    """For candidates where only they asked."""
    return AnswerAudience.PUBLIC if gap.summary.kinds == (GapKind.CANDIDATE,) else AnswerAudience.INTERNAL


def trial_views(trials: Iterable[Trial]) -> tuple[TrialView, ...]:
    """Return the questions with the beginnings of their answers."""
    return tuple(
        TrialView(one.question, one.ours, one.answer.outcome is not Outcome.UNKNOWN, _beginning(one)) for one in trials
    )


def bars(report: Report, language: Language) -> tuple[Bar, ...]:
    """Return a column a week, the highest as high as the drawing."""
    most = max((week.questions for week in report.weeks), default=0) or 1
    return tuple(
        Bar(
            x=number * COLUMN,
            questions=round(CHART_HEIGHT * week.questions / most, 1),
            answered=round(CHART_HEIGHT * week.answered / most, 1),
            label=short_day(week.monday, language),
        )
        for number, week in enumerate(report.weeks)
    )


def _beginning(trial: Trial) -> str:
    texts = [block.text for block in trial.answer.blocks if isinstance(block, Heading | Text | Notice)]
    whole = " ".join(texts[:2])
    return whole if len(whole) <= LONGEST_PREVIEW else f"{whole[:LONGEST_PREVIEW]}…"
