"""What Telegram takes as a message: its HTML, lengths after parsing, keyboards. As strict as the Bot API."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LONGEST, LONGEST_CAPTION, MOST_ENTITIES = 4_096, 1_024, 100
TAGS = frozenset(
    {
        "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler",
        "span", "tg-emoji",
    }
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile("&|[^<&]+")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2065\u00ad\u3164\u115f\u1160]*")


class MarkupError(Exception):
    """Telegram's description of what is wrong."""


@dataclass(frozen=True)
class Parsed:
    """A text without its markup, and how many entities it carries."""

    text: str
    entities: int


def parse(source: str, mode: str | None) -> Parsed:
    """Return what Telegram makes of a text. Raises MarkupError."""
    if mode is None:
        return Parsed(source.strip(), 0)
    if mode != "HTML":
        raise MarkupError("unsupported parse_mode")
    text, stack, entities, position = "", [], 0, 0
    while position < len(source):
        if source[position] == "<":
            found = _TAG.match(source, position)
            if found is None:
                raise MarkupError("can't parse entities: unsupported start tag")
            text_before = len(text)
            entities += _tag(found, stack, text_before)
            position = found.end()
        elif source[position] == "&" and (reference := _REFERENCE.match(source, position)):
            text += html.unescape(reference[0])
            position = reference.end()
        else:
            plain = _PLAIN.match(source, position)
            assert plain
            text += plain[0]
            position = plain.end()
    if stack:
        raise MarkupError(f"can't parse entities: can't find end tag corresponding to start tag {stack[-1]}")
    return Parsed(text.strip(), entities)


def _tag(found: re.Match[str], stack: list[str], at: int) -> int:
    name = found[2].lower()
    if name not in TAGS:
        raise MarkupError(f'can\'t parse entities: unsupported start tag "{name}"')
    if not found[1]:
        if name == "blockquote" and "blockquote" in stack:
            raise MarkupError("can't parse entities: blockquotes can't be nested")
        stack.append(name)
        return 0
    if not stack or stack.pop() != name:
        raise MarkupError(f'can\'t parse entities: unmatched end tag "{name}"')
    return 1


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message_problem(source: Any, mode: str | None, *, caption: bool = False) -> str:
    """Return Telegram's description of what is wrong with a text, "" where it is taken."""
    if not isinstance(source, str):
        return "message text is empty"
    if _SURROGATE.search(source):
        return "strings must be encoded in UTF-8"
    try:
        parsed = parse(source, mode)
    except MarkupError as error:
        return str(error)
    if _INVISIBLE.fullmatch(parsed.text) and not caption:
        return "message text is empty"
    if units(parsed.text) > (LONGEST_CAPTION if caption else LONGEST):
        return "message caption is too long" if caption else "message is too long"
    return "ENTITIES_TOO_LONG" if parsed.entities > MOST_ENTITIES else ""


def shown(source: str) -> str:
    """Return what a reader sees of a message."""
    return parse(source, "HTML").text


def keyboard_problems(markup: Any) -> Iterator[str]:
    """Yield what is wrong with an inline keyboard, or with what makes a reader reply."""
    if isinstance(markup, dict) and markup.get("force_reply") is True:
        if not 1 <= len(markup.get("input_field_placeholder", "x")) <= 64:
            yield "input field placeholder must be 1-64 characters long"
        return
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        yield "object expected as reply markup"
        return
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        yield "BUTTONS_TOO_MUCH"
    for button in (button for row in rows for button in row):
        yield from _button_problems(button)


def _button_problems(button: dict[str, Any]) -> Iterator[str]:
    if not str(button.get("text", "")).strip():
        yield "text buttons are unallowed in the inline keyboard"
    actions = [name for name in ("url", "callback_data", "switch_inline_query", "copy_text") if button.get(name)]
    if len(actions) != 1:
        yield "BUTTON_TYPE_INVALID"
    if not 1 <= len(str(button.get("callback_data", "x")).encode()) <= 64:
        yield "BUTTON_DATA_INVALID"
    if "url" in button:
        parts = urlsplit(str(button["url"]))
        if (
            parts.scheme not in ("http", "https", "tg")
            or "." not in (parts.hostname or "")
            or len(button["url"]) > 2048
        ):
            yield "BUTTON_URL_INVALID"
