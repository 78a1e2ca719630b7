"""What is typed for a tag → the brief that it gives, read as a message is, of which only the tag's kind counts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from bot.models import TagKind
from bot.understanding.ages import YOUNGEST, find_age
from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.brief_reader import TRAITS_OF_CUES, BriefReader
from bot.understanding.headcounts import find_headcount
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.vocabulary import Kind
from knowledge.models import Language, Localized
from knowledge.text import fold, words

NEAR_ENOUGH = 75.0
"""From this likeness on, in percent, an entry is offered for one that is not known."""
_LONG = 4
_WITH_COUNTRY = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_NUMBER = re.compile(r"\d+")
_MOST_PEOPLE = 9_999

Names = Mapping[str, Mapping[str, Localized]]
"""Kind of tag → id of an entry → what it is called, for the kinds whose entries are known beforehand."""


class TypedReader:
    """Reads what is typed for a tag of a kind. `names` are those under which entries are shown and can be typed."""

    def __init__(self, reader: Reader, briefs: BriefReader, places: PlaceFinder, names: Names) -> None:
        self._reader = reader
        self._briefs = briefs
        self._places = places
        self._names = names
        self._ids = {kind: _by_name(entries) for kind, entries in names.items()}

    def read(self, kind: TagKind, typed: str) -> Brief | None:
        """Return a brief that holds nothing but the kind; None where what was typed says nothing of it."""
        match kind:
            case TagKind.ROLE:
                return self._role(typed)
            case TagKind.PLACE | TagKind.REMOTE:
                return self._workplace(typed)
            case TagKind.AGE:
                age = _age(typed)
                return Brief(age=age) if age else None
            case TagKind.HEADCOUNT:
                headcount = _headcount(typed)
                return Brief(headcount=headcount) if headcount else None
            case _:
                ids = self._entries(kind, typed)
                return _of_kind(kind, ids, typed) if ids else None

    def _role(self, typed: str) -> Brief | None:
        """A role that the vocabulary does not know is kept in its words; nothing but a level named is taken of them."""
        if not any(character.isalnum() for character in typed):
            return None
        read = self._as_brief(typed)
        if read.role is None:
            return Brief(role=typed[:1].upper() + typed[1:], level=read.level)
        named = (need for need in read.needs if need.origin in (Origin.SAID, Origin.ROLE))
        # "Junge Köche": a trait named with the role goes with it.
        own = tuple(replace(need, origin=Origin.ROLE) for need in named)
        return Brief(role=read.role, occupations=read.occupations, level=read.level, needs=own)

    def _workplace(self, typed: str) -> Brief | None:
        """A place, "worldwide" or "remote": whichever tag is changed, it is where the work is done."""
        town = _WITH_COUNTRY.fullmatch(typed)
        read = self._as_brief(f"in {town[1] if town else typed}")
        if not (read.places or read.remote or read.worldwide):
            return None
        within = self._as_brief(f"in {town[2]}").countries if town else ()
        # "Paris (USA)", as tags are shown: the gazetteer knows the largest town of a name only.
        places = tuple(replace(p, countries=within) if len(within) == 1 else p for p in read.places)
        return Brief(places=places, remote=read.remote, worldwide=read.worldwide)

    def _entries(self, kind: TagKind, typed: str) -> tuple[str, ...]:
        if id_ := self.entry(kind, typed):
            return (id_,)
        read, trait_like = self._as_brief(typed), self._reader.read(typed).of(Kind.TRAIT)
        # Behind this word "line" and "x" are channels.
        channels = self._reader.read(f"ohne {typed}").of(Kind.CHANNEL)
        said = (need.trait for need in read.needs if need.origin is Origin.SAID)
        found: Mapping[TagKind, tuple[str, ...]] = {
            TagKind.LEVEL: (read.level,) if read.level else (),
            TagKind.TRAIT: (*(mention.id for mention in trait_like), *said),
            TagKind.WISH: read.wishes,
            TagKind.CONTENT: read.content,
            TagKind.KIND: read.kinds,
            TagKind.EXCLUDED: tuple(mention.id for mention in channels),
        }
        return tuple(dict.fromkeys(id_ for id_ in found[kind] if id_ in self._names[kind]))

    def _as_brief(self, typed: str) -> Brief:
        return self._briefs.read(self._reader.read(typed), {})

    def entry(self, kind: TagKind, name: str) -> str | None:
        """Return the id of the entry that is shown as `name` in either language, or None."""
        return self._ids.get(kind, {}).get(fold(name))

    def near(self, kind: TagKind, typed: str, language: Language, number: int) -> tuple[str, ...]:
        """Return up to `number` names of the kind that are spelt like what was typed, the nearest first."""
        if kind in (TagKind.PLACE, TagKind.REMOTE):
            return self._places.near(typed, number)
        names = dict.fromkeys(name.within(language) for name in self._names.get(kind, {}).values())
        found = process.extract(
            typed, list(names), scorer=fuzz.WRatio, processor=_long_words, score_cutoff=NEAR_ENOUGH, limit=number
        )
        return tuple(name for name, _, _ in found)


def _of_kind(kind: TagKind, ids: tuple[str, ...], typed: str) -> Brief:
    match kind:
        case TagKind.LEVEL:
            return Brief(level=ids[0])
        case TagKind.TRAIT:
            return Brief(needs=_said(ids, typed))
        case TagKind.EXCLUDED:
            return Brief(excluded=frozenset(ids))
        case TagKind.KIND:
            return Brief(kinds=ids)
    # An event, a video or pictures choose channels, and are shown, as if the trait were said.
    traits = {id_: TRAITS_OF_CUES[cue] for id_ in ids if (cue := f"{kind}-{id_}") in TRAITS_OF_CUES}
    needs, plain = _said(traits.values(), typed), tuple(id_ for id_ in ids if id_ not in traits)
    return Brief(wishes=plain, needs=needs) if kind is TagKind.WISH else Brief(content=plain, needs=needs)


def _long_words(text: str) -> str:
    """An "and" in common is no likeness."""
    return " ".join(word for word in words(fold(text)) if len(word) >= _LONG)


def _said(traits: Iterable[str], typed: str) -> tuple[Need, ...]:
    return tuple(Need(trait, Origin.SAID, typed) for trait in traits)


def _by_name(entries: Mapping[str, Localized]) -> Mapping[str, str]:
    return {fold(name.within(language)): id_ for id_, name in entries.items() for language in Language}


def _age(typed: str) -> tuple[int, int] | None:
    """Bare numbers are years here; a range that runs backwards is none."""
    numbers = [int(number) for number in _NUMBER.findall(typed)]
    if numbers != sorted(numbers):
        return None
    found = find_age(typed) or find_age(f"{typed} Jahre")
    return found if found and YOUNGEST <= found[0] <= found[1] else None


def _headcount(typed: str) -> int | None:
    """A bare number is one of people here; of two nobody knows which."""
    numbers = _NUMBER.findall(typed)
    found = int(numbers[0]) if len(numbers) == 1 else find_headcount(typed) if not numbers else None
    return found if found and found <= _MOST_PEOPLE else None
