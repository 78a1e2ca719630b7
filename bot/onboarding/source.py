"""The path as it is now: read again where its files change, so that a team's new module needs no restart."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

import structlog

from knowledge.models import Localized
from knowledge.onboarding import FOLDER, Curriculum, load_curriculum

Topics = Callable[[], Mapping[str, Localized] | None]
"""The questions that the guide's topics answer, by id; None while there is no index."""
Stamp = tuple[tuple[str, int, int], ...]


class PathSource:
    """Gives the shipped path with a team's own modules from `onboarding` in the data folder. For any thread."""

    def __init__(self, data_dir: Path, topics: Topics) -> None:
        self._data_dir = data_dir
        self.topics = topics
        self._lock = Lock()
        self._read: tuple[object, Curriculum] | None = None

    def curriculum(self) -> Curriculum:
        """Return the path. A file with a mistake is left out, and the mistake logged once. Raises ContentError."""
        with self._lock:
            topics = self.topics()
            state = (self._stamp(), frozenset(topics) if topics is not None else None)
            if self._read is None or self._read[0] != state:
                curriculum = load_curriculum(self._data_dir, topics)
                for mistake in curriculum.mistakes:
                    structlog.get_logger("lotse.onboarding").warning("module.left_out", mistake=str(mistake))
                self._read = state, curriculum
            return self._read[1]

    def _stamp(self) -> Stamp:
        files = sorted((self._data_dir / FOLDER).glob("*.y*ml"))
        return tuple((file.name, *_state(file)) for file in files)


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
