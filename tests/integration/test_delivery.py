"""The delivery on real databases, with DBOS, in one process."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.delivery import DeliveryError, Outgoing, StoppedError, delivery_url
from adapters.delivery.workflow import ROOM_SECONDS
from tests.fakes.delivery import QUICK, Answers, Journal, Shaky, delivering, event, settled, until

pytest_plugins = ["tests.postgres"]


class Shut(Journal):
    """Takes nothing until it is opened; counts what came."""

    def __init__(self) -> None:
        super().__init__()
        self.came = 0
        self.opened = asyncio.Event()

    async def send(self, outgoing: Outgoing) -> str:
        self.came += 1
        await self.opened.wait()
        return await super().send(outgoing)


@pytest.fixture
def url(database_url: str | None, tmp_path: Path) -> str:
    """Where the delivery keeps its work, for each of the two databases."""
    return delivery_url(tmp_path, database_url)


def test_four_deliveries_of_one_event_give_one_answer(url: str) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(url, journal) as delivery:
            together = await asyncio.gather(*(delivery.accept(event("k1", parts=2)) for _ in range(3)))
            await until(lambda: len(journal.posts) == 2)
            later = await delivery.accept(event("k1", parts=2))
            await settled(delivery)
        assert sorted([*together, later]) == [False, False, False, True]
        assert journal.ids() == ["k1/0", "k1/1"]

    asyncio.run(scenario())


def test_under_pressure_answering_goes_on_but_never_all_at_once(url: str) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(url, journal, policy=replace(QUICK, per_minute=1000)) as delivery:
            began, accepting, posted = time.monotonic(), [], []
            # On a busy machine it takes more than a second until two are answered.
            while len(posted) < 200 or (posted[-1] - posted[100] < 2 and len(posted) < 1000):
                number = len(posted)
                accepting.append(asyncio.create_task(delivery.accept(event(f"k{number}", conversation=f"c{number}"))))
                await asyncio.sleep(max(0.0, began + number / 100 - time.monotonic()))
                posted.append(len(journal.posts))
            seconds = time.monotonic() - began
            await asyncio.gather(*accepting)
            await settled(delivery)
        # From the 100th on, since those that came before the burst was known for one are answered at once.
        assert 2 <= posted[-1] - posted[100] <= seconds / ROOM_SECONDS
        assert len(set(journal.ids())) == len(posted)

    asyncio.run(scenario())


def test_after_a_start_few_are_begun_and_later_many(url: str) -> None:
    """A kill costs each event that was begun one of its starts."""

    async def scenario() -> None:
        shut = Shut()
        careful = replace(QUICK, running_at_first=3, careful_seconds=6.0, send_seconds=60)
        async with delivering(url, shut, policy=careful) as delivery:
            for number in range(12):
                await delivery.accept(event(f"k{number}", conversation=f"c{number}"))
            await until(lambda: shut.came == 3)
            await asyncio.sleep(0.5)
            assert shut.came == 3
            await until(lambda: shut.came == 12)
            shut.opened.set()
            await settled(delivery)
        assert len(set(shut.ids())) == 12

    asyncio.run(scenario())


def test_order_is_kept_within_each_conversation(url: str) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(url, journal, policy=replace(QUICK, per_minute=1000)) as delivery:
            events = [event(f"k{number:02}", conversation=f"c{number % 4}") for number in range(40)]
            await asyncio.gather(*map(delivery.accept, events))
            await until(lambda: len(journal.posts) == 40)
        for conversation in ("c0", "c1", "c2", "c3"):
            ids = [post[0] for post in journal.posts if post[1] == conversation]
            assert ids == sorted(ids)

    asyncio.run(scenario())


def test_a_poisoned_event_is_apologised_for_and_holds_nobody_up(url: str) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(url, journal) as delivery:
            for inbound in (event("k1"), event("k2", poison=True), event("k3")):
                await delivery.accept(inbound)
            await settled(delivery)
            [failure] = await delivery.failed()
            counts = await delivery.pending()
        assert journal.payloads() == ["answer k1 0", "sorry k2", "answer k3 0"]
        assert (failure.key, failure.conversation, failure.reason) == ("k2", "c1", "no answer: PoisonError")
        assert counts.failed == 1

    asyncio.run(scenario())


def test_everything_is_delivered_or_visibly_failed_by_a_shaky_platform(url: str) -> None:
    async def scenario() -> None:
        shaky = Shaky(refused={"c3"})
        async with delivering(url, shaky, policy=replace(QUICK, per_minute=1000)) as delivery:
            for number in range(60):
                await delivery.accept(event(f"k{number}", conversation=f"c{number % 12}"))
            await settled(delivery, 60)
            failed = {failure.key for failure in await delivery.failed()}
        sent = shaky.ids()
        assert len(sent) == len(set(sent)), "something was sent twice"
        assert {f"{key}/0" for key in failed}.isdisjoint(sent)
        assert len(sent) + len(failed) == 60
        assert {f"k{number}" for number in range(3, 60, 12)} <= failed
        assert shaky.early == []

    asyncio.run(scenario())


def test_what_failed_can_be_sent_again_without_repeating_what_arrived(url: str) -> None:
    async def scenario() -> None:
        shaky, answers = Shaky(share=0.0), Answers()
        async with delivering(url, shaky, answers) as delivery:
            shaky.refused.add("c1")
            await delivery.accept(event("k1", parts=2))
            await settled(delivery)
            [failure] = await delivery.failed()
            shaky.refused.clear()
            assert await delivery.resend("k1")
            await settled(delivery)
            assert await delivery.failed() == ()
            assert not await delivery.resend("k1")
            assert not await delivery.resend("unknown")
        assert (failure.reason, failure.tries) == ("channel_not_found", 1)
        assert shaky.ids() == ["k1/0", "k1/1"]
        assert answers.asked["k1"] == 1

    asyncio.run(scenario())


def test_a_poisoned_event_is_answered_anew_when_sent_again(url: str) -> None:
    async def scenario() -> None:
        journal, answers = Journal(), Answers()
        async with delivering(url, journal, answers) as delivery:
            await delivery.accept(event("k1", poison=True))
            await settled(delivery)
            assert await delivery.resend("k1")
            await settled(delivery)
        assert answers.asked["k1"] == 2
        assert journal.payloads() == ["sorry k1", "sorry k1"]

    asyncio.run(scenario())


def test_who_floods_is_told_once_and_the_rest_is_kept_as_known(url: str) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(url, journal, policy=replace(QUICK, per_minute=5)) as delivery:
            new = [await delivery.accept(event(f"k{number}", user="loud")) for number in range(20)]
            again = [await delivery.accept(event(f"k{number}", user="loud")) for number in range(20)]
            await delivery.accept(event("other", conversation="c2", user="quiet"))
            await settled(delivery)
        assert (all(new), any(again)) == (True, False)
        assert sorted(journal.payloads()) == sorted(
            [*(f"answer k{n} 0" for n in range(5)), "declined k5", "answer other 0"]
        )

    asyncio.run(scenario())


def test_it_stops_in_time_and_takes_up_at_the_next_start(url: str) -> None:
    async def scenario() -> None:
        shaky = Shaky(share=1.0)
        async with delivering(
            url, shaky, policy=replace(QUICK, send_seconds=60.0, first_wait_seconds=30.0)
        ) as delivery:
            for number in range(8):
                await delivery.accept(event(f"k{number}", conversation=f"c{number}"))
            await asyncio.sleep(0.8)
            begun = asyncio.get_running_loop().time()
            await delivery.stop(grace_seconds=8)
            assert asyncio.get_running_loop().time() - begun < 9
            with pytest.raises(StoppedError):
                await delivery.accept(event("late"))
        shaky.share = 0.0
        async with delivering(url, shaky) as delivery:
            await settled(delivery)
        assert sorted(shaky.ids()) == [f"k{number}/0" for number in range(8)]

    asyncio.run(scenario())


def test_an_answer_that_takes_too_long_does_not_delay_the_stop_and_is_computed_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        journal, answers, slow = Journal(), Answers(), replace(QUICK, answer_seconds=60.0)
        url = delivery_url(tmp_path)
        async with delivering(url, journal, answers, slow) as delivery:
            await delivery.accept(event("k1", seconds=8))
            await until(lambda: answers.asked["k1"] == 1)
            begun = asyncio.get_running_loop().time()
            await delivery.stop(grace_seconds=5)
            assert asyncio.get_running_loop().time() - begun < 6
        assert journal.posts == []
        async with delivering(url, journal, answers, slow) as delivery:
            await settled(delivery)
        assert (answers.asked["k1"], journal.ids()) == (2, ["k1/0"])

    asyncio.run(scenario())


def test_an_answer_that_takes_too_long_is_apologised_for_and_holds_nobody_up(tmp_path: Path) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(delivery_url(tmp_path), journal, policy=replace(QUICK, answer_seconds=0.3)) as delivery:
            await delivery.accept(event("k1", seconds=2))
            await delivery.accept(event("k2"))
            await settled(delivery)
            [failure] = await delivery.failed()
        assert journal.payloads() == ["sorry k1", "answer k2 0"]
        assert failure.reason == "no answer: TimeoutError"

    asyncio.run(scenario())


def test_old_events_and_those_of_one_person_are_removed(url: str) -> None:
    async def scenario() -> None:
        journal = Journal()
        async with delivering(url, journal) as delivery:
            await delivery.accept(event("k1", user="anna"))
            await delivery.accept(event("k2", user="bert"))
            await settled(delivery)
            assert await delivery.forget("fake", "anna") == 1
            assert await delivery.accept(event("k1", user="anna"))
            assert not await delivery.accept(event("k2", user="bert"))

    asyncio.run(scenario())


@pytest.mark.parametrize("key", ["", " ", "a\nb", "x" * 501, "a\x00b"])
def test_names_that_no_database_can_keep_are_refused(key: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with delivering(delivery_url(tmp_path), Journal()) as delivery:
            with pytest.raises(DeliveryError):
                await delivery.accept(event(key))

    asyncio.run(scenario())
