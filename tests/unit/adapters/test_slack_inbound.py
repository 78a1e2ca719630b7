"""Slack's events as values: what counts, what does not, and that nothing foreign is stumbled over."""

import json
import random
from typing import Any

import pytest

from adapters.slack.contract import Inbound
from adapters.slack.inbound import Bot, Ignored, read_command, read_event, read_shortcut
from adapters.slack.pressed import read_action, read_view, reference, value_of
from adapters.slack.reading import mentioned, plain
from adapters.slack.received import (
    Asked,
    AskedPrivately,
    Deleted,
    Edited,
    ModeChosen,
    PersonWanted,
    Rated,
    Received,
    Ref,
    Resolved,
    Shared,
    Ticked,
    decode,
    encode,
)
from tests.fakes.slack_events import command, deletion, edit, home, mention, message, press, shortcut, submission

BOT = Bot("UBOT", "BBOT", "T1")
TS = "1700000500.000100"
ABOUT = Ref("e1", "U1", f"slack:T1:C1:{TS}")


def what(found: Inbound | Ignored) -> Any:
    assert isinstance(found, Inbound), found
    return decode(found.payload).what


def test_a_mention_and_its_twin_are_one() -> None:
    first, second = read_event(mention("Wo?", TS), BOT), read_event(message("<@UBOT> Wo?", TS), BOT)
    assert isinstance(first, Inbound)
    assert first == second
    assert first.key == f"slack:T1:C1:{TS}"
    assert first.conversation == f"slack:T1:C1:{TS}"
    assert first.user == "slack:T1:U1"
    assert what(first) == Asked(TS, "Wo?", addressed=True)


def test_a_reply_belongs_to_its_threads_conversation() -> None:
    found = read_event(message("Und in Wien?", "1700000501.000100", thread_ts=TS), BOT)
    assert isinstance(found, Inbound)
    assert found.conversation == f"slack:T1:C1:{TS}"
    assert what(found) == Asked("1700000501.000100", "Und in Wien?", addressed=False)


def test_direct_messages_are_addressed_and_remarks_to_others_are_told_apart() -> None:
    assert what(read_event(message("Wo?", TS, channel="D1"), BOT)).addressed
    assert what(read_event(message("<@U2> schau mal", TS, thread_ts="1.1"), BOT)).to_other
    assert what(read_event(message("Wo?", TS, subtype="file_share"), BOT)).text == "Wo?"


def test_channels_shared_with_others_are_marked() -> None:
    assert what(read_event({**mention("Wo?", TS), "is_ext_shared_channel": True}, BOT)).outside


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("<@UBOT> wo <https://a.example|posten>?", "wo posten?"),
        ("<@UBOT|lotse>:  <#C1|general>  &lt;b&gt; &amp;amp;", ": general <b> &amp;"),
        ("<!channel> <!subteam^S1|@team> <mailto:a@b.example>", "@team a@b.example"),
        ("Zeile 1\n\n <https://a.example> ", "Zeile 1\n\nhttps://a.example"),
        ("a < & > b", "a < & > b"),
    ],
)
def test_slacks_markup_goes(said: str, text: str) -> None:
    assert plain(said) == text


def test_who_is_mentioned() -> None:
    assert mentioned("<@U1> <@U2|x> <!here> <#C1>") == ("U1", "U2")


