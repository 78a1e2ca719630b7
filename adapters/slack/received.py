"""What people do in Slack, as values, and the text that delivery keeps of them until they are handled."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """Names an answer: its exchange, who asked, and the conversation it was asked in."""

    exchange: str
    user: str
    conversation: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `addressed`: Lotse was mentioned or asked directly; `pressed`: a button said it, so nobody saw it.

    `outside`: the channel is shared with another organisation. `to_other`: somebody else was mentioned, and Lotse not.
    `calls_people`: somebody, a group or everybody is mentioned, and Lotse not. `files` are the ids of the files that
    were sent to Lotse with it, `names` what they are called.
    """

    ts: str
    text: str
    addressed: bool
    pressed: bool = False
    outside: bool = False
    to_other: bool = False
    calls_people: bool = False
    files: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedPrivately:
    """A question whose answer only the asker sees. `thread` is where it may be shared; "" for the channel itself."""

    text: str
    respond_to: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message has another text now."""

    ts: str
    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone."""

    ts: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """Boxes of a checklist's group as somebody left them, and as they had seen them. Numbers are the steps', from 0."""

    checklist: str
    group: int
    message: str
    selected: tuple[int, ...]
    seen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """Whether an answer helped; `reason` is "" for thumbs alone."""

    about: Ref
    helpful: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A private answer is to be seen by all."""

    about: Ref
    respond_to: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """Somebody wants to talk to a person about an answer."""

    about: Ref


@dataclass(frozen=True, slots=True)
class Resolved:
    """A person has dealt with it; `message` is the one that called them."""

    message: str


@dataclass(frozen=True, slots=True)
class ModeChosen:
    """When Lotse speaks in a channel."""

    mode: str
    respond_to: str


@dataclass(frozen=True, slots=True)
class FilesChosen:
    """Somebody said for whom files are: an audience, or "nobody". `message` is the one that asked."""

    files: tuple[str, ...]
    audience: str
    message: str


@dataclass(frozen=True, slots=True)
class FilesDue:
    """The files that somebody chose are to be brought in."""

    files: tuple[str, ...]
    audience: str


@dataclass(frozen=True, slots=True)
class HandoffDue:
    """Recruiters are to be told of an entry of a candidate's conversation. Comes from Lotse itself."""

    entry: str


@dataclass(frozen=True, slots=True)
class HandoffEnded:
    """A recruiter ends a candidate's conversation."""

    token: str


@dataclass(frozen=True, slots=True)
class HandoffGone:
    """A message of a conversation that was forgotten is to be deleted. Comes from Lotse itself."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class News:
    """A question of theirs has an answer now, that of a gap. Nobody did this: Lotse tells it by itself."""

    gap: str
    question: str


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A question about a module of the onboarding path, by its id; the answer is a direct message."""

    module: str
    text: str


@dataclass(frozen=True, slots=True)
class BuddyAsked:
    """A question to whoever accompanies the asker, at a module, and there at one of its questions, or "".

    `about` is the answer of Lotse's that it goes on from.
    """

    module: str
    question: str
    text: str
    about: Ref | None = None


@dataclass(frozen=True, slots=True)
class NudgeDue:
    """Somebody is to be reminded of onboarding on `day`, in ISO 8601. Comes from Lotse itself."""

    day: str


@dataclass(frozen=True, slots=True)
class DigestDue:
    """The channel is to be told what waits for an answer in the week that began on `week`, a day in ISO 8601."""

    week: str


What = (
    News
    | DigestDue
    | NudgeDue
    | AskedAbout
    | BuddyAsked
    | Asked
    | AskedPrivately
    | Edited
    | Deleted
    | Ticked
    | Rated
    | Shared
    | PersonWanted
    | Resolved
    | ModeChosen
    | FilesChosen
    | FilesDue
    | HandoffDue
    | HandoffEnded
    | HandoffGone
)

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        News, DigestDue, NudgeDue, AskedAbout, BuddyAsked, Asked, AskedPrivately, Edited, Deleted, Ticked, Rated,
        Shared, PersonWanted, Resolved, ModeChosen, FilesChosen, FilesDue, HandoffDue, HandoffEnded, HandoffGone,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody did, where. `thread` is the ts of a thread's first message, or names a private conversation."""

    team: str
    channel: str
    thread: str
    user: str
    what: What

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return conversation_id(self.team, self.channel, self.thread)

    @property
    def owner(self) -> str:
        """Who did it, as the archive names people."""
        return owner_id(self.team, self.user)


def conversation_id(team: str, channel: str, thread: str) -> str:
    """Return the id of a thread."""
    return f"slack:{team}:{channel}:{thread}"


def owner_id(team: str, user: str) -> str:
    """Return how the archive names somebody."""
    return f"slack:{team}:{user}"


def encode(received: Received) -> str:
    """Return the text that delivery keeps."""
    return json.dumps({"kind": type(received.what).__name__, **asdict(received)}, separators=(",", ":"))


def decode(payload: str) -> Received:
    """Return what `encode` was given. Raises ValueError, KeyError or TypeError for another version's text."""
    raw = json.loads(payload)
    kind = _KINDS[raw.pop("kind")]
    what = {name: _value(value) for name, value in raw.pop("what").items()}
    return Received(**raw, what=kind(**what))


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return Ref(**value)
    return tuple(value) if isinstance(value, list) else value
