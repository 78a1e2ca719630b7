"""What is sent to Slack, as values, and the text that delivery keeps of them until they are sent."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from adapters.slack.blocks import Json
from adapters.slack.packing import Rendered


class Method(StrEnum):
    """How something is sent."""

    POST = "post"
    UPDATE = "update"
    DELETE = "delete"
    EPHEMERAL = "ephemeral"
    RESPOND = "respond"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of Slack's API.

    `exchange` and `part` are kept with where the message then stands. `goes_on_from` is the private conversation
    whose state the thread that begins with this message takes over. `handoff` is the candidate's conversation it is of.
    """

    method: Method
    channel: str
    text: str = ""
    blocks: tuple[Json, ...] = ()
    thread: str = ""
    ts: str = ""
    user: str = ""
    respond_to: str = ""
    exchange: str = ""
    part: int = 0
    team: str = ""
    goes_on_from: str = ""
    handoff: str = ""


def post(place: tuple[str, str], message: Rendered, **more: Any) -> Call:
    """Return a message for (channel, thread)."""
    channel, thread = place
    return Call(Method.POST, channel, message.text, message.blocks, thread, **more)


def update(place: tuple[str, str, str], message: Rendered, **more: Any) -> Call:
    """Return the new face of the message at (channel, thread, ts)."""
    channel, thread, ts = place
    return Call(Method.UPDATE, channel, message.text, message.blocks, thread, ts, **more)


def whisper(place: tuple[str, str], user: str, message: Rendered) -> Call:
    """Return a message that only one person sees."""
    channel, thread = place
    return Call(Method.EPHEMERAL, channel, message.text, message.blocks, thread, user=user)


def respond(address: str, channel: str, message: Rendered) -> Call:
    """Return a private reply to a command or a shortcut."""
    return Call(Method.RESPOND, channel, message.text, message.blocks, respond_to=address)


def encode(call: Call) -> str:
    """Return the text that delivery keeps."""
    return json.dumps({name: value for name, value in asdict(call).items() if value}, separators=(",", ":"))


def decode(payload: str) -> Call:
    """Return what `encode` was given."""
    raw = json.loads(payload)
    return Call(**{**raw, "method": Method(raw["method"]), "blocks": tuple(raw.get("blocks", ()))})
