"""Opening and closing: who holds the folder, what is refused, and what the errors say."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from bot.database import open_database
from bot.folder_lock import LOCK_FILE, FolderLock
from bot.models import Audience
from bot.postgresql import parsed_url
from bot.sqlite import DATABASE_FILE
from bot.store import SqlStore
from bot.store_errors import StoreError
from tests.fakes.exchanges import make_answer, make_exchange, make_state

pytest_plugins = ["tests.postgres"]

HOLDER = """
import sys
from pathlib import Path
from bot.database import open_database
database = open_database(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_a_second_process_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError) as caught:
            open_database(tmp_path)
        holder.send_signal(signal.SIGKILL)
    assert str(tmp_path) in str(caught.value)
    assert f"process {holder.pid}," in str(caught.value)
    assert "Mend: stop it, choose another folder (LOTSE_DATA_DIR), or share a PostgreSQL" in str(caught.value)
    open_database(tmp_path).close()


def test_the_same_process_is_refused_too_until_it_has_closed(tmp_path: Path) -> None:
    with open_database(tmp_path), pytest.raises(StoreError, match=rf"this process \({os.getpid()}\)"):
        open_database(tmp_path)
    open_database(tmp_path).close()


def test_a_holder_that_left_no_number_is_another_process(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    (tmp_path / LOCK_FILE).write_bytes(b"\xff nobody")
    with pytest.raises(StoreError, match="in use by another process"):
        FolderLock(tmp_path)
    lock.release()
    lock.release()


def test_what_cannot_be_opened_lets_go_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).write_bytes(b"This is no database. " * 500)
    with pytest.raises(StoreError, match=r"lotse\.db: file is not a database"):
        open_database(tmp_path)
    (tmp_path / DATABASE_FILE).unlink()
    open_database(tmp_path).close()


def test_a_folder_is_made_and_its_database_is_nobody_elses_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "100% däta"
    with open_database(folder) as database:
        SqlStore(database).save(make_state("c1"))
        files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert {name: mode for name, mode in files.items() if mode != 0o600} in ({}, {LOCK_FILE: 0o644})
    assert {f"{DATABASE_FILE}-wal", DATABASE_FILE} <= files.keys()


def test_closing_leaves_one_file_and_its_lock(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        SqlStore(database).save(make_state("c1"))
    assert {path.name for path in tmp_path.iterdir()} == {DATABASE_FILE, LOCK_FILE}


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file: cannot be made"):
        open_database(tmp_path / "file")
    with pytest.raises(StoreError, match=r"nowhere/lotse\.db\.lock: cannot be written"):
        FolderLock(tmp_path / "nowhere")


def test_a_database_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).mkdir()
    with pytest.raises(StoreError, match=r"lotse\.db: unable to open database file"):
        open_database(tmp_path)


def test_sqlite_is_set_up_for_safety(tmp_path: Path) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 30_000}
    with open_database(tmp_path) as database, database.reading() as connection:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected} == expected


def test_a_reader_sees_one_state_throughout(tmp_path: Path) -> None:
    count = "SELECT count(*) FROM threads"
    with open_database(tmp_path) as database:
        store = SqlStore(database)
        with database.reading() as connection:
            assert connection.exec_driver_sql(count).scalar() == 0
            store.save(make_state("c1"))
            assert connection.exec_driver_sql(count).scalar() == 0
        with database.reading() as connection:
            assert connection.exec_driver_sql(count).scalar() == 1


def test_nothing_of_what_was_deleted_is_in_the_files(tmp_path: Path) -> None:
    secret = "GEHEIM" * 3
    answer = make_answer(secret * 500, topic=secret)
    with open_database(tmp_path) as database:
        store = SqlStore(database)
        for number in range(20):
            exchange = make_exchange(f"{secret} {number}", answer=answer, id=f"{secret}{number}")
            store.record(secret, Audience.RECRUITER, exchange, make_state(f"{secret}{number % 3}"))
        assert any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
        assert store.delete_all(secret) == 3
        assert [path.name for path in tmp_path.iterdir() if secret.encode() in path.read_bytes()] == []


