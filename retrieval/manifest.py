"""What a generation says of itself: `manifest.json`, with a SHA-256 of every file.

FAISS and numpy load damaged files without a word (measured: 1,994 of 2,000 flipped bits), so nothing is loaded before
every file has been compared with this list, and the list itself with the pointer that led to it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.errors import SnapshotError

FORMAT = 1
"""Version of the manifest and the folders; another one is foreign."""
MANIFEST_FILE = "manifest.json"
MEND = "Mend: lotse index"


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot holds: the embedding model, the dimension of its vectors, and how many of what."""

    model: str
    dimension: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a part; `path` is relative to the generation, `size` in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A part as it was built."""

    name: str
    fingerprint: str
    files: tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation. `created` is in UTC, ISO 8601; `content` a hash over the parts' fingerprints."""

    format: int
    created: str
    content: str
    header: Header
    parts: tuple[PartRecord, ...]

    def part(self, name: str) -> PartRecord | None:
        """Return the part called `name`, if there is one."""
        return next((part for part in self.parts if part.name == name), None)

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def content_hash(fingerprints: Iterable[tuple[str, str]]) -> str:
    """Return one hash over the (name, fingerprint) of all parts."""
    return hashlib.sha256(json.dumps(sorted(fingerprints)).encode()).hexdigest()


def parse_manifest(data: bytes, path: Path) -> Manifest:
    """Return the manifest in `data`, which was read from `path`.

    Raises:
        SnapshotError: it is of another format, or none at all.
    """
    try:
        values = json.loads(data)
        if values["format"] != FORMAT:
            raise SnapshotError(f"{path}: foreign: format {values['format']}, this program reads {FORMAT}. {MEND}")
        parts = tuple(
            PartRecord(part["name"], part["fingerprint"], tuple(FileRecord(**file) for file in part["files"]))
            for part in values["parts"]
        )
        return Manifest(FORMAT, values["created"], values["content"], Header(**values["header"]), parts)
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"{path}: damaged: it is no manifest ({error}). {MEND}") from error


def record_part(generation: Path, name: str, fingerprint: str) -> PartRecord:
    """Return the record of the part that lies in the folder `name` of `generation`."""
    paths = files_below(generation / name)
    digests = _digests(paths)
    files = tuple(
        FileRecord(path.relative_to(generation).as_posix(), digest, path.stat().st_size)
        for path, digest in zip(paths, digests, strict=True)
    )
    return PartRecord(name, fingerprint, files)


def verify_part(generation: Path, part: PartRecord) -> None:
    """Do nothing if the part's folder holds exactly the files of the record, byte for byte.

    Raises:
        SnapshotError: a file is missing, foreign or damaged; the message names it.
    """
    expected = {generation / file.path: file for file in part.files}
    present = files_below(generation / part.name)
    for path in present:
        if path not in expected:
            raise SnapshotError(f"{path}: foreign: the manifest does not know this file. {MEND}")
    for path, file in expected.items():
        if not path.is_file():
            raise SnapshotError(f"{path}: missing. {MEND}")
        if path.stat().st_size != file.size:
            raise SnapshotError(f"{path}: damaged: {path.stat().st_size} bytes instead of {file.size}. {MEND}")
    for path, digest in zip(expected, _digests(list(expected)), strict=True):
        if digest != expected[path].sha256:
            raise SnapshotError(f"{path}: damaged: its SHA-256 is not the manifest's. {MEND}")


def files_below(folder: Path) -> list[Path]:
    """Return all files in `folder` and its folders, sorted; none if it does not exist."""
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


def _digests(paths: list[Path]) -> list[str]:
    """Hash files side by side; the hash lets go of the interpreter's lock."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(_digest, paths))


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SnapshotError(f"{path}: cannot be read ({error.strerror}). {MEND}") from error
