"""Holds what is served and exchanges it when a new index is published, while questions go on being answered."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock, Thread

import structlog

from bot.errors import BotError
from bot.hosting import Hosted

SECONDS_BETWEEN_LOOKS = 2.0


@dataclass(frozen=True, slots=True)
class Source:
    """Where to look for an index: its generation, None where there is none, and how it is loaded."""

    generation: Callable[[], str | None]
    load: Callable[[], Hosted]


class Keeper:
    """Looks for a new generation every few seconds. Whoever took `current` keeps a whole, unchanging one."""

    def __init__(self, source: Source, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        self._source = source
        self._seconds = seconds
        self._hosted: Hosted | None = None
        self._reason = ""
        self._refused: str | None = None
        self._looking = Lock()
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name="index-keeper", daemon=True)

    @property
    def current(self) -> Hosted | None:
        """What is served now; None while there is no index."""
        return self._hosted

    @property
    def reason(self) -> str:
        """Why nothing, or nothing newer, is served; empty where all is well."""
        return self._reason

    def start(self) -> None:
        """Load what there is and go on looking in the background."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=self._seconds + 5)

    def look(self) -> None:
        """Load the newest generation where it is another one; one that was refused is not tried again."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        generation: str | None = None
        try:
            generation = self._source.generation()
            if generation is not None and generation == self._refused:
                return
            if self._hosted is None or generation != self._hosted.generation:
                self._hosted = self._source.load()
        except BotError as error:
            self._miss(str(error), generation)
        except Exception as error:  # noqa: BLE001 - the edge of a thread, which must go on looking
            frames = "".join(traceback.format_tb(error.__traceback__))
            self._miss(f"the index cannot be loaded ({type(error).__name__})", None, traceback=frames)
        else:
            self._reason, self._refused = "", None

    def _miss(self, reason: str, refused: str | None, **more: str) -> None:
        """Keep what is served; what stays wrong is logged once."""
        if reason != self._reason:
            structlog.get_logger("lotse.index").warning("no new index", reason=reason, **more)
        self._reason, self._refused = reason, refused

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds):
            self.look()
