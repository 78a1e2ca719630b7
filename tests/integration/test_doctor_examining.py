"""What the doctor finds out about Slack, on a fake Slack, and about the delivery, on a real one."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters import examining
from adapters.delivery import delivery_url, resend
from bot.diagnosis import Finding, FindingState
from config.groups import HandoffSettings, SlackSettings, TelegramSettings
from config.settings import Settings
from tests.fakes.delivery import Shaky, delivering, event, settled
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SECRET, fake_slack

pytest_plugins = ["tests.postgres"]

ROOT = Path(__file__).parents[2]

OK, WARNING, MISSING, ERROR = FindingState
TELEGRAM_TOKEN = "700000001:AAfake-token_for-tests_0123456789abcdef"
GOOD = {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN}


def found(**slack: Any) -> Finding:
    """What is found on a Slack that takes GOOD and SECRET only."""

    async def asked() -> Finding:
        async with fake_slack() as server:
            given = {"api_url": server.api_url, **slack}
            (finding,) = await asyncio.to_thread(lambda: tuple(examining.slack(Settings(slack=SlackSettings(**given)))))
            return finding

    return asyncio.run(asked())


@pytest.mark.parametrize(("invited", "states"), [(True, [OK]), (False, [OK, ERROR])])
def test_the_channel_that_is_told_what_waits_must_be_one_that_lotse_may_write_to(
    invited: bool, states: list[FindingState]
) -> None:
    async def asked() -> list[Finding]:
        async with fake_slack() as server:
            if not invited:
                server.outsiders.add("C0DIGEST")
            given = SlackSettings(api_url=server.api_url, digest_channel="C0DIGEST", **GOOD)
            return await asyncio.to_thread(lambda: list(examining.slack(Settings(slack=given))))

    findings = asyncio.run(asked())
    assert [one.state for one in findings] == states
    assert all("C0DIGEST" in one.detail for one in findings[1:])


def reached(
    *, invited: bool = True, offered: bool = True, telegram: str | None = TELEGRAM_TOKEN, **slack: Any
) -> list[Finding]:
    """What is found of whom candidates reach."""

    async def asked() -> list[Finding]:
        async with fake_slack() as server:
            if not invited:
                server.outsiders.add("C0HANDOFF")
            given = SlackSettings(**({"api_url": server.api_url, **slack} if slack else {}))
            settings = Settings(
                slack=given,
                telegram=TelegramSettings(token=SecretStr(telegram) if telegram else None),
                handoff=HandoffSettings(offered=offered),
            )
            return await asyncio.to_thread(lambda: list(examining.handoffs(settings)))

    return asyncio.run(asked())


IN_SLACK = GOOD | {"handoff_channel": "C0HANDOFF"}


def test_without_telegram_nobody_asks_for_a_person() -> None:
    assert reached(telegram=None) == []


@pytest.mark.parametrize(
    ("given", "state", "says"),
    [
        ({}, OK, "/inbox, only"),
        ({"offered": False}, OK, "cannot ask for a person"),
        (GOOD, WARNING, "LOTSE_SLACK__HANDOFF_CHANNEL"),
        ({"handoff_channel": "C0HANDOFF"}, ERROR, "Slack is not set up"),
        (IN_SLACK | {"invited": False}, ERROR, "not_in_channel"),
        (IN_SLACK, WARNING, "LOTSE_SLACK__HANDOFF_PEOPLE"),
        (IN_SLACK | {"people": ("U1",)}, OK, "Slack's channel C0HANDOFF"),
        (IN_SLACK | {"handoff_people": ("U1",)}, OK, "Slack's channel C0HANDOFF"),
    ],
)
def test_whom_candidates_reach_is_said(given: dict[str, Any], state: FindingState, says: str) -> None:
    (finding,) = reached(**given)
    assert finding.state is state
    assert says in f"{finding.detail} {finding.remedy}"


def test_without_slack_it_is_said_that_it_is_not_set_up() -> None:
    (finding,) = examining.slack(Settings())
    assert (finding.state, finding.remedy) == (OK, "")
    assert "docs/slack.md" in finding.detail


@pytest.mark.parametrize(
    ("given", "way"), [(GOOD, "Socket Mode"), ({"bot_token": BOT_TOKEN, "signing_secret": SECRET}, "HTTP")]
)
def test_slack_takes_the_right_tokens(given: Mapping[str, str], way: str) -> None:
    finding = found(**given)
    assert (finding.state, finding.remedy) == (OK, "")
    assert way in finding.detail


@pytest.mark.parametrize(
    ("given", "rule", "place"),
    [
        ({"app_token": APP_TOKEN}, "LOTSE_SLACK__BOT_TOKEN", "OAuth & Permissions"),
        ({"bot_token": BOT_TOKEN}, "LOTSE_SLACK__APP_TOKEN", "App-Level Tokens"),
        (GOOD | {"bot_token": APP_TOKEN}, "begins with xoxb-", "OAuth & Permissions"),
        (GOOD | {"app_token": BOT_TOKEN}, "begins with xapp-", "App-Level Tokens"),
        (GOOD | {"signing_secret": "no secret"}, "LOTSE_SLACK__SIGNING_SECRET", "Signing Secret"),
        (GOOD | {"bot_token": "xoxb-old"}, "LOTSE_SLACK__BOT_TOKEN): Slack does not accept it", "OAuth & Permissions"),
        (GOOD | {"app_token": "xapp-old"}, "LOTSE_SLACK__APP_TOKEN): Slack does not accept it", "App-Level Tokens"),
    ],
)
def test_a_token_that_is_missing_or_wrong_is_named_with_its_place(
    given: Mapping[str, str], rule: str, place: str
) -> None:
    finding = found(**given)
    assert finding.state is ERROR
    assert rule in finding.detail
    assert place in finding.remedy
    assert not any(token in repr(finding) for token in given.values())


def test_a_slack_that_cannot_be_reached_is_an_error() -> None:
    finding = found(**GOOD, api_url="http://127.0.0.1:9/api/")
    assert (finding.state, "cannot be reached" in finding.detail) == (ERROR, True)


def test_what_waits_and_what_failed_is_said_with_the_command(database_url: str | None, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=database_url)  # type: ignore[arg-type]

    def finding() -> Finding:
        (one,) = examining.deliveries(settings)
        return one

    async def scenario() -> None:
        shaky = Shaky(share=0.0, refused={"c1"})
        async with delivering(delivery_url(tmp_path, database_url), shaky) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)
            await delivery.accept(event("k2", conversation="c2", seconds=0.6))
            running = await asyncio.to_thread(finding)
            assert (running.state, "1 failed" in running.detail) == (WARNING, True)
            shaky.refused.clear()
            await delivery.resend("k1")
            await settled(delivery)

    assert (finding().state, finding().remedy) == (OK, "")
    asyncio.run(scenario())
    assert finding().detail == "0 waiting, 0 being answered, 0 failed"


def test_events_that_nobody_answers_are_a_warning(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with delivering(delivery_url(tmp_path), Shaky(share=0.0, refused={"c1"})) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)

    asyncio.run(scenario())
    settings = Settings(data_dir=tmp_path)
    (failed,) = examining.deliveries(settings)
    assert (failed.state, "lotse deliveries" in failed.remedy) == (WARNING, True)
    resend(delivery_url(tmp_path), "k1")
    (waiting,) = examining.deliveries(settings)
    assert (waiting.state, "lotse serve" in waiting.remedy) == (WARNING, True)
    assert waiting.detail == "1 waiting, 0 being answered, 0 failed"


def test_a_database_that_cannot_be_reached_is_an_error_without_its_password() -> None:
    (finding,) = examining.deliveries(Settings(database_url="postgresql://u:geheim@127.0.0.1:9/x"))  # type: ignore[arg-type]
    assert finding.state is ERROR
    assert "geheim" not in repr(finding)


def test_the_doctor_as_a_process_names_the_token_that_is_missing(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
    own = {"PYTHONPATH": str(ROOT), "LOTSE_DATA_DIR": str(tmp_path), "LOTSE_SLACK__APP_TOKEN": "xapp-geheim"}
    command = [sys.executable, "-m", "adapters.main", "doctor"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=kept | own, cwd=tmp_path
    )
    told = " ".join(done.stdout.split())
    assert (done.returncode, done.stderr) == (1, "")
    assert "✗ error Slack slack.bot_token (LOTSE_SLACK__BOT_TOKEN)" in told
    assert "→ get it: api.slack.com/apps" in told
    assert "✓ ok deliveries 0 waiting" in told
    assert "✓ ok retention" in told
    assert "geheim" not in done.stdout
