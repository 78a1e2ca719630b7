"""What somebody changes of what was understood, applied to the brief; the message itself is not read again.

What is typed is read as a message is, but only what is of the tag's kind counts. A correction changes its own kind; a
role takes its level and its traits with it.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from bot.models import Correction, TagKind
from bot.understanding.brief import SPEAKERS, Brief, Need, Origin, merged_needs
from bot.understanding.brief_reader import BriefReader
from bot.understanding.cleaning import clean
from bot.understanding.models import Conversation, Turn, Understanding
from bot.understanding.places import Place, PlaceFinder
from bot.understanding.typed import TypedReader
from knowledge.models import Intent, Language
from knowledge.place_names import PlaceKind
from knowledge.text import fold

MAX_TYPED = 200
"""Characters of one correction: no job title needs more."""
MAX_RAW = 20 * MAX_TYPED
"""Characters before cleaning, as for messages."""
MAX_AT_ONCE = 50
"""Corrections of one message."""
NEAR = 2
"""So many names are offered for one that is not known."""
WORLDWIDE = "worldwide"
"""The id of the one tag of a place that is none."""
_SHOWS_BRIEF = frozenset({Intent.COMPARE_CHANNELS, Intent.WHY_NOT})
_COUNTRY = re.compile(r"\s*\([^()]*\)$")
T = TypeVar("T")


class Obstacle(StrEnum):
    """Why a correction cannot be made."""

    NO_VACANCY = "no-vacancy"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Misread:
    """A correction that cannot be made: its kind, what was typed, and names of that kind that are spelt alike."""

    obstacle: Obstacle
    kind: TagKind | None = None
    typed: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """A correction, cleaned."""

    kind: TagKind
    value: str
    typed: str


class Corrector:
    """Corrects what was understood of a vacancy."""

    def __init__(self, typed: TypedReader, briefs: BriefReader, places: PlaceFinder) -> None:
        self._typed = typed
        self._briefs = briefs
        self._places = places

    def understand(
        self, corrections: Sequence[Correction], language: Language, conversation: Conversation
    ) -> Understanding | Misread:
        """Return the conversation's vacancy with the corrections, or the first that cannot be made.

        Raises ValueError for a kind that no tag has.
        """
        shown = shown_vacancy(conversation)
        if shown is None:
            return Misread(Obstacle.NO_VACANCY)
        before = shown.understanding
        brief = self.correct(before.brief, corrections, language)
        if isinstance(brief, Misread):
            return brief
        return Understanding(before.text, language, Intent.CHANNEL_ADVICE, brief=brief, inside=before.inside)

    def correct(self, brief: Brief, corrections: Sequence[Correction], language: Language) -> Brief | Misread:
        """Return the brief with all corrections, one after the other. Raises ValueError as `understand` does."""
        if len(corrections) > MAX_AT_ONCE:
            return Misread(Obstacle.TOO_MANY)
        for change in [_cleaned(correction) for correction in corrections]:
            if len(change.typed) > MAX_TYPED:
                return Misread(Obstacle.TOO_LONG, change.kind, change.typed)
            news = self._typed.read(change.kind, change.typed) if change.typed else Brief()
            if news is None:
                near = self._typed.near(change.kind, change.typed, language, NEAR)
                return Misread(Obstacle.UNREAD, change.kind, change.typed, near)
            if not _changes_nothing(change):
                brief = self._applied(brief, change, news)
        # Others were asked for in place of those given for the brief as it was.
        return replace(brief, given=frozenset())

    def _applied(self, brief: Brief, change: _Change, news: Brief) -> Brief:
        """The entry gives way to what is read. What there is only one of is replaced, whatever value is named."""
        old = self._typed.entry(change.kind, change.value)
        match change.kind:
            case TagKind.ROLE:
                return brief if fold(change.typed) == fold(brief.role or "") else self._with_role(brief, news)
            case TagKind.LEVEL:
                return self._concluded_anew(brief, replace(brief, level=news.level))
            case TagKind.AGE:
                return self._concluded_anew(brief, replace(brief, age=news.age))
            case TagKind.PLACE | TagKind.REMOTE:
                return self._with_workplace(brief, change, news)
            case TagKind.TRAIT:
                kept = tuple(need for need in brief.needs if need.trait != old)
                return replace(brief, needs=merged_needs(kept, news.needs))
            case _:
                return _with_plan(brief, change.kind, old, news)

    def _with_role(self, brief: Brief, news: Brief) -> Brief:
        """As `Brief.updated` has it; but age and number are tags of their own, which whoever changes the role sees."""
        new = replace(brief, role=news.role, occupations=news.occupations, level=news.level)
        said = (need for need in brief.needs if need.origin is Origin.SAID)
        return replace(new, needs=merged_needs(said, news.needs, self._unless_removed(brief, new)))

    def _concluded_anew(self, old: Brief, new: Brief) -> Brief:
        """Needs follow from job, level and age; what was said, or described, does not depend on them."""
        before = {need.trait for need in self._briefs.concluded(old)}
        own = (Origin.SAID, Origin.DESCRIBED)
        kept = (n for n in old.needs if n.origin in own or (n.origin is Origin.ROLE and n.trait not in before))
        return replace(new, needs=merged_needs(kept, self._unless_removed(old, new)))

    def _unless_removed(self, old: Brief, new: Brief) -> tuple[Need, ...]:
        """What job, level and age of `new` give, but for what they gave before and somebody took away."""
        removed = {need.trait for need in self._briefs.concluded(old)} - {need.trait for need in old.needs}
        return tuple(need for need in self._briefs.concluded(new) if need.trait not in removed)

    def _with_workplace(self, brief: Brief, change: _Change, news: Brief) -> Brief:
        """Of several places only the one named changes, with the market that its adjective gave."""
        named = change.kind is TagKind.PLACE
        gone = tuple(p for p in brief.places if named and self._is_shown_as(p, change.value))
        markets = {fold(place.name) for place in gone if place.kind is PlaceKind.ADJECTIVE}
        not_worldwide = named and self._typed.entry(change.kind, change.value) == WORLDWIDE
        not_remote = change.kind is TagKind.REMOTE and change.value
        return replace(
            brief,
            places=_swapped(brief.places, gone, news.places, _place_key),
            worldwide=news.worldwide or (None if not_worldwide else brief.worldwide),
            remote=news.remote or (None if not_remote else brief.remote),
            needs=tuple(n for n in brief.needs if n.trait != SPEAKERS or fold(n.evidence) not in markets),
        )

    def _is_shown_as(self, place: Place, value: str) -> bool:
        return any(fold(self._places.shown_name(place, language)) == fold(value) for language in Language)


def shown_vacancy(conversation: Conversation) -> Turn | None:
    """Return the turn whose brief was shown last: the last advice, or a comparison for a vacancy after it."""
    last = conversation.last
    if last and last.understanding.intent in _SHOWS_BRIEF and not last.understanding.brief.empty:
        return last
    return conversation.vacancy


def _cleaned(correction: Correction) -> _Change:
    """No entry's name comes near the limits, so that what is longer than them names none."""
    kind, value, typed = TagKind(correction.kind), clean(correction.value[:MAX_RAW]), correction.becomes
    typed = clean(typed) if len(typed) <= MAX_RAW else typed
    country = _COUNTRY.search(value)
    if kind is TagKind.PLACE and country and typed != value:
        # Whoever writes "Wien" over the "Köln" of "Köln (Deutschland)" has not looked at what stands behind it.
        typed = typed.removesuffix(country.group())
    return _Change(kind, value, typed)


