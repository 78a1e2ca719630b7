"""`lotse deliveries` on a real delivery, whether it runs or not; and as a process of its own."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from adapters.delivery import delivery_url
from adapters.terminal.app import create_app
from tests.fakes.assistant import FakeServices
from tests.fakes.delivery import Shaky, delivering, event, settled, until

pytest_plugins = ["tests.postgres"]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(database_url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TZ", "UTC")
    if database_url:
        monkeypatch.setenv("LOTSE_DATABASE_URL", database_url)
    return delivery_url(tmp_path / "data", database_url)


def lotse(*arguments: str) -> Result:
    return CliRunner().invoke(create_app(FakeServices), ["deliveries", *arguments])


async def failing(url: str, *keys: str) -> Shaky:
    """Leave events failed and the delivery stopped."""
    shaky = Shaky(share=0.0, refused={"c1"})
    async with delivering(url, shaky) as delivery:
        for key in keys:
            await delivery.accept(event(key))
        await settled(delivery)
    return shaky


def test_where_nothing_was_delivered_nothing_is_told_and_nothing_made(url: str, tmp_path: Path) -> None:
    result = lotse()
    assert (result.exit_code, result.stdout) == (0, "wartend: 0, in Arbeit: 0, gescheitert: 0\n")
    assert json.loads(lotse("--json").stdout) == {"waiting": 0, "running": 0, "failed": 0, "failures": []}
    assert lotse("resend", "--all").stdout == "Nichts ist gescheitert.\n"
    assert not (tmp_path / "data" / "delivery").exists()


def test_failures_are_shown_with_all_there_is_to_know(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "fake:T0ACME:" + "1764097200.000100:" * 6
    asyncio.run(failing(url, key))
    lines = lotse().stdout.splitlines()
    assert lines[0] == "wartend: 0, in Arbeit: 0, gescheitert: 1"
    assert lines[2] == key
    assert lines[3].startswith("fake, Gespräch c1, ")
    assert lines[3].endswith(", Versuche: 1. Grund: channel_not_found")
    assert "lotse deliveries resend KEY" in "".join(lines[4:])
    monkeypatch.setenv("LOTSE_ANSWERS__LANGUAGE", "en")
    assert lotse().stdout.splitlines()[3].endswith(", tries: 1. Reason: channel_not_found")
    report = json.loads(lotse("--json").stdout)
    (failure,) = report.pop("failures")
    assert report == {"waiting": 0, "running": 0, "failed": 1}
    assert failure.pop("failed_at").endswith("+00:00")
    assert failure == {
        "key": key,
        "platform": "fake",
        "conversation": "c1",
        "user": "u1",
        "reason": "channel_not_found",
        "tries": 1,
    }


def test_one_or_all_are_sent_again_while_nothing_serves(url: str) -> None:
    asyncio.run(failing(url, "k1", "k2", "k3"))
    assert lotse("resend", "k2").stdout.startswith("Wird noch einmal gesendet: 1.")
    assert json.loads(lotse("--json").stdout)["waiting"] == 1
    assert lotse("resend", "--all").stdout.startswith("Wird noch einmal gesendet: 2.")
    assert json.loads(lotse("--json").stdout) == {"waiting": 3, "running": 0, "failed": 0, "failures": []}


def test_they_are_sent_again_while_another_process_serves(url: str, database_url: str | None, tmp_path: Path) -> None:
    async def scenario() -> None:
        shaky = Shaky(share=0.0, refused={"c1"})
        async with delivering(url, shaky) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)
            shaky.refused.clear()
            result = await asyncio.to_thread(as_process, tmp_path, database_url, "resend", "k1")
            assert (result.returncode, result.stderr) == (0, "")
            assert result.stdout.startswith("Wird noch einmal gesendet: 1.")
            await until(lambda: shaky.ids() == ["k1/0"])
            unknown = await asyncio.to_thread(as_process, tmp_path, database_url, "resend", "k1")
            assert (unknown.returncode, unknown.stdout) == (2, "")
            assert unknown.stderr.startswith("k1: Unter diesem Schlüssel ist nichts gescheitert.")

    asyncio.run(scenario())


def as_process(tmp_path: Path, database_url: str | None, *arguments: str) -> SimpleNamespace:
    database = {"LOTSE_DATABASE_URL": database_url} if database_url else {}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
    done = subprocess.run(
        [sys.executable, "-m", "adapters.main", "deliveries", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=kept | {"PYTHONPATH": str(ROOT), "LOTSE_DATA_DIR": str(tmp_path / "data"), **database},
    )
    return SimpleNamespace(returncode=done.returncode, stdout=done.stdout, stderr=done.stderr)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("resend", "nope"), 2, "nope: Unter diesem Schlüssel"),
        (("resend", "no\udcffpe"), 2, "Unter diesem Schlüssel"),
        (("resend",), 2, "give either KEY or --all"),
        (("resend", "k1", "--all"), 2, "give either KEY or --all"),
    ],
)
def test_a_mistake_is_told(arguments: tuple[str, ...], status: int, told: str, url: str) -> None:
    asyncio.run(failing(url, "k1"))
    result = lotse(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr


def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOTSE_DATABASE_URL", "postgresql://u:geheim@127.0.0.1:9/x")
    result = lotse()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "database" in result.stderr
    assert "geheim" not in result.stderr
