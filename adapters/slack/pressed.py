"""Buttons, boxes and modals in Slack → `Inbound`s, or why they are none. Pure, like `inbound`."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.slack.contract import Inbound
from adapters.slack.inbound import Ignored, inbound, short
from adapters.slack.reading import Raw, channel_of, file_of, items, table, team_of, text, ts_of, user_of
from adapters.slack.received import (
    Asked,
    AskedPrivately,
    FilesChosen,
    FilesDue,
    HandoffEnded,
    ModeChosen,
    PersonWanted,
    Rated,
    Received,
    Ref,
    Resolved,
    Shared,
    Ticked,
    What,
    decode,
    encode,
)
from bot.chat_state import Mode

ASK = re.compile(r"ask:\d+")
TICK = re.compile(r"tick:\d+")
WHY_NOT, PERSON, RESOLVED, SHARE, FEEDBACK, SOURCES, LANGUAGE = (
    "why_not",
    "person",
    "resolved",
    "share",
    "feedback",
    "sources",
    "language",
)
HANDOFF_ENDED = "handoff_ended"
TAKE_IN = "take_in"
"""Begins the names of buttons that say for whom files are."""
TAKEN_IN = re.compile(f"{TAKE_IN}:(internal|public|nobody)")
REASON_VIEW, SETTINGS_VIEW = "reason", "settings"
_PRIVATE = re.compile(r"private/(private-[0-9a-f]{24})/([0-9.]*)/\d{1,3}")
_CHECKLIST = re.compile(r"check/([^/]{1,80})/(\d{1,3})/[^/]*")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_REASON = 3_000


def read_action(body: object) -> Inbound | Ignored:
    """Return what pressing, choosing or ticking in a message asks for."""
    action = table({"first": next(iter(items(body, "actions")), None)}, "first")
    team, user = team_of(body, "team", "id"), user_of(body, "user", "id")
    channel = channel_of(body, "channel", "id") or channel_of(body, "container", "channel_id")
    message, moment = ts_of(body, "container", "message_ts"), ts_of(action, "action_ts")
    if not (team and user and channel and message and moment):
        return Ignored("malformed action")
    what = _meaning(body, action, message, moment)
    if isinstance(what, Ignored):
        return what
    thread = ts_of(body, "container", "thread_ts") or ts_of(body, "message", "thread_ts") or message
    if table(body, "container").get("is_ephemeral") is True and isinstance(what, Asked):
        private = _PRIVATE.fullmatch(text(action, "block_id"))
        if private is None:
            return Ignored("nobody knows what this goes on from")
        thread, what = private[1], AskedPrivately(what.text, text(body, "response_url"), private[2])
    if isinstance(what, FilesChosen):
        # Whoever presses twice, or two buttons, has chosen once.
        return inbound(f"{channel}:{message}:{TAKE_IN}:{user}", Received(team, channel, thread, user, what))
    key = f"{channel}:{message}:{short(text(action, 'action_id'))}:{user}:{moment}"
    return inbound(key, Received(team, channel, thread, user, what))


def read_view(body: object) -> Inbound | Ignored:
    """Return what a modal was submitted for."""
    view, team, user = table(body, "view"), team_of(body, "team", "id"), user_of(body, "user", "id")
    private = _json(text(view, "private_metadata"))
    channel, name = channel_of(private, "channel"), text(view, "callback_id")
    key = f"view:{short(text(view, 'id') + text(view, 'hash'))}"
    if not (team and user and text(view, "id")):
        return Ignored("malformed view")
    if name == REASON_VIEW and (about := reference(private)):
        return inbound(key, _received(about, team, user, Rated(about, bool(private.get("helpful")), _reason(view))))
    if name == SETTINGS_VIEW and channel and (mode := _mode(view)):
        return inbound(key, Received(team, channel, "settings", user, ModeChosen(mode, text(private, "respond_to"))))
    return Ignored(f"unknown view {name}")


def reference(raw: object) -> Ref | None:
    """Return the answer that a button's value names."""
    exchange, user, conversation = text(raw, "e"), user_of(raw, "u"), text(raw, "c")
    return Ref(exchange, user, conversation) if exchange and user and conversation.count(":") == 3 else None


