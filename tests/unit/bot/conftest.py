from collections.abc import Mapping

import pytest

from bot.phrases import Phrases, load_phrases
from bot.skills.channel_words import entry_names
from bot.skills.request import Knowledge, visible
from bot.understanding.brief_reader import BriefReader
from bot.understanding.build import known_words
from bot.understanding.corrections import Corrector
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.typed import TypedReader
from bot.understanding.vocabulary import build_vocabulary
from knowledge.advice import load_advice
from knowledge.gazetteer import Gazetteer, build_gazetteer
from knowledge.library import load_library, shipped_content
from knowledge.models import Audience, Library, Passage
from knowledge.passages import library_passages
from knowledge.phrasings import load_phrasings
from tests.fakes.understanding import Eye
from tests.fixtures import compiled_once


@pytest.fixture(scope="session")
def library() -> Library:
    """The content that comes with Lotse."""
    return load_library(shipped_content())


@pytest.fixture(scope="session")
def passages(library: Library) -> Mapping[str, Passage]:
    return {passage.id: passage for passage in library_passages(library)}


@pytest.fixture(scope="session")
def knowledge(library: Library, passages: Mapping[str, Passage]) -> Knowledge:
    """What recruiters may see."""
    return visible(library, passages, Audience.RECRUITER)


@pytest.fixture(scope="session")
def nothing(library: Library, passages: Mapping[str, Passage]) -> Knowledge:
    """What candidates may see: nothing of the guide."""
    return visible(library, passages, Audience.CANDIDATE)


@pytest.fixture(scope="session")
def advised(library: Library) -> Knowledge:
    """What candidates may see: the advice for them."""
    whole = load_advice(shipped_content()).beside(library)
    return visible(whole, {passage.id: passage for passage in library_passages(whole)}, Audience.CANDIDATE)


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return load_phrases()


@pytest.fixture(scope="session")
def finder(library: Library, tmp_path_factory: pytest.TempPathFactory) -> PlaceFinder:
    """The world."""

    def world() -> Gazetteer:
        return build_gazetteer(library.place_groups.values(), library.everyday_words, library.never_towns)

    return PlaceFinder(compiled_once("world", world, tmp_path_factory))


@pytest.fixture(scope="session")
def reader(library: Library, finder: PlaceFinder) -> Reader:
    """The reader as it is served, without any trained model."""
    phrasings = load_phrasings(shipped_content() / "phrasings", library.topics)
    return Reader(build_vocabulary(library, known_words(phrasings)), finder)


@pytest.fixture(scope="session")
def briefs(library: Library) -> BriefReader:
    return BriefReader(library.occupations, library.seniorities, library.channels)


@pytest.fixture(scope="session")
def typed_reader(
    reader: Reader, briefs: BriefReader, finder: PlaceFinder, library: Library, phrases: Phrases
) -> TypedReader:
    return TypedReader(reader, briefs, finder, entry_names(library, phrases))


@pytest.fixture(scope="session")
def corrector(typed_reader: TypedReader, briefs: BriefReader, finder: PlaceFinder) -> Corrector:
    return Corrector(typed_reader, briefs, finder)


@pytest.fixture(scope="session")
def see(reader: Reader, briefs: BriefReader) -> Eye:
    """Sees a message with a guess made by hand."""
    return Eye(reader, briefs)