def test_edits_and_deletions() -> None:
    changed = read_event(edit("Wo?", "Wann?", TS, thread_ts=TS), BOT)
    assert isinstance(changed, Inbound)
    assert changed.key == f"slack:T1:C1:{TS}:edited:{TS[:-1]}9"
    assert what(changed) == Edited(TS, "Wann?")
    assert what(read_event(deletion("Wo?", TS), BOT)) == Deleted(TS)
    tombstone = edit("Wo?", "This message was deleted.", TS)
    tombstone["event"]["message"]["subtype"] = "tombstone"
    assert what(read_event(tombstone, BOT)) == Deleted(TS)
    assert what(read_event(edit("Wo?", "<@UBOT> Wo?", TS), BOT)) == Asked(TS, "Wo?", addressed=True)
    unfurled = edit("Wo?", "Wo?", TS)
    assert read_event(unfurled, BOT) == Ignored("the text is the same")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"bot_id": "B7"}, "a bot's message"),
        ({"bot_profile": {"id": "B7"}}, "a bot's message"),
        ({"user": "UBOT"}, "own message"),
        ({"user": "USLACKBOT"}, "Slackbot's message"),
        ({"user": None}, "nobody's message"),
        ({"subtype": "channel_join"}, "subtype channel_join"),
        ({"subtype": "bot_message"}, "subtype bot_message"),
        ({"channel": "general"}, "malformed message"),
        ({"ts": "soon"}, "malformed message"),
    ],
)
def test_what_is_ignored_and_why(more: dict[str, Any], reason: str) -> None:
    body = mention("Wo?", TS)
    assert read_event({**body, "event": {**body["event"], **more}}, BOT) == Ignored(reason)


def test_other_events_are_ignored() -> None:
    assert isinstance(read_event(home("home"), BOT), Ignored)
    assert isinstance(read_event(None, BOT), Ignored)


def test_commands_and_shortcuts_start_private_conversations() -> None:
    first, again = (read_command(command("Wo?", "https://r", trigger="t1")) for _ in range(2))
    other = read_command(command("Wo?", "https://r", trigger="t2"))
    assert isinstance(first, Inbound)
    assert isinstance(other, Inbound)
    assert first == again
    assert first.conversation != other.conversation
    assert what(first) == AskedPrivately("Wo?", "https://r")
    assert what(read_shortcut(shortcut("Wo &amp; wann?", TS, "https://r"))) == AskedPrivately(
        "Wo & wann?", "https://r", TS
    )
    assert isinstance(read_command({"text": "x"}), Ignored)
    assert isinstance(read_shortcut({}), Ignored)


def stands(*elements: dict[str, Any], block_id: str = "b") -> dict[str, Any]:
    blocks = [{"type": "actions", "block_id": block_id, "elements": list(elements)}]
    return {"ts": "1700000600.000100", "thread_ts": TS, "channel": "C1", "blocks": blocks}


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ({"action_id": "ask:0", "value": "Und dann?"}, "Und dann?"),
        ({"action_id": "why_not", "selected_option": {"value": "Warum nicht X?"}}, "Warum nicht X?"),
        ({"action_id": "person", "value": value_of(ABOUT)}, PersonWanted(ABOUT)),
        ({"action_id": "feedback", "value": value_of(ABOUT, h=1)}, Rated(ABOUT, True)),
        ({"action_id": "feedback", "value": value_of(ABOUT, h=0)}, Rated(ABOUT, False)),
        ({"action_id": "share", "value": value_of(ABOUT, t=TS)}, Shared(ABOUT, "", TS)),
        ({"action_id": "resolved", "value": "resolved"}, Resolved("1700000600.000100")),
    ],
)
def test_presses(element: dict[str, Any], expected: Any) -> None:
    found = read_action(press(stands(element), element["action_id"], "U2"))
    assert isinstance(found, Inbound)
    assert found.conversation == f"slack:T1:C1:{TS}"
    said = what(found)
    if isinstance(expected, str):
        assert (said.text, said.addressed, said.pressed) == (expected, True, True)
    else:
        assert said == expected


def test_ticks_tell_what_was_seen() -> None:
    options = [{"value": str(n)} for n in range(3)]
    boxes = {"action_id": "tick:1", "options": options, "initial_options": options[:1]}
    found = read_action(press(stands(boxes, block_id="check/e1-0/1/ab"), "tick:1", selected_options=options[1:]))
    assert what(found) == Ticked("e1-0", 1, "1700000600.000100", (1, 2), (0,))


