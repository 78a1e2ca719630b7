"""A desk for documents with the real store and the real reading process, but without an index behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.bootstrap import open_documents
from bot.document_desk import DocumentDesk, Work
from bot.documents import Details, DocumentSummary
from bot.ingest import FileReport, Incoming, Ingester
from bot.progress import Progress
from config.settings import Settings
from knowledge.conversion import Converter
from knowledge.models import Language
from knowledge.team import TeamDocument
from tests.fakes.team import ADDED


def detect(text: str, likely: Language | None) -> Language:
    return Language.EN if " the " in text.lower() or text.startswith("The") else Language.DE


@dataclass
class Shelf:
    """What the desk works on. `problem` is raised instead of whatever is asked for next; `published` counts."""

    settings: Settings
    converter: Converter
    problem: Exception | None = None
    published: int = 0
    brought_in: list[tuple[tuple[Incoming, ...], Details, str]] = field(default_factory=list)

    @property
    def desk(self) -> DocumentDesk:
        return DocumentDesk(Work(self._listed, self._brought_in, self._removed), self._publish)

    def documents(self) -> tuple[TeamDocument, ...]:
        with open_documents(self.settings) as documents:
            return documents.everything()

    def _listed(self) -> tuple[DocumentSummary, ...]:
        self._trouble()
        with open_documents(self.settings) as documents:
            return documents.summaries()

    def _brought_in(
        self, files: Sequence[Incoming], details: Details, by: str, progress: Progress
    ) -> tuple[FileReport, ...]:
        self._trouble()
        self.brought_in.append((tuple(files), details, by))
        with open_documents(self.settings) as documents:
            return Ingester(self.converter, documents, detect, lambda: ADDED).bring_in(files, details, by, progress)

    def _removed(self, ids: Sequence[str], progress: Progress) -> tuple[str, ...]:
        self._trouble()
        with open_documents(self.settings) as documents:
            return tuple(id_ for id_ in ids if not documents.remove(id_))

    def _publish(self) -> None:
        self.published += 1

    def _trouble(self) -> None:
        if self.problem is not None:
            problem, self.problem = self.problem, None
            raise problem


def make_shelf(folder: Path, converter: Converter) -> Shelf:
    """Return a shelf that keeps in `folder`."""
    return Shelf(Settings(data_dir=folder), converter)
