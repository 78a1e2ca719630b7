"""Passages → one index an audience, as parts of a snapshot."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

import numpy as np

from knowledge.models import Audience, Passage
from retrieval.audience_index import PASSAGES_FILE, AudienceIndex, in_order, load_passages
from retrieval.embedding import load_config, load_embedder
from retrieval.errors import SnapshotError
from retrieval.keyword_index import KeywordIndex
from retrieval.model_export import export_model, model_fingerprint
from retrieval.protocols import Embedder, Progress, TextKind, Vectors
from retrieval.sentences import passage_sentences
from retrieval.snapshot import Header, Part, Site, Snapshot
from retrieval.vector_index import VectorIndex, kind_for
from retrieval.vector_memory import Known, embed_unknown, known_vectors, save_keys

MODEL_PART = "model"
INDEX_VERSION = 3
"""Part of every index's fingerprint: raise it when sentences, tokens, scores or files change."""


class Shelf(StrEnum):
    """Whose passages an index holds; begins the names of its parts. Each shelf has an index an audience.

    The team's stand apart from the guide's, so that what one weighs a word by does not change with the other.
    """

    GUIDE = "index"
    TEAM = "team"


def index_part_name(audience: Audience, shelf: Shelf = Shelf.GUIDE) -> str:
    """Return the name of the part, and folder, that holds the audience's index."""
    return f"{shelf}-{audience}"


def model_part(model: str) -> Part:
    """Return the part that exports the embedding model called `model`.

    Raises:
        EmbeddingError: the model cannot be found.
    """

    def build(site: Site, progress: Progress) -> None:
        export_model(model, site.folder, progress)

    return Part(MODEL_PART, model_fingerprint(model), build)


def index_parts(passages: Iterable[Passage], model: str, shelf: Shelf = Shelf.GUIDE) -> tuple[Part, ...]:
    """Return one part an audience, each of only those passages that it may see; to be built after the model's part.

    Raises:
        EmbeddingError: the model cannot be found.
        SnapshotError: two passages have the same id.
    """
    ordered = in_order(passages)
    _check_ids(ordered)
    fingerprint = model_fingerprint(model)
    return tuple(
        _index_part(index_part_name(audience, shelf), tuple(p for p in ordered if audience in p.audiences), fingerprint)
        for audience in Audience
    )


def _check_ids(passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise SnapshotError(f"Two passages have the id {passage.id}, but an id must name one. Mend: rename one")
        seen.add(passage.id)


def _index_part(name: str, passages: tuple[Passage, ...], model: str) -> Part:
    content = json.dumps([asdict(passage) for passage in passages], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()

    def build(site: Site, progress: Progress) -> None:
        embedder = load_embedder(site.part(MODEL_PART))
        _build_index(passages, embedder, site, name, progress)

    return Part(name, f"{digest}/{model}/{INDEX_VERSION}", build)


def _build_index(passages: tuple[Passage, ...], embedder: Embedder, site: Site, name: str, progress: Progress) -> None:
    def tell(done: int, total: int) -> None:
        progress.step(name, done, total)

    known = {key: vector for folder in _memories(site, name) for key, vector in _known(folder, embedder).items()}
    sentences = _sentences(passages)
    vectors = embed_unknown(sentences, TextKind.DOCUMENT, embedder, known, tell)
    assemble(passages, vectors).save(site.folder)
    save_keys(site.folder, sentences, embedder.model)


def _memories(site: Site, name: str) -> Iterator[Path]:
    """Where vectors may be known from: the same part before, and what another audience sees of the same shelf."""
    if site.previous is not None:
        yield site.previous
    shelf = Shelf(name.partition("-")[0])
    if shelf is Shelf.TEAM:
        others = (site.part(index_part_name(audience, shelf)) for audience in Audience)
        yield from (folder for folder in others if folder != site.folder and folder.is_dir())


def _known(folder: Path, embedder: Embedder) -> Known:
    return known_vectors(folder, lambda folder: VectorIndex.load(folder).vectors(), embedder.dimension)


def build_index(passages: Iterable[Passage], embedder: Embedder) -> AudienceIndex:
    """Return an index of all `passages` in memory."""
    ordered = in_order(passages)
    return assemble(ordered, embedder.embed(_sentences(ordered), TextKind.DOCUMENT))


def assemble(passages: tuple[Passage, ...], vectors: Vectors) -> AudienceIndex:
    """Return the index of `passages`, in order, whose sentences have `vectors`, shape (sentences, dimension)."""
    counts = np.asarray([len(passage_sentences(passage)) for passage in passages], dtype=np.int64)
    index = VectorIndex.build(vectors, counts, kind_for(len(vectors)))
    return AudienceIndex(passages, index, KeywordIndex.build(passages))


def _sentences(passages: Sequence[Passage]) -> list[str]:
    return [sentence for passage in passages for sentence in passage_sentences(passage)]


def index_header(generation: Path) -> Header:
    """Return what the manifest says about the generation whose parts are in `generation`."""
    config = load_config(generation / MODEL_PART)
    counts = {audience: _count(generation / index_part_name(audience)) for audience in Audience}
    return Header(config.model, config.dimension, {str(audience): count for audience, count in counts.items()})


def _count(folder: Path) -> int:
    return len(load_passages(folder / PASSAGES_FILE))


def load_indexes(snapshot: Snapshot, shelf: Shelf = Shelf.GUIDE) -> dict[Audience, AudienceIndex]:
    """Return the indexes of a shelf in a verified snapshot.

    Raises:
        SnapshotError: one is missing or unreadable.
    """
    return {audience: AudienceIndex.load(snapshot.part(index_part_name(audience, shelf))) for audience in Audience}
