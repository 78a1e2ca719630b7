"""Takes in what is for Lotse, before Slack is told so: only what delivery has kept is acknowledged.

NotKeptError(AdapterError)
    something could not be kept; Slack is to deliver it again
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

import structlog

from adapters.errors import AdapterError
from adapters.slack.contract import Delivery, Inbound
from adapters.slack.inbound import Ignored
from adapters.slack.received import Asked, Deleted, Edited, Received, decode
from adapters.together import Together
from bot.chat_state import ChatState
from bot.handoffs.models import Handoffs

REMEMBERED = 10_000
"""The latest events that are known to be kept: some megabytes."""
OPENED_AT_ONCE = 100
"""Threads in one transaction at most."""


class NotKeptError(AdapterError):
    """What came in could not be kept; the text says why, and nothing of what it was."""


class Reception:
    """Decides by what is known of threads, and hands on."""

    def __init__(self, delivery: Delivery, state: ChatState, handoffs: Handoffs | None = None) -> None:
        self._delivery = delivery
        self._state = state
        self._handoffs = handoffs
        self._opened = Together(self._open, OPENED_AT_ONCE)
        self._taken: OrderedDict[str, None] = OrderedDict()
        self._log = structlog.get_logger("lotse.slack")

    async def take(self, found: Inbound | Ignored) -> None:
        """Return once it is kept or found to be for others. Raises NotKeptError.

        What is delivered again is dealt with by memory alone. If it took as long as the first time, a process that is
        behind would be brought more and more of it, and never catch up.
        """
        if isinstance(found, Ignored):
            self._log.debug("slack.ignored", reason=found.reason)
            return
        if found.key in self._taken:
            return
        await self._take(found)

    async def _take(self, found: Inbound) -> None:
        received = decode(found.payload)
        try:
            if self._may_be_candidates(received) and await asyncio.to_thread(self._is_candidates, received):
                # What goes to a candidate must not be declined as a question too many.
                await self._delivery.accept(replace(found, is_question=False))
            elif await self._concerns_us(received):
                await self._delivery.accept(found)
            else:
                return
        except Exception as error:
            raise NotKeptError(type(error).__name__) from error
        self._taken[found.key] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)

    def _may_be_candidates(self, received: Received) -> bool:
        """Whether somebody writes in a thread, and not to Lotse."""
        match received.what:
            case Asked(addressed=False, ts=ts) | Edited(ts=ts):
                return self._handoffs is not None and received.thread != ts
        return False

    def _is_candidates(self, received: Received) -> bool:
        return self._handoffs is not None and self._handoffs.by_thread(received.conversation) is not None

    async def _concerns_us(self, received: Received) -> bool:
        match received.what:
            case Asked(addressed=True):
                # Before the answer, so that what somebody adds at once is not missed.
                return await self._opened.do(received.conversation)
            case Asked(ts=ts) if received.thread == ts:
                return False
            case Asked() | Edited():
                return await asyncio.to_thread(self._state.knows_thread, received.conversation)
            case Deleted(ts=ts):
                return await asyncio.to_thread(self._strike, received.conversation, ts)
            case _:
                return True

    def _open(self, conversations: Sequence[str]) -> Sequence[bool]:
        self._state.open_thread(*conversations)
        return [True] * len(conversations)

    def _strike(self, conversation: str, ts: str) -> bool:
        """A question that still waits is not answered: that must be known before its turn comes."""
        if not self._state.knows_thread(conversation):
            return False
        self._state.strike(conversation, ts)
        return True
