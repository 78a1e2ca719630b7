"""What is known of the files in watched folders, kept in a file: what was read, and what failed last."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FOLDER = "watch"
_FILE = "state.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file was when it was looked at, and what its folder says of it: another stamp is to be read again."""

    size: int
    changed_ns: int
    terms: str


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read. `problem` says why it was not taken in, "" where it was."""

    stamp: Stamp
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """All files by path; what is wrong with folders, by path; and what kept all of it from being done, last."""

    files: Mapping[str, Read] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


def watch_folder(data_dir: Path) -> Path:
    """Return where the process that watches keeps what it knows."""
    return data_dir / FOLDER


def load_memory(folder: Path) -> Memory:
    """Return what is known; nothing where nothing is, or it cannot be read: then every file is read again."""
    try:
        raw = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        files = {path: _read(one) for path, one in raw["files"].items()}
        return Memory(files, dict(raw["folders"]), str(raw["trouble"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def save_memory(folder: Path, memory: Memory) -> None:
    """Keep it, whole or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_FILE}.new"
    fresh.write_text(json.dumps(asdict(memory)), encoding="utf-8")  # ASCII: a path may hold halves of pairs
    os.replace(fresh, folder / _FILE)  # noqa: PTH105 - atomic


def _read(raw: Mapping[str, Any]) -> Read:
    stamp = raw["stamp"]
    return Read(Stamp(int(stamp["size"]), int(stamp["changed_ns"]), str(stamp["terms"])), str(raw["problem"]))
