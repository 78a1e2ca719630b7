"""Immutable generations: built beside the old one, verified, renamed into place, loaded as a whole.

    root/current                    which generation is valid, and its manifest's SHA-256; replaced atomically
    root/lock                       held while building, so that a second builder waits
    root/generations/<id>/          manifest.json and one folder a part; never changed once it is here
    root/generations/.building-…/   work in progress; left behind by a killed build, removed by the next

Whoever reads holds one generation; the one before the current stays until the next is built.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.durable import link_files, locked, sync, write_durably, writing
from retrieval.errors import SnapshotError
from retrieval.manifest import (
    FORMAT,
    MANIFEST_FILE,
    MEND,
    Header,
    Manifest,
    PartRecord,
    content_hash,
    files_below,
    parse_manifest,
    record_part,
    verify_part,
)
from retrieval.protocols import Progress

__all__ = [
    "Header",
    "Manifest",
    "Part",
    "Site",
    "Snapshot",
    "build_snapshot",
    "load_snapshot",
    "published",
    "rebuild_snapshot",
    "remove_older",
]

_CURRENT = "current"
_LOCK = "lock"
_GENERATIONS = "generations"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a part is built: `folder` exists and is empty. `previous` is the same part of the current generation, whole
    and verified, to take over what has not changed. `generation` holds the parts that were built before this one."""

    folder: Path
    previous: Path | None
    generation: Path

    def part(self, name: str) -> Path:
        """Return the folder of a part that comes before this one."""
        return self.generation / name


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of a generation. It is built anew only if `fingerprint` has changed or its files are damaged."""

    name: str
    fingerprint: str
    build: Callable[[Site, Progress], None]

    def __post_init__(self) -> None:
        if not self.name or self.name != Path(self.name).name or self.name.startswith("."):
            raise ValueError(f"A part's name is {self.name!r}, but must be that of a folder")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A generation, every file of which was verified."""

    folder: Path
    manifest: Manifest

    def part(self, name: str) -> Path:
        """Return the folder of the part called `name`.

        Raises:
            SnapshotError: there is no such part.
        """
        if self.manifest.part(name) is None:
            raise SnapshotError(f"{self.folder}: outdated: it has no part {name}. {MEND}")
        return self.folder / name


def load_snapshot(root: Path, model: str | None = None) -> Snapshot:
    """Return the current generation after comparing every file with its SHA-256.

    `model`, if given, is the one that must have made the vectors (as the manifest names it, or without its version).

    Raises:
        SnapshotError: there is none, or it is damaged, foreign or made with another model; says which file and why.
    """
    snapshot = _verified_current(root)
    known = snapshot.manifest.header.model
    if model is not None and model not in (known, known.partition("@")[0]):
        raise SnapshotError(f"{snapshot.folder}: outdated: made with the model {known}, not {model}. {MEND}")
    return snapshot


def published(root: Path) -> str | None:
    """Return the name of the current generation, None where there is none; its parts are not read."""
    try:
        return _read_current(root).folder.name
    except SnapshotError:
        return None


def _verified_current(root: Path) -> Snapshot:
    """Verify the current generation; another one, if that was published and this one removed in the meantime."""
    snapshot = _read_current(root)
    try:
        for part in snapshot.manifest.parts:
            verify_part(snapshot.folder, part)
    except SnapshotError:
        if _read_current(root).folder != snapshot.folder:
            return _verified_current(root)
        raise
    return snapshot


