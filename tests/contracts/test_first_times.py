"""What somebody is told only once, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.database import Database
from bot.first_times_store import SqlFirstTimes
from bot.people_store import SqlPersonalData
from bot.store_errors import StoreError

pytest_plugins = ["tests.postgres"]

ANNA, BEN = "telegram:1", "telegram:2"


def test_the_first_event_stays_the_first(database: Database) -> None:
    first_times = SqlFirstTimes(database)
    assert first_times.is_first(ANNA, "notice", "u1")
    assert not first_times.is_first(ANNA, "notice", "u2")
    assert first_times.is_first(ANNA, "notice", "u1")
    assert first_times.is_first(ANNA, "edited", "u2")
    assert first_times.is_first(BEN, "notice", "u3")


def test_of_many_at_once_one_is_the_first(database: Database) -> None:
    first_times = SqlFirstTimes(database)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: first_times.is_first(ANNA, "notice", f"u{number}"), range(40)))
    assert found.count(True) == 1


def test_it_is_exported_forgotten_and_purged_with_the_rest(database: Database) -> None:
    first_times, people = SqlFirstTimes(database), SqlPersonalData(database)
    first_times.is_first(ANNA, "notice", "u1")
    first_times.is_first(BEN, "notice", "u2")
    assert [one["event"] for one in people.export(ANNA)["told_once"]] == ["u1"]
    people.forget(ANNA)
    assert "told_once" not in people.export(ANNA)
    people.purge(datetime.now(UTC) - timedelta(days=1))
    assert "told_once" in people.export(BEN)
    people.purge(datetime.now(UTC) + timedelta(days=1))
    assert "told_once" not in people.export(BEN)


@pytest.mark.parametrize("odd", ["", "x" * 201])
def test_what_is_no_name_is_refused(database: Database, odd: str) -> None:
    with pytest.raises(StoreError):
        SqlFirstTimes(database).is_first(odd, "notice", "u1")
