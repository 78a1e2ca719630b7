"""Checks what is sent to Slack as strictly as Slack does: shapes, limits, and that nothing is active unasked.

Every function yields what is wrong, one line a fault.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_inputs import check_inputs

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_WEIGHT = 13_200
TEXT, SECTION, HEADER, MARKDOWN = 4_000, 3_000, 150, 12_000
_ACTIVE = re.compile(r"<[^<>]*>")
_BARE = re.compile(r"https?://|(?<!\w)@(?:channel|here|everyone)\b|(?<!\w)#\w")
_UNESCAPED = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e]")


@dataclass
class Allowed:
    """What the adapter may make active: mentions by id, and addresses."""

    mentions: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)


def check_message(payload: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    """What of a message Slack would refuse."""
    text, blocks = payload.get("text"), payload.get("blocks")
    if not text and not blocks:
        yield "no_text"
    if blocks is not None and not (isinstance(text, str) and text.strip()):
        yield "text: a message with blocks needs the notification's text"
    if isinstance(text, str):
        yield from _mrkdwn("text", text, TEXT, allowed, verbatim=payload.get("parse") == "none")
    if blocks is not None:
        yield from check_blocks(blocks, allowed, MESSAGE_BLOCKS)
        if len(json.dumps(blocks, ensure_ascii=False)) > MESSAGE_WEIGHT:
            yield "msg_blocks_too_long"
        if sum(block.get("type") == "table" for block in blocks) > 1:
            yield "only_one_table_allowed"
    if (metadata := payload.get("metadata")) is not None:
        yield from _metadata(metadata)


def check_view(view: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    """What of a modal or an App Home Slack would refuse."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        yield f"view type {kind}"
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _plain(f"view.{name}", view[name], 24)
    if kind == "modal" and "title" not in view:
        yield "view needs a title"
    yield from check_inputs(view)
    if len(view.get("private_metadata", "")) > 3_000:
        yield "private_metadata too long"
    yield from check_blocks(view.get("blocks"), allowed, VIEW_BLOCKS)


def check_blocks(blocks: Any, allowed: Allowed, most: int) -> Iterator[str]:
    """What of the blocks Slack would refuse."""
    if not isinstance(blocks, list) or not blocks:
        yield "blocks: must be a list with something in it"
        return
    if len(blocks) > most:
        yield f"blocks: {len(blocks)} > {most}"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or any(not 0 < len(id_) <= 255 for id_ in ids):
        yield "block_id: must be unique, 1 to 255 characters"
    actions = [id_ for block in blocks for id_ in _action_ids(block)]
    if len(actions) != len(set(actions)):
        yield f"action_id: must be unique: {actions}"
    for block in blocks:
        check = _BLOCKS.get(block.get("type"))
        yield from check(block, allowed) if check else (f"unknown block {block.get('type')}",)


