"""`lotse data`: on real stores and a real delivery, whether they are held by another process or not."""

import asyncio
import json
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters import housekeeping
from adapters.delivery import delivery_url, events, resend
from adapters.housekeeping import house_kept
from adapters.terminal.app import create_app
from adapters.terminal.session import Session
from bot import bootstrap
from bot.chat_state import Question
from bot.models import Language
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.assistant import FakeServices
from tests.fakes.delivery import Journal, Shaky, delivering, event, settled
from tests.fakes.exchanges import say

pytest_plugins = ["tests.postgres"]

ROOT = Path(__file__).parents[2]
ANNA, BEN, OTHER = "fake:T0ACME:U0ANNA", "fake:T0ACME:U0BEN", "fake:T0OTHER:U0ANNA"
THREAD = "fake:T0ACME:C0JOBS:1700000000.000100"


@pytest.fixture
def settings(database_url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path / "data"))
    if database_url:
        monkeypatch.setenv("LOTSE_DATABASE_URL", database_url)
    return Settings()


@pytest.fixture
def url(settings: Settings, database_url: str | None) -> str:
    return delivery_url(settings.data_dir, database_url)


def lotse(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(create_app(FakeServices), ["data", *arguments], input=given)


def fill(settings: Settings) -> None:
    """Let Anna ask twice, leave traces and a failed event, and Ben ask once."""
    with bootstrap.open_store(settings) as stores:
        say(stores.archive, "c1", ANNA, question="Sag es niemandem")
        say(stores.archive, "c1", ANNA)
        say(stores.archive, "c2", BEN)
        stores.chat.keep_question(Question(THREAD, "1700000000.000100", "U0ANNA", "e1"))
        stores.chat.set_language(ANNA, Language.EN)


async def deliver(url: str) -> None:
    async with delivering(url, Shaky(share=0.0, refused={"c1"})) as delivery:
        await delivery.accept(event("k1", user=ANNA, said="Sag es niemandem"))
        await delivery.accept(event("k2", conversation="c2", user=ANNA))
        await delivery.accept(event("k3", conversation="c3", user=BEN))
        await settled(delivery)


def kept(settings: Settings, url: str, owner: str) -> tuple[int, int]:
    """How many conversations and events there are."""
    with bootstrap.open_store(settings) as stores:
        return len(stores.archive.summaries(owner)), len(events(url, "fake", owner))


@contextmanager
def serving(settings: Settings) -> Iterator[Stores]:
    """What a serving process does as far as commands are concerned."""
    with bootstrap.open_store(settings) as stores, house_kept(settings.data_dir, stores.people, 0):
        yield stores


def test_all_of_a_person_is_handed_out_and_nothing_of_others(settings: Settings, url: str) -> None:
    fill(settings)
    asyncio.run(deliver(url))
    result = lotse("export", "U0ANNA")
    assert (result.exit_code, result.stderr) == (0, "")
    export = json.loads(result.stdout)
    assert export["owner"] == ANNA
    assert export["conversations"][0]["exchanges"][0]["question"] == "Sag es niemandem"
    assert [question["exchange"] for question in export["questions"]] == ["e1"]
    assert [language["language"] for language in export["languages"]] == ["en"]
    assert [(one["key"], one["is_done"]) for one in export["deliveries"]] == [("k1", True), ("k2", True)]
    assert "niemandem" in export["deliveries"][0]["payload"]
    assert export["deliveries"][1]["answers"] == ["answer k2 0"]
    assert export["exported_at"].endswith("+00:00")
    assert "U0BEN" not in result.stdout


def test_an_export_goes_into_a_new_file_for_this_user_only(settings: Settings, tmp_path: Path) -> None:
    fill(settings)
    file = tmp_path / "anna.json"
    assert lotse("export", ANNA, "--output", str(file)).stdout.startswith("Geschrieben: ")
    assert json.loads(file.read_text())["owner"] == ANNA
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("precious")
    again = lotse("export", ANNA, "--output", str(file))
    assert (again.exit_code, file.read_text()) == (2, "precious")
    assert str(file) in again.stderr


def test_a_person_is_forgotten_and_others_are_not(settings: Settings, url: str) -> None:
    fill(settings)
    asyncio.run(deliver(url))
    result = lotse("forget", "U0ANNA", "--yes")
    assert (result.exit_code, result.stderr) == (0, "")
    told = " ".join(result.stdout.split())
    assert f"Von {ANNA} wird alles gelöscht: Gespräche: 1, Fragen darin: 2, Einträge aus Chats: 2, " in told
    assert "in der Zustellung: 2 (noch nicht erledigt: 0)" in told
    assert f"Von {ANNA} gelöscht. Gespräche: 1, Stände von Threads: 0, Einträge aus Chats: " in told
    assert "Nachrichten in der Zustellung: 2" in told
    assert (kept(settings, url, ANNA), kept(settings, url, BEN)) == ((0, 0), (1, 1))
    again = lotse("forget", "U0ANNA", "--yes")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "Dazu ist nichts gespeichert" in again.stderr


def test_nothing_is_left_of_a_forgotten_person_in_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path / "data"))
    fill(Settings())
    asyncio.run(deliver(delivery_url(tmp_path / "data")))
    assert lotse("forget", "U0ANNA", "--yes").exit_code == 0
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Sag es niemandem" not in left
    assert b"U0BEN" in left


