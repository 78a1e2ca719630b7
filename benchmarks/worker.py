"""The near end of `benchmarks.serving`: a process that searches, started and asked from here."""

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.errors import BenchmarkError

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Searched:
    """What one batch of searches took and found."""

    seconds: tuple[float, ...]
    found: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: how its program is called, and in which environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]

    def within(self, folder: Path) -> "Side":
        """Return the same side with `folder` where its command says FOLDER."""
        return replace(self, command=tuple(str(folder) if part == "FOLDER" else part for part in self.command))

    def run(self, task: str) -> None:
        """Run a task to its end.

        Raises:
            BenchmarkError: it failed; with what it said last.
        """
        done = subprocess.run(self._arguments(task), cwd=ROOT, env=self.variables(), capture_output=True, check=False)
        if done.returncode:
            raise BenchmarkError(f"{self.name}: {task} failed: {done.stderr.decode(errors='replace')[-800:]}")

    def start(self) -> "Worker":
        """Start the search and return when it is ready."""
        return Worker(self.name, self._arguments("serve"), self.variables())

    def variables(self) -> dict[str, str]:
        """Return the whole environment of this side's processes."""
        return {**os.environ, **self.environment}

    def _arguments(self, task: str) -> list[str]:
        return [task if part == "TASK" else part for part in self.command]


class Worker:
    """A running search. `startup` is the seconds from starting the process until it had answered a first question."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._name = name
        self.peak = 0
        start = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._read()
        self.startup = time.perf_counter() - start

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def search(self, questions: Sequence[tuple[str, str]]) -> Searched:
        """Ask (text, language) pairs, one after the other."""
        if self._process.stdin is None:
            raise BenchmarkError(f"{self._name}: no way in")
        self._process.stdin.write(json.dumps(list(questions)).encode() + b"\n")
        self._process.stdin.flush()
        reply = self._read()
        return Searched(tuple(reply["seconds"]), tuple(map(tuple, reply["found"])))

    def _read(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise BenchmarkError(f"{self._name}: the process ended with status {self._process.wait()}")
        reply: dict[str, Any] = json.loads(line)
        self.peak = int(reply["peak"])
        return reply
