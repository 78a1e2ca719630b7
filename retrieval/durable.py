"""Writing so that it survives: synced files, hard links, one writer at a time."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import SnapshotError
from retrieval.manifest import files_below
from retrieval.protocols import Progress

_REFUSALS = frozenset(
    (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR)
)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Make `folder`, and turn what the file system refuses meanwhile into an error that names it.

    Raises:
        SnapshotError: no right to write, no room, or something else in the way.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        rule = f"the index cannot be written here ({error.filename or folder}: {error.strerror})"
        raise SnapshotError(
            f"{folder}: {rule}. Mend: allow writing, make room, or choose another data folder"
        ) from error


@contextmanager
def locked(path: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock file, waiting for it if need be; the system lets go of it when the process ends."""
    import fcntl  # noqa: PLC0415  # not on Windows, where only building is impossible

    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.step("waiting for another build", 0, 1)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def link_files(source: Path, target: Path) -> None:
    """Give the new folder `target` the files of `source`: hard links, or copies where the file system has none."""
    target.mkdir()
    for path in files_below(source):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            copy.hardlink_to(path)
        except OSError:
            shutil.copy2(path, copy)


def write_durably(path: Path, data: bytes) -> None:
    """Write `data` to `path` and wait until the disk has it."""
    path.write_bytes(data)
    sync(path)


def sync(path: Path) -> None:
    """Wait until the disk has the file, or the folder's entries."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
