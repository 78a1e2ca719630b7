"""Opens a team's documents, for as long as something is done with them.

On SQLite they lie in a database of their own, in a folder of its own: conversations are held by who serves them, and
documents come in beside that from the terminal. On PostgreSQL both are in one database.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.database import Database, open_database
from bot.document_store import SqlDocuments
from bot.documents import Documents
from bot.store_errors import FolderInUseError

SECONDS = 60.0
"""Whoever holds them reads some files, or all documents for an index, and then lets go."""
PAUSE = 0.1


@contextmanager
def opened_documents(folder: Path, url: str | None, seconds: float = SECONDS) -> Iterator[Documents]:
    """Open the documents, in `folder` or at `url`, and close them at the end.

    Where somebody else holds them it waits, `seconds` at most.

    Raises:
        StoreError: they cannot be opened; says how to mend it.
    """
    with _opened(folder, url, seconds) as database:
        yield SqlDocuments(database)


def _opened(folder: Path, url: str | None, seconds: float) -> Database:
    end = time.monotonic() + seconds
    while True:
        try:
            return open_database(folder, url)
        except FolderInUseError:
            if time.monotonic() > end:
                raise
            time.sleep(PAUSE)