def _read_current(root: Path) -> Snapshot:
    pointer = root / _CURRENT
    try:
        named = json.loads(pointer.read_bytes())
        folder, digest = root / _GENERATIONS / Path(named["generation"]).name, named["manifest_sha256"]
        data = (folder / MANIFEST_FILE).read_bytes()
    except FileNotFoundError as error:
        raise SnapshotError(f"{error.filename}: missing: no index has been built here. {MEND}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"{pointer}: damaged: it names no generation ({error}). {MEND}") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise SnapshotError(f"{folder / MANIFEST_FILE}: damaged: its SHA-256 is not what {pointer} says. {MEND}")
    return Snapshot(folder, parse_manifest(data, folder / MANIFEST_FILE))


def build_snapshot(root: Path, parts: Sequence[Part], header: Callable[[Path], Header], progress: Progress) -> Path:
    """Build what has changed, publish it as the current generation, and return its folder.

    Parts are built in their order. `header` is asked for the manifest's header when they are complete, with their
    folder. If nothing has changed, the current generation stays as it is. Waits for another builder in the same `root`.

    Raises:
        SnapshotError: `root` cannot be written, or two parts have the same name.
        Exception: what a part's `build` raises; the current generation is untouched then.
    """
    names = [part.name for part in parts]
    if len(set(names)) < len(names):
        raise SnapshotError(f"{root}: parts are called {names}, but each needs a name of its own")
    with writing(root), locked(root / _LOCK, progress):
        current = _usable_current(root)
        reusable = _reusable(current, parts)
        if current is not None and len(reusable) == len(parts) == len(current.manifest.parts):
            return current.folder
        return _Builder(root, current, reusable, progress).build(parts, header)


def rebuild_snapshot(root: Path, parts: Sequence[Part], header: Callable[[Path], Header], progress: Progress) -> Path:
    """Build all parts anew, whatever is there, and publish them like `build_snapshot`; the same errors."""
    with writing(root), locked(root / _LOCK, progress):
        return _Builder(root, _usable_current(root), {}, progress).build(parts, header)


def remove_older(root: Path, progress: Progress) -> None:
    """Remove every generation but the current one, so that nothing is left of what is no longer in it.

    Raises:
        SnapshotError: `root` cannot be written.
    """
    with writing(root), locked(root / _LOCK, progress):
        current = _read_current(root)
        for folder in current.folder.parent.iterdir():
            if folder != current.folder:
                shutil.rmtree(folder, ignore_errors=True)


def _usable_current(root: Path) -> Snapshot | None:
    try:
        return _read_current(root)
    except SnapshotError:
        return None


def _reusable(current: Snapshot | None, parts: Sequence[Part]) -> dict[str, PartRecord]:
    """Return the current generation's parts that are unchanged and whole."""
    if current is None:
        return {}
    records = {part.name: current.manifest.part(part.name) for part in parts}
    unchanged = {part.name: record for part in parts if (record := records[part.name]) and _is(record, part)}
    return {name: record for name, record in unchanged.items() if _is_whole(current.folder, record)}


def _is(record: PartRecord, part: Part) -> bool:
    return record.fingerprint == part.fingerprint


def _is_whole(folder: Path, record: PartRecord) -> bool:
    try:
        verify_part(folder, record)
    except SnapshotError:
        return False
    return True


class _Builder:
    """One new generation, under the lock."""

    def __init__(
        self, root: Path, current: Snapshot | None, reusable: dict[str, PartRecord], progress: Progress
    ) -> None:
        self._root = root
        self._current = current
        self._reusable = reusable
        self._progress = progress
        self._generations = root / _GENERATIONS

    def build(self, parts: Sequence[Part], header: Callable[[Path], Header]) -> Path:
        self._generations.mkdir(exist_ok=True)
        self._remove_stale()
        work = self._generations / f"{_BUILDING}{os.getpid()}-{secrets.token_hex(4)}"
        work.mkdir()
        try:
            records = tuple(self._part(part, work) for part in parts)
            content = content_hash((part.name, part.fingerprint) for part in parts)
            created = datetime.now(UTC)
            manifest = Manifest(FORMAT, created.isoformat(timespec="seconds"), content, header(work), records)
            return self._publish(work, manifest, f"{created:%Y%m%dT%H%M%S%f}-{content[:12]}")
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _part(self, part: Part, work: Path) -> PartRecord:
        folder = work / part.name
        record = self._reusable.get(part.name)
        if record is not None and self._current is not None:
            link_files(self._current.folder / part.name, folder)
            return record
        folder.mkdir()
        part.build(Site(folder, self._previous(part.name), work), self._progress)
        return record_part(work, part.name, part.fingerprint)

    def _previous(self, name: str) -> Path | None:
        record = self._current.manifest.part(name) if self._current else None
        if self._current is None or record is None or not _is_whole(self._current.folder, record):
            return None
        return self._current.folder / name

    def _publish(self, work: Path, manifest: Manifest, generation: str) -> Path:
        """Write the manifest last, make all of it durable, and only then point to it."""
        data = manifest.to_bytes()
        for path in files_below(work):
            sync(path)
        write_durably(work / MANIFEST_FILE, data)
        for folder in [*(path for path in work.rglob("*") if path.is_dir()), work]:
            sync(folder)
        folder = self._generations / generation
        work.rename(folder)
        sync(self._generations)
        self._point_to(generation, data)
        self._remove_older(keep={generation, self._current.folder.name if self._current else generation})
        return folder

    def _point_to(self, generation: str, manifest: bytes) -> None:
        named = {"generation": generation, "manifest_sha256": hashlib.sha256(manifest).hexdigest()}
        fresh = self._root / f"{_CURRENT}.new"
        write_durably(fresh, (json.dumps(named) + "\n").encode())
        fresh.replace(self._root / _CURRENT)
        sync(self._root)

    def _remove_older(self, keep: set[str]) -> None:
        for folder in self._generations.iterdir():
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _remove_stale(self) -> None:
        """Under the lock nobody else builds, so whatever is being built here was left by a killed build."""
        for folder in self._generations.glob(f"{_BUILDING}*"):
            shutil.rmtree(folder, ignore_errors=True)
