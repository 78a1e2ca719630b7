"""Bringing the team's documents in, and removing them: store and index together."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assembly import language_detector
from bot.bootstrap.building import build_index
from bot.bootstrap.opening import open_documents
from bot.bootstrap.shared import built_snapshot, generation, index_folder, of_this_version, translated
from bot.errors import BotError, BuildError, NotReadyError
from bot.progress import Progress
from config.settings import Settings
from knowledge.models import Language
from retrieval.snapshot import remove_older

if TYPE_CHECKING:
    from bot.documents import Details
    from bot.ingest import FileReport


def ingest(
    settings: Settings, paths: Sequence[Path], details: "Details", by: str, progress: Progress
) -> tuple["FileReport", ...]:
    """Bring files, folders and zip exports in and publish an index with them; return a report a file.

    Raises BotError where nothing can be read or kept, BuildError where no index can be built.
    """
    from bot.ingest import Ingester  # noqa: PLC0415 - as in open_store
    from knowledge.conversion import Converter  # noqa: PLC0415

    detect = _detect(settings, progress)
    with translated(BotError), open_documents(settings) as documents, Converter() as converter:
        reports = Ingester(converter, documents, detect, lambda: datetime.now(UTC)).ingest(paths, details, by, progress)
    build_index(settings, progress)
    return reports


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