def test_a_full_disk_is_an_error_and_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        store = SqlStore(database)
        kept = make_exchange()
        store.record("me", Audience.RECRUITER, kept, make_state("c1"))
        with database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        database.write(lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"))
        large = make_exchange("x" * 100_000)
        with pytest.raises(StoreError, match="full"):
            store.record("me", Audience.RECRUITER, large, make_state("c1"))
        found = store.transcript("me", "c1")
        assert found
        assert found.exchanges == (kept,)


def test_a_damaged_database_is_an_error(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        for number in range(200):
            SqlStore(database).save(make_state(f"c{number}"))
    path = tmp_path / DATABASE_FILE
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(StoreError, match="malformed"), open_database(tmp_path) as database:
        SqlStore(database).load("c1")


MISTAKEN = {
    "mysql://me:SECRET@host/db": "begins with mysql://",
    "sqlite:///SECRET.db": "begins with sqlite://",
    "SECRET": "has no scheme",
    "postgresql:/me:SECRET@host/db": "has no scheme",
    "postgresql://me:SECRET": "cannot be read",
    "postgresql://me:SECRET@host:port/db": "cannot be read",
    "postgresql://me:SEC@SECRET@host/db": "an @ too many",
}


@pytest.mark.parametrize(("url", "reason"), MISTAKEN.items())
def test_a_mistaken_url_is_explained_without_being_shown(tmp_path: Path, url: str, reason: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_database(tmp_path, url)
    shown = "".join(traceback.format_exception(caught.value))
    assert reason in str(caught.value)
    assert "Mend: postgresql://user:password@host:port/database" in str(caught.value)
    assert "SECRET" not in shown


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_schemes_are_known(scheme: str) -> None:
    url = parsed_url(f" {scheme}://me:p%40ss@host:5433/db?sslmode=require\n")
    assert (url.drivername, url.host, url.port, url.database) == ("postgresql+psycopg", "host", 5433, "db")
    assert url.password == "p@ss"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:SECRET@127.0.0.1:1/db",
        "postgresql://me@127.0.0.1:1/db?password=SECRET",
        "postgresql://me:SECRET@127.0.0.1:1/db?nonsense=1",
        "postgresql://me:SECRET@127.0.0.1:1/db?application_name=SECRET",
    ],
)
def test_a_server_that_does_not_answer_is_named_without_the_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match=r"PostgreSQL on 127\.0\.0\.1: ") as caught:
        open_database(tmp_path, url)
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))


def test_neither_database_nor_engine_shows_the_password(postgres_url: str, tmp_path: Path) -> None:
    with open_database(tmp_path, postgres_url.replace("postgres:@", "postgres:SECRET@")) as database:
        assert "SECRET" not in f"{database!r} {vars(database)!r}"


def test_no_value_is_in_an_error(postgres_url: str, tmp_path: Path) -> None:
    value = "".join(("SEC", "RET"))
    with open_database(tmp_path, postgres_url) as database, pytest.raises(StoreError) as caught:
        database.write(lambda connection: connection.exec_driver_sql(f"SELECT '{value}'::integer"))
    assert value not in "".join(traceback.format_exception(caught.value))
    assert str(caught.value) == "PostgreSQL on this machine: DataError"


def test_a_server_that_was_restarted_is_noticed(postgres_url: str, tmp_path: Path) -> None:
    with open_database(tmp_path, postgres_url) as database:
        store = SqlStore(database)
        store.save(make_state("c1"))
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lotse'"
        with open_database(tmp_path, postgres_url) as another, pytest.raises(StoreError):
            another.write(lambda connection: connection.exec_driver_sql(others).all())
        assert store.load("c1") == make_state("c1")


def test_the_file_is_an_ordinary_sqlite_database(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        SqlStore(database).save(make_state("c1"))
    with sqlite3.connect(tmp_path / DATABASE_FILE) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT id FROM threads").fetchall() == [("c1",)]
    connection.close()