def _changes_nothing(change: _Change) -> bool:
    """A trait typed as it is shown is a guess confirmed."""
    return fold(change.typed) == fold(change.value) and (change.kind is not TagKind.TRAIT or not change.typed)


def _with_plan(brief: Brief, kind: TagKind, old: str | None, news: Brief) -> Brief:
    """What no need depends on, but that plans can be traits: an event, a video."""
    gone, needs = (old,) if old else (), merged_needs(brief.needs, news.needs)
    match kind:
        case TagKind.EXCLUDED:
            return replace(brief, excluded=brief.excluded.difference(gone) | news.excluded)
        case TagKind.KIND:
            return replace(brief, kinds=_swapped(brief.kinds, gone, news.kinds, str))
        case TagKind.WISH:
            return replace(brief, wishes=_swapped(brief.wishes, gone, news.wishes, str), needs=needs)
        case TagKind.CONTENT:
            return replace(brief, content=_swapped(brief.content, gone, news.content, str), needs=needs)
        case _:
            return replace(brief, headcount=news.headcount)


def _swapped(
    items: tuple[T, ...], gone: tuple[T, ...], new: tuple[T, ...], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """The items with those `gone` replaced where the first of them stood; each once."""
    position = next((index for index, item in enumerate(items) if item in gone), len(items))
    before = (item for item in items[:position] if item not in gone)
    after = (item for item in items[position:] if item not in gone)
    return tuple({key(item): item for item in (*before, *new, *after)}.values())


def _place_key(place: Place) -> Hashable:
    return fold(place.name), place.countries
