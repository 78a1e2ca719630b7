"""What Slack delivers again is told from what is new, before anything is read or written for it."""

import asyncio
from dataclasses import dataclass, field

import pytest

from adapters.slack import reception as module
from adapters.slack.contract import Inbound
from adapters.slack.inbound import inbound
from adapters.slack.received import Asked, Received
from adapters.slack.reception import NotKeptError, Reception
from tests.fakes.chat_state import InMemoryChatState


@dataclass
class Keeping:
    """Notes what it is given; fails so many times first."""

    failures: int = 0
    keys: list[str] = field(default_factory=list)

    async def accept(self, inbound: Inbound) -> bool:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.keys.append(inbound.key)
        return True

    async def forget(self, platform: str, user: str) -> int:
        return 0


def asked(ts: str, *, addressed: bool = True, thread: str = "1.0") -> Inbound:
    return inbound(f"C1:{ts}", Received("T1", "C1", thread, "U1", Asked(ts, "Wo posten?", addressed)))


def take(reception: Reception, *events: Inbound) -> None:
    async def taken() -> None:
        for event in events:
            await reception.take(event)

    asyncio.run(taken())


def test_what_is_kept_is_not_handed_on_again() -> None:
    keeping = Keeping()
    take(Reception(keeping, InMemoryChatState()), asked("1.0"), asked("1.1"), asked("1.0"))
    assert keeping.keys == [asked("1.0").key, asked("1.1").key]


def test_what_could_not_be_kept_is_tried_again() -> None:
    keeping = Keeping(failures=1)
    reception = Reception(keeping, InMemoryChatState())
    with pytest.raises(NotKeptError):
        take(reception, asked("1.0"))
    take(reception, asked("1.0"))
    assert keeping.keys == [asked("1.0").key]


def test_what_concerned_nobody_may_concern_lotse_when_it_comes_as_a_mention() -> None:
    keeping = Keeping()
    take(Reception(keeping, InMemoryChatState()), asked("1.0", addressed=False), asked("1.0"))
    assert keeping.keys == [asked("1.0").key]


def test_only_the_latest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 2)
    keeping = Keeping()
    take(Reception(keeping, InMemoryChatState()), *(asked(ts) for ts in ("1.0", "1.1", "1.2", "1.2", "1.0")))
    assert [key.rpartition(":")[2] for key in keeping.keys] == ["1.0", "1.1", "1.2", "1.0"]