def files_value(files: Sequence[str]) -> str:
    """Return a button's value that names files."""
    return json.dumps({"f": list(files)}, separators=(",", ":"))


def files_due(chosen: Inbound) -> Inbound | Ignored:
    """Return the event that brings files in, which follows the one that they were chosen by."""
    received = decode(chosen.payload)
    what = received.what
    if not isinstance(what, FilesChosen) or what.audience == "nobody":
        return Ignored("nothing is due")
    due = replace(received, what=FilesDue(what.files, what.audience))
    return replace(chosen, key=f"{chosen.key}:due", payload=encode(due), is_question=False)


def value_of(about: Ref, **more: object) -> str:
    """Return a button's value that names an answer."""
    return json.dumps({"e": about.exchange, "u": about.user, "c": about.conversation, **more}, separators=(",", ":"))


def action_reference(body: object) -> Ref | None:
    """Return the answer that the pressed button belongs to."""
    action = table({"first": next(iter(items(body, "actions")), None)}, "first")
    return reference(_json(text(action, "value")))


def _meaning(body: object, action: Raw, message: str, moment: str) -> What | Ignored:
    name, value = text(action, "action_id"), text(action, "value")
    if ASK.fullmatch(name) and value:
        return Asked(moment, value, addressed=True, pressed=True)
    if name == WHY_NOT and (question := text(action, "selected_option", "value")):
        return Asked(moment, question, addressed=True, pressed=True)
    if TICK.fullmatch(name):
        return _ticked(body, action, message)
    if name == RESOLVED:
        return Resolved(message)
    if chosen := TAKEN_IN.fullmatch(name):
        files = tuple(one for one in items(_json(value), "f") if isinstance(one, str) and file_of({"id": one}, "id"))
        return FilesChosen(files, chosen[1], message) if files else Ignored("no files")
    if name == HANDOFF_ENDED and _TOKEN.fullmatch(value):
        return HandoffEnded(value)
    about = reference(_json(value))
    if about is None:
        return Ignored(f"unknown action {name}")
    return _about(body, name, about, value)


def _about(body: object, name: str, about: Ref, value: str) -> What | Ignored:
    if name == PERSON:
        return PersonWanted(about)
    if name == FEEDBACK:
        return Rated(about, helpful=bool(_json(value).get("h")))
    if name == SHARE:
        return Shared(about, text(body, "response_url"), ts_of(_json(value), "t"))
    return Ignored(f"unknown action {name}")


def _ticked(body: object, action: Raw, message: str) -> What | Ignored:
    """Boxes are compared with those that the message showed: what others ticked meanwhile is not taken back."""
    block = text(action, "block_id")
    found = _CHECKLIST.fullmatch(block)
    if found is None:
        return Ignored("unknown checklist")
    shown = (table({"b": one}, "b") for one in items(body, "message", "blocks"))
    elements = [one for entry in shown if text(entry, "block_id") == block for one in items(entry, "elements")]
    seen = _numbers(elements[0], "initial_options") if elements else ()
    return Ticked(found[1], int(found[2]), message, _numbers(action, "selected_options"), seen)


def _numbers(raw: object, key: str) -> tuple[int, ...]:
    values = (text(table({"o": option}, "o"), "value") for option in items(raw, key))
    return tuple(sorted({int(value) for value in values if re.fullmatch(r"[0-9]{1,4}", value)}))


def _reason(view: Raw) -> str:
    return text(view, "state", "values", "reason", "reason", "value").strip()[:LONGEST_REASON]


def _mode(view: Raw) -> str:
    chosen = text(view, "state", "values", "mode", "mode", "selected_option", "value")
    return chosen if chosen in frozenset(Mode) else ""


def _received(about: Ref, team: str, user: str, what: What) -> Received:
    _, _, channel, thread = about.conversation.split(":")
    return Received(team, channel, thread, user, what)


def _json(value: str) -> Raw:
    try:
        return table({"v": json.loads(value)}, "v")
    except (ValueError, RecursionError):
        return {}
