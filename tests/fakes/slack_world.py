"""Processes that serve Slack and a fake Slack that outlives them and brings them questions.

The feeder does as Slack does: it delivers a question again until it is acknowledged.
"""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, web

from tests.fakes.serving import ROOT, slack_settings
from tests.fakes.slack_events import mention, message
from tests.fakes.slack_server import BOT_USER, TEAM, FakeSlack

SERVE = (sys.executable, "-m", "adapters.main", "serve", "--no-browser")
START_SECONDS = 120.0
PATIENCE_SECONDS = 120.0
RETRY_SECONDS, LONGEST_RETRY_SECONDS = 3.0, 12.0
"""How long Slack waits before it delivers again; longer each time, as Slack does (it ends with 5 minutes)."""
CLOSED_SECONDS = 0.2
"""How long nothing is tried where no connection is open."""
WINDOW_SECONDS = 3.0
"""How long a message may be on its way, or not yet be noted as sent, on a busy machine."""
LIFE_SECONDS = 3.0
"""How long a process that is killed again and again lives at most: it starts with what was left, then takes new."""
CHANNELS = 10
QUESTIONS = (
    "Bauleiter in Köln, wo posten?",
    "und für die Schweiz?",
    "Was ist Social Recruiting?",
    "Xing oder LinkedIn?",
)


def environment(slack: FakeSlack, folder: Path, database_url: str | None = None) -> dict[str, str]:
    """What a process is told: where the fake Slack is, and where to keep things."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
    told = {"LOTSE_DATA_DIR": str(folder), "LOTSE_WEB__PORT": str(free_port()), **slack_settings(slack)}
    return kept | told | ({"LOTSE_DATABASE_URL": database_url} if database_url else {})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@dataclass
class SlackProcess:
    """One process; it can be killed and started again. `output` takes what it writes."""

    slack: FakeSlack
    environment: Mapping[str, str]
    output: Path
    command: Sequence[str] = SERVE
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it without waiting."""
        with self.output.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, cwd=ROOT, env=dict(self.environment), stdout=output, stderr=output
            )

    async def connected(self, sockets: int) -> None:
        """Wait until the fake Slack has seen that many connections since its beginning."""
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while self.slack.connections < sockets:
            assert self.process is not None
            assert self.process.returncode is None, f"it ended by itself: {self.output.read_text()[-2000:]}"
            assert asyncio.get_running_loop().time() < deadline, "it did not connect in time"
            await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is not None and process.returncode is None:
            process.send_signal(number)
            await process.wait()


@asynccontextmanager
async def slack_processes(
    slack: FakeSlack, folder: Path, index: Path, count: int = 1, database_url: str | None = None
) -> AsyncIterator[Sequence[SlackProcess]]:
    """Start processes on one index, each with a data folder of its own; stop them at the end."""
    folders = [folder / f"lotse-{number}" for number in range(count)]
    for own in folders:
        own.mkdir(parents=True)
        (own / "index").symlink_to(index.absolute(), target_is_directory=True)
    made = [SlackProcess(slack, environment(slack, own, database_url), own / "output.txt") for own in folders]
    try:
        for number, process in enumerate(made, 1):
            await process.start()
            await process.connected(number)
        yield made
    finally:
        await asyncio.gather(*(process.stop() for process in made))


@dataclass(frozen=True, slots=True)
class Post:
    """A message of Lotse's: the id that it carries, its thread and what it says first, and when it came."""

    id: str
    thread: str
    text: str
    at: float


