"""Telegram's updates as values: what counts, what does not, and that nothing foreign is stumbled over."""

import json
import random
from typing import Any

import pytest

from adapters.telegram import pressed
from adapters.telegram.contract import Inbound
from adapters.telegram.inbound import Ignored, read_update
from adapters.telegram.received import (
    Asked,
    Commanded,
    Edited,
    ForgetDecided,
    LanguageChosen,
    Left,
    Outdated,
    Rated,
    Received,
    SourcesWanted,
    Suggested,
    Unread,
    decode,
    encode,
)
from bot.models import Language
from tests.fakes import telegram_updates as updates
from tests.fakes.telegram_chaos import random_update

BOT = 7
EXCHANGE = "0123456789abcdef" * 2


def read(update: dict[str, Any]) -> Inbound | Ignored:
    return read_update({"update_id": 99, **update}, BOT)


def what(update: dict[str, Any]) -> Any:
    found = read(update)
    assert isinstance(found, Inbound), found
    return decode(found.payload).what


def test_a_message_is_known_by_its_update() -> None:
    found = read(updates.said("Wo?", locale="de-AT"))
    assert isinstance(found, Inbound)
    assert (found.key, found.conversation, found.user) == (
        "telegram:7:99",
        "telegram:7:4001",
        "telegram:4001",
    )
    assert decode(found.payload) == Received(BOT, updates.ANNA, "de-at", Asked("Wo?"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", Commanded("start")),
        ("/START@some_bot  abc_-1 ", Commanded("start", "abc_-1")),
        ("/jobs remote\nin Wien", Commanded("jobs", "remote\nin Wien")),
        ("/ich/du", Asked("/ich/du")),
        ("/", Asked("/")),
        ("a /start", Asked("a /start")),
    ],
)
def test_commands(text: str, expected: Any) -> None:
    assert what(updates.said(text)) == expected


def test_what_has_no_words() -> None:
    assert what(updates.shown("voice")) == Unread("voice")
    assert what(updates.shown("photo", caption="Wo?")) == Asked("Wo?", media="photo")
    assert what(updates.edited("Wo?")) == Edited()
    assert what(updates.blocked()) == Left()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pressed.suggestion(EXCHANGE, 7), Suggested("q", EXCHANGE, 7)),
        (pressed.sources(EXCHANGE), SourcesWanted("q", EXCHANGE)),
        (pressed.rating(EXCHANGE, helpful=True), Rated("q", EXCHANGE, True)),
        (pressed.language(Language.EN), LanguageChosen("q", "en", 5)),
        (pressed.forgetting(sure=True), ForgetDecided("q", True, 5)),
        ("lang:fr", Outdated("q")),
        ("rate:x:1", Outdated("q")),
        ("", Outdated("q")),
        ("forget:all:7", Outdated("q")),
    ],
)
def test_what_buttons_carry(data: str, expected: Any) -> None:
    assert len(data.encode()) <= 64
    assert what(updates.pressed(data, "q", message=5)) == expected


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_other_chats_are_not_for_lotse(kind: str) -> None:
    assert isinstance(read(updates.in_group("@lotse hallo", kind)), Ignored)


def test_whatever_is_received_can_be_kept() -> None:
    for one in (Asked("\u00e4\u2028"), Unread("x"), Left(), Rated("q", EXCHANGE, helpful=False)):
        received = Received(BOT, 1, "", one)
        assert decode(encode(received)) == received


def test_ten_thousand_random_updates_are_read_without_stumbling() -> None:
    chance = random.Random(22)
    taken = 0
    for _ in range(10_000):
        found = read_update(random_update(chance), BOT)
        if isinstance(found, Inbound):
            taken += 1
            assert encode(decode(found.payload)) == found.payload
            assert found.key.isprintable()
            json.dumps(found.payload).encode()
    assert 2_000 < taken < 9_000