def _section(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "section: needs text or fields"
    if "text" in block:
        yield from _text("section", block["text"], SECTION, allowed)


def _header(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _plain("header", block.get("text"), HEADER)


def _markdown(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    if not 0 < len(block.get("text", "")) <= MARKDOWN:
        yield "markdown: 1 to 12000 characters"


def _context(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _count("context", block.get("elements"), 10)
    for element in block.get("elements", ()):
        yield from _text("context", element, 2_000, allowed)


def _actions(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _count("actions", block.get("elements"), 25)
    for element in block.get("elements", ()):
        yield from _element(element)


def _context_actions(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _count("context_actions", block.get("elements"), 5)
    for element in block.get("elements", ()):
        if element.get("type") not in ("feedback_buttons", "icon_button"):
            yield f"context_actions: {element.get('type')}"
        for name in ("positive_button", "negative_button"):
            button = element.get(name, {})
            yield from _plain(name, button.get("text"), 75)
            yield from _length(f"{name}.value", button.get("value"), 2_000)


def _input(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _plain("input.label", block.get("label"), 2_000)
    yield from _element(block.get("element", {}))


def _table(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    rows = block.get("rows", ())
    yield from _count("table", rows, 100)
    if len({len(row) for row in rows}) > 1 or any(not 0 < len(row) <= 20 for row in rows):
        yield "table: rows of 1 to 20 cells, all alike"
    if len(block.get("column_settings", ())) > 20:
        yield "table: column_settings"
    for row in rows:
        for cell in row:
            if cell.get("type") != "raw_text" or not cell.get("text"):
                yield f"table: cell {cell}"
            yield from _shown("table", cell.get("text", ""))
    if sum(len(cell.get("text", "")) for row in rows for cell in row) > 10_000:
        yield "table: 10000 characters"


def _rich(block: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _count("rich_text", block.get("elements"), 500)
    for part in block.get("elements", ()):
        if part.get("type") == "rich_text_list":
            yield from _count("rich_text_list", part.get("elements"), 500)
            for entry in part.get("elements", ()):
                yield from _rich_part(entry, ("rich_text_section",), allowed)
        else:
            yield from _rich_part(part, ("rich_text_section", "rich_text_quote", "rich_text_preformatted"), allowed)


def _rich_part(part: dict[str, Any], kinds: Sequence[str], allowed: Allowed) -> Iterator[str]:
    if part.get("type") not in kinds:
        yield f"rich_text: {part.get('type')}"
    yield from _count("rich_text", part.get("elements"), 500)
    for element in part.get("elements", ()):
        yield from _rich_element(element, allowed)


def _rich_element(element: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    match element:
        case {"type": "text", "text": str(text)}:
            yield from _shown("rich_text", text)
        case {"type": "user", "user_id": id_} | {"type": "usergroup", "usergroup_id": id_}:
            if id_ not in allowed.mentions:
                yield f"active mention of {id_}"
        case {"type": "date", "timestamp": int(), "format": str(), "fallback": str()}:
            pass
        case {"type": "link", "url": url}:
            if url not in allowed.links:
                yield f"active link to {url}"
        case _:
            yield f"rich_text: unknown or active element {element}"


def _element(element: dict[str, Any]) -> Iterator[str]:
    kind = element.get("type")
    yield from _length(f"{kind}.action_id", element.get("action_id"), 255)
    if kind == "button":
        yield from _plain("button", element.get("text"), 75)
        yield from _length("button.value", element.get("value"), 2_000)
        if element.get("style") not in (None, "primary", "danger"):
            yield "button.style"
    elif kind in ("static_select", "checkboxes", "radio_buttons"):
        yield from _options(element, 100 if kind == "static_select" else 10)
    elif kind not in ("plain_text_input", "users_select"):
        yield f"unknown element {kind}"
    if "placeholder" in element:
        yield from _plain("placeholder", element["placeholder"], 150)


def _options(element: dict[str, Any], most: int) -> Iterator[str]:
    options = element.get("options", ())
    yield from _count("options", options, most)
    values = [option.get("value") for option in options]
    if element["type"] != "static_select" and len(values) != len(set(values)):
        yield "options: values must differ"
    for option in options:
        yield from _plain("option", option.get("text"), 75)
        yield from _length("option.value", option.get("value"), 150)
        if "description" in option:
            yield from _plain("option.description", option["description"], 75)
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else None)
    if initial is not None and (not initial or any(one not in options for one in initial)):
        yield "initial_options: must be among the options, and not empty"


def _text(name: str, text: Any, most: int, allowed: Allowed) -> Iterator[str]:
    if isinstance(text, dict) and text.get("type") == "mrkdwn":
        yield from _mrkdwn(name, text.get("text", ""), most, allowed, verbatim=text.get("verbatim") is True)
    else:
        yield from _plain(name, text, most)


def _mrkdwn(name: str, text: str, most: int, allowed: Allowed, *, verbatim: bool) -> Iterator[str]:
    yield from _length(name, text, most)
    yield from _shown(name, text)
    for token in _ACTIVE.findall(text):
        target = token[1:-1].partition("|")[0]
        if target.removeprefix("@") not in allowed.mentions and target not in allowed.links:
            yield f"{name}: active {token}"
    if _UNESCAPED.search(_ACTIVE.sub("", text)):
        yield f"{name}: unescaped in {text[:80]!r}"
    if not verbatim and _BARE.search(text):
        yield f"{name}: becomes active: {text[:80]!r}"


def _plain(name: str, text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text" or not isinstance(text.get("text"), str):
        yield f"{name}: must be plain_text"
        return
    yield from _length(name, text["text"], most)
    if not text["text"].strip():
        yield f"{name}: blank"
    yield from _shown(name, text["text"])


def _shown(name: str, text: str) -> Iterator[str]:
    if not text:
        yield f"{name}: empty text"
    if found := _BAD.search(text):
        yield f"{name}: unshowable {found[0]!r}"


def _length(name: str, text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, str) or not 0 < len(text) <= most:
        yield f"{name}: 1 to {most} characters, not {len(text) if isinstance(text, str) else text!r}"


def _count(name: str, found: Any, most: int) -> Iterator[str]:
    if not isinstance(found, list) or not 0 < len(found) <= most:
        yield f"{name}: 1 to {most} elements"


def _metadata(metadata: Any) -> Iterator[str]:
    shape = isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
    if not (shape and isinstance(metadata["event_type"], str) and isinstance(metadata["event_payload"], dict)):
        yield "metadata: must be event_type and event_payload"


def _action_ids(block: dict[str, Any]) -> Iterator[str]:
    elements = [*block.get("elements", ()), *([block["element"]] if "element" in block else [])]
    yield from (element["action_id"] for element in elements if isinstance(element, dict) and "action_id" in element)


_BLOCKS = {
    "section": _section,
    "header": _header,
    "divider": lambda block, allowed: iter(()),
    "markdown": _markdown,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "table": _table,
    "rich_text": _rich,
}


def shown_text(blocks: Any) -> str:
    """Return every text that the blocks show, in order, nothing between them."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for key, inner in value.items():
                if key not in ("initial_options", "initial_option"):
                    walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)

    walk(blocks)
    return "".join(found)
