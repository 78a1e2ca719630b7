"""The workflow of one event: the answer is computed once, then each part is sent once. Each is a recorded step."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from dbos import DBOS

from adapters.delivery.errors import FailedError
from adapters.delivery.flood import Verdict
from adapters.delivery.models import Inbound, Outgoing, Policy, part_id
from adapters.delivery.names import COMPOSE, SEND
from adapters.delivery.platform import Handler, Platform
from adapters.delivery.sending import ParkedError, Sending

T = TypeVar("T")

ROOM_SECONDS = 0.1
"""Between two events that are begun under pressure, so that answering goes on, but never all at once."""


class Deliverer:
    """Runs workflows. They live on DBOS's own event loop; whatever a platform does runs on `home`, or in a thread."""

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        policy: Policy,
        home: asyncio.AbstractEventLoop,
        stopping: asyncio.Event,
    ) -> None:
        self.is_pressed: Callable[[], bool] = lambda: False
        self._platforms = platforms
        self._policy = policy
        self._home = home
        self._stopping = stopping
        self._sending = Sending(policy, stopping)
        self._door = asyncio.Lock()
        self._threads = ThreadPoolExecutor(policy.answering_at_once, thread_name_prefix="delivery-answer")
        self._log = structlog.get_logger("lotse.delivery")

    async def deliver(self, platform: str, conversation: str, user: str, payload: str, verdict: str) -> None:
        """Answer one event: the workflow, to be run by DBOS only.

        Raises:
            FailedError: it is not answered in full. DBOS keeps that as the workflow's outcome.
            asyncio.CancelledError: the delivery stops. DBOS keeps nothing, and begins it anew at the next start.
        """
        await self._make_room()
        self._park()
        inbound = Inbound(DBOS.workflow_id or "", platform, conversation, user, payload)
        try:
            await self._run(inbound, Verdict(verdict))
        except FailedError as error:
            self._log.warning("delivery.failed", key=inbound.key, platform=platform, reason=error.reason)
            raise

    def close(self) -> None:
        """Start no answer any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, inbound: Inbound, verdict: Verdict) -> None:
        if inbound.platform not in self._platforms:
            raise FailedError(f"{inbound.platform} is not set up", 0)
        computed_now = False

        async def compose() -> str:
            nonlocal computed_now
            computed_now = True
            return await self._composed(inbound, verdict)

        composed = json.loads(await DBOS.run_step_async({"name": COMPOSE}, compose))
        # Where the answer is an old one, the first part without a record may have been sent before a crash.
        await self._send_all(inbound, composed["parts"], doubtful=not computed_now)
        if composed["reason"]:
            raise FailedError(composed["reason"], 0)

    async def _send_all(self, inbound: Inbound, parts: list[list[str]], *, doubtful: bool) -> None:
        sender = self._platforms[inbound.platform].sender

        async def send(values: list[str]) -> str:
            nonlocal doubtful
            self._park()
            first, doubtful = doubtful, False
            return await self._at_home(self._sending.send(sender, Outgoing(*values), first))

        for values in parts:
            try:
                await DBOS.run_step_async({"name": SEND}, send, values)
            finally:
                self._home.call_soon_threadsafe(sender.recorded, Outgoing(*values))

    async def _composed(self, inbound: Inbound, verdict: Verdict) -> str:
        handler = self._platforms[inbound.platform].handler
        method = handler.handle if verdict is Verdict.ANSWER else handler.decline
        reason, prefix = "", inbound.key
        try:
            parts = await self._in_thread(method, inbound)
        except Exception as error:  # noqa: BLE001 - the edge: it is logged, and the user hears an apology
            self._log.exception("delivery.poisoned", key=inbound.key, platform=inbound.platform)
            reason, prefix = f"no answer: {type(error).__name__}", f"{inbound.key}/sorry"
            parts = await self._apology(handler, inbound)
        numbered = (replace(part, id=part_id(prefix, number)) for number, part in enumerate(parts))
        return json.dumps(
            {"reason": reason, "parts": [[part.id, part.conversation, part.payload] for part in numbered]}
        )

    async def _apology(self, handler: Handler, inbound: Inbound) -> tuple[Outgoing, ...]:
        try:
            return await self._in_thread(handler.apologise, inbound)
        except Exception:  # noqa: BLE001 - then nothing is said; the event is listed as failed all the same
            self._log.exception("delivery.speechless", key=inbound.key, platform=inbound.platform)
            return ()

    async def _in_thread(
        self, method: Callable[[Inbound], tuple[Outgoing, ...]], inbound: Inbound
    ) -> tuple[Outgoing, ...]:
        running = asyncio.get_running_loop().run_in_executor(self._threads, method, inbound)
        return await asyncio.wait_for(running, self._policy.answer_seconds)

    async def _at_home(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._home))
        except ParkedError:
            raise asyncio.CancelledError from None

    async def _make_room(self) -> None:
        """Accepting goes first: the platform waits for it, and sends again what it waits for too long."""
        async with self._door:
            if self.is_pressed():
                await asyncio.sleep(ROOM_SECONDS)

    def _park(self) -> None:
        if self._stopping.is_set():
            raise asyncio.CancelledError
