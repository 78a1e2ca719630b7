"""Text → Reading: what the vocabulary and the gazetteer recognise, with doubtful names resolved."""

from dataclasses import dataclass, replace
from functools import cached_property

from bot.understanding.exclusions import excluded_channels
from bot.understanding.lexicon import Lexicon, Mention, Token, join_gender_marks, tokenize
from bot.understanding.places import Place, PlaceFinder
from bot.understanding.vocabulary import Kind
from knowledge.models import Attitude
from knowledge.place_names import PlaceKind

_FEW_WORDS = 2


@dataclass(frozen=True)
class Reading:
    """A message with what is recognised in it, in reading order. What follows from it is found once, when asked for."""

    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    attitude: Attitude | None = None

    def of(self, kind: Kind) -> tuple[Mention, ...]:
        """Return the mentions of a kind."""
        return tuple(mention for mention in self.mentions if mention.kind == kind)

    def has_cue(self, cue: str) -> bool:
        """Whether a cue of `cues.yaml` occurs."""
        return any(mention.id == cue for mention in self.of(Kind.CUE))

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question by its mark or one of its words."""
        return self.text.rstrip().endswith("?") or self.has_cue("grammar-question")

    def words_of(self, mention: Mention) -> str:
        """Return the words of a mention as typed."""
        return " ".join(token.text for token in self.tokens[mention.first : mention.last + 1])

    def unbroken(self, first: int, last: int) -> bool:
        """Whether no comma or end of a sentence stands between two tokens."""
        between = self.text[self.tokens[first].end : self.tokens[last].start]
        return not any(mark in between for mark in ",.!?;:()")

    def spans_of(self, *kinds: Kind) -> tuple[tuple[int, int], ...]:
        """Return where in the text the mentions of some kinds begin and end."""
        found = (mention for mention in self.mentions if mention.kind in kinds)
        return tuple((self.tokens[m.first].start, self.tokens[m.last].end) for m in found)

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        """The channels that are not wanted, by the attitude where it is settled, else by the cues beside each."""
        named = tuple(dict.fromkeys(mention.id for mention in self.of(Kind.CHANNEL)))
        if self.attitude is not None:
            return named if self.attitude is Attitude.UNWANTED else ()
        return excluded_channels(self.text, self.tokens, self.of(Kind.CHANNEL), self.of(Kind.CUE))

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels that are asked about."""
        excluded = self.excluded
        adjectives = {place.last + 1 for place in self.places if place.kind is PlaceKind.ADJECTIVE}
        # "The Russian Facebook" asks for another channel than the one it names.
        named = (m for m in self.of(Kind.CHANNEL) if m.id not in excluded and m.first not in adjectives)
        return tuple(dict.fromkeys(m.id for m in named))


class Reader:
    """Recognises terms and places."""

    def __init__(self, lexicon: Lexicon, places: PlaceFinder) -> None:
        self._lexicon = lexicon
        self._places = places

    def read(self, text: str) -> Reading:
        """Return what is recognised in `text`."""
        text = join_gender_marks(text)
        tokens = tokenize(text)
        mentions = _without_covered(_resolve(self._lexicon.find(tokens), tokens, text))
        taken = frozenset(
            position
            for mention in mentions
            if mention.kind in (Kind.CHANNEL, Kind.OCCUPATION, Kind.SENIORITY) and mention.exact
            for position in range(mention.first, mention.last + 1)
        )
        announced = frozenset(mention.last + 1 for mention in mentions if mention.id == "place-before")
        places = self._places.find(tokens, taken, announced, self._lexicon.known)
        return Reading(text, tokens, _without_places(mentions, places), places)


def _resolve(mentions: tuple[Mention, ...], tokens: tuple[Token, ...], text: str) -> tuple[Mention, ...]:
    """Names that are everyday words count beside a cue, in the middle of a sentence with a capital, or alone."""
    before = {mention.last for mention in mentions if mention.id == "channel-before"}
    after = {mention.first for mention in mentions if mention.id == "channel-after"}
    resolved = []
    for mention in mentions:
        if mention.kind != Kind.AMBIGUOUS_CHANNEL:
            resolved.append(mention)
            continue
        name = tokens[mention.first].text
        capital = name[:1].isupper() and (mention.first > 0 or name.isupper())
        headed = text[tokens[mention.last].end :].lstrip()[:1] in {":", "?", "="}
        beside = mention.first - 1 in before or mention.last + 1 in after
        if beside or capital or headed or len(tokens) <= _FEW_WORDS:
            resolved.append(replace(mention, kind=Kind.CHANNEL))
    return tuple(resolved)


def _without_covered(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """A channel's name within a longer job title or level ("line cook", "snap fitter") is none."""
    longer = [m for m in mentions if m.kind in (Kind.OCCUPATION, Kind.SENIORITY) and m.last > m.first]
    return tuple(
        mention
        for mention in mentions
        if mention.kind != Kind.CHANNEL or not any(m.first <= mention.first and mention.last <= m.last for m in longer)
    )


def _without_places(mentions: tuple[Mention, ...], places: tuple[Place, ...]) -> tuple[Mention, ...]:
    """A place's name is no misspelt term."""
    taken = {position for place in places if place.exact for position in range(place.first, place.last + 1)}
    return tuple(mention for mention in mentions if mention.exact or mention.first not in taken)
