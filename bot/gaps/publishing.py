"""Brings the file of answers to what the store says."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from bot.gaps.board import GapBoard
from bot.gaps.errors import GapError
from bot.gaps.published import Published, load_published, save_published
from bot.gaps.shelf import AnswerShelf


class Publisher:
    """One a process and data folder. `shelf` computes vectors, None while there is no index: then readers do."""

    def __init__(self, board: GapBoard, path: Path, shelf: Callable[[], AnswerShelf | None] = lambda: None) -> None:
        self._board = board
        self._path = path
        self._shelf = shelf
        self._lock = Lock()
        self._written: int | None = None

    def keep_current(self) -> None:
        """Write the file where the store says otherwise: a look costs one small query.

        Raises StoreError; GapError where the folder cannot be written.
        """
        with self._lock:
            revision = self._board.revision()
            if self._written is None:
                self._written = load_published(self._path).revision
            # A store that never held an answer needs no file.
            if revision != max(self._written, 0):
                self._write(revision)

    def _write(self, revision: int) -> None:
        answers, shelf = self._board.served(), self._shelf()
        published = shelf.published(answers, revision) if shelf else Published(answers, revision)
        try:
            save_published(self._path, published)
        except OSError as error:
            raise GapError(f"{self._path}: cannot be written ({error.strerror}). Mend: allow writing there") from error
        self._written = revision
