"""Slack in trouble, wrong tokens, forged requests."""

import asyncio
import hmac
import json
import logging
import random
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog

from adapters.slack.connection import Access, SlackUnreachableError, check, connected
from adapters.slack.contract import AmbiguousError, Outgoing, RejectedError, RetryLaterError
from adapters.slack.doors import HttpDoor
from config.logging import configure_logging
from tests.fakes.slack_events import command, mention, message, press
from tests.fakes.slack_lotse import Lotse, on_slack
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SECRET, fake_slack
from tests.fakes.slack_wire import Fault
from tests.fakes.web import call

TS = "1700000500.000100"
SECONDS = 2.0
"""That a call may take where calls hang: long enough for a busy machine, short enough to be waited for."""


def outgoing(lotse: Lotse) -> Outgoing:
    inbound = next(iter(lotse.delivery.inbounds.values()))
    return lotse.delivery.handler.handle(inbound)[0]


@pytest.mark.parametrize(
    ("kind", "expected", "posted"),
    [
        ("429", RetryLaterError, 0),
        ("500", AmbiguousError, 0),
        ("503", AmbiguousError, 0),
        ("reset", AmbiguousError, 0),
        ("hang", AmbiguousError, 0),
        ("lost", AmbiguousError, 1),
    ],
)
def test_each_trouble_is_told_apart_and_found_again(kind: str, expected: type[Exception], posted: int) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.delivery.waiting = True
        await lotse.event(mention("Eins", TS))
        part = outgoing(lotse)
        lotse.slack.broken.append(Fault("chat.postMessage", kind, retry_after="7"))
        with pytest.raises(expected) as raised:
            await lotse.delivery.sender.send(part)
        if isinstance(raised.value, RetryLaterError):
            assert raised.value.seconds == 7
        assert len(lotse.slack.posted()) == posted
        found = await lotse.delivery.sender.find(part)
        assert (found is not None) == bool(posted)
        if found is None:
            await lotse.delivery.sender.send(part)
        assert len(lotse.slack.posted()) == 1
        assert len(lotse.state.posted(next(iter(lotse.state.parts))[0])) == 1

    on_slack(test, seconds=SECONDS)


def test_what_slack_will_never_take_is_rejected_with_its_reason() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.delivery.waiting = True
        await lotse.event(mention("Eins", TS))
        lotse.slack.outsiders.add("C1")
        with pytest.raises(RejectedError, match="not_in_channel"):
            await lotse.delivery.sender.send(outgoing(lotse))

    on_slack(test)


def test_the_message_is_found_on_a_later_page() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.messages["C1"] += [{"ts": f"{n}.1", "thread_ts": TS} for n in range(450)]
        await lotse.event(mention("Eins", TS))
        part = outgoing(lotse)
        assert await lotse.delivery.sender.find(part) == lotse.slack.posted()[0]["ts"]

    on_slack(test)


def test_with_trouble_in_a_third_of_the_calls_all_is_answered_once() -> None:
    async def test(lotse: Lotse) -> None:
        chance = random.Random(7)
        methods = ("chat.postMessage", "conversations.replies")
        kinds = ("429", "500", "reset", "hang", "lost")
        original = lotse.slack._fault

        def fault(method: str) -> Fault | None:
            if method in methods and chance.random() < 0.3:
                return Fault(method, chance.choice(kinds), retry_after="0")
            return original(method)

        lotse.slack._fault = fault  # type: ignore[method-assign]
        for number in range(60):
            await lotse.slack.send("events_api", mention("Eins", f"17000005{number:02}.000100"))
        await lotse.slack.until(lambda: len(lotse.delivery.inbounds) == 60)
        await lotse.delivery.idle()
        ids = [one["metadata"]["event_payload"]["id"] for one in lotse.slack.posted()]
        assert lotse.delivery.rejected == []
        assert len(ids) == len(set(ids)) == 60

    on_slack(test, seconds=SECONDS)


