"""The delivery's parts that need no DBOS: the flood gate, the turns of SQLite's writers, what is written down."""

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.delivery.database import DeliveryDatabase, delivery_url
from adapters.delivery.errors import BusyError, DeliveryError, FailedError
from adapters.delivery.flood import FloodGate, FloodGates, Verdict
from adapters.delivery.intake import BURST, BURST_SECONDS, Intake
from adapters.delivery.models import Inbound
from adapters.delivery.serializer import JsonSerializer
from adapters.delivery.turn import URGENT, Turn

ANSWER, DECLINE, DROP = Verdict.ANSWER, Verdict.DECLINE, Verdict.DROP


def test_who_exceeds_the_limit_is_told_once() -> None:
    gate = FloodGate(2)
    assert [gate.judge("loud", second) for second in (0, 1, 2, 3, 4)] == [ANSWER, ANSWER, DECLINE, DROP, DROP]
    assert gate.judge("other", 4) is ANSWER
    assert (gate.is_told("loud"), gate.is_told("other")) == (True, False)


def test_after_a_quiet_minute_one_is_answered_again_and_may_be_told_again() -> None:
    gate = FloodGate(2)
    assert [gate.judge("u", second) for second in (0, 1, 2, 70, 71, 72)] == [
        ANSWER,
        ANSWER,
        DECLINE,
        ANSWER,
        ANSWER,
        DECLINE,
    ]


def test_whoever_was_silent_is_forgotten_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.delivery.flood.MOST_USERS", 3)
    gate = FloodGate(1)
    for user in "abc":
        gate.judge(user, 0)
        gate.judge(user, 1)
    gate.judge("d", 100)
    assert not any(map(gate.is_told, "abc"))


def test_ticking_a_checklist_does_not_silence_who_asks() -> None:
    gates = FloodGates(2, 5)
    question = Inbound("k", "slack", "c", "ada", "?")
    tick = replace(question, is_question=False)
    assert [gates.judge(tick, 0.0) for _ in range(5)] == [Verdict.ANSWER] * 5
    assert [gates.judge(question, 0.0) for _ in range(3)] == [Verdict.ANSWER, Verdict.ANSWER, Verdict.DECLINE]
    assert gates.is_told(question)
    assert not gates.is_told(tick)
    assert gates.judge(tick, 0.0) is Verdict.DECLINE


class KeepsAll:
    """A keeper without a database."""

    def keep(self, inbounds: Sequence[Inbound]) -> list[bool]:
        return [True] * len(inbounds)


def test_answering_makes_room_for_as_long_as_events_come_in_a_burst() -> None:
    async def scenario() -> None:
        intake = Intake(KeepsAll(), FloodGates(20, 120))  # type: ignore[arg-type]
        for number in range(BURST - 1):
            assert await intake.accept(Inbound(f"k{number}", "slack", "c", f"u{number}", "?"))
        assert not intake.is_pressed
        await intake.accept(Inbound("one more", "slack", "c", "ada", "?"))
        assert intake.is_pressed
        await asyncio.sleep(BURST_SECONDS)
        assert not intake.is_pressed
        await intake.close()

    asyncio.run(scenario())


def test_who_floods_presses_nobody() -> None:
    async def scenario() -> None:
        gates = FloodGates(1, 120)
        flooded = Inbound("k", "slack", "c", "ada", "?")
        for _ in range(2):
            gates.judge(flooded, time.monotonic())
        intake = Intake(KeepsAll(), gates)  # type: ignore[arg-type]
        await asyncio.gather(*(intake.accept(replace(flooded, key=f"k{number}")) for number in range(2 * BURST)))
        assert not intake.is_pressed
        await intake.close()

    asyncio.run(scenario())


def test_the_turn_goes_to_the_most_urgent_then_to_who_came_first() -> None:
    turn, order = Turn(), []
    turn.take(urgent=False)

    def writer(name: str, urgent: bool) -> None:
        turn.take(urgent)
        order.append(name)
        turn.give()

    threads = []
    for name, urgent in (("a", False), ("b", False), ("urgent", True)):
        threads.append(threading.Thread(target=writer, args=(name, urgent)))
        threads[-1].start()
        time.sleep(0.05)
    turn.give()
    for thread in threads:
        thread.join(5)
    assert order == ["urgent", "a", "b"]


def test_writers_take_turns_and_readers_do_not_wait(tmp_path: Path) -> None:
    database = DeliveryDatabase(delivery_url(tmp_path))
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n INTEGER)"))
        connection.execute(text("INSERT INTO numbers VALUES (0)"))

    def count(engine_option: bool) -> None:
        engine = database.engine.execution_options(**{URGENT: engine_option})
        for _ in range(25):
            with engine.begin() as connection:
                connection.execute(text("UPDATE numbers SET n = n + 1"))

    threads = [threading.Thread(target=count, args=(number % 2 == 0,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database.engine.begin() as writing, database.engine.connect() as reading:
        writing.execute(text("UPDATE numbers SET n = 0"))
        assert reading.scalar(text("SELECT n FROM numbers")) == 100
        assert reading.scalar(text("PRAGMA synchronous")) == 2
        assert reading.scalar(text("PRAGMA journal_mode")) == "wal"
    database.close()


def test_a_failing_writer_hands_the_turn_on(tmp_path: Path) -> None:
    database = DeliveryDatabase(delivery_url(tmp_path))
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO numbers VALUES (1)"))

    def write() -> None:
        with database.engine.begin() as connection:
            connection.execute(text("INSERT INTO numbers VALUES (1)"))

    for _ in range(2):
        with pytest.raises(IntegrityError):
            write()
    database.close()


def test_one_folder_has_one_delivery(tmp_path: Path) -> None:
    first = DeliveryDatabase(delivery_url(tmp_path))
    with pytest.raises(BusyError):
        DeliveryDatabase(delivery_url(tmp_path))
    first.close()
    DeliveryDatabase(delivery_url(tmp_path)).close()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    DeliveryDatabase(delivery_url(tmp_path)).close()
    assert (tmp_path / "delivery" / "delivery.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["mysql://host/db", "postgresql://anna:secret@127.0.0.1:1/nothing"])
def test_a_database_that_cannot_be_opened_is_told_without_the_password(url: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        DeliveryDatabase(url)
    assert "secret" not in str(caught.value)


def test_what_is_kept_is_json_and_comes_back() -> None:
    serializer = JsonSerializer()
    for value in ({"args": ["a", "ü\x00"], "kwargs": {}}, None, "text"):
        assert serializer.deserialize(serializer.serialize(value)) == value
    failed = serializer.deserialize(serializer.serialize(FailedError("ratelimited", 3)))
    assert (failed.reason, failed.tries) == ("ratelimited", 3)
    assert "secret" not in serializer.serialize(ValueError("secret"))
    assert isinstance(serializer.deserialize(serializer.serialize(ValueError("secret"))), DeliveryError)
