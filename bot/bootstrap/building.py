"""Building and judging the index."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assembly import language_detector
from bot.bootstrap.opening import DOCUMENTS_FOLDER, open_documents
from bot.bootstrap.shared import built_snapshot, database_url, index_folder, translated
from bot.errors import BotError, BuildError, NotReadyError
from bot.progress import Progress
from config.settings import Settings
from knowledge.library import shipped_content
from knowledge.models import Language
from retrieval.embedding import load_embedder
from retrieval.errors import RetrievalError
from retrieval.index_build import MODEL_PART, index_header
from retrieval.snapshot import Part, build_snapshot, load_snapshot, rebuild_snapshot

if TYPE_CHECKING:
    from knowledge.team import TeamDocument


def build_index(settings: Settings, progress: Progress) -> None:
    """Build what has changed of the index. Raises BuildError, which lists every mistake."""
    with translated(BuildError):
        build_snapshot(index_folder(settings), _parts(settings), index_header, progress)


def rebuild_index(settings: Settings, progress: Progress) -> None:
    """Build everything anew, beside the old one. Raises BuildError, which lists every mistake."""
    with translated(BuildError):
        rebuild_snapshot(index_folder(settings), _parts(settings), index_header, progress)


def index_is_current(settings: Settings) -> bool:
    """Whether there is a whole index and nothing that it is made from has changed."""
    with translated(BuildError):
        parts = _parts(settings)
    try:
        manifest = load_snapshot(index_folder(settings)).manifest
    except RetrievalError:
        return False
    built = {record.name: record.fingerprint for record in manifest.parts}
    return built == {part.name: part.fingerprint for part in parts}


def _parts(settings: Settings) -> tuple[Part, ...]:
    from bot.index import snapshot_parts  # noqa: PLC0415 - imports scikit-learn, 1 s that no answer needs

    return snapshot_parts(shipped_content(), settings.embedding.model, team_documents(settings))


def team_documents(settings: Settings) -> tuple["TeamDocument", ...]:
    """Return what the team has brought in; none where nothing ever was."""
    url = database_url(settings)
    if url is None and not (settings.data_dir / DOCUMENTS_FOLDER).exists():
        return ()
    with open_documents(settings) as documents:
        return documents.everything()


def evaluate(settings: Settings, folder: Path, language: str | None, progress: Progress) -> Mapping[str, float]:
    """Return the retrieval figures on the evaluation set in `folder` (BEIR layout), with the model of the index.

    Raises:
        NotReadyError: there is no index, whose model and language detection are used.
        BotError: the set breaks a rule; names file and line.
    """
    from retrieval.evaluation import evaluate as evaluate_retrieval  # noqa: PLC0415 - measures that no answer needs

    with translated(NotReadyError):
        snapshot = built_snapshot(settings)
        embedder = load_embedder(snapshot.part(MODEL_PART))
        detector = language_detector(snapshot)
    with translated(BotError):
        chosen = Language(language) if language else None
        figures = evaluate_retrieval(
            folder, embedder, lambda text: detector.detect(text, None, Language.DE), progress, chosen
        )
        return figures.by_name()
