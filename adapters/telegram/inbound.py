"""Telegram's updates → `Inbound`s, or why they are none. Pure, and at ease with anything that may come.

Only private chats are for Lotse: in groups and channels it stays silent. Telegram numbers a bot's updates, so that an
update is known by its number, however often and whichever way it comes.
"""

import re
from dataclasses import dataclass

from adapters.display import cut
from adapters.foreign_json import Raw, number, table, text
from adapters.telegram.contract import PLATFORM, Inbound
from adapters.telegram.pressed import read
from adapters.telegram.received import Asked, Commanded, Edited, Left, PersonAsked, Received, Unread, What, encode

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""What Telegram is asked to send."""
MEDIA = (
    "animation", "audio", "contact", "dice", "document", "game", "live_photo", "location", "paid_media", "photo",
    "poll", "sticker", "story", "venue", "video", "video_note", "voice", "checklist",
)  # fmt: skip
GONE = frozenset({"kicked", "left"})
FOR_A_PERSON = frozenset({"person", "mensch"})
NAME = 64
"""Characters of a first name; Telegram takes no more."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w{1,32})?(?:\s+(.*))?", re.DOTALL)
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_QUERY = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing is to be done, and why."""

    reason: str


def read_update(update: object, bot: int) -> Inbound | Ignored:
    """Return what an update asks for; `bot` is the bot's id."""
    id_ = update_id(update)
    if id_ is None:
        return Ignored("no update")
    kind = next((one for one in KINDS if table(update, one)), "")
    found = _read(kind, table(update, kind)) if kind else Ignored("of a kind that is not asked for")
    if isinstance(found, Ignored):
        return found
    person, what = found
    received = Received(bot, number(person, "id"), _locale(person), what)
    # What somebody writes to a person must not be declined as a question too many.
    asks = not (isinstance(what, Asked | Unread) and what.reply_to)
    key = f"{PLATFORM}:{bot}:{id_}"
    return Inbound(key, PLATFORM, received.conversation, received.owner, encode(received), is_question=asks)


def update_id(update: object) -> int | None:
    """Return an update's number, None where it has none."""
    found = number(update, "update_id")
    return found if found > 0 else None


def _read(kind: str, event: Raw) -> tuple[Raw, What] | Ignored:
    message = table(event, "message") if kind == "callback_query" else event
    person = table(event, "from")
    if reason := _not_private(message, person):
        return Ignored(reason)
    what = _what(kind, event)
    return what if isinstance(what, Ignored) else (person, what)


def _not_private(message: Raw, person: Raw) -> str:
    if text(message, "chat", "type") != "private":
        return "not in a private chat"
    if number(person, "id") <= 0 or number(message, "chat", "id") != number(person, "id"):
        return "nobody's"
    return "a bot's" if person.get("is_bot") is True else ""


def _what(kind: str, event: Raw) -> What | Ignored:
    match kind:
        case "message":
            return _said(event)
        case "edited_message":
            return Edited() if text(event, "text") or text(event, "caption") else Ignored("nothing to read")
        case "callback_query":
            return _press(event)
        case _:
            status = text(event, "new_chat_member", "status")
            return Left() if status in GONE else Ignored("somebody is there")


def _said(message: Raw) -> What | Ignored:
    said = text(message, "text") or text(message, "caption")
    reply = max(0, number(message, "reply_to_message", "message_id"))
    media = next((one for one in MEDIA if one in message), "")
    if not said:
        return Unread(media, reply) if media else Ignored("something happened to the chat")
    command = _COMMAND.fullmatch(said.strip())
    if command is None:
        return Asked(said, reply, media)
    name, argument = command[1].lower(), (command[2] or "").strip()
    return PersonAsked(argument, _name(table(message, "from"))) if name in FOR_A_PERSON else Commanded(name, argument)


def _press(event: Raw) -> What | Ignored:
    query = text(event, "id")
    if _QUERY.fullmatch(query) is None:
        return Ignored("a press without an id")
    return read(text(event, "data"), query, number(event, "message", "message_id"), _name(table(event, "from")))


def _name(person: Raw) -> str:
    return cut(text(person, "first_name"), NAME)


def _locale(person: Raw) -> str:
    found = text(person, "language_code")
    return found.lower() if _LOCALE.fullmatch(found) else ""
