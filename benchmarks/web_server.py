"""Starts `lotse serve` on an index that is already built, with a store of its own, and stops it again."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks.errors import BenchmarkError
from benchmarks.worker import ROOT
from bot.bootstrap import index_folder
from config.settings import Settings

SECONDS_TO_START = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address without a slash at the end, its process and its data folder."""

    address: str
    process: psutil.Process
    folder: Path

    def memory(self) -> int:
        """Return the resident memory in bytes."""
        return int(self.process.memory_info().rss)


@contextmanager
def served(settings: Settings, variables: dict[str, str] | None = None) -> Iterator[Served]:
    """Serve until the end of the block. Raises BenchmarkError where the server does not become ready."""
    with tempfile.TemporaryDirectory(prefix="lotse-web-") as folder:
        shutil.copytree(index_folder(settings), Path(folder) / "index")
        port = _free_port()
        environment = {
            **os.environ,
            "LOTSE_DATA_DIR": folder,
            "LOTSE_WEB__PORT": str(port),
            "LOTSE_WEB__QUESTIONS_PER_MINUTE": "100000",
            **(variables or {}),
        }
        command = [sys.executable, "-m", "adapters.main", "serve", "--no-browser"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, process)
            yield Served(address, psutil.Process(process.pid), Path(folder))
        finally:
            process.terminate()
            process.wait(timeout=30)


def ask(address: str, question: str) -> dict[str, object]:
    """Ask through the API and return the answer's record."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/api/v1/answers", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        record: dict[str, object] = json.load(response)
        return record


def generation_of(address: str) -> str:
    """Return the name of the index that answers."""
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as response:
        return str(json.load(response)["generation"])


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise BenchmarkError(f"lotse serve ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise BenchmarkError(f"lotse serve was not ready after {SECONDS_TO_START:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
