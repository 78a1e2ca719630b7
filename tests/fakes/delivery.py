"""A platform for the delivery: answers by rule, and notes what it is sent."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.delivery import (
    AmbiguousError,
    Delivery,
    Inbound,
    Outgoing,
    Platform,
    Policy,
    RejectedError,
    RetryLaterError,
)

QUICK = Policy(tries=8, first_wait_seconds=0.02, longest_wait_seconds=0.1, send_seconds=0.5, answer_seconds=10.0)


class PoisonError(Exception):
    """What the handler raises for a poisoned payload."""


class Answers:
    """Answers with `parts` in the payload, one by default; raises for `poison`; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def handle(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        self.asked[inbound.key] += 1
        wanted = json.loads(inbound.payload)
        time.sleep(wanted.get("seconds", 0))
        if wanted.get("poison"):
            raise PoisonError
        return tuple(_part(inbound, f"answer {inbound.key} {number}") for number in range(wanted.get("parts", 1)))

    def apologise(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        return (_part(inbound, f"sorry {inbound.key}"),)

    def decline(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        return (_part(inbound, f"declined {inbound.key}"),)


@dataclass
class Journal:
    """What has arrived, in the order in which it came: (id, conversation, payload)."""

    posts: list[tuple[str, str, str]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [post[0] for post in self.posts]

    def payloads(self) -> list[str]:
        return [post[2] for post in self.posts]

    async def send(self, outgoing: Outgoing) -> str:
        self.posts.append((outgoing.id, outgoing.conversation, outgoing.payload))
        return f"m{len(self.posts)}"

    async def find(self, outgoing: Outgoing) -> str | None:
        ids = self.ids()
        return f"m{ids.index(outgoing.id) + 1}" if outgoing.id in ids else None

    def recorded(self, outgoing: Outgoing) -> None:
        """Every message can be looked for."""


@dataclass
class Shaky(Journal):
    """Fails in every way a platform fails, with the given share, before or after the message has arrived."""

    share: float = 0.3
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    refused: set[str] = field(default_factory=set)
    throttled: list[tuple[str, float]] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    until: dict[str, float] = field(default_factory=dict)

    async def send(self, outgoing: Outgoing) -> str:
        now = asyncio.get_running_loop().time()
        if now < self.until.get(outgoing.conversation, 0.0):
            self.early.append(outgoing.id)
        if outgoing.conversation in self.refused:
            raise RejectedError("channel_not_found")
        if self.chance.random() < self.share:
            await self._fail(outgoing, now)
        return await super().send(outgoing)

    async def find(self, outgoing: Outgoing) -> str | None:
        if self.chance.random() < self.share:
            raise RetryLaterError(0.02)
        return await super().find(outgoing)

    async def _fail(self, outgoing: Outgoing, now: float) -> None:
        way = self.chance.choice(("429", "503", "reset", "lost", "hang", "strange"))
        if way in ("429", "503"):
            self.until[outgoing.conversation] = now + 0.1
            raise RetryLaterError(0.1)
        if way == "lost":
            await super().send(outgoing)
            raise AmbiguousError("reset after the message was sent")
        if way == "hang":
            await asyncio.sleep(60)
        raise ConnectionResetError if way == "reset" else ValueError


def platform(sender: Journal, handler: Answers | None = None) -> Platform:
    return Platform(handler or Answers(), sender)


def event(key: str, conversation: str = "c1", user: str = "u1", **wanted: object) -> Inbound:
    return Inbound(key, "fake", conversation, user, json.dumps(wanted))


@asynccontextmanager
async def delivering(
    url: str, sender: Journal, answers: Answers | None = None, policy: Policy = QUICK
) -> AsyncIterator[Delivery]:
    delivery = Delivery(url, {"fake": platform(sender, answers)}, policy)
    await delivery.start()
    try:
        yield delivery
    finally:
        await delivery.stop()


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")


async def settled(delivery: Delivery, seconds: float = 90) -> None:
    for _ in range(int(seconds / 0.05)):
        counts = await delivery.pending()
        if counts.waiting == counts.running == 0:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"still at work: {await delivery.pending()}")


def _part(inbound: Inbound, text: str) -> Outgoing:
    return Outgoing("", inbound.conversation, text)
