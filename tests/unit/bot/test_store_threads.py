"""Many threads, several processes and a kill -9: nothing that was confirmed is lost, and the order stands."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, insert

from bot.archive import Feedback
from bot.database import Database, open_database
from bot.models import Audience
from bot.sqlite import DATABASE_FILE
from bot.store import SqlStore
from bot.store_errors import StoreError
from bot.tables import ExchangeRow, ThreadRow
from bot.turns import Turns
from tests.fakes.databases import rows
from tests.fakes.exchanges import MORNING, make_exchange, make_state

pytest_plugins = ["tests.postgres"]

THREADS, RECORDS = 8, 50
ME = "web:anna"

T = TypeVar("T")


def talk(store: SqlStore, conversation: str, thread: int) -> list[str]:
    """Record exchanges one after another and return their ids."""
    ids = [f"{thread}-{number}" for number in range(RECORDS)]
    for id_ in ids:
        assert store.record(ME, Audience.RECRUITER, make_exchange(id=id_), make_state(conversation))
    return ids


def all_at_once(work: Callable[[int], T]) -> list[T]:
    """Return what each thread returns."""
    barrier = threading.Barrier(THREADS)

    def one(thread: int) -> T:
        barrier.wait()
        return work(thread)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_in_one_conversation_none_is_lost_and_each_threads_order_stands(database: Database) -> None:
    store = SqlStore(database)
    recorded = all_at_once(lambda thread: talk(store, "c1", thread))
    found = store.transcript(ME, "c1")
    assert found
    assert found.summary.exchanges == THREADS * RECORDS
    kept = [exchange.id for exchange in found.exchanges]
    assert [[id_ for id_ in kept if id_.startswith(f"{thread}-")] for thread in range(THREADS)] == recorded
    positions = sorted(row["position"] for row in rows(database, ExchangeRow))
    assert positions == list(range(1, THREADS * RECORDS + 1))


def test_in_different_conversations_none_is_lost(database: Database) -> None:
    store = SqlStore(database)
    recorded = all_at_once(lambda thread: talk(store, f"c{thread}", thread))
    for thread, ids in enumerate(recorded):
        found = store.transcript(ME, f"c{thread}")
        assert found
        assert [exchange.id for exchange in found.exchanges] == ids


def test_two_workers_share_a_conversation_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        stores = [SqlStore(stack.enter_context(open_database(tmp_path, postgres_url))) for _ in range(2)]
        all_at_once(lambda thread: talk(stores[thread % 2], "c1", thread))
        found = stores[0].transcript(ME, "c1")
        assert found
        assert len({exchange.id for exchange in found.exchanges}) == THREADS * RECORDS


def test_the_same_exchange_from_many_threads_is_kept_once(database: Database) -> None:
    store, exchange = SqlStore(database), make_exchange()
    assert all(all_at_once(lambda _: store.record(ME, Audience.RECRUITER, exchange, make_state("c1"))))
    assert store.summaries(ME)[0].exchanges == 1


def test_one_id_goes_to_one_owner(database: Database) -> None:
    store = SqlStore(database)
    won = all_at_once(lambda thread: store.record(f"o{thread}", Audience.RECRUITER, make_exchange(), make_state("c1")))
    assert won.count(True) == 1
    assert [len(store.summaries(f"o{thread}")) for thread in range(THREADS)] == [int(mine) for mine in won]


def test_everything_at_once_with_deletions_never_fails(database: Database) -> None:
    store = SqlStore(database)

    def live(thread: int) -> None:
        for number in range(12):
            exchange = make_exchange()
            store.record(ME, Audience.RECRUITER, exchange, make_state(f"c{number % 3}"))
            store.give_feedback(ME, exchange.id, Feedback(True))
            store.tick(ME, f"c{number % 3}", "start", f"s{thread}", done=number % 2 == 0)
            found = store.transcript(ME, f"c{number % 3}")
            assert found is None or found.summary.exchanges == len(found.exchanges)
            if number % 4 == thread % 4:
                store.delete(ME, f"c{number % 3}")

    all_at_once(live)
    store.delete_all(ME)
    assert store.summaries(ME) == ()


def test_who_fails_does_not_take_others_along(database: Database) -> None:
    store = SqlStore(database)

    def record(thread: int) -> bool:
        broken = make_exchange(elapsed_ms=None if thread % 2 else 1.0)
        try:
            return store.record(ME, Audience.RECRUITER, broken, make_state(f"c{thread}"))
        except StoreError:
            return False

    for _ in range(5):
        assert all_at_once(record) == [thread % 2 == 0 for thread in range(THREADS)]
    assert len(store.summaries(ME)) == THREADS // 2


def test_those_who_wait_share_a_commit(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        commits: list[int] = []

        def write(thread: int) -> None:
            def work(connection: Connection) -> None:
                commits.append(id(connection.get_transaction()))
                time.sleep(0.02)
                values = {"id": f"t{thread}", "state": "", "updated_at": MORNING}
                connection.execute(insert(ThreadRow), values)

            database.write(work)

        all_at_once(write)
        assert len(rows(database, ThreadRow)) == THREADS
        assert len(set(commits)) < THREADS


def test_who_waits_does_the_work_that_an_interrupted_thread_had_taken_over() -> None:
    """The thread that does the work of all may be the one that Ctrl+C reaches."""
    begun: list[int] = []

    @contextmanager
    def begin() -> Iterator[Connection]:
        begun.append(1)
        if len(begun) == 1:
            raise KeyboardInterrupt
        yield None  # type: ignore[misc]

    turns = Turns(begin)
    with ThreadPoolExecutor(2) as pool:
        with turns.alone():
            writes = [pool.submit(turns.write, lambda _, number=number: number) for number in range(2)]
            while len(turns._waiting) < 2:
                time.sleep(0.001)
        errors = [write.exception(timeout=5) for write in writes]
    assert {type(error) for error in errors} == {KeyboardInterrupt, type(None)}
    survivor = errors.index(None)
    assert writes[survivor].result() == survivor


def test_another_program_that_writes_is_waited_for(tmp_path: Path) -> None:
    """Without an immediate lock SQLite would refuse at once: what was read first is no longer the newest state."""
    with open_database(tmp_path) as database, ThreadPoolExecutor(1) as pool:
        store = SqlStore(database)
        with closing(sqlite3.connect(tmp_path / DATABASE_FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO threads VALUES ('t1', '', '2026-01-01 00:00:00')")
            recorded = pool.submit(store.record, ME, Audience.RECRUITER, make_exchange(), make_state("c1"))
            time.sleep(0.3)
            assert not recorded.done()
            other.execute("COMMIT")
        assert recorded.result(timeout=10)


WRITER = """
import sys
from pathlib import Path
from bot.database import open_database
from bot.models import Audience
from bot.sqlite import DATABASE_FILE
from bot.store import SqlStore
from concurrent.futures import ThreadPoolExecutor
from tests.fakes.exchanges import make_exchange, make_state
store = SqlStore(open_database(Path(sys.argv[1])))
def talk(thread):
    for number in range(100_000):
        id_ = f"{thread}-{number}"
        store.record("me", Audience.RECRUITER, make_exchange(id=id_), make_state(f"c{thread}"))
        print(id_ + "\\n", end="", flush=True)
with ThreadPoolExecutor(4) as pool:
    list(pool.map(talk, range(4)))
"""


def test_what_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        confirmed = [writer.stdout.readline().strip() for _ in range(60)]
        writer.send_signal(signal.SIGKILL)
        confirmed += [line.strip() for line in writer.stdout if line.endswith("\n")]
    with open_database(tmp_path) as database:
        store = SqlStore(database)
        found = [store.transcript("me", f"c{thread}") for thread in range(4)]
    kept = {exchange.id for transcript in found if transcript for exchange in transcript.exchanges}
    assert set(confirmed) <= kept
    for transcript in filter(None, found):
        assert transcript.summary.exchanges == len(transcript.exchanges)
        numbers = [int(exchange.id.partition("-")[2]) for exchange in transcript.exchanges]
        assert numbers == list(range(len(numbers)))
