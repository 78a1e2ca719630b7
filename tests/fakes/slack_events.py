"""What Slack sends: events, presses, commands, as dictionaries with whatever does not matter filled in."""

import itertools
from typing import Any

from tests.fakes.slack_server import BOT_USER, TEAM

_NUMBERS = itertools.count(1)


def callback(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an event as the Events API wraps it, with an id of its own."""
    body = {
        "token": "legacy",
        "team_id": TEAM,
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": f"Ev{next(_NUMBERS):06}",
        "event_time": 1_700_000_000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event": event,
    }
    return {**body, **more}


def message(text: str, ts: str, channel: str = "C1", user: str = "U1", **more: Any) -> dict[str, Any]:
    """Return a message."""
    kind = "im" if channel.startswith("D") else "channel"
    event = {"type": "message", "text": text, "ts": ts, "event_ts": ts, "channel": channel, "user": user}
    return callback({**event, "channel_type": kind, "team": TEAM, **more})


def mention(text: str, ts: str, channel: str = "C1", user: str = "U1", **more: Any) -> dict[str, Any]:
    """Return a message that addresses Lotse."""
    return message(f"<@{BOT_USER}> {text}", ts, channel, user, **{"type": "app_mention", **more})


def edit(before: str, after: str, ts: str, channel: str = "C1", user: str = "U1", **more: Any) -> dict[str, Any]:
    """Return that a message has another text."""
    old = {"type": "message", "user": user, "text": before, "ts": ts, **more}
    new = {**old, "text": after, "edited": {"user": user, "ts": f"{ts[:-1]}9"}}
    event = {"type": "message", "subtype": "message_changed", "channel": channel, "ts": f"{ts[:-1]}9", "hidden": True}
    return callback({**event, "message": new, "previous_message": old})


def deletion(text: str, ts: str, channel: str = "C1", user: str = "U1", **more: Any) -> dict[str, Any]:
    """Return that a message is gone."""
    old = {"type": "message", "user": user, "text": text, "ts": ts, **more}
    event = {"type": "message", "subtype": "message_deleted", "channel": channel, "ts": f"{ts[:-1]}8", "hidden": True}
    return callback({**event, "deleted_ts": ts, "previous_message": old})


def press(
    stands: dict[str, Any], action_id: str, user: str = "U1", trigger: str = "tr", **action: Any
) -> dict[str, Any]:
    """Return that an element of a message was used; `action` overrides what the message says of it."""
    found: dict[str, Any] = {}
    for block in stands["blocks"]:
        for element in block.get("elements", ()):
            if element.get("action_id") == action_id:
                found = {**element, "block_id": block.get("block_id", "gen")}
    made = {**found, "action_ts": f"{1_800_000_000 + next(_NUMBERS)}.000200", **action}
    container = {"type": "message", "message_ts": stands["ts"], "channel_id": stands["channel"], "is_ephemeral": False}
    if "thread_ts" in stands:
        container["thread_ts"] = stands["thread_ts"]
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "team"},
        "user": {"id": user, "team_id": TEAM},
        "channel": {"id": stands["channel"], "name": "general"},
        "container": container,
        "message": stands,
        "trigger_id": trigger,
        "response_url": action.get("response_url", ""),
        "actions": [{name: value for name, value in made.items() if name != "response_url"}],
    }


def command(text: str, response_url: str, user: str = "U1", channel: str = "C1", trigger: str = "") -> dict[str, Any]:
    """Return `/lotse text`."""
    return {
        "command": "/lotse",
        "text": text,
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": user,
        "trigger_id": trigger or f"trigger-{next(_NUMBERS)}",
        "response_url": response_url,
    }


def shortcut(text: str, ts: str, response_url: str, user: str = "U1", channel: str = "C1") -> dict[str, Any]:
    """Return "Ask Lotse about this"."""
    return {
        "type": "message_action",
        "callback_id": "ask_lotse",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "channel": {"id": channel},
        "message": {"text": text, "ts": ts, "user": "U7"},
        "message_ts": ts,
        "trigger_id": f"trigger-{next(_NUMBERS)}",
        "response_url": response_url,
    }


def submission(view: dict[str, Any], values: dict[str, Any], user: str = "U1") -> dict[str, Any]:
    """Return that a modal was sent off with these values."""
    sent = {**view, "id": f"V{next(_NUMBERS)}", "hash": "h", "state": {"values": values}}
    return {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "view": sent}


def home(tab: str, user: str = "U1", channel: str = "D1") -> dict[str, Any]:
    """Return that the app was opened."""
    return callback({"type": "app_home_opened", "tab": tab, "user": user, "channel": channel, "event_ts": "1.1"})
