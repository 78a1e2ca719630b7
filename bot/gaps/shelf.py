"""Which of the editors' answers a question gets, by audience. What is published is seen with the next question."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from bot.gaps.models import AnswerVersion
from bot.gaps.published import Published, load_published
from bot.gaps.wordings import LIKE, Vectors, Wording, WordingIndex
from knowledge.models import Audience, Language
from retrieval.protocols import Embedder

_NO_FILE = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Match:
    """An answer for a question, and the wording that it is like.

    `nearest`: no question that the guide answers is more like it.
    """

    answer: AnswerVersion
    wording: str
    nearest: bool


class Answers:
    """Answers that are served together. Never changed, so any number of threads may search them."""

    def __init__(self, answers: Iterable[AnswerVersion], vectors: Vectors) -> None:
        self.answers = tuple(answers)
        self._vectors = vectors
        self._by_gap = {one.gap: one for one in self.answers}
        self._indexes = {audience: WordingIndex(_wordings(self.answers, audience), vectors) for audience in Audience}

    def find(self, text: str, audience: Audience, language: Language) -> Match | None:
        """Return the likest answer that the audience may see, None where none is like enough."""
        found = self._indexes[audience].likest(text, language)
        if found is None or found.value < LIKE[language]:
            return None
        return Match(self._by_gap[found.wording.key], found.wording.text, found.value >= found.guide)

    def including(self, answer: AnswerVersion) -> "Answers":
        """Return these with an answer in the place of its gap's."""
        return Answers((*(one for one in self.answers if one.gap != answer.gap), answer), self._vectors)


class AnswerShelf:
    """The answers in a file, read again whenever it changes. For any number of threads.

    `guide` are the questions that the guide answers, in both languages.
    """

    def __init__(self, path: Path, embedder: Embedder, guide: Iterable[str]) -> None:
        self._path = path
        self._embedder = embedder
        self._guide = tuple(dict.fromkeys(guide))
        self._lock = Lock()
        self._seen = _NO_FILE
        self._answers = Answers((), self.vectors())

    def current(self) -> Answers:
        """Return what is served now."""
        stamp = _stamp(self._path)
        if stamp != self._seen:
            with self._lock:
                if stamp != self._seen:
                    self._answers, self._seen = self._read(), stamp
        return self._answers

    def draft(self, answer: AnswerVersion) -> Answers:
        """Return what would be served with this answer."""
        return self.current().including(answer)

    def vectors(self, known: Published | None = None) -> Vectors:
        """Return what computes vectors, with those that are known by now."""
        fit = known is not None and known.model == self._embedder.model
        return Vectors(self._embedder, known.vectors if known and fit else {}, self._guide)

    def published(self, answers: Iterable[AnswerVersion], revision: int) -> Published:
        """Return what the file is to hold, with all vectors; only what is new is computed."""
        vectors = self.vectors(load_published(self._path))
        listed = Answers(answers, vectors).answers
        return Published(listed, revision, self._embedder.model, vectors.used)

    def _read(self) -> Answers:
        published = load_published(self._path)
        return Answers(published.answers, self.vectors(published))


def _wordings(answers: Iterable[AnswerVersion], audience: Audience) -> list[Wording]:
    seen = (one for one in answers if audience in one.draft.audience.audiences)
    return [Wording(one.gap, text) for one in seen for text in one.draft.wordings]


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return _NO_FILE
    return found.st_mtime_ns, found.st_size, found.st_ino
