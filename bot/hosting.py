"""What a server holds of one generation of the index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from bot.assistant import Assistant
from bot.gaps.shelf import AnswerShelf
from bot.guide import Guide

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hosted:
    """The assistant and the guide on the same content, and all channels' names by id.

    `generation` names the index they were loaded from. `shelf` holds what editors answered; None where nobody does.
    """

    assistant: Assistant
    guide: Guide
    channel_names: Mapping[str, str]
    generation: str
    shelf: AnswerShelf | None = None


Served = Callable[[], Hosted | None]
"""Returns what is served, None while there is no index."""


class PerIndex(Generic[T]):
    """Makes something from the index, anew with each generation that is served. For any thread."""

    def __init__(self, served: Served, make: Callable[[], T]) -> None:
        self._served = served
        self._make = make
        self._lock = Lock()
        self._made: tuple[str, T] | None = None

    def current(self) -> T | None:
        """Return it, None while there is no index. Raises NotReadyError where it cannot be made."""
        hosted = self._served()
        if hosted is None:
            return None
        with self._lock:
            if self._made is None or self._made[0] != hosted.generation:
                self._made = hosted.generation, self._make()
            return self._made[1]
