"""The process in which files are read: `python -m knowledge.conversion_worker`. It limits itself before it reads.

It takes a line of JSON a task on standard input and gives a line of JSON back. Whatever the libraries print goes to
nowhere; whatever they raise becomes a refusal, and what they cannot be stopped from, the parent ends.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.archives import unpack
from knowledge.documents import MEMORY_BYTES, SECONDS_A_FILE, Refusal, Refused
from knowledge.file_kinds import RefusedError
from knowledge.file_reading import read_document

_LOCKED = ("password", "encrypt")


def main() -> None:
    """Do one task after another until standard input ends."""
    answers = _own_output()
    _limit_memory()
    _tell(answers, {"ready": True})
    for line in sys.stdin.buffer:
        _limit_processor()
        _tell(answers, _done(json.loads(line)))


def _own_output() -> BinaryIO:
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _tell(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _done(task: dict[str, str]) -> dict[str, Any]:
    source = task["source"]
    try:
        if "into" in task:
            return {"members": [_member(one) for one in unpack(Path(task["path"]), source, Path(task["into"]))]}
        return {"document": asdict(read_document(Path(task["path"]), source))}
    except RefusedError as error:
        return _refused(source, error.reason, error.detail)
    except MemoryError:
        return {**_refused(source, Refused.MEMORY), "spent": True}
    except RecursionError:
        return _refused(source, Refused.DAMAGED, "RecursionError")
    except Exception as error:  # noqa: BLE001 - foreign parsers raise anything on what they were never meant to read
        name = f"{type(error).__name__} {error}".lower()
        locked = any(word in name for word in _LOCKED)
        return _refused(source, Refused.PASSWORD if locked else Refused.DAMAGED, "" if locked else type(error).__name__)


def _member(one: tuple[str, Path] | Refusal) -> dict[str, Any]:
    if isinstance(one, Refusal):
        return {"refusal": asdict(one)}
    return {"source": one[0], "path": str(one[1])}


def _refused(source: str, reason: Refused, detail: str = "") -> dict[str, Any]:
    return {"refusal": asdict(Refusal(source, reason, detail))}


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor() -> None:
    """The limit counts from the process' start, so each task moves it."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + SECONDS_A_FILE) + 1, hard))


if __name__ == "__main__":
    main()
