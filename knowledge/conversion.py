"""Files → Documents, read in another process with limits on memory, processor and time.

The process is kept from file to file, since starting it takes 2 s, and replaced when a file was too much for it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

from knowledge.documents import (
    MAX_FILE_BYTES,
    SECONDS_A_FILE,
    Document,
    FileKind,
    Note,
    Part,
    Refusal,
    Refused,
    Remark,
)
from knowledge.errors import ConversionError

START_SECONDS = 120.0
TASKS_A_PROCESS = 200
"""Foreign libraries keep some of what they read."""
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
"""Each thread reserves address space, which is what the limit on memory counts."""
_ROOT = Path(__file__).resolve().parent.parent


class Converter:
    """Reads files one after another; a context manager that ends the process. Not for several threads at once."""

    def __init__(self, seconds: float = SECONDS_A_FILE) -> None:
        self._seconds = seconds
        self._worker: _Worker | None = None

    def read(self, path: Path, source: str) -> Document | Refusal:
        """Return the file at `path` as a document called `source`, or why it was not read.

        Raises:
            ConversionError: the reading process cannot be started.
        """
        if problem := _too_large(path, source):
            return problem
        answer = self._ask({"path": str(path.absolute()), "source": source}, source)
        return answer if isinstance(answer, Refusal) else _document(answer["document"])

    @contextmanager
    def unpacked(self, path: Path, source: str) -> Iterator[tuple[tuple[str, Path] | Refusal, ...]]:
        """Give the files of an archive, (source, path) or why not, in a folder that is removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="lotse-") as folder:
            task = {"path": str(path.absolute()), "source": source, "into": folder}
            answer = _too_large(path, source, times=4) or self._ask(task, source)
            yield (answer,) if isinstance(answer, Refusal) else tuple(map(_member, answer["members"]))

    def close(self) -> None:
        """End the process; once more does nothing."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, task: dict[str, str], source: str) -> dict[str, Any] | Refusal:
        if self._worker is None or self._worker.tasks >= TASKS_A_PROCESS:
            self.close()
            self._worker = _Worker()
        answer = self._worker.answer(task, self._seconds)
        if answer is None:
            reason = Refused.TIME if self._worker.ran_out_of_time else Refused.MEMORY
            self.close()
            return Refusal(source, reason, f"{self._seconds:g}" if reason is Refused.TIME else "")
        if answer.get("spent"):
            self.close()
        return _refusal(answer["refusal"]) if "refusal" in answer else answer


class _Worker:
    """One process, and a thread that takes its answers so that waiting for them can end."""

    def __init__(self) -> None:
        environment = {**os.environ, **_ONE_THREAD, "PYTHONPATH": str(_ROOT)}
        command = [sys.executable, "-P", "-m", "knowledge.conversion_worker"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=tempfile.gettempdir()
        )
        self._answers: Queue[bytes] = Queue()
        self._thread = threading.Thread(target=self._listen, name="file-reader", daemon=True)
        self._thread.start()
        self.tasks = 0
        if not self._next(START_SECONDS):
            problem = self._problem()
            self.end()
            raise ConversionError(f"the process that reads files cannot be started ({problem})")

    @property
    def ran_out_of_time(self) -> bool:
        """Whether it is still at work, or was ended for the time it took; else it died for want of memory."""
        ended = self._process.poll()
        return ended is None or ended == -getattr(signal, "SIGXCPU", 0)

    def answer(self, task: dict[str, str], seconds: float) -> dict[str, Any] | None:
        """Return the answer, None where there is none in time or the process has died."""
        self.tasks += 1
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            return None
        line = self._next(seconds)
        return json.loads(line) if line else None

    def end(self) -> None:
        """Kill it: it holds nothing that could be lost."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _next(self, seconds: float) -> bytes:
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            return b""

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._process.wait()
        self._answers.put(b"")

    def _problem(self) -> str:
        if self._process.poll() is None:
            return f"it was not ready after {START_SECONDS:g} s"
        assert self._process.stderr is not None
        return (self._process.stderr.read().decode("utf-8", "replace").strip() or "no reason given").splitlines()[-1]


def _too_large(path: Path, source: str, times: int = 1) -> Refusal | None:
    try:
        size = path.stat().st_size
    except OSError as error:
        return Refusal(source, Refused.UNREADABLE, error.strerror or "")
    return Refusal(source, Refused.TOO_LARGE, str(size // 1_000_000)) if size > times * MAX_FILE_BYTES else None


def _document(raw: dict[str, Any]) -> Document:
    return Document(
        source=raw["source"],
        title=raw["title"],
        kind=FileKind(raw["kind"]),
        digest=raw["digest"],
        parts=tuple(Part(part["text"], part["page"], tuple(part["section"])) for part in raw["parts"]),
        notes=tuple(Note(Remark(note["remark"]), note["detail"]) for note in raw["notes"]),
    )


def _member(raw: dict[str, Any]) -> tuple[str, Path] | Refusal:
    return _refusal(raw["refusal"]) if "refusal" in raw else (raw["source"], Path(raw["path"]))


def _refusal(raw: dict[str, str]) -> Refusal:
    return Refusal(raw["source"], Refused(raw["reason"]), raw["detail"])
