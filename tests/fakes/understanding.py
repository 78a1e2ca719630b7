"""Guesses, turns and messages understood, with whatever does not matter filled in."""

from collections.abc import Mapping

from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.brief_reader import BriefReader
from bot.understanding.classifier import Guess
from bot.understanding.decisions import with_attitude
from bot.understanding.labels import AUDIENCE, PLATFORM
from bot.understanding.models import Turn, Understanding
from bot.understanding.places import Place
from bot.understanding.positions import find_position
from bot.understanding.reading import Reader
from bot.understanding.sighting import Sighting
from knowledge.models import Intent, Language
from knowledge.place_names import PlaceKind

LABELS = (*Intent, PLATFORM, AUDIENCE, "definition", "advantages", "platforms-overview", "audiences", "trends")
CHANNELS = ("facebook", "linkedin", "xing")


def make_guess(
    labels: Mapping[str, float], channels: Mapping[str, float] | None = None, unwanted: float = 0.5
) -> Guess:
    """Return a guess in which every label and channel not named is improbable."""
    return Guess(
        labels={**dict.fromkeys(map(str, LABELS), 0.001), **{str(label): p for label, p in labels.items()}},
        channels={**dict.fromkeys(CHANNELS, 0.01), **(channels or {})},
        unwanted=unwanted,
    )


def make_place(name: str, *countries: str, kind: PlaceKind = PlaceKind.TOWN) -> Place:
    """Return a place that stands at the beginning of a message."""
    return Place(name, countries, 0, 0, kind)


def needs(origin: Origin, *traits: str, evidence: str = "") -> tuple[Need, ...]:
    """Return one need a trait."""
    return tuple(Need(trait, origin, evidence or trait) for trait in traits)


def make_understanding(
    text: str = "…",
    intent: Intent | None = None,
    language: Language = Language.DE,
    topics: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    brief: Brief | None = None,
    position: int | None = None,
    unknown_channel: str | None = None,
) -> Understanding:
    """Return a message understood."""
    return Understanding(text, language, intent, topics, channels, brief or Brief(), position, unknown_channel, 0.9)


def after_advice(brief: Brief, *channels: str, intent: Intent = Intent.CHANNEL_ADVICE) -> Turn:
    """Return the turn in which `channels` were recommended."""
    compared = channels if intent is Intent.COMPARE_CHANNELS else ()
    return Turn(make_understanding(intent=intent, brief=brief, channels=compared), None, channels)


def after_topic(topic: str, *others: str, brief: Brief | None = None) -> Turn:
    """Return the turn in which `topic` was explained."""
    return Turn(make_understanding(topics=(topic, *others), brief=brief), topic)


class Eye:
    """Sees messages as the understanding does, but for the guess, which is given."""

    def __init__(self, reader: Reader, briefs: BriefReader) -> None:
        self._reader = reader
        self._briefs = briefs

    def __call__(
        self,
        text: str,
        labels: Mapping[str, float],
        channels: Mapping[str, float] | None = None,
        language: Language = Language.DE,
        unwanted: float = 0.5,
        last: Turn | None = None,
    ) -> Sighting:
        """Return the sighting of `text` after the turn `last`; what is guessed as in `make_guess`."""
        guess = make_guess(labels, channels, unwanted)
        reading = with_attitude(self._reader.read(text), guess, last)
        return Sighting(reading, language, guess, self._briefs.read(reading, guess.channels), find_position(text))
