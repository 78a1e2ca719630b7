"""What candidates type → JobFilter: "remote backend in Wien", "teilzeit pflege münchen"."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from bot.jobs.filters import JobFilter
from bot.jobs.models import Employment
from bot.jobs.towns import Towns
from bot.understanding.lexicon import Lexicon, Mention, Term, Token, build_lexicon
from bot.understanding.reading import Reader, Reading
from bot.understanding.vocabulary import GENERIC_OCCUPATION, Kind
from bot.understanding.workplaces import work_places
from knowledge.place_names import PlaceKind

REMOTE, FILLER = "remote", "filler"
_EMPLOYMENT = "employment"
_LEVELS_OF = {
    Employment.APPRENTICESHIP: "apprentice",
    Employment.INTERNSHIP: "student",
    Employment.WORKING_STUDENT: "student",
}
"""Career levels that a kind of employment says already."""


class FilterReader:
    """Reads a wish by the vocabulary of jobs and places, and the words of `wording/search.toml`."""

    def __init__(self, reader: Reader, towns: Towns) -> None:
        self._reader = reader
        self._towns = towns
        self._lexicon = _load_lexicon()

    def read(self, text: str) -> JobFilter:
        """Return what `text` asks for. `words` are what is left to be searched: the job, without place and terms."""
        reading = self._reader.read(text)
        own = self._lexicon.find(reading.tokens)
        places = work_places(reading)
        towns = tuple(town for place in places if (town := self._towns.town(place.name)))
        countries = (code for place in places if place.kind is not PlaceKind.TOWN for code in place.countries)
        employment = _chosen(own)
        rest = _rest(reading, own)
        titles = _positions(reading.of(Kind.OCCUPATION), reading.of(Kind.SENIORITY))
        return JobFilter(
            words=" ".join(token.text for _, token in rest),
            details=tuple(token.folded for position, token in rest if position not in titles),
            occupations=_occupations(reading),
            level=_level(reading, employment),
            towns=tuple(dict.fromkeys(towns)),
            countries=tuple(dict.fromkeys(countries)) if not towns else (),
            remote=any(mention.id == REMOTE for mention in own),
            employment=employment,
        )

    def occupations(self, text: str) -> tuple[str, ...]:
        """Return the occupation groups that a post's title names."""
        return _occupations(self._reader.read(text))

    def level(self, text: str) -> str | None:
        """Return the career level that a post's title names."""
        return _level(self._reader.read(text), ())


def _load_lexicon() -> Lexicon:
    words = tomllib.loads(files("bot.jobs.wording").joinpath("search.toml").read_text(encoding="utf-8"))
    phrases = list(_phrases(words))
    known = frozenset(word for listed in words["known"].values() for word in listed)
    return build_lexicon(phrases, {}, known)


def _phrases(words: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, Term]]:
    for kind in (_EMPLOYMENT, REMOTE, FILLER):
        for id_, listed in words[kind].items():
            for phrase in listed:
                yield phrase, Term(kind, id_ if kind == _EMPLOYMENT else kind)


def _chosen(own: Iterable[Mention]) -> tuple[Employment, ...]:
    return tuple(dict.fromkeys(Employment(mention.id) for mention in own if mention.kind == _EMPLOYMENT))


def _occupations(reading: Reading) -> tuple[str, ...]:
    jobs = [mention for mention in reading.of(Kind.OCCUPATION) if mention.id != GENERIC_OCCUPATION]
    exact = [job for job in jobs if job.exact]
    return tuple(dict.fromkeys(job.id for job in exact or jobs))


def _level(reading: Reading, employment: tuple[Employment, ...]) -> str | None:
    said = next((_LEVELS_OF[kind] for kind in employment if kind in _LEVELS_OF), None)
    named = [mention.id for mention in reading.of(Kind.SENIORITY)]
    return said or (named[0] if named else None)


def _rest(reading: Reading, own: tuple[Mention, ...]) -> list[tuple[int, Token]]:
    """The words, with their positions, besides places and terms, which are compared rather than searched."""
    spent = _positions(own) | {p for place in reading.places for p in range(place.first, place.last + 1)}
    return [(position, token) for position, token in enumerate(reading.tokens) if position not in spent]


def _positions(*groups: Iterable[Mention]) -> frozenset[int]:
    return frozenset(p for group in groups for mention in group for p in range(mention.first, mention.last + 1))