def test_unknown_presses_are_ignored() -> None:
    for element in ({"action_id": "else"}, {"action_id": "tick:0"}, {"action_id": "share", "value": "{"}):
        assert isinstance(read_action(press(stands(element), element["action_id"])), Ignored)


def test_modals() -> None:
    private = json.dumps({"e": "e1", "u": "U1", "c": ABOUT.conversation, "helpful": True})
    view = {"callback_id": "reason", "private_metadata": private}
    found = read_view(submission(view, {"reason": {"reason": {"value": " gut "}}}))
    assert what(found) == Rated(ABOUT, True, "gut")
    private = json.dumps({"channel": "C1", "respond_to": "https://r"})
    view = {"callback_id": "settings", "private_metadata": private}
    chosen = {"mode": {"mode": {"selected_option": {"value": "off"}}}}
    assert what(read_view(submission(view, chosen))) == ModeChosen("off", "https://r")
    assert isinstance(read_view(submission(view, {})), Ignored)
    assert isinstance(read_view(submission({"callback_id": "x"}, {})), Ignored)


def test_references_survive_their_way() -> None:
    assert reference(json.loads(value_of(ABOUT, h=1))) == ABOUT
    assert reference({"e": "e1", "u": "U1", "c": "elsewhere"}) is None


@pytest.mark.parametrize(
    "said",
    [
        Asked(TS, "\x01 „ü“", addressed=True),
        AskedPrivately("a", "b", "c"),
        Edited(TS, "x"),
        Deleted(TS),
        Ticked("c", 1, TS, (1, 2), ()),
        Rated(ABOUT, True, "r"),
        Shared(ABOUT, "u", TS),
        PersonWanted(ABOUT),
        Resolved(TS),
        ModeChosen("off", "u"),
    ],
)
def test_what_is_kept_is_read_again(said: Any) -> None:
    received = Received("T1", "C1", TS, "U1", said)
    assert decode(encode(received)) == received


JUNK: tuple[Any, ...] = (
    None, 5, -1.5, "", "<@UBOT>", "\ud800\x00", [], {}, [None], {"id": None}, True, "x" * 9_000, "1.1", TS, "C1",
    {"type": "message"}, [{"value": "1"}], "check/a/1/b", "{}", '{"e": 1}', "slack:a:b:c", "٣",
)  # fmt: skip


def mutated(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        if chance.random() < 0.15:
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: mutated(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], mutated(value[at], chance), *value[at + 1 :]]
    return chance.choice(JUNK)


def test_ten_thousand_mutated_events_are_read_or_ignored() -> None:
    chance = random.Random(5)
    boxes = {"action_id": "tick:1", "options": [{"value": "1"}], "initial_options": [{"value": "1"}]}
    readers = (lambda body: read_event(body, BOT), read_command, read_shortcut, read_action, read_view)
    samples = [
        mention("Wo?", TS, thread_ts=TS),
        edit("Wo?", "Wann?", TS),
        deletion("Wo?", TS),
        command("Wo?", "https://r"),
        shortcut("Wo?", TS, "https://r"),
        press(stands(boxes, block_id="check/e1-0/1/ab"), "tick:1", selected_options=[{"value": "1"}]),
        press(stands({"action_id": "share", "value": value_of(ABOUT)}), "share"),
        submission({"callback_id": "reason", "private_metadata": value_of(ABOUT)}, {}),
    ]
    taken = 0
    for _ in range(10_000):
        body = chance.choice(samples)
        for _ in range(chance.randrange(1, 4)):
            body = mutated(body, chance)
        for read in readers:
            found = read(body)
            assert isinstance(found, Inbound | Ignored)
            if isinstance(found, Inbound):
                taken += 1
                assert decode(found.payload).conversation == found.conversation
                found.payload.encode()
                found.key.encode()
                assert len(found.key) < 200
    assert taken > 1_000
