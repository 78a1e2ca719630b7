"""Slack's events → `Inbound`s, or why they are none. Pure, and at ease with anything that may come.

A message is known by (team, channel, ts): a mention comes twice, as `app_mention` and as `message`, with different
event ids, and both give the same key. What has no ts is known by its event's or its trigger's id.
"""

import hashlib
from dataclasses import dataclass

from adapters.slack.contract import PLATFORM, Inbound
from adapters.slack.reading import (
    Raw,
    calls_people,
    channel_of,
    file_of,
    items,
    mentioned,
    plain,
    table,
    team_of,
    text,
    ts_of,
    user_of,
)
from adapters.slack.received import (
    Asked,
    AskedAbout,
    AskedPrivately,
    BuddyAsked,
    Deleted,
    Edited,
    Received,
    What,
    encode,
)

MESSAGE_SUBTYPES = frozenset({"", "file_share", "thread_broadcast"})
"""What people write; every other subtype tells that something happened to a channel or a message."""
SLACKBOT = "USLACKBOT"
MOST_FILES = 20
"""Files of one message; Slack allows fewer, and a button's value holds so many ids."""
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Bot:
    """Who Lotse is in a workspace. `url` is the workspace's address, with a slash at its end."""

    user: str
    bot: str
    team: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing is to be done, and why."""

    reason: str


def read_event(body: object, bot: Bot) -> Inbound | Ignored:
    """Return what an event of the Events API asks for."""
    event = table(body, "event")
    kind = text(event, "type")
    if kind not in ("message", "app_mention"):
        return Ignored(f"no message: {kind or 'nothing'}")
    subtype = text(event, "subtype")
    if subtype == "message_changed":
        return _changed(body, event, bot)
    if subtype == "message_deleted":
        return _deleted(body, event, bot)
    if subtype not in MESSAGE_SUBTYPES:
        return Ignored(f"subtype {subtype}")
    return _message(body, event, bot)


def read_command(body: object) -> Inbound | Ignored:
    """Return the question of `/lotse question`; its answer is private."""
    team, channel, user = team_of(body, "team_id"), channel_of(body, "channel_id"), user_of(body, "user_id")
    trigger, respond_to = text(body, "trigger_id"), text(body, "response_url")
    if not (team and channel and user and trigger and respond_to):
        return Ignored("malformed command")
    asked = AskedPrivately(plain(text(body, "text")), respond_to)
    return _private(team, channel, user, trigger, asked)


def read_shortcut(body: object) -> Inbound | Ignored:
    """Return the message that somebody asks Lotse about; the answer is private."""
    team, channel = team_of(body, "team", "id"), channel_of(body, "channel", "id")
    user, message = user_of(body, "user", "id"), table(body, "message")
    trigger, respond_to = text(body, "trigger_id"), text(body, "response_url")
    if not (team and channel and user and trigger and respond_to):
        return Ignored("malformed shortcut")
    asked = AskedPrivately(
        plain(text(message, "text")), respond_to, ts_of(message, "thread_ts") or ts_of(message, "ts")
    )
    return _private(team, channel, user, trigger, asked)


def inbound(key: str, received: Received) -> Inbound:
    """Return what delivery is given; `key` is completed by platform and workspace."""
    whole = f"{PLATFORM}:{received.team}:{key}"
    asks = isinstance(received.what, Asked | AskedPrivately | AskedAbout | BuddyAsked | Edited)
    return Inbound(whole, PLATFORM, received.conversation, received.owner, encode(received), is_question=asks)


def short(text_: str) -> str:
    """Return a name for any text: equal for equal ones."""
    return hashlib.sha256(text_.encode("utf-8", "replace")).hexdigest()[:24]


def _message(body: object, event: Raw, bot: Bot) -> Inbound | Ignored:
    if reason := _not_by_a_person(event, bot):
        return Ignored(reason)
    team, channel, ts = team_of(body, "team_id"), channel_of(event, "channel"), ts_of(event, "ts")
    if not (team and channel and ts):
        return Ignored("malformed message")
    said = text(event, "text")
    direct = channel.startswith("D")
    called = mentioned(said)
    addressed = direct or bot.user in called or text(event, "type") == "app_mention"
    given = [one for one in items(event, "files") if file_of(one, "id")][:MOST_FILES]
    files = tuple(file_of(one, "id") for one in given)
    asked = Asked(
        ts,
        plain(said),
        addressed,
        outside=table(body).get("is_ext_shared_channel") is True,
        to_other=bool(called) and bot.user not in called,
        calls_people=not addressed and calls_people(said),
        files=files if addressed else (),
        names=tuple(text(one, "name")[:LONGEST_NAME] for one in given) if addressed else (),
    )
    # A key of its own: should one of a mention's two events not name its files, the other one still does.
    key = f"{ts}:files" if asked.files else ts
    return _at(team, channel, ts_of(event, "thread_ts") or ts, user_of(event, "user"), asked, key)


def _changed(body: object, event: Raw, bot: Bot) -> Inbound | Ignored:
    message, before = table(event, "message"), table(event, "previous_message")
    ts, channel, team = ts_of(message, "ts"), channel_of(event, "channel"), team_of(body, "team_id")
    if not (team and channel and ts):
        return Ignored("malformed change")
    thread = ts_of(message, "thread_ts") or ts
    if text(message, "subtype") == "tombstone":
        user = user_of(before, "user")
        return _at(team, channel, thread, user, Deleted(ts), f"{ts}:deleted") if user else Ignored("nobody's")
    if reason := _not_by_a_person(message, bot):
        return Ignored(reason)
    edited = ts_of(message, "edited", "ts")
    if not edited or text(message, "text") == text(before, "text"):
        return Ignored("the text is the same")
    user = user_of(message, "user")
    if bot.user in mentioned(text(message, "text")) and bot.user not in mentioned(text(before, "text")):
        return _at(team, channel, thread, user, Asked(ts, plain(text(message, "text")), addressed=True), ts)
    return _at(team, channel, thread, user, Edited(ts, plain(text(message, "text"))), f"{ts}:edited:{edited}")


def _deleted(body: object, event: Raw, bot: Bot) -> Inbound | Ignored:
    before, channel, team = table(event, "previous_message"), channel_of(event, "channel"), team_of(body, "team_id")
    ts = ts_of(event, "deleted_ts") or ts_of(before, "ts")
    if not (team and channel and ts):
        return Ignored("malformed deletion")
    if reason := _not_by_a_person(before, bot):
        return Ignored(reason)
    return _at(team, channel, ts_of(before, "thread_ts") or ts, user_of(before, "user"), Deleted(ts), f"{ts}:deleted")


def _not_by_a_person(message: Raw, bot: Bot) -> str:
    if message.get("bot_id") or message.get("bot_profile"):
        return "a bot's message"
    user = user_of(message, "user")
    if not user:
        return "nobody's message"
    return "own message" if user == bot.user else "Slackbot's message" if user == SLACKBOT else ""


def _private(team: str, channel: str, user: str, trigger: str, asked: AskedPrivately) -> Inbound:
    """Each private question starts a conversation of its own, which its trigger names."""
    name = f"private-{short(trigger)}"
    return inbound(f"{channel}:{name}", Received(team, channel, name, user, asked))


def _at(team: str, channel: str, thread: str, user: str, what: What, key: str) -> Inbound:
    return inbound(f"{channel}:{key}", Received(team, channel, thread, user, what))
