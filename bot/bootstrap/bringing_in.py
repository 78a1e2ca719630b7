"""Bringing the team's documents in, and removing them: store and index together."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assembly import language_detector
from bot.bootstrap.building import build_index
from bot.bootstrap.opening import open_documents
from bot.bootstrap.shared import built_snapshot, generation, index_folder, of_this_version, translated
from bot.clock import utc_now
from bot.errors import BotError, BuildError, NotReadyError
from bot.progress import Progress
from config.settings import Settings
from knowledge.models import Language
from retrieval.snapshot import remove_older

if TYPE_CHECKING:
    from bot.document_desk import DocumentDesk
    from bot.documents import Details, DocumentSummary, Keeping, Kept
    from bot.ingest import FileReport, Incoming, Ingester
    from knowledge.team import TeamDocument

LIST_SECONDS = 5.0
"""How long a list of documents waits for whoever holds them, since somebody waits for the page."""


def ingest(
    settings: Settings, paths: Sequence[Path], details: "Details", by: str, progress: Progress
) -> tuple["FileReport", ...]:
    """Bring files, folders and zip exports in and publish an index with them; return a report a file.

    Raises BotError where nothing can be read or kept, BuildError where no index can be built.
    """
    with open_documents(settings) as documents:
        reports = _brought_in(settings, documents, progress, lambda one: one.ingest(paths, details, by, progress))
    build_index(settings, progress)  # which opens the documents by itself
    return reports


def make_document_desk(settings: Settings, published: Callable[[], None]) -> "DocumentDesk":
    """Return what a serving process does with documents. `published` is called when there may be a new index."""
    from bot.document_desk import DocumentDesk, Work  # noqa: PLC0415 - only servers need it

    def listed() -> "tuple[DocumentSummary, ...]":
        with open_documents(settings, LIST_SECONDS) as documents:
            return documents.summaries()

    def brought_in(
        files: "Sequence[Incoming]", details: "Details", by: str, progress: Progress
    ) -> "tuple[FileReport, ...]":
        # Opened for each document: between two of them a page may list what there is.
        documents = _BrieflyOpened(settings)
        reports = _brought_in(settings, documents, progress, lambda one: one.bring_in(files, details, by, progress))
        build_index(settings, progress)
        return reports

    def removed(ids: Sequence[str], progress: Progress) -> tuple[str, ...]:
        return remove_documents(settings, ids, progress)

    return DocumentDesk(Work(listed, brought_in, removed), published)


class _BrieflyOpened:
    """Keeps documents in a store that is opened for each of them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def keep(self, document: "TeamDocument") -> "Kept":
        with open_documents(self._settings) as documents:
            return documents.keep(document)


def _brought_in(
    settings: Settings,
    documents: "Keeping",
    progress: Progress,
    bring_in: "Callable[[Ingester], tuple[FileReport, ...]]",
) -> "tuple[FileReport, ...]":
    from bot.ingest import Ingester  # noqa: PLC0415 - as in open_store
    from knowledge.conversion import Converter  # noqa: PLC0415

    detect = _detect(settings, progress)
    with translated(BotError), Converter() as converter:
        return bring_in(Ingester(converter, documents, detect, utc_now))


def remove_documents(settings: Settings, ids: Sequence[str], progress: Progress) -> tuple[str, ...]:
    """Remove documents from the store and from every generation of the index; return the ids that there were not.

    Raises StoreError, BuildError.
    """
    with open_documents(settings) as documents:
        missing = tuple(id_ for id_ in ids if not documents.remove(id_))
    build_index(settings, progress)
    with translated(BuildError):
        remove_older(index_folder(settings), progress)
    return missing


def _detect(settings: Settings, progress: Progress) -> Callable[[str, Language | None], Language]:
    """What tells a text's language is a part of the index, which is built where there is none."""
    if generation(settings) is None:
        build_index(settings, progress)
    with translated(NotReadyError), of_this_version():
        detector = language_detector(built_snapshot(settings))
    return lambda text, likely: detector.detect(text, likely, Language(settings.answers.language))
