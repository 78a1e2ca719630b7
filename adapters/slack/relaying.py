"""Hands what candidates wrote to the delivery, and sees to it that what was forgotten goes from Slack too."""

import asyncio
from dataclasses import dataclass, field

from adapters.looking import keep_looking
from adapters.slack.contract import PLATFORM, Delivery, Inbound
from adapters.slack.received import HandoffDue, HandoffGone, Received, encode
from bot.handoffs.models import Handoffs, Post, Side

LOOK_SECONDS = 1.0
AT_ONCE = 100
FORGET_SECONDS = 10.0
"""After which the delivery forgets what it holds of a conversation; by then its messages are deleted."""


@dataclass
class CandidateFeed:
    """Looks until it is cancelled. Of each conversation at most one entry goes with each look, which is no flood."""

    store: Handoffs
    team: str
    channel: str
    delivery: Delivery
    seconds: float = LOOK_SECONDS
    forget_seconds: float = FORGET_SECONDS
    _gone: dict[str, float] = field(default_factory=dict)

    async def run(self) -> None:
        """Look and hand over; whatever fails is tried again."""
        await keep_looking(self._look, self.seconds, "slack", "candidates")

    async def _look(self) -> None:
        await self._hand_over()
        await self._forget()

    async def _hand_over(self) -> None:
        entries = await asyncio.to_thread(self.store.untold, Side.TEAM, AT_ONCE)
        # One key for an entry: what is handed over twice because of a crash is dealt with once.
        for entry in entries:
            await self.delivery.accept(self._event(entry.token, f"handoff:{entry.key}", HandoffDue(entry.key)))
        if entries:
            await asyncio.to_thread(self.store.taken_over, Side.TEAM, tuple(entry.key for entry in entries))

    async def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        posts = await asyncio.to_thread(self.store.forgotten)
        here = f"{PLATFORM}:{self.team}:"
        for post in posts:
            if post.place.startswith(here):
                gone = HandoffGone(post.place.removeprefix(here), post.message)
                await self.delivery.accept(self._event(post.token, f"gone:{gone.channel}:{gone.ts}", gone))
        for token in _tokens(posts):
            if now - self._gone.setdefault(token, now) >= self.forget_seconds:
                await self.delivery.forget(PLATFORM, _whose(token))
                await asyncio.to_thread(self.store.cleared, token)
                del self._gone[token]

    def _event(self, token: str, name: str, what: HandoffDue | HandoffGone) -> Inbound:
        """In the order of the conversation, so that its thread is there before what follows."""
        received = Received(self.team, self.channel, "", "", what)
        conversation = f"{PLATFORM}:{self.team}:handoff:{token}"
        key = f"{PLATFORM}:{self.team}:{name}"
        return Inbound(key, PLATFORM, conversation, _whose(token), encode(received), is_question=False)


def _whose(token: str) -> str:
    """A name that leads back to nobody."""
    return f"handoff:{token}"


def _tokens(posts: tuple[Post, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post.token for post in posts))
