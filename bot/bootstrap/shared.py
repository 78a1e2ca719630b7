"""What the parts of the composition root share: where the index lies, what it must hold, how errors are told."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BotError, NotReadyError
from bot.served import LIBRARY_PART, UNDERSTANDING_PART
from config.settings import Settings
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError
from retrieval.index_build import MODEL_PART
from retrieval.model_source import stated_name
from retrieval.snapshot import Snapshot, load_snapshot, published

INDEX_FOLDER = "index"
BEHIND = 10
"""Steps of politeness, of 19. A process so far behind gets a tenth of a core that another one wants as well."""


def stand_back() -> None:
    """Let whoever answers questions on this machine go first, for as long as this process lives."""
    if hasattr(os, "nice"):  # which Windows lacks
        os.nice(BEHIND)


def index_folder(settings: Settings) -> Path:
    """Return where the index lies."""
    return settings.data_dir / INDEX_FOLDER


def generation(settings: Settings) -> str | None:
    """Return the name of the published generation of the index, None where there is none."""
    return published(index_folder(settings))


def database_url(settings: Settings) -> str | None:
    """Return the URL of PostgreSQL, None for SQLite in the data folder."""
    return settings.database_url.get_secret_value() if settings.database_url else None


def built_snapshot(settings: Settings) -> Snapshot:
    """Load the index. Raises RetrievalError where it is missing, damaged or lacks a part."""
    snapshot = load_snapshot(index_folder(settings), stated_name(settings.embedding.model))
    for name in (MODEL_PART, LIBRARY_PART, UNDERSTANDING_PART):
        snapshot.part(name)  # says that it is outdated, where one is lacking
    return snapshot


@contextmanager
def of_this_version() -> Iterator[None]:
    """A whole index whose files this version cannot read was built by another one."""
    try:
        yield
    except (OSError, LookupError, ValueError) as error:
        raise NotReadyError(f"the index was built by another version of Lotse ({error}). Mend: lotse index") from error


@contextmanager
def translated(kind: type[BotError]) -> Iterator[None]:
    """Turn the lower rooms' errors into this room's, so that adapters know one tree."""
    try:
        yield
    except (KnowledgeError, RetrievalError) as error:
        raise kind(str(error)) from error