def test_a_gone_message_needs_no_new_face() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Bauleiter", TS))
        stands = lotse.slack.posted()[1]
        lotse.slack.messages["C1"].remove(stands)
        lotse.slack.allowed.mentions.add("U1")
        elements = [one for block in stands["blocks"] for one in block.get("elements", ())]
        options = next(one["options"] for one in elements if one.get("action_id") == "tick:0")
        await lotse.event(press(stands, "tick:0", selected_options=options[:1]), "interactive")
        assert lotse.delivery.rejected == []
        assert lotse.slack.calls[-1][0] == "chat.update"

    on_slack(test)


def signed(body: bytes, timestamp: str = "", secret: str = SECRET) -> list[tuple[str, str]]:
    stamp = timestamp or str(int(time.time()))
    signature = "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, "sha256").hexdigest()
    kind = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
    return [("Content-Type", kind), ("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", signature)]


def test_signed_requests_are_answered_like_the_socket() -> None:
    async def test(lotse: Lotse) -> None:
        door = HttpDoor(lotse.app, SECRET)
        body = json.dumps(mention("Eins", TS)).encode()
        retried = [*signed(body), ("X-Slack-Retry-Num", "1"), ("X-Slack-Retry-Reason", "http_timeout")]
        for headers in (retried, signed(body)):
            assert (await call(door, "POST", "/", headers, body)).status == 200
        pressed = urlencode({"payload": json.dumps(press({"blocks": [], "ts": TS, "channel": "C1"}, "x"))}).encode()
        assert (await call(door, "POST", "/", signed(pressed), pressed)).status == 200
        asked = urlencode(command("Zwei", lotse.slack.response_url())).encode()
        assert (await call(door, "POST", "/", signed(asked), asked)).status == 200
        await lotse.delivery.idle()
        assert len(lotse.slack.posted()) == 1
        assert len(lotse.slack.responses) == 1
        challenge = json.dumps({"type": "url_verification", "challenge": "c3"}).encode()
        assert "c3" in (await call(door, "POST", "/", signed(challenge), challenge)).text

    on_slack(test, socket=False)


def test_what_cannot_be_kept_is_answered_with_503() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.delivery.refusing = True
        body = json.dumps(mention("Eins", TS)).encode()
        assert (await call(HttpDoor(lotse.app, SECRET), "POST", "/", signed(body), body)).status == 503

    on_slack(test, socket=False)


def test_requests_that_slack_did_not_sign_are_401() -> None:
    async def test(lotse: Lotse) -> None:
        door = HttpDoor(lotse.app, SECRET)
        body = json.dumps(mention("Eins", TS)).encode()
        good = signed(body)
        bad: list[tuple[list[tuple[str, str]], bytes]] = [
            ([], body),
            (signed(body, secret="other"), body),
            (signed(body, str(int(time.time()) - 301)), body),
            (good, body + b" "),
            (good, b"\xff\xfe" + body),
            ([good[0], ("X-Slack-Request-Timestamp", "soon"), good[2]], body),
            ([good[0], ("X-Slack-Request-Timestamp", "\u0663"), good[2]], body),
            ([good[0], ("X-Slack-Request-Timestamp", "9" * 400), good[2]], body),
            ([good[0], ("X-Slack-Request-Timestamp", ""), good[2]], body),
            ([*good[:2], ("X-Slack-Signature", "v0=é")], body),
            ([*good[:2], ("X-Slack-Signature", "")], body),
        ]
        for headers, content in bad:
            assert (await call(door, "POST", "/", headers, content)).status == 401
        assert (await call(door, "GET", "/", good)).status == 405
        assert (await call(door, "POST", "/", good, b"x" * 1_000_001)).status == 413
        assert lotse.delivery.inbounds == {}

    on_slack(test, socket=False)


def mutated(value: Any, chance: random.Random) -> Any:
    """Return JSON with something in it exchanged, dropped or added."""
    junk: list[Any] = [None, 5, -1.5, "", "<@U1>", "\ud800", [], {}, [None], {"id": None}, True, "x" * 5000, "1.1"]
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(list(value))
        if chance.random() < 0.15:
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: mutated(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], mutated(value[at], chance), *value[at + 1 :]]
    return chance.choice(junk)


