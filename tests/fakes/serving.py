"""`lotse serve` as a process of its own, on the tests' index and a data folder of the test's."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, FakeSlack

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 90.0


@dataclass
class Served:
    """A serving process. `said` is what it wrote on standard output and on standard error, as it ended."""

    process: asyncio.subprocess.Process
    address: str
    said: bytes = b""
    _client: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)

    async def get(self, path: str) -> httpx.Response:
        return await self._client.get(self.address + path)

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        return await self._client.post(self.address + path, content=body, headers=headers)

    async def ready(self) -> None:
        """Wait until it answers questions."""
        until = time.monotonic() + SECONDS_TO_START
        while self.process.returncode is None and time.monotonic() < until:
            try:
                if (await self.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
        raise AssertionError(f"it did not start: {(await self.ended()).decode()}")

    async def ended(self, seconds: float = 60.0) -> bytes:
        """Wait for its end and return what it said."""
        output, errors = await asyncio.wait_for(self.process.communicate(), seconds)
        self.said = output + errors
        return self.said

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> bytes:
        """End it and return what it said."""
        if self.process.returncode is None:
            self.process.send_signal(by)
        said = self.said or await self.ended()
        await self._client.aclose()
        return said


def slack_settings(slack: FakeSlack, **more: str) -> dict[str, str]:
    """Return the variables that let Lotse into the fake workspace, by websocket."""
    tokens = {"LOTSE_SLACK__BOT_TOKEN": BOT_TOKEN, "LOTSE_SLACK__APP_TOKEN": APP_TOKEN}
    return {**tokens, "LOTSE_SLACK__API_URL": slack.api_url, **more}


def unset() -> dict[str, str]:
    """Return this process' variables without any that sets Lotse."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}


async def started(folder: Path, index: Path, port: int, environment: dict[str, str]) -> Served:
    """Start `lotse serve` with what it keeps in `folder`."""
    folder.mkdir(exist_ok=True)
    if not (folder / "index").exists():
        (folder / "index").symlink_to(index.absolute(), target_is_directory=True)
    settings = {"LOTSE_DATA_DIR": str(folder), "LOTSE_WEB__PORT": str(port), **environment}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "adapters.main",
        "serve",
        "--no-browser",
        cwd=ROOT,
        env={**unset(), **settings, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    return Served(process, f"http://127.0.0.1:{port}")


@asynccontextmanager
async def serving(folder: Path, index: Path, port: int, environment: dict[str, str]) -> AsyncIterator[Served]:
    """Serve until the end of the block; ready when it begins."""
    served = await started(folder, index, port, environment)
    try:
        await served.ready()
        yield served
    finally:
        await served.stop()
