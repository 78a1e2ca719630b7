"""Library → Lexicon: every name, title and cue as people type it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from bot.understanding.cue_forms import cue_forms
from bot.understanding.lexicon import Lexicon, Term, build_lexicon
from bot.understanding.title_forms import english_forms, german_forms
from knowledge.models import Channel, Library, Occupation
from knowledge.text import words

GENERIC_OCCUPATION = "generic"
"""The group of words for people looked for that name no job: staff, candidates, Leute."""

GRAMMAR = "grammar-"
"""How the ids of those cues begin that are words of any sentence and count by their place only."""

FILLER = "grammar-filler"
"""The cue for words that are about nothing: "ok", "so", "für"."""


class Kind(StrEnum):
    """What a mention is."""

    CHANNEL = "channel"
    AMBIGUOUS_CHANNEL = "ambiguous-channel"
    OCCUPATION = "occupation"
    SENIORITY = "seniority"
    TRAIT = "trait"
    CUE = "cue"


def build_vocabulary(library: Library, known: Iterable[str]) -> Lexicon:
    """Compile the lexicon. `known` are folded words that are right as they are, although no term."""
    heads = {
        form: Term(Kind.OCCUPATION, occupation.id)
        for occupation in library.occupations.values()
        for head in occupation.heads
        for form in german_forms(head)
    }
    return build_lexicon(_phrases(library), heads, frozenset(known))


def _phrases(library: Library) -> Iterator[tuple[str, Term]]:
    for channel in library.channels.values():
        yield from _channel_names(channel)
    for occupation in library.occupations.values():
        for form in _titles(occupation):
            yield form, Term(Kind.OCCUPATION, occupation.id)
    for kind, bearers in (
        (Kind.SENIORITY, library.seniorities.values()),
        (Kind.TRAIT, library.traits.values()),
    ):
        for bearer in bearers:
            for phrase in bearer.cues.every():
                yield phrase, Term(kind, bearer.id)
    for cue in library.cues.values():
        for phrase in cue.terms.every():
            for form in cue_forms(phrase):
                yield form, Term(Kind.CUE, cue.id)


def _channel_names(channel: Channel) -> Iterator[tuple[str, Term]]:
    parts = (channel.name, *words(channel.name), channel.id, *channel.aliases)
    for name in dict.fromkeys(parts):
        if name.casefold() not in channel.ambiguous:
            yield name, Term(Kind.CHANNEL, channel.id)
    for name in channel.ambiguous:
        yield name, Term(Kind.AMBIGUOUS_CHANNEL, channel.id)


def _titles(occupation: Occupation) -> Iterator[str]:
    for title in occupation.titles.de:
        yield from german_forms(title)
    for title in occupation.titles.en:
        yield from english_forms(title)
    yield from occupation.abbreviations
