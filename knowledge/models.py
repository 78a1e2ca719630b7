"""The values of the knowledge room: frozen, validated on load by `knowledge.library`, no SQL.

Points are the numbers 1-97 of the guide's statements; every text rests on at least one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    """The two languages in which everything exists."""

    DE = "de"
    EN = "en"


class Audience(StrEnum):
    """Who asks, and so who may see a passage."""

    RECRUITER = "recruiter"
    CANDIDATE = "candidate"


class ListKind(StrEnum):
    """How a topic's items are meant: steps have an order and can be ticked, entries are a plain list."""

    STEPS = "steps"
    ENTRIES = "entries"


class Intent(StrEnum):
    """What a message wants, apart from asking about a topic. Phrasings are filed under these names too."""

    CHANNEL_ADVICE = "channel-advice"
    COMPARE_CHANNELS = "compare-channels"
    WHY_NOT = "why-not"
    FOLLOWUP = "followup"
    TARGETING_CAUTION = "targeting-caution"
    OUTSIDE = "outside"
    GIBBERISH = "gibberish"
    INJECTION = "injection"
    JUDGE_PERSON = "judge-person"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    CAPABILITIES = "capabilities"
    ACKNOWLEDGEMENT = "acknowledgement"
    INSULT_OR_PRAISE = "insult-or-praise"
    HUMAN = "human"


ELSEWHERE = "elsewhere"
"""The label of phrasings that have nothing to do with the field at all: a kind of `Intent.OUTSIDE`, and easily told."""


class Attitude(StrEnum):
    """Whether a channel named in a request is wanted; phrasings under these labels teach a classifier of its own."""

    WANTED = "attitude:wanted"
    UNWANTED = "attitude:unwanted"


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in both languages."""

    de: str
    en: str

    def within(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.de if language is Language.DE else self.en


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of a vocabulary, as people type them, by language."""

    de: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def every(self) -> tuple[str, ...]:
        """Return the words of both languages, German first."""
        return self.de + self.en


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from."""

    id: str
    title: Localized
    note: Localized


@dataclass(frozen=True, slots=True)
class Statement:
    """One thought with the points it rests on."""

    id: str
    points: tuple[int, ...]
    text: Localized


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list topic, or one step of a checklist."""

    id: str
    points: tuple[int, ...]
    title: Localized
    text: Localized
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Something people ask about. `statements[0]` answers `question` by itself."""

    id: str
    title: Localized
    question: Localized
    audiences: tuple[Audience, ...]
    source: str
    statements: tuple[Statement, ...]
    caveats: tuple[Statement, ...] = ()
    list_kind: ListKind | None = None
    items: tuple[Item, ...] = ()
    related: tuple[str, ...] = ()
    parent: str | None = None

    def parts(self) -> tuple[Statement | Item, ...]:
        """Return everything that can be cited, in reading order."""
        return (*self.statements, *self.caveats, *self.items)


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for a channel, given a trait of the people looked for.

    Strength 3: the guide names exactly this; 2: it says so clearly; 1: it follows weakly.
    """

    trait: str
    strength: int
    points: tuple[int, ...]
    text: Localized


@dataclass(frozen=True, slots=True)
class Limit:
    """What speaks against a channel: when a trait is asked for, for another `region`, or `always`."""

    when: str
    points: tuple[int, ...]
    text: Localized


@dataclass(frozen=True, slots=True)
class AgeRange:
    """The ages the guide gives for a channel's users, in years. Chooses channels, never targets ads."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Channel:
    """One of the twenty platforms, with what speaks for and against it.

    `ambiguous` names are everyday words too ("line") and count only beside words that make them a channel.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    kind: str
    audiences: tuple[Audience, ...]
    source: str
    short: Localized
    reasons: tuple[Reason, ...]
    limits: tuple[Limit, ...]
    age: AgeRange | None = None
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trait:
    """Something about the people looked for, or the content at hand, that bears on channels."""

    id: str
    name: Localized
    cues: Terms


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation group after KldB 2010 and ISCO-08 with the titles people use for it."""

    id: str
    title: Localized
    titles: Terms
    heads: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    kldb: tuple[str, ...] = ()
    isco: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seniority:
    """A career level.

    `inferred` traits are guesses (an apprentice is young) and named as such; `overrides` are traits of a job that do
    not hold at this level (an apprentice is no professional yet).
    """

    id: str
    title: Localized
    cues: Terms
    traits: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that steer how a question is read, e.g. those that exclude a channel."""

    id: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """A named group of countries, or a nickname of a place, which the gazetteer does not hold."""

    id: str
    title: Localized
    names: Terms
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and cited: one text in one language, with everything a citation needs."""

    id: str
    topic: str
    language: Language
    audiences: tuple[Audience, ...]
    points: tuple[int, ...]
    source: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Library:
    """All content, validated: every reference in it resolves. Mappings are by id, in the files' order."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    channels: Mapping[str, Channel]
    traits: Mapping[str, Trait]
    occupations: Mapping[str, Occupation] = field(default_factory=dict)
    seniorities: Mapping[str, Seniority] = field(default_factory=dict)
    place_groups: Mapping[str, PlaceGroup] = field(default_factory=dict)
    cues: Mapping[str, Cue] = field(default_factory=dict)
    everyday_words: tuple[str, ...] = ()
    never_towns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrasing:
    """How somebody asks for a topic, or an intent that is no topic (`channel-advice`, `outside`, …)."""

    label: str
    language: Language
    text: str
