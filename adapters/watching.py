"""`lotse serve` follows the folders of `documents.watch`, in a thread; of several processes, one does."""

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import structlog

from bot.document_desk import DocumentDesk
from bot.documents import DocumentAudience
from bot.errors import BotError
from bot.folder_lock import FolderLock
from bot.store_errors import FolderInUseError
from bot.watch_memory import watch_folder
from bot.watching import FolderWatch, Followed, WatchedFolder
from config.groups import DocumentSettings

LONGEST_PAUSE = 600.0
"""Seconds between two looks where the ones before failed: what is read in vain costs as much as what is not."""
SECONDS_TO_FINISH = 10.0


@contextmanager
def watched(data_dir: Path, settings: DocumentSettings, desk: DocumentDesk) -> Iterator[None]:
    """Follow the folders that are set until the block ends; nothing where none is."""
    folders = watched_folders(settings)
    if not folders:
        yield
        return
    ended = Event()
    follower = _Follower(watch_folder(data_dir), folders, desk, settings.watch_seconds, ended)
    thread = Thread(target=follower.run, name="folder-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=SECONDS_TO_FINISH)


def watched_folders(settings: DocumentSettings) -> tuple[WatchedFolder, ...]:
    """Return the folders that are set."""
    return tuple(
        WatchedFolder(one.folder, DocumentAudience(one.audience), one.owner, one.review_days)
        for one in settings.watched
    )


class _Follower:
    def __init__(
        self, folder: Path, folders: Sequence[WatchedFolder], desk: DocumentDesk, seconds: float, ended: Event
    ) -> None:
        self._folder = folder
        self._folders = folders
        self._desk = desk
        self._seconds = seconds
        self._ended = ended
        self._log = structlog.get_logger("lotse.documents")

    def run(self) -> None:
        """Look again and again; where another process does, wait until it has ended."""
        while not self._ended.is_set():
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                lock = FolderLock(self._folder)
            except FolderInUseError:
                self._ended.wait(self._seconds)
                continue
            except (BotError, OSError) as error:
                self._log.warning("watch.failed", reason=str(error))
                self._ended.wait(LONGEST_PAUSE)
                continue
            try:
                self._follow()
            finally:
                lock.release()

    def _follow(self) -> None:
        watch = FolderWatch(self._folders, self._desk, self._folder, self._tell)
        pause = 0.0
        while not self._ended.wait(pause):
            pause = self._seconds if self._look(watch) else min(max(2 * pause, self._seconds), LONGEST_PAUSE)

    def _look(self, watch: FolderWatch) -> bool:
        try:
            watch.look()
        except (BotError, OSError) as error:
            self._log.warning("watch.failed", reason=str(error))
            return False
        except Exception as error:  # noqa: BLE001 - the edge of a thread, which must go on looking
            frames = "".join(traceback.format_tb(error.__traceback__))
            self._log.error("watch.failed", reason=type(error).__name__, traceback=frames)
            return False
        return True

    def _tell(self, followed: Followed) -> None:
        """A line a file, with nothing of what is in it."""
        if followed.what == "refused":
            self._log.warning("watch.refused", file=followed.source, reason=followed.reason)
        else:
            self._log.info(f"watch.{followed.what}", file=followed.source, passages=followed.passages)
