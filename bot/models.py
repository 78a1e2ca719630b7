"""The values of the bot room: a message in, an answer out, both without any platform's markup."""

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.models import Audience as Audience
from knowledge.models import Language as Language

MAX_MESSAGE_LENGTH = 2_000
"""Characters. Longer messages are declined: nobody's question needs more, and attacks often do."""


class TagKind(StrEnum):
    """What a tag is about. A correction of any other kind is a programming error: edges check what they are sent."""

    ROLE = "role"
    LEVEL = "level"
    PLACE = "place"
    REMOTE = "remote"
    AGE = "age"
    HEADCOUNT = "headcount"
    TRAIT = "trait"
    WISH = "wish"
    CONTENT = "content"
    KIND = "kind"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody changed of what was understood: the tag's kind and value, and what it should be; "" removes it.

    `value` is the tag's as it was shown, in either language; "" adds a tag. `kind` is one of `TagKind`.
    """

    kind: str
    value: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said. `conversation` groups messages that follow each other; ids are the platform's.

    With `corrections` the text is empty, or is not read: the vacancy of the conversation is advised on again.
    """

    text: str
    audience: Audience
    conversation: str
    language: Language | None = None
    corrections: tuple[Correction, ...] = ()


class Outcome(StrEnum):
    """How a message was dealt with."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage an answer rests on, with its words."""

    passage: str
    title: str
    points: tuple[int, ...]
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that was understood. `inferred` marks a guess rather than something said."""

    kind: str
    label: str
    value: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood, to be shown and corrected."""

    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `points` are those it rests on; empty for wordings that state nothing about recruiting."""

    text: str
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows."""

    text: str


class NoticeKind(StrEnum):
    """Why something is set apart."""

    CAVEAT = "caveat"
    CAUTION = "caution"
    OBJECTION = "objection"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something set apart: what limits an answer, what speaks against a channel, a question back."""

    kind: NoticeKind
    text: str
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Why a channel fits. `inferred` marks a reason that rests on a guess about the people."""

    text: str
    points: tuple[int, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One channel. `fit` is between 0 and 1, comparable within one answer."""

    channel: str
    name: str
    fit: float
    reasons: tuple[Reasoning, ...]
    limits: tuple[Reasoning, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendations:
    """Channels, best first."""

    items: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list or step of a checklist."""

    id: str
    title: str
    text: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries without order."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Steps in order, which can be ticked; `id` is the topic's."""

    id: str
    title: str
    steps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Channels side by side; each row is (what is compared, one cell a channel)."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


Block = Understood | Text | Heading | Notice | Recommendations | Listing | Checklist | Comparison


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole reply, platform-neutral. `topics` are ranked, `channels` the recommended ones, best first.

    `offers_person`: whoever asked wants a person, or only a person can tell; an adapter that reaches one may offer to.
    """

    outcome: Outcome
    language: Language
    blocks: tuple[Block, ...]
    topic: str | None = None
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = field(default=0.0, compare=False)
    offers_person: bool = False