@dataclass
class Asker:
    """Asks by mentions in threads, each question of its own person; notes what was acknowledged and posted, and when.

    `again`: the share of questions that come a second time as the plain message that Slack sends beside a mention.
    `patience`: how long one question is delivered again and again, in seconds.
    """

    slack: FakeSlack
    again: float = 0.1
    patience: float = PATIENCE_SECONDS
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, float] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    _numbers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.slack.on_post.append(self._note)

    async def ask(self, thread: int) -> str:
        """Ask the next question of a thread; return its key once it is acknowledged."""
        channel, root = f"C{thread % CHANNELS}", f"{1_500_000_000 + thread}.000000"
        number = self._numbers[root]
        self._numbers[root] += 1
        ts = f"{1_500_000_000 + thread}.{number:06}"
        key = f"slack:{TEAM}:{channel}:{ts}"
        more = {"user": f"U{thread}X{number // 10}", **({"thread_ts": root} if number else {})}
        asked = QUESTIONS[number % len(QUESTIONS)]
        self.sent[key] = self._now()
        await self._deliver(mention(asked, ts, channel, **more))
        self.acknowledged[key] = self._now()
        if self.chance.random() < self.again:
            await self._deliver(message(f"<@{BOT_USER}> {asked}", ts, channel, **more))
        return key

    async def _deliver(self, body: dict[str, object]) -> None:
        async with asyncio.timeout(self.patience):
            retry: dict[str, object] = {}
            attempt, seconds = 0, RETRY_SECONDS
            while not await self._acknowledged(body, retry, seconds):
                attempt, seconds = attempt + 1, min(2 * seconds, LONGEST_RETRY_SECONDS)
                retry = {"retry_attempt": attempt, "retry_reason": "timeout"}

    async def _acknowledged(self, body: dict[str, object], retry: dict[str, object], seconds: float) -> bool:
        try:
            if (open_ := self._socket()) is not None:
                envelope = await self.slack.send_over(open_, "events_api", body, **retry)
                return await self.slack.acknowledges(envelope, seconds)
        except (ClientError, ConnectionError):
            pass
        # Whoever tried again at once would never let the loop notice that the socket is gone.
        await asyncio.sleep(CLOSED_SECONDS)
        return False

    def _socket(self) -> web.WebSocketResponse | None:
        sockets = self.slack.sockets()
        return self.chance.choice(sockets) if sockets else None

    def _note(self, posted: dict[str, object]) -> None:
        metadata = posted.get("metadata")
        payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
        id_ = str(payload.get("id")) if isinstance(payload, dict) else ""
        self.posts.append(Post(id_, str(posted.get("thread_ts")), str(posted.get("text")), self._now()))

    async def answered(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until every question has an answer, then a moment longer for what should not come."""
        deadline = self._now() + seconds
        while self.lost() and self._now() < deadline:
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)

    def forget(self) -> None:
        """Begin to note anew."""
        for noted in (self.sent, self.acknowledged, self.posts):
            noted.clear()

    def lost(self) -> set[str]:
        """The keys of acknowledged questions without an answer."""
        return self.acknowledged.keys() - {_key(post) for post in self.posts}

    def repeated(self) -> dict[str, list[float]]:
        """The ids that were posted more than once, with the times."""
        times: dict[str, list[float]] = defaultdict(list)
        for post in self.posts:
            times[post.id].append(post.at)
        return {id_: found for id_, found in times.items() if len(found) > 1}

    def inversions(self) -> int:
        """How often a thread's later question was answered before an earlier one."""
        last: dict[str, str] = {}
        found = 0
        for post in self.posts:
            found += _key(post) < last.get(post.thread, "")
            last[post.thread] = max(_key(post), last.get(post.thread, ""))
        return found

    def waits(self) -> list[float]:
        """From sending a question to its acknowledgement, in seconds."""
        return [at - self.sent[key] for key, at in self.acknowledged.items()]

    def times(self) -> list[float]:
        """From sending a question to the first part of its answer, in seconds."""
        first: dict[str, float] = {}
        for post in self.posts:
            first.setdefault(_key(post), post.at)
        return [at - self.sent[key] for key, at in first.items()]

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


async def asked_at_rate(asker: Asker, questions: int, rate: float, threads: int) -> None:
    """Ask so many questions, so many a second, in turn in each of the threads."""
    begun, tasks = asyncio.get_running_loop().time(), []
    for number in range(questions):
        await asyncio.sleep(max(0.0, begun + number / rate - asyncio.get_running_loop().time()))
        tasks.append(asyncio.create_task(asker.ask(number % threads)))
    await asyncio.gather(*tasks)


@dataclass(frozen=True, slots=True)
class Shot:
    """A kill: when, and how many questions were acknowledged and not yet answered."""

    at: float
    interrupted: int


async def under_fire(
    process: SlackProcess, asker: Asker, kills: int, questions: int, threads: int, chance: random.Random
) -> list[Shot]:
    """Ask, and kill the process at random moments, one time in five while it starts.

    Equally many questions come between two kills, so that hardly a kill meets none.
    """

    async def ask(number: int, wait: float) -> None:
        await asyncio.sleep(wait)
        await asker.ask(number % threads)

    shots, asked = [], []
    for kill in range(kills):
        due = range(kill * questions // kills, (kill + 1) * questions // kills)
        asked += [asyncio.create_task(ask(number, chance.uniform(0.0, LIFE_SECONDS))) for number in due]
        await asyncio.sleep(chance.uniform(0.0, LIFE_SECONDS))
        shots.append(Shot(asyncio.get_running_loop().time(), len(asker.lost())))
        seen = process.slack.connections
        await process.kill()
        await process.start()
        if chance.random() < 0.8:
            await process.connected(seen + 1)
    await asyncio.gather(*asked)
    return shots


def unexplained(repeated: Mapping[str, Sequence[float]], shots: Sequence[Shot]) -> dict[str, Sequence[float]]:
    """What was posted twice though no kill came shortly after the first post and before the second."""
    return {
        id_: times
        for id_, times in repeated.items()
        if not any(times[0] - 0.1 <= one.at <= times[0] + WINDOW_SECONDS and one.at < times[1] for one in shots)
    }


def _key(post: Post) -> str:
    return post.id.rpartition("/")[0]
