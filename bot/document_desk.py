"""What a serving process does with the team's documents: one thing at a time, and the new index is served at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from bot.documents import Details, DocumentSummary
from bot.ingest import FileReport, Incoming
from bot.progress import Progress


@dataclass(frozen=True, slots=True)
class Work:
    """How documents are listed, brought in and removed, each with the index that belongs to it. All raise BotError."""

    listed: Callable[[], tuple[DocumentSummary, ...]]
    brought_in: Callable[[Sequence[Incoming], Details, str, Progress], tuple[FileReport, ...]]
    removed: Callable[[Sequence[str], Progress], tuple[str, ...]]


class DocumentDesk:
    """For any thread. Reading files and building an index take seconds: whoever changes something waits for the rest.

    `published` has the new index served before the change is reported, so that the next question finds it.
    """

    def __init__(self, work: Work, published: Callable[[], None]) -> None:
        self._work = work
        self._published = published
        self._turn = Lock()

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Return all documents, by title. Raises StoreError, also where somebody else holds them for long."""
        return self._work.listed()

    def document(self, id_: str) -> DocumentSummary | None:
        """Return one of them, None where there is none of this id. Raises StoreError."""
        return next((one for one in self.documents() if one.id == id_), None)

    def bring_in(
        self, files: Sequence[Incoming], details: Details, by: str, progress: Progress
    ) -> tuple[FileReport, ...]:
        """Read files, keep them instead of those of the same sources, and serve them; return a report for each.

        Raises:
            BotError: a title is given for more than one file, or nothing can be kept or served.
        """
        with self._turn:
            reports = self._work.brought_in(files, details, by, progress)
            self._published()
        return reports

    def remove(self, ids: Sequence[str], progress: Progress) -> tuple[str, ...]:
        """Remove documents with every trace; return the ids that there were not. Raises BotError."""
        with self._turn:
            missing = self._work.removed(ids, progress)
            self._published()
        return missing
