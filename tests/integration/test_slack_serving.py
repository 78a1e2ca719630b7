"""`lotse serve` with Slack's tokens, as a process: the real index, store and delivery, against the fake Slack."""

import asyncio
import hashlib
import hmac
import json
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import index_folder
from config.settings import Settings
from tests.fakes.serving import serving, slack_settings, started
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import home, mention, message, press
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, fake_slack
from tests.fakes.slack_wire import Fault

TS = "1700000500.000100"
HTTP = {"LOTSE_SLACK__APP_TOKEN": "", "LOTSE_SLACK__SIGNING_SECRET": SECRET}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def index(settings: Settings, assistant: object) -> Path:
    return index_folder(settings)


def signed(body: dict[str, Any], secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    raw, timestamp = json.dumps(body).encode(), str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return raw, {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


async def asked(slack: FakeSlack, body: dict[str, Any], kind: str = "events_api") -> None:
    await slack.acknowledged(await slack.send(kind, body))


def texts(slack: FakeSlack) -> list[str]:
    return [f"{one['text']}\n{shown_text(one['blocks'])}" for one in slack.posted()]


def test_a_recruiter_is_answered_goes_on_ticks_and_finds_it_again_after_a_restart(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        async with fake_slack() as slack:
            async with serving(tmp_path, index, free_port(), slack_settings(slack)) as served:
                await asked(slack, mention("Bauleiter in Köln, wo posten?", TS))
                await slack.until(lambda: len(slack.posted()) >= 2)
                answer = texts(slack)[0]
                assert "XING" in answer
                assert "Köln" in answer
                assert all(one["thread_ts"] == TS for one in slack.posted())
                assert b"Lotse" in await served.stop(signal.SIGINT)
            async with serving(tmp_path, index, free_port(), slack_settings(slack)):
                before = len(slack.posted())
                await asked(slack, message("und für die Schweiz?", "1700000600.000100", thread_ts=TS))
                await slack.until(lambda: len(slack.posted()) > before)
                assert "Bauleiter" in texts(slack)[before]
                slack.allowed.links.add(f"https://team.slack.com/archives/C1/p{TS.replace('.', '')}")
                await asked(slack, home("home"))
                await slack.until(lambda: "U1" in slack.homes)
                assert "Bauleiter in Köln, wo posten?" in json.dumps(slack.homes["U1"], ensure_ascii=False)
                checklist = next(one for one in slack.posted() if "tick:0" in json.dumps(one["blocks"]))
                options = next(
                    element["options"]
                    for block in checklist["blocks"]
                    for element in block.get("elements", ())
                    if element.get("action_id") == "tick:0"
                )
                slack.allowed.mentions.add("U1")
                await asked(slack, press(checklist, "tick:0", selected_options=options[:1]), "interactive")
                await slack.until(lambda: "1 von" in shown_text(checklist["blocks"]))
            assert slack.faults == []

    asyncio.run(run())


def test_signed_requests_come_in_beside_the_web_chat_and_unsigned_ones_do_not(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        async with (
            fake_slack() as slack,
            serving(
                tmp_path,
                index,
                free_port(),
                slack_settings(slack, **HTTP, LOTSE_WEB__LOGIN="password", LOTSE_WEB__PASSWORD="a long password"),
            ) as served,
        ):
            challenge = {"type": "url_verification", "challenge": "c0ffee", "token": "t"}
            assert "c0ffee" in (await served.post("/slack/events", *signed(challenge))).text
            asking = mention("Xing oder LinkedIn?", TS)
            slack._hear(asking["event"])
            assert (await served.post("/slack/events", *signed(asking, "f" * 32))).status_code == 401
            assert (await served.post("/slack/events", *signed(asking))).status_code == 200
            await slack.until(lambda: len(slack.posted()) >= 1)
            assert (await served.post("/slack/events", *signed(asking))).status_code == 200
            assert (await served.get("/")).status_code == 303, "the web chat itself asks for its login"
            await asyncio.sleep(0.5)
            assert len({one["text"] for one in slack.posted()}) == len(slack.posted()), "answered once"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"LOTSE_SLACK__BOT_TOKEN": "xoxb-other"}, b"LOTSE_SLACK__BOT_TOKEN"),
        ({"LOTSE_SLACK__APP_TOKEN": "xapp-other"}, b"LOTSE_SLACK__APP_TOKEN"),
        ({"LOTSE_SLACK__APP_TOKEN": ""}, b"LOTSE_SLACK__APP_TOKEN"),
        ({"LOTSE_SLACK__BOT_TOKEN": "xapp-swapped"}, b"xoxb-"),
    ],
)
def test_a_wrong_token_is_named_with_where_to_get_the_right_one_and_never_shown(
    tmp_path: Path, index: Path, wrong: dict[str, str], named: bytes
) -> None:
    async def run() -> None:
        async with fake_slack() as slack:
            served = await started(tmp_path, index, free_port(), slack_settings(slack, **wrong))
            said = await served.ended()
            assert served.process.returncode == 2, said
            assert named in said
            assert b"api.slack.com/apps" in said
            log = (tmp_path / "lotse.log").read_bytes()
            for value in (*wrong.values(), BOT_TOKEN, APP_TOKEN):
                assert not value or value.encode() not in said + log

    asyncio.run(run())


def test_where_slack_is_down_the_web_chat_serves_and_slack_follows(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        async with fake_slack() as slack:
            slack.broken.append(Fault("auth.test", "503"))
            async with serving(tmp_path, index, free_port(), slack_settings(slack)):
                await slack.connected()
                await asked(slack, mention("Xing oder LinkedIn?", TS))
                await slack.until(lambda: len(slack.posted()) >= 1)

    asyncio.run(run())
