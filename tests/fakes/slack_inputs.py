"""Checks what a modal takes as strictly as Slack does. Yields what is wrong, one line a fault."""

from collections.abc import Iterator
from typing import Any

TYPED = 3_000


def check_inputs(view: dict[str, Any]) -> Iterator[str]:
    """What of a view's inputs Slack would refuse."""
    blocks = [block for block in view.get("blocks") or () if block.get("type") == "input"]
    if blocks and "submit" not in view:
        yield "view with inputs needs submit"
    if sum("focus_on_load" in block.get("element", {}) for block in blocks) > 1:
        yield "focus_on_load: one element of a view"
    for block in blocks:
        if "block_id" not in block:
            yield "input: nobody could read it without a block_id"
        if "hint" in block and not 0 < len(block["hint"].get("text", "")) <= 2_000:
            yield "input.hint: 1 to 2000 characters"
        yield from _typed(block.get("element", {}))


def _typed(element: dict[str, Any]) -> Iterator[str]:
    if element.get("type") != "plain_text_input":
        return
    most, initial = element.get("max_length", TYPED), element.get("initial_value", "x")
    if not 0 < most <= TYPED:
        yield "plain_text_input.max_length: 1 to 3000"
    if not 0 < len(initial) <= most:
        yield "plain_text_input.initial_value: within max_length, and not empty"


def check_answer(sent: dict[str, Any], answer: Any) -> Iterator[str]:
    """What of the answer to a submitted modal Slack would refuse, its view aside."""
    kind = answer.get("response_action") if isinstance(answer, dict) else None
    if kind not in ("errors", "update"):
        yield f"response_action {kind}"
    if kind == "errors":
        ids = {block.get("block_id") for block in sent["blocks"] if block.get("type") == "input"}
        if not answer["errors"] or not set(answer["errors"]) <= ids:
            yield f"errors: {sorted(answer['errors'])} are no inputs of {sorted(ids)}"
        if not all(isinstance(text, str) and text.strip() for text in answer["errors"].values()):
            yield "errors: blank"
