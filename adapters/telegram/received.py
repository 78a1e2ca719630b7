"""What people do in a private chat, as values, and the text that delivery keeps of them until they are handled."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from adapters.telegram.contract import PLATFORM


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words; a picture's caption counts as one. `reply_to` is the message it replies to, 0 for none.

    `media` is what came with it, "" for words alone.
    """

    text: str
    reply_to: int = 0
    media: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """`/name argument`; the name is in lower case."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something without words: a picture, a voice message. `reply_to` is the message it replies to, 0 for none."""

    kind: str
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """A message has another text now."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion was pressed: the `number`th, from 0, below the answer. `query` names the press."""

    query: str
    exchange: str
    number: int


@dataclass(frozen=True, slots=True)
class SourcesWanted:
    """Somebody wants to read what an answer rests on."""

    query: str
    exchange: str


@dataclass(frozen=True, slots=True)
class Rated:
    """Whether an answer helped."""

    query: str
    exchange: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """Somebody chose a language; `message` is the one with the buttons."""

    query: str
    language: str
    message: int


@dataclass(frozen=True, slots=True)
class ForgetDecided:
    """Whether everything is to be deleted; `message` is the one that asked."""

    query: str
    sure: bool
    message: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """A button that this version does not know."""

    query: str


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody blocked the bot or deleted their account."""


@dataclass(frozen=True, slots=True)
class JobWanted:
    """Somebody wants to see a post, which its token names."""

    query: str
    token: str


@dataclass(frozen=True, slots=True)
class AlertChosen:
    """What is to become of a subscription: "stop", "daily" or "once" (each post at once)."""

    query: str
    token: str
    choice: str
    message: int


@dataclass(frozen=True, slots=True)
class AlertDue:
    """Somebody is to be told of a post, because of a subscription; both are named by their tokens."""

    job: str
    subscription: str


@dataclass(frozen=True, slots=True)
class PostDue:
    """The channel does not show a job as it is now. Comes from Lotse itself, as all that is due."""

    job: str


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """`/person text`, with the first name, which is kept only to be shared."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """Somebody wants a person to be asked what an answer left open, with their first name."""

    query: str
    exchange: str
    name: str


@dataclass(frozen=True, slots=True)
class HandoffChosen:
    """What is to become of a conversation with recruiters: "agree" or "keep" (not sharing), "write" or "end"."""

    query: str
    token: str
    choice: str
    message: int


@dataclass(frozen=True, slots=True)
class SentOn:
    """What Lotse answered is to go to the recruiters."""

    query: str
    exchange: str


@dataclass(frozen=True, slots=True)
class HandoffDue:
    """A candidate is to be told of an entry of their conversation, which its key names."""

    entry: str


What = (
    Asked
    | Commanded
    | Unread
    | Edited
    | Suggested
    | SourcesWanted
    | Rated
    | LanguageChosen
    | ForgetDecided
    | Outdated
    | Left
    | JobWanted
    | AlertChosen
    | AlertDue
    | PostDue
    | PersonAsked
    | PersonWanted
    | HandoffChosen
    | SentOn
    | HandoffDue
)

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Asked, Commanded, Unread, Edited, Suggested, SourcesWanted, Rated, LanguageChosen, ForgetDecided, Outdated,
        Left, JobWanted, AlertChosen, AlertDue, PostDue, PersonAsked, PersonWanted, HandoffChosen, SentOn, HandoffDue,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody did in their private chat, whose id is theirs. `locale` is what their Telegram is set to, or ""."""

    bot: int
    user: int
    locale: str
    what: What

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return f"{PLATFORM}:{self.bot}:{self.user}"

    @property
    def owner(self) -> str:
        """Who did it, as the archive names people."""
        return owner_id(self.user)


def owner_id(user: int) -> str:
    """Return how the archive names somebody."""
    return f"{PLATFORM}:{user}"


def encode(received: Received) -> str:
    """Return the text that delivery keeps."""
    return json.dumps({"kind": type(received.what).__name__, **asdict(received)}, separators=(",", ":"))


def decode(payload: str) -> Received:
    """Return what `encode` was given. Raises ValueError, KeyError or TypeError for another version's text."""
    raw = json.loads(payload)
    kind = _KINDS[raw.pop("kind")]
    return Received(**{**raw, "what": kind(**raw["what"])})
