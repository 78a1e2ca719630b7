"""What a serving process does beside serving, on the real store."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters import housekeeping, people
from adapters.housekeeping import house_kept
from adapters.mailbox import MailboxError, SilentError
from adapters.people import AskedPeople, reached
from bot import bootstrap
from bot.people import Removed
from bot.store_errors import FolderInUseError, StoreError
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.exchanges import say

ANNA, BEN = "slack:T0ACME:U0ANNA", "slack:T0ACME:U0BEN"


class Ledger:
    """People of whom it is only noted what was asked."""

    def __init__(self, fail: bool = False) -> None:
        self.purged: list[datetime] = []
        self.fail = fail

    def owners(self, name: str) -> tuple[str, ...]:
        return (name, "ü")

    def export(self, owner: str) -> dict[str, Any]:
        raise StoreError("the disk is full")

    def forget(self, owner: str) -> Removed:
        raise ZeroDivisionError

    def purge(self, before: datetime) -> Removed:
        self.purged.append(before)
        if self.fail:
            raise StoreError("the disk is full")
        return Removed(1, 0, 0)


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "ATTEND_SECONDS", 0.02)


def open_people(settings: Settings) -> Callable[[], Any]:
    @contextmanager
    def opened() -> Any:
        with bootstrap.open_store(settings) as stores:
            yield stores.people

    return opened


def test_a_store_that_nobody_holds_is_opened(tmp_path: Path) -> None:
    with reached(tmp_path, open_people(Settings(data_dir=tmp_path))) as reachable:
        assert not isinstance(reachable, AskedPeople)
        assert reachable.owners("U0ANNA") == ()


def test_a_store_that_another_process_holds_is_reached_through_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with bootstrap.open_store(settings) as stores:
        say(stores.archive, "c1", ANNA)
        say(stores.archive, "c2", BEN)
        with house_kept(tmp_path, stores.people, 0), reached(tmp_path, open_people(settings)) as reachable:
            assert isinstance(reachable, AskedPeople)
            assert reachable.owners("U0ANNA") == (ANNA,)
            assert reachable.export(ANNA) == stores.people.export(ANNA)
            assert reachable.forget(ANNA) == Removed(1, 0, 0)
            assert reachable.owners("U0ANNA") == ()
        assert [summary.id for summary in stores.archive.summaries(BEN)] == ["c2"]


def test_what_goes_wrong_there_is_told_here(tmp_path: Path) -> None:
    with house_kept(tmp_path, Ledger(), 0):
        asked = AskedPeople(tmp_path)
        assert asked.owners("Zoë") == ("Zoë", "ü")
        with pytest.raises(MailboxError, match="the disk is full"):
            asked.export(ANNA)
        with pytest.raises(MailboxError, match="ZeroDivisionError"):
            asked.forget(ANNA)
        with pytest.raises(MailboxError, match="ValueError"):
            asked._asked("burn", ANNA)


def test_where_the_holder_keeps_no_house_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PATIENCE_SECONDS", 0.1)
    settings = Settings(data_dir=tmp_path)
    silent = pytest.raises(SilentError, match=r"nothing was done\. Mend: stop it")
    with bootstrap.open_store(settings), reached(tmp_path, open_people(settings)) as reachable, silent:
        reachable.forget(ANNA)


def test_an_error_in_the_block_is_not_taken_for_one_of_opening(tmp_path: Path) -> None:
    with pytest.raises(FolderInUseError), reached(tmp_path, open_people(Settings(data_dir=tmp_path))):
        raise FolderInUseError("by the block itself")


def test_what_is_too_old_goes_at_the_start_and_every_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "PURGE_SECONDS", 0.02)
    ledger = Ledger(fail=True)
    with house_kept(tmp_path, ledger, 30):
        eventually(lambda: len(ledger.purged) >= 3)
    ended = len(ledger.purged)
    assert abs(datetime.now(UTC) - timedelta(days=30) - ledger.purged[0]) < timedelta(seconds=20)
    assert ended == len(ledger.purged)


def test_without_retention_nothing_is_purged(tmp_path: Path) -> None:
    ledger = Ledger()
    with house_kept(tmp_path, ledger, 0):
        AskedPeople(tmp_path).owners("x")
    assert ledger.purged == []


def test_a_real_purge_deletes_what_is_older_only(tmp_path: Path) -> None:
    with bootstrap.open_store(Settings(data_dir=tmp_path)) as stores:
        now = datetime.now(UTC)
        say(stores.archive, "old", ANNA, asked_at=now - timedelta(days=31))
        say(stores.archive, "new", ANNA, asked_at=now - timedelta(days=29))
        with house_kept(tmp_path, stores.people, 30):
            eventually(lambda: _ids(stores) == ["new"])


def _ids(stores: Stores) -> list[str]:
    return [summary.id for summary in stores.archive.summaries(ANNA)]