def test_what_is_not_done_with_yet_is_counted(settings: Settings, url: str) -> None:
    asyncio.run(deliver(url))
    resend(url, "k1")
    told = " ".join(lotse("forget", ANNA, "--yes").stdout.split())
    assert "in der Zustellung: 2 (noch nicht erledigt: 1)" in told
    assert "Noch in der Zustellung: 1. Sobald es erledigt ist, bitte noch einmal löschen." in told
    assert [one.key for one in events(url, "fake", ANNA)] == ["k1"]


def test_both_work_while_a_process_serves(
    settings: Settings, url: str, monkeypatch: pytest.MonkeyPatch, database_url: str | None
) -> None:
    monkeypatch.setattr(housekeeping, "ATTEND_SECONDS", 0.02)
    fill(settings)

    async def scenario() -> None:
        async with delivering(url, Journal()) as delivery:
            await delivery.accept(event("k1", user=ANNA))
            await settled(delivery)
            with serving(settings) as stores:
                exported = await asyncio.to_thread(as_process, settings, database_url, "export", "U0ANNA")
                assert (exported.returncode, exported.stderr) == (0, "")
                assert len(json.loads(exported.stdout)["deliveries"]) == 1
                forgotten = await asyncio.to_thread(as_process, settings, database_url, "forget", "U0ANNA", "--yes")
                assert (forgotten.returncode, forgotten.stderr) == (0, "")
                assert "Zustellung: 1" in " ".join(forgotten.stdout.split())
                assert stores.archive.summaries(ANNA) == ()
                assert len(stores.archive.summaries(BEN)) == 1
                assert await asyncio.to_thread(events, url, "fake", ANNA) == ()

    asyncio.run(scenario())


def as_process(settings: Settings, database_url: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "adapters.main", "data", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
        stdin=subprocess.DEVNULL,
        env=environment(settings, database_url),
    )


def environment(settings: Settings, database_url: str | None) -> Mapping[str, str]:
    own = {"PYTHONPATH": str(ROOT), "LOTSE_DATA_DIR": str(settings.data_dir.absolute()), "PYTHONUTF8": "1"}
    if database_url:
        own["LOTSE_DATABASE_URL"] = database_url
    return {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")} | own


@pytest.mark.parametrize(("typed", "status", "conversations"), [(ANNA, 0, 0), ("j", 1, 1), ("", 1, 1), (BEN, 1, 1)])
def test_it_is_asked_before_anything_goes(typed: str, status: int, conversations: int, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    fill(settings)
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "adapters.main", "data", "forget", "U0ANNA"],
        stdin=slave,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(settings, None),
    )
    os.write(master, f"{typed}\n".encode())
    told = " ".join(process.communicate(timeout=60)[0].split())
    os.close(slave)
    os.close(master)
    assert process.returncode == status
    assert f"Zum Löschen den ganzen Namen eintippen, {ANNA}:" in told
    assert ("Nichts wurde gelöscht." in told) is bool(status)
    with bootstrap.open_store(settings) as stores:
        assert len(stores.archive.summaries(ANNA)) == conversations


def test_where_nobody_can_be_asked_nothing_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    fill(Settings())
    result = lotse("forget", ANNA, given=f"{ANNA}\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--yes" in result.stderr


def test_somebody_who_thinks_does_not_hold_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    fill(Settings())
    seen: list[int] = []

    class Thinking:
        def readline(self) -> bytes:
            with bootstrap.open_store(Settings()) as stores:
                seen.append(len(stores.archive.summaries(ANNA)))
            return ANNA.encode()

    monkeypatch.setattr(Session, "is_attended", True)
    monkeypatch.setattr(Session, "input", Thinking())
    assert (lotse("forget", ANNA).exit_code, seen) == (0, [1])


def test_a_name_that_means_several_lists_them(settings: Settings, url: str) -> None:
    fill(settings)
    with bootstrap.open_store(settings) as stores:
        say(stores.archive, "c3", OTHER)
    for arguments in (("export", "U0ANNA"), ("forget", "U0ANNA", "--yes")):
        result = lotse(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines()[1:] == [f"  {ANNA}", f"  {OTHER}"]
    assert json.loads(lotse("export", OTHER).stdout)["owner"] == OTHER


@pytest.mark.parametrize("name", ["U0NOBODY", "fake:T0ACME:U0NOBODY", "", " ", ":", "%", "a\udcff", "x" * 5000])
def test_a_name_that_means_nobody_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    fill(Settings())
    for arguments in (("export",), ("forget", "--yes")):
        result = lotse(*arguments, "--", name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Dazu ist nichts gespeichert" in result.stderr


def test_the_words_are_english_where_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOTSE_ANSWERS__LANGUAGE", "en")
    fill(Settings())
    told = " ".join(lotse("forget", ANNA, "--yes").stdout.split())
    assert f"Everything of {ANNA} will be removed: conversations: 1, questions in them: 2," in told
    assert "Lotse does not remove backups" in told


def test_the_help_says_who_is_called_how() -> None:
    for command in ("export", "forget"):
        told: Any = " ".join(lotse(command, "--help").stdout.split())
        for word in ("Copy member ID", "user:anna", "lotse_session", f"Example: lotse data {command}"):
            assert word in told
