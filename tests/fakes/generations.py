"""Numbered generations of a small real index, every passage of which names its number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from bot.bootstrap.shared import translated
from bot.errors import NotReadyError
from knowledge.models import Audience, Language, Passage
from retrieval.durable import link_files
from retrieval.embedding import load_embedder
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import MODEL_PART, index_header, index_parts, load_indexes, model_part
from retrieval.models import Query
from retrieval.snapshot import Part, Site, build_snapshot, load_snapshot
from tests.conftest import Silence
from tests.fakes.passages import EVERYONE, make_passage

TEXTS = {
    Language.DE: "Resturlaub verfällt am 31. März. Es gilt die Fassung",
    Language.EN: "Remaining leave lapses on 31 March. This is version",
}
QUESTIONS = {Language.DE: "Wann verfällt der Resturlaub?", Language.EN: "When does remaining leave lapse?"}


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model: its name, which may be a folder's path, and where its export lies."""

    name: str
    export: Path


def publish(root: Path, number: int, model: Model) -> Path:
    """Publish the generation with this number, and return its folder."""
    parts = [_linked(model), *index_parts(_passages(number), model.name)]
    return build_snapshot(root, parts, index_header, Silence())


def publish_on(root: Path, first: int, model: Model, begun: Connection) -> None:
    """Publish one generation after another, saying each number before, until somebody ends the process."""
    for number in count(first):
        begun.send(number)
        publish(root, number, model)


def _passages(number: int) -> Iterator[Passage]:
    for language, text in TEXTS.items():
        for place in range(3):
            yield make_passage(f"{language}.{place}", f"{text} {number}.", language, audiences=EVERYONE)


def _linked(model: Model) -> Part:
    def build(site: Site, progress: object) -> None:
        site.folder.rmdir()
        link_files(model.export, site.folder)

    return replace(model_part(model.name), build=build)


class Generation:
    """One that was loaded whole, and what answers from it."""

    def __init__(self, root: Path) -> None:
        """Load the current one. Raises NotReadyError."""
        with translated(NotReadyError):
            snapshot = load_snapshot(root)
            self._indexes = load_indexes(snapshot)
            self._retriever = HybridRetriever(self._indexes, load_embedder(snapshot.part(MODEL_PART)))
        self.name = snapshot.folder.name

    def number(self) -> int:
        """Return the one number that all its passages and all its answers name."""
        told = {text.rpartition(" ")[2] for text in (*self._texts(), *self._answers())}
        assert len(told) == 1, told
        return int(told.pop().rstrip("."))

    def _texts(self) -> Iterator[str]:
        return (passage.text for index in self._indexes.values() for passage in index.passages)

    def _answers(self) -> Iterator[str]:
        for audience in Audience:
            for language, question in QUESTIONS.items():
                hits = self._retriever.retrieve(Query(question, audience, language))
                assert hits
                yield from (hit.passage.text for hit in hits)
