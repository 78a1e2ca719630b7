"""The values of gaps: what is missing, what an editor writes, and who is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.models import Audience, Language

MAX_WORDINGS = 12
MAX_WORDING = 300
"""Characters of one way to ask."""
MAX_TEXT = 4_000
"""Characters of an answer in one language."""
MAX_AUTHOR = 80
BETWEEN = "\n\n"
"""Between two things that somebody said one after the other."""
LONGEST_PROPOSAL = 8_000
"""Characters of a proposal: more is no answer that an editor would take."""


class GapKind(StrEnum):
    """Why a question is one of a gap: a candidate's is what they agreed to share with recruiters."""

    UNKNOWN = "unknown"
    UNHELPFUL = "unhelpful"
    HAND_OFF = "hand-off"
    CANDIDATE = "candidate"


class GapState(StrEnum):
    """What is to be done: `AGAIN` has an answer, and was asked since without getting it."""

    OPEN = "open"
    AGAIN = "again"
    ANSWERED = "answered"
    SET_ASIDE = "set-aside"

    @property
    def waits(self) -> bool:
        """Whether an editor is to do something."""
        return self in (GapState.OPEN, GapState.AGAIN)


class AnswerAudience(StrEnum):
    """Who may see an answer: recruiters only, or candidates too."""

    INTERNAL = "internal"
    PUBLIC = "public"

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Who may see it."""
        return (Audience.RECRUITER,) if self is AnswerAudience.INTERNAL else tuple(Audience)


@dataclass(frozen=True, slots=True)
class Editor:
    """Who does something. `owner` is as the archive names people, `name` as readers see them."""

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked, without who asked it. `gap` is "" where it belongs to none yet.

    `exchange` names the exchange; of a candidate's, the conversation with recruiters.
    """

    exchange: str
    text: str
    language: Language
    asked_at: datetime
    kind: GapKind
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that a colleague gave, to be accepted or changed."""

    text: str
    by: str
    at: datetime


def joined(texts: Iterable[str]) -> str:
    """Return what somebody said one after the other as one proposal; more than an editor would take is cut."""
    return BETWEEN.join(filter(None, texts))[:LONGEST_PROPOSAL]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor writes: how it is asked for, the answer by language, and who may see it."""

    wordings: tuple[str, ...]
    texts: Mapping[Language, str]
    audience: AnswerAudience


@dataclass(frozen=True, slots=True)
class AnswerVersion:
    """One version of an answer. `restores` is the earlier version that it brings back; withdrawn, it is not served."""

    gap: str
    version: int
    draft: Draft
    author: str
    at: datetime
    withdrawn: bool = False
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class GapSummary:
    """A gap in the list: `title` is the question asked last; `people` are those who asked, each counted once.

    Where only candidates asked and nothing is written, the title is `of_candidate`: their own words, which may be shown
    to editors but put nowhere where they would stay when the candidate is forgotten.
    """

    id: str
    title: str
    people: int
    times: int
    kinds: tuple[GapKind, ...]
    languages: tuple[Language, ...]
    last_asked: datetime | None
    state: GapState
    of_candidate: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap with everything: questions latest first, versions oldest first."""

    summary: GapSummary
    questions: tuple[AskedQuestion, ...]
    proposals: tuple[Proposal, ...]
    versions: tuple[AnswerVersion, ...]

    @property
    def live(self) -> AnswerVersion | None:
        """The version that is served."""
        last = self.versions[-1] if self.versions else None
        return last if last and not last.withdrawn else None


@dataclass(frozen=True, slots=True)
class Notice:
    """That somebody's question has an answer now, to be told to `owner` once, where the question was asked."""

    gap: str
    owner: str
    conversation: str
    exchange: str
    question: str
    answer: AnswerVersion


class Rule(StrEnum):
    """What a draft breaks; wordings are the adapters'."""

    NO_WORDING = "no_wording"
    TOO_MANY_WORDINGS = "too_many_wordings"
    LONG_WORDING = "long_wording"
    NO_TEXT = "no_text"
    LONG_TEXT = "long_text"
    NO_AUTHOR = "no_author"


def broken_rules(draft: Draft, author: str) -> tuple[Rule, ...]:
    """Return what keeps a draft from being published; nothing where it may be."""
    texts = [text for text in draft.texts.values() if text.strip()]
    broken = {
        Rule.NO_WORDING: not any(any(letter.isalnum() for letter in one) for one in draft.wordings),
        Rule.TOO_MANY_WORDINGS: len(draft.wordings) > MAX_WORDINGS,
        Rule.LONG_WORDING: any(len(one) > MAX_WORDING for one in draft.wordings),
        Rule.NO_TEXT: not texts,
        Rule.LONG_TEXT: any(len(text) > MAX_TEXT for text in texts),
        Rule.NO_AUTHOR: not author.strip() or len(author) > MAX_AUTHOR,
    }
    return tuple(rule for rule, is_broken in broken.items() if is_broken)


def tidy_draft(draft: Draft) -> Draft:
    """Return the draft without blank or repeated wordings and blank texts; the texts themselves stay as written."""
    lines = (" ".join(one.split()) for one in draft.wordings)
    wordings = {one.casefold(): one for one in reversed([one for one in lines if one])}
    texts = {language: text.strip() for language, text in draft.texts.items() if text.strip()}
    return Draft(tuple(reversed(wordings.values())), texts, draft.audience)
