"""Sending one part, without DBOS."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import pytest

from adapters.delivery import AmbiguousError, Outgoing, Policy, RejectedError, RetryLaterError
from adapters.delivery.errors import FailedError
from adapters.delivery.sending import ParkedError, Sending, pause_seconds

POLICY = Policy(tries=4, first_wait_seconds=0.01, longest_wait_seconds=0.02, send_seconds=0.1)
PART = Outgoing("k/0", "c", "hello")


class Scripted:
    """Does what the script says, step by step, and notes what it is asked."""

    def __init__(self, sends: Iterable[object], finds: Iterable[object] = ()) -> None:
        self.sends = iter(sends)
        self.finds = iter(finds)
        self.asked: list[str] = []

    async def send(self, outgoing: Outgoing) -> str:
        self.asked.append("send")
        return str(await _played(next(self.sends)))

    async def find(self, outgoing: Outgoing) -> str | None:
        self.asked.append("find")
        found = await _played(next(self.finds))
        return None if found is None else str(found)

    def recorded(self, outgoing: Outgoing) -> None:
        """Every message can be looked for."""


async def _played(step: object) -> object:
    if isinstance(step, BaseException):
        raise step
    if step == "hang":
        await asyncio.sleep(10)
    return step


def sent(sender: Scripted, doubtful: bool = False, policy: Policy = POLICY) -> str:
    async def run() -> str:
        return await Sending(policy, asyncio.Event()).send(sender, PART, doubtful)

    return asyncio.run(run())


def test_what_arrives_at_once_is_not_looked_up() -> None:
    sender = Scripted(["m1"])
    assert (sent(sender), sender.asked) == ("m1", ["send"])


def test_what_was_refused_for_now_is_sent_again_without_a_look() -> None:
    sender = Scripted([RetryLaterError(0.01), RetryLaterError(0.01), "m1"])
    assert (sent(sender), sender.asked) == ("m1", ["send"] * 3)


@pytest.mark.parametrize("doubt", [AmbiguousError(), "hang", ConnectionResetError(), ValueError("strange")])
def test_what_may_have_arrived_is_looked_up_before_it_is_repeated(doubt: object) -> None:
    sender = Scripted([doubt], ["m1"])
    assert (sent(sender), sender.asked) == ("m1", ["send", "find"])


def test_a_doubt_stays_until_a_look_settles_it() -> None:
    sender = Scripted([AmbiguousError(), RetryLaterError(0.0), "m2"], [None, None])
    assert (sent(sender), sender.asked) == ("m2", ["send", "find", "send", "find", "send"])


def test_nothing_is_repeated_while_it_cannot_be_looked_up() -> None:
    sender = Scripted([AmbiguousError()], [RetryLaterError(0.0), AmbiguousError(), "m1"])
    assert (sent(sender), sender.asked) == ("m1", ["send", "find", "find", "find"])


def test_what_was_begun_before_a_crash_is_looked_up_first() -> None:
    sender = Scripted([], ["m1"])
    assert (sent(sender, doubtful=True), sender.asked) == ("m1", ["find"])


def test_what_is_rejected_fails_at_once_with_the_reason() -> None:
    with pytest.raises(FailedError) as caught:
        sent(Scripted([RejectedError("channel_not_found")]))
    assert (caught.value.reason, caught.value.tries) == ("channel_not_found", 1)


def test_the_last_try_ends_it() -> None:
    sender = Scripted([RetryLaterError(0.0, "ratelimited")] * 4)
    with pytest.raises(FailedError) as caught:
        sent(sender)
    assert (caught.value.reason, caught.value.tries, sender.asked) == ("ratelimited", 4, ["send"] * 4)


def test_after_the_last_try_a_doubt_is_settled_once_more() -> None:
    sender = Scripted([AmbiguousError()] * 4, [None, None, None, "m1"])
    assert sent(sender) == "m1"
    with pytest.raises(FailedError):
        sent(Scripted([AmbiguousError()] * 4, [None, None, None, RetryLaterError(0.0)]))


def test_retry_after_is_obeyed_even_where_the_pause_would_be_shorter() -> None:
    async def run() -> float:
        begun = asyncio.get_running_loop().time()
        await Sending(POLICY, asyncio.Event()).send(Scripted([RetryLaterError(0.3), "m1"]), PART, doubtful=False)
        return asyncio.get_running_loop().time() - begun

    assert asyncio.run(run()) >= 0.3


def test_a_pause_ends_when_the_delivery_stops() -> None:
    async def run() -> None:
        stopping = asyncio.Event()
        work = asyncio.create_task(
            Sending(POLICY, stopping).send(Scripted([RetryLaterError(60)]), PART, doubtful=False)
        )
        await asyncio.sleep(0.02)
        stopping.set()
        with pytest.raises(ParkedError):
            await asyncio.wait_for(work, 20)

    asyncio.run(run())


def test_pauses_double_up_to_the_longest_and_are_shortened_by_half_at_most() -> None:
    policy = replace(POLICY, first_wait_seconds=1.0, longest_wait_seconds=5.0)
    for number, longest in enumerate((1, 2, 4, 5, 5), 1):
        assert all(longest / 2 <= pause_seconds(policy, number) <= longest for _ in range(50))
