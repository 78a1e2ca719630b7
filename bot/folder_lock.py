"""One writing process a folder: an advisory lock on a file, which the system lets go of when the process ends.

Needed because SQLite before 3.51.3 can corrupt a WAL database that several processes write.
"""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from bot.store_errors import FolderInUseError, StoreError

LOCK_FILE = "lotse.db.lock"
FAR = 1 << 30
"""The byte that Windows locks: beyond the text, since what is locked there cannot be read by others."""


class FolderLock:
    """Holds the folder until released. The file stays: with it removed, two processes could hold one each.

    Raises:
        FolderInUseError: another process, or this one already, holds the folder; the text names both and the ways out.
        StoreError: the file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_FILE
        try:
            self._file: BinaryIO = path.open("a+b", buffering=0)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written ({error.strerror}). Mend: allow writing there") from error
        try:
            _lock(self._file)
        except OSError:
            holder = _holder(self._file)
            self._file.close()
            raise FolderInUseError(_in_use(folder, holder)) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()).encode())

    def release(self) -> None:
        """Let go; once more does nothing."""
        self._file.close()


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - there is none on Windows

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(file: BinaryIO) -> str:
    file.seek(0)
    number = file.read(20).decode("ascii", "replace").strip()
    if number == str(os.getpid()):
        return f"this process ({number})"
    return f"process {number}" if number.isdigit() else "another process"


def _in_use(folder: Path, holder: str) -> str:
    ways = "stop it, choose another folder (LOTSE_DATA_DIR), or share a PostgreSQL database (LOTSE_DATABASE_URL)"
    return f"{folder}: the conversations here are in use by {holder}, and SQLite allows one. Mend: {ways}"
