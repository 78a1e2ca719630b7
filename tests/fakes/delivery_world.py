"""Real processes around the delivery: workers that are fed over HTTP, and a journal server that they send to.

The feeder behaves as a chat platform does: it sends an event again until a worker acknowledges it.
"""

import asyncio
import json
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from adapters.delivery import Policy

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
PATIENCE_SECONDS = 120


@dataclass
class JournalServer:
    """Notes what it is sent, at once, and finds what it has noted. Knows when it got what."""

    delay: float = 0.0
    posts: list[tuple[str, str, str, float]] = field(default_factory=list)
    address: str = ""

    async def send(self, request: web.Request) -> web.Response:
        body = await request.json()
        now = asyncio.get_running_loop().time()
        self.posts.append((body["id"], body["conversation"], body["payload"], now))
        # Noted, but not yet confirmed: the window in which a killed worker leaves a doubt.
        await asyncio.sleep(self.delay)
        return web.json_response({"id": f"m{len(self.posts)}"})

    async def find(self, request: web.Request) -> web.Response:
        wanted = request.query["id"]
        return web.json_response({"id": wanted if any(post[0] == wanted for post in self.posts) else None})

    def repeated(self) -> dict[str, int]:
        counts = Counter(post[0] for post in self.posts)
        return {post: number for post, number in counts.items() if number > 1}

    def inversions(self) -> int:
        """How often a conversation's later event was answered before an earlier one; keys end in their number."""
        last: dict[str, int] = {}
        found = 0
        for post, conversation, *_ in self.posts:
            number = int(post.partition("/")[0].rpartition("-")[2])
            found += number < last.get(conversation, -1)
            last[conversation] = max(number, last.get(conversation, -1))
        return found


@asynccontextmanager
async def journal_server(delay: float = 0.0) -> AsyncIterator[JournalServer]:
    journal = JournalServer(delay)
    app = web.Application()
    app.add_routes([web.post("/send", journal.send), web.get("/find", journal.find)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    journal.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield journal
    finally:
        await runner.cleanup()


@dataclass
class Worker:
    """One worker process; it can be killed and started again."""

    url: str
    journal: str
    policy: Policy
    process: asyncio.subprocess.Process | None = None
    address: str = ""

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def start(self) -> None:
        arguments = json.dumps([self.url, self.journal, self.policy.per_minute, self.policy.poll_seconds])
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.fakes.delivery_worker", arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), START_SECONDS)
        self.address = f"http://127.0.0.1:{int(line)}"

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        process, self.process, self.address = self.process, None, ""
        if process is not None and process.returncode is None:
            process.send_signal(number)
            await process.wait()


@asynccontextmanager
async def workers(url: str, journal: JournalServer, count: int, policy: Policy) -> AsyncIterator[Sequence[Worker]]:
    made = [Worker(url, journal.address, policy) for _ in range(count)]
    try:
        await asyncio.gather(*(worker.start() for worker in made))
        yield made
    finally:
        await asyncio.gather(*(worker.stop() for worker in made))


@dataclass
class Feeder:
    """Brings events to any of the workers, as often as it takes; notes when each was first sent and acknowledged."""

    workers: Sequence[Worker]
    session: ClientSession
    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, float] = field(default_factory=dict)

    async def bring(self, key: str, conversation: str, user: str = "", **wanted: object) -> None:
        clock = asyncio.get_running_loop().time
        self.sent.setdefault(key, clock())
        body = {"key": key, "conversation": conversation, "user": user or conversation, "payload": json.dumps(wanted)}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._acknowledged(body):
                await asyncio.sleep(0.05)
        self.acknowledged[key] = clock()

    async def _acknowledged(self, body: dict[str, str]) -> bool:
        running = [worker for worker in self.workers if worker.address and worker.is_alive]
        if not running:
            return False
        try:
            async with self.session.post(f"{random.choice(running).address}/accept", json=body) as response:
                return response.status == 200
        except (ClientError, TimeoutError, OSError):
            return False


@asynccontextmanager
async def feeding(running: Sequence[Worker]) -> AsyncIterator[Feeder]:
    async with ClientSession(timeout=ClientTimeout(total=20)) as session:
        yield Feeder(running, session)


async def arrived(journal: JournalServer, count: int, seconds: float) -> None:
    """Wait until so many different posts are there, and a moment longer, for what should not come."""
    deadline = asyncio.get_running_loop().time() + seconds
    while len({post[0] for post in journal.posts}) < count and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