def test_ten_thousand_random_and_mutated_requests_and_signatures_never_trip_the_door() -> None:
    async def test(lotse: Lotse) -> None:
        door, chance = HttpDoor(lotse.app, SECRET), random.Random(11)
        lotse.delivery.waiting = True
        stands = {"blocks": [{"type": "actions", "elements": [{"action_id": "tick:0", "options": []}]}]}
        pressed = press({**stands, "ts": TS, "channel": "C1"}, "tick:0")
        bodies = [mention("Eins", TS), message("Zwei", TS, thread_ts=TS), pressed]
        for number in range(10_000):
            text = json.dumps(mutated(chance.choice(bodies), chance))
            form = urlencode({"payload": text}).encode()
            length = chance.randrange(200)
            body = chance.choice(
                (text.encode(), form, chance.randbytes(length), bytes(chance.choices(range(128), k=length)))
            )
            headers, expected = signed(body), 200 if is_utf8(body) else 401
            if number % 2:
                headers, expected = [headers[0], *forged(headers[1:], chance)], 401
            assert (await call(door, "POST", "/", headers, body)).status == expected

    on_slack(test, socket=False)


def is_utf8(body: bytes) -> bool:
    return body.decode("utf-8", "ignore").encode() == body


def forged(headers: list[tuple[str, str]], chance: random.Random) -> list[tuple[str, str]]:
    """Return the headers with one of them spoiled or gone."""
    at = chance.randrange(len(headers))
    name, value = headers[at]
    cut = chance.randrange(len(value))
    spoiled = (chance.choice("zé٣ \n-") + value[cut:], value[:cut] + "~" + value[cut + 1 :], value[:cut], value + "0")
    rest = [*headers[:at], *headers[at + 1 :]]
    return rest if chance.random() < 0.1 else [*rest, (name, chance.choice(spoiled))]


@pytest.mark.parametrize(
    ("access", "setting"),
    [
        (Access("wrong"), "LOTSE_SLACK__BOT_TOKEN"),
        (Access(BOT_TOKEN), "LOTSE_SLACK__APP_TOKEN"),
        (Access(BOT_TOKEN, "xoxb-not"), "LOTSE_SLACK__APP_TOKEN"),
        (Access(BOT_TOKEN, None, "no!"), "LOTSE_SLACK__SIGNING_SECRET"),
        (Access("xoxb-unknown", APP_TOKEN), "LOTSE_SLACK__BOT_TOKEN"),
        (Access(BOT_TOKEN, "xapp-unknown"), "LOTSE_SLACK__APP_TOKEN"),
    ],
)
def test_wrong_tokens_are_named_with_where_to_get_the_right_ones(access: Access, setting: str) -> None:
    async def run() -> str:
        async with fake_slack() as slack:
            return await check(Access(access.bot_token, access.app_token, access.signing_secret, slack.api_url))

    said = asyncio.run(run())
    assert setting in said
    assert "api.slack.com/apps" in said
    for secret in (access.bot_token, access.app_token, access.signing_secret):
        assert not secret or secret == "wrong" or secret not in said


def test_right_tokens_are_right_and_slack_out_of_reach_is_told() -> None:
    async def run() -> str:
        async with fake_slack() as slack:
            return await check(Access(BOT_TOKEN, APP_TOKEN, SECRET, slack.api_url))

    assert asyncio.run(run()) == ""

    async def nowhere() -> None:
        async with connected(Access(BOT_TOKEN, APP_TOKEN, api_url="http://127.0.0.1:9/api/")):
            raise AssertionError

    with pytest.raises(SlackUnreachableError, match="cannot be reached"):
        asyncio.run(nowhere())


def test_what_lotse_says_itself_is_logged_though_bolt_is_silent(tmp_path: Path) -> None:
    log = configure_logging(tmp_path)

    async def test(lotse: Lotse) -> None:
        await lotse.event({"type": "event_callback", "event": {"type": 5}})

    on_slack(test)
    structlog.get_logger("lotse.web").info("after")
    assert "after" in log.read_text()


def test_no_token_is_ever_logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)

    async def test(lotse: Lotse) -> None:
        lotse.slack.broken.append(Fault("chat.postMessage", "500"))
        await lotse.event(mention("Eins", TS))
        await lotse.event({"type": "event_callback", "event": {"type": 5}})

    on_slack(test)
    seen = caplog.text + "".join(capsys.readouterr())
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in seen
        assert secret not in repr(Access(BOT_TOKEN, APP_TOKEN, SECRET))
