"""What `lotse doctor` checks, each finding with its remedy."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bot.diagnosis import Finding, FindingState
from bot.errors import BotError
from bot.index import snapshot_parts
from bot.served import UNDERSTANDING_PART
from bot.understanding.calibration import load_calibration
from knowledge.advice import load_advice, load_candidates_phrasings
from knowledge.errors import KnowledgeError
from knowledge.library import load_library, shipped_content
from knowledge.models import Audience
from knowledge.onboarding import load_curriculum, load_modules
from knowledge.phrasings import load_phrasings
from knowledge.team import TeamDocument
from retrieval.errors import RetrievalError
from retrieval.model_source import DEFAULT_MODEL, find_model, stated_name
from retrieval.snapshot import Snapshot, load_snapshot

REBUILD = "lotse index"
SQLITE_FILE = "lotse.db"


@dataclass(frozen=True, slots=True)
class Setup:
    """What is configured, as far as the examination needs it.

    `documents` returns the team's own. `open_database` opens and closes a database that is not the file in `data_dir`;
    None where it is that file. `retention_days` is 0 where nothing is deleted by age.
    """

    data_dir: Path
    index: Path
    model: str
    human_contact: str
    web: str
    web_problem: str
    open_database: Callable[[], None] | None
    documents: Callable[[], Sequence[TeamDocument]]
    retention_days: int


def examine(setup: Setup) -> Iterator[Finding]:
    """Yield a finding for everything that answering depends on."""
    yield _data_folder(setup.data_dir)
    yield from _content(setup.data_dir)
    yield _model(setup.model)
    yield from _index(setup)
    yield _human_contact(setup.human_contact)
    yield _conversations(setup)
    yield _retention(setup.retention_days)
    yield _web(setup)


def _data_folder(folder: Path) -> Finding:
    nearest = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Finding("data folder", FindingState.OK, str(folder))
    remedy = "make it writable or set LOTSE_DATA_DIR to a folder that is"
    return Finding("data folder", FindingState.ERROR, f"{folder} cannot be written", remedy)


def _content(data_dir: Path) -> Iterator[Finding]:
    try:
        library = load_library(shipped_content())
        load_phrasings(shipped_content() / "phrasings", library.topics)
        modules = load_modules(shipped_content(), library.topics)
        load_candidates_phrasings(shipped_content(), load_advice(shipped_content()))
    except KnowledgeError as error:
        yield Finding("content", FindingState.ERROR, str(error), "mend the lines named")
        return
    yield Finding("content", FindingState.OK, f"{len(library.topics)} topics, {len(library.channels)} channels")
    own = load_curriculum(data_dir, library.topics)
    if own.mistakes:
        detail = "\n".join(map(str, own.mistakes))
        yield Finding("onboarding", FindingState.WARNING, detail, "mend the lines named; until then they are left out")
    else:
        count = len(own.modules) - len(modules)
        yield Finding("onboarding", FindingState.OK, f"{len(modules)} modules, {count} of the team's own")


def _model(name: str) -> Finding:
    try:
        source = find_model(name)
    except RetrievalError as error:
        return Finding("embedding model", FindingState.ERROR, str(error))
    if source.folder is None:
        detail = f"{name}, a model of the hub: fetched when the index is built"
        remedy = f"without a network, leave the setting at {DEFAULT_MODEL}"
        return Finding("embedding model", FindingState.WARNING, detail, remedy)
    missing = [module for module in ("sentence_transformers", "torch") if find_spec(module) is None]
    if missing:
        detail = f"{name}; {', '.join(missing)} is not installed, so no index can be built"
        return Finding("embedding model", FindingState.WARNING, detail, "pip install -e . -c constraints.txt")
    return Finding("embedding model", FindingState.OK, name)


def _index(setup: Setup) -> Iterator[Finding]:
    try:
        snapshot = load_snapshot(setup.index, stated_name(setup.model))
    except RetrievalError as error:
        yield Finding("index", FindingState.MISSING, str(error), REBUILD)
        return
    try:
        calibration = load_calibration(snapshot.part(UNDERSTANDING_PART))
    except (RetrievalError, OSError, LookupError, ValueError, TypeError) as error:
        yield Finding("index", FindingState.MISSING, f"built by another version of Lotse ({error})", REBUILD)
        return
    yield _freshness(snapshot, setup)
    detail = (
        f"declines from a probability of {calibration.threshold:.2f} on; of "
        f"{calibration.inside + calibration.outside} phrasings kept aside, {calibration.inside_answered:.1%} of those "
        f"inside are answered and {calibration.outside_declined:.1%} of those outside declined"
    )
    yield Finding("understanding", FindingState.OK, detail)


def _freshness(snapshot: Snapshot, setup: Setup) -> Finding:
    manifest = snapshot.manifest
    detail = (
        f"{manifest.header.counts.get(Audience.RECRUITER, 0)} passages, built {manifest.created}, every file verified"
    )
    try:
        documents = setup.documents()
        parts = snapshot_parts(shipped_content(), setup.model, documents)
    except (KnowledgeError, RetrievalError):
        return Finding("index", FindingState.WARNING, f"{detail}; the content it was built from has mistakes now")
    except BotError as error:
        return Finding("index", FindingState.WARNING, f"{detail}; the team's documents cannot be read", str(error))
    changed = [part.name for part in parts if _fingerprint(snapshot, part.name) != part.fingerprint]
    if changed:
        return Finding("index", FindingState.WARNING, f"{detail}; changed since: {', '.join(changed)}", REBUILD)
    if documents:
        detail += f"; {len(documents)} documents of the team"
    return Finding("index", FindingState.OK, detail)


def _fingerprint(snapshot: Snapshot, part: str) -> str | None:
    record = snapshot.manifest.part(part)
    return record.fingerprint if record else None


def _conversations(setup: Setup) -> Finding:
    if setup.open_database is None:
        file = setup.data_dir / SQLITE_FILE
        detail = str(file) if file.exists() else f"none yet; they will be kept in {file}"
        return Finding("conversations", FindingState.OK, detail)
    try:
        setup.open_database()
    except BotError as error:
        return Finding("conversations", FindingState.ERROR, str(error))
    return Finding("conversations", FindingState.OK, "the database of LOTSE_DATABASE_URL can be used")


def _retention(days: int) -> Finding:
    if days:
        return Finding("retention", FindingState.OK, f"conversations are deleted {days} days after their last message")
    detail = "conversations are kept until somebody deletes them; LOTSE_RETENTION__DAYS sets an end"
    return Finding("retention", FindingState.OK, detail)


def _web(setup: Setup) -> Finding:
    if setup.web_problem:
        return Finding("web chat", FindingState.ERROR, setup.web, setup.web_problem)
    return Finding("web chat", FindingState.OK, f"{setup.web}; lotse serve starts it")


def _human_contact(name: str) -> Finding:
    if name:
        return Finding("human contact", FindingState.OK, name)
    detail = "nobody is named whom Lotse can point to where it does not know"
    return Finding("human contact", FindingState.WARNING, detail, "set LOTSE_ANSWERS__HUMAN_CONTACT")
