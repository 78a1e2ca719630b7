"""What is sent to Telegram, as values, and the text that delivery keeps of them until they are sent."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Method(StrEnum):
    """How something is sent. STRIP takes a message's buttons away; EXPORT sends somebody what is kept of them."""

    SEND = "send"
    EDIT = "edit"
    STRIP = "strip"
    ANSWER = "answer"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Button:
    """A button, with data that comes back or a link that opens."""

    text: str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API.

    `chat` is a number or a channel's @name. `query` is the press that is answered, with `html` as plain text.
    `forgets` is who is forgotten by delivery once this is sent. `posting` is what is kept of a job's post.
    `handoff` is the conversation with recruiters that a reply to the message belongs to. Where there is a
    `placeholder`, the reader is made to reply.
    """

    method: Method
    chat: str
    html: str = ""
    keyboard: Keyboard = ()
    message: int = 0
    query: str = ""
    owner: str = ""
    forgets: str = ""
    posting: "PostRef | None" = None
    handoff: str = ""
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class PostRef:
    """Which state of which job a post shows."""

    job: str
    version: int
    closed: bool


def forgetting(call: Call, owner: str) -> Call:
    """Return a call after which delivery forgets somebody."""
    return replace(call, forgets=owner)


def short(text: str) -> str:
    """Return a name for any text, equal for equal ones, from which the text cannot be told."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12].upper()


def encode(call: Call) -> str:
    """Return the text that delivery keeps."""
    return json.dumps({name: value for name, value in asdict(call).items() if value}, separators=(",", ":"))


def decode(payload: str) -> Call:
    """Return what `encode` was given."""
    raw: dict[str, Any] = json.loads(payload)
    keyboard = tuple(tuple(Button(**button) for button in row) for row in raw.get("keyboard", ()))
    posting = PostRef(**raw["posting"]) if "posting" in raw else None
    return Call(**{**raw, "method": Method(raw["method"]), "keyboard": keyboard, "posting": posting})
