"""What comes in from forms and the API → `Message`s and ids. Pure."""

import re
import secrets

from bot.models import MAX_MESSAGE_LENGTH, Audience, Correction, Language, Message

_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")


def new_id() -> str:
    """Return an id that nobody guesses, for a conversation or an exchange."""
    return secrets.token_urlsafe(18)


def is_id(text: str) -> bool:
    """Tell whether `text` has the shape of an id that `new_id` makes."""
    return _ID.fullmatch(text) is not None


def well_formed(text: str) -> str:
    """Return `text` without what no store can hold: lone surrogates become "?", NUL goes."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def question(
    text: str, conversation: str, language: Language | None = None, audience: Audience = Audience.RECRUITER
) -> Message:
    """Return what somebody typed as a message."""
    return Message(well_formed(text), audience, conversation, language)


def correction(kind: str, value: str, becomes: str, conversation: str, language: Language | None = None) -> Message:
    """Return a changed, removed or added tag as a message."""
    changed = Correction(kind, well_formed(value), well_formed(becomes).strip())
    return Message("", Audience.RECRUITER, conversation, language, (changed,))


def shown_question(message: Message) -> str:
    """Return what is kept as the question: of a text that is too long to be answered only its beginning."""
    text = message.text.strip()
    return text if len(text) <= MAX_MESSAGE_LENGTH else f"{text[:MAX_MESSAGE_LENGTH]}…"


def accepted_language(header: str, fallback: Language) -> Language:
    """Return the language that the browser prefers, of the two there are (RFC 9110, Accept-Language)."""
    best, best_weight = fallback, 0.0
    for entry in header.split(",")[:20]:
        tag, _, parameter = entry.strip().partition(";")
        weight = _weight(parameter)
        language = next((one for one in Language if tag.strip().lower().partition("-")[0] == one.value), None)
        if language is not None and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    match = re.fullmatch(r"\s*q\s*=\s*(\d(?:\.\d{1,3})?)\s*", parameter)
    return float(match[1]) if match else 1.0
