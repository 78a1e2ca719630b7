"""Updates as Telegram sends them."""

import itertools
import time
from typing import Any

Json = dict[str, Any]
ANNA, BERT = 4_001, 4_002
_MESSAGES = itertools.count(100_001)


def person(user: int = ANNA, locale: str = "de", **more: Any) -> Json:
    return {"id": user, "is_bot": False, "first_name": "Anna", "language_code": locale, **more}


def said(text: str, user: int = ANNA, locale: str = "de", **more: Any) -> Json:
    """A text in a private chat."""
    message = _message(user, locale) | {"text": text, **more}
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"message": message}


def shown(kind: str, user: int = ANNA, locale: str = "de", **more: Any) -> Json:
    """A picture, a voice message and the like in a private chat."""
    return {"message": _message(user, locale) | {kind: [{"file_id": "f", "file_unique_id": "u"}], **more}}


def edited(text: str, user: int = ANNA, locale: str = "de") -> Json:
    return {"edited_message": _message(user, locale) | {"text": text, "edit_date": int(time.time())}}


def pressed(data: str, query: str, user: int = ANNA, message: int = 1, locale: str = "de") -> Json:
    """A button under a message of the bot's."""
    stood = _message(user, locale) | {"message_id": message, "text": "…"}
    return {
        "callback_query": {
            "id": query,
            "from": person(user, locale),
            "chat_instance": "1",
            "data": data,
            "message": stood,
        }
    }


def blocked(user: int = ANNA) -> Json:
    member = {"user": {"id": 700_000_001, "is_bot": True, "first_name": "Lotse"}}
    return {
        "my_chat_member": {
            "chat": _chat(user),
            "from": person(user),
            "date": int(time.time()),
            "old_chat_member": {**member, "status": "member"},
            "new_chat_member": {**member, "status": "kicked", "until_date": 0},
        }
    }


def in_group(text: str, kind: str = "supergroup", user: int = ANNA) -> Json:
    chat = {"id": -1_009_876_543_210, "type": kind, "title": "Gruppe"}
    message = {"message_id": next(_MESSAGES), "date": int(time.time()), "chat": chat, "text": text}
    if kind == "channel":
        return {"channel_post": message}
    return {"message": message | {"from": person(user)}}


def _chat(user: int) -> Json:
    return {"id": user, "type": "private", "first_name": "Anna"}


def _message(user: int, locale: str) -> Json:
    return {
        "message_id": next(_MESSAGES),
        "date": int(time.time()),
        "chat": _chat(user),
        "from": person(user, locale),
    }
