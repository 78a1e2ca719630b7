"""What commands see of the delivery and ask of it, whether it runs or not."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.delivery import Counts, DeliveryError, console, delivery_url, events, forget, look, resend, users
from adapters.delivery.database import DeliveryDatabase
from adapters.delivery.ledger import Ledger
from adapters.delivery.pace import REST_SECONDS, Pace
from tests.fakes.delivery import QUICK, Journal, Shaky, delivering, event, settled, until

pytest_plugins = ["tests.postgres"]


@pytest.fixture
def url(database_url: str | None, tmp_path: Path) -> str:
    """Where the delivery keeps its work, for each of the two databases."""
    return delivery_url(tmp_path, database_url)


def test_where_nothing_was_ever_delivered_there_is_nothing_and_nothing_is_made(url: str, tmp_path: Path) -> None:
    assert look(url).counts == Counts(0, 0, 0)
    assert not resend(url, "k1")
    assert forget(url, "fake", "u1") == 0
    assert (events(url, "fake", "u1"), users(url, "u1")) == ((), frozenset())
    assert list(tmp_path.iterdir()) == []


def test_a_failure_is_seen_and_sent_again_while_the_delivery_runs(url: str) -> None:
    async def scenario() -> None:
        shaky = Shaky(share=0.0, refused={"c1"})
        async with delivering(url, shaky) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)
            report = await asyncio.to_thread(look, url)
            assert [failure.key for failure in report.failures] == ["k1"]
            shaky.refused.clear()
            assert await asyncio.to_thread(resend, url, "k1")
            assert not await asyncio.to_thread(resend, url, "unknown")
            await until(lambda: shaky.ids() == ["k1/0"])
            await settled(delivery)
            assert (await asyncio.to_thread(look, url)).failures == ()

    asyncio.run(scenario())


def test_a_failure_is_seen_and_sent_again_at_the_next_start(url: str) -> None:
    async def scenario() -> None:
        shaky = Shaky(share=0.0, refused={"c1"})
        async with delivering(url, shaky) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)
        assert look(url).counts == Counts(0, 0, 1)
        assert resend(url, "k1")
        assert look(url).counts == Counts(1, 0, 0)
        shaky.refused.clear()
        async with delivering(url, shaky) as delivery:
            await settled(delivery)
        assert (shaky.ids(), look(url).counts) == (["k1/0"], Counts(0, 0, 0))
        assert forget(url, "fake", "u1") == 1

    asyncio.run(scenario())


def test_what_is_kept_of_a_person_is_seen_and_removed_while_it_runs(url: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with delivering(url, Journal()) as delivery:
            await delivery.accept(event("k1", user="fake:T1:U1", said="tell nobody", parts=2))
            await delivery.accept(event("k2", user="fake:T1:XU1"))
            await settled(delivery)
            assert await asyncio.to_thread(users, url, "U1") == {("fake", "fake:T1:U1")}
            assert await asyncio.to_thread(users, url, "fake:T1:U1") == {("fake", "fake:T1:U1")}
            (kept,) = await asyncio.to_thread(events, url, "fake", "fake:T1:U1")
            assert (kept.key, kept.conversation, kept.is_done) == ("k1", "c1", True)
            assert kept.answers == ("answer k1 0", "answer k1 1")
            assert "tell nobody" in kept.payload
            assert await asyncio.to_thread(forget, url, "fake", "fake:T1:U1") == 1
            assert await asyncio.to_thread(events, url, "fake", "fake:T1:U1") == ()
            assert await asyncio.to_thread(users, url, "U1") == frozenset()
            assert len(await asyncio.to_thread(events, url, "fake", "fake:T1:XU1")) == 1
            left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
            assert b"tell nobody" not in left

    asyncio.run(scenario())


def test_a_process_that_holds_the_folder_but_does_not_look_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with delivering(url, Shaky(share=0.0, refused={"c1"})) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)

    url = delivery_url(tmp_path)
    asyncio.run(scenario())
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0.2)
    holding = DeliveryDatabase(url)
    try:
        with pytest.raises(DeliveryError, match=r"nothing was done\. Mend: stop it"):
            resend(url, "k1")
    finally:
        holding.close()
    assert list((tmp_path / "delivery" / "requests").iterdir()) == []
    assert resend(url, "k1", "unknown") == 1


def test_old_events_are_removed_and_their_keys_count_as_new_again(url: str) -> None:
    async def scenario() -> None:
        async with delivering(url, Journal()) as delivery:
            await delivery.accept(event("k1"))
            await settled(delivery)
        database = DeliveryDatabase(url)
        ledger = Ledger(database)
        assert ledger.purge(datetime.now(UTC) - timedelta(days=1)) == 0
        assert ledger.known(["k1"]) == {"k1"}
        assert ledger.purge(datetime.now(UTC) + timedelta(days=1)) == 1
        assert ledger.known(["k1"]) == set()
        database.close()

    asyncio.run(scenario())


def test_the_queue_is_looked_at_seldom_while_nobody_asks(url: str) -> None:
    async def scenario() -> None:
        async with delivering(url, Journal()):
            pass
        database = DeliveryDatabase(url)
        ledger = Ledger(database)
        now = [1000.0]
        pace = Pace(ledger, QUICK, lambda: now[0])

        def seconds() -> float:
            queue = ledger.client.retrieve_queue("inbound")
            assert queue is not None
            return queue.polling_interval_sec

        pace.adjust()
        assert seconds() == QUICK.resting_poll_seconds
        pace.hurry()
        assert seconds() == QUICK.poll_seconds
        now[0] += REST_SECONDS
        pace.adjust()
        pace.hurry()
        assert seconds() == QUICK.poll_seconds
        database.close()

    # In a thread without a loop, as everything that blocks.
    asyncio.run(scenario())
