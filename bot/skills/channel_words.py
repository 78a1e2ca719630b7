"""Ratings and briefs in words."""

from collections.abc import Iterator, Sequence

from bot.advisor import Rating, Region, relation
from bot.models import Notice, NoticeKind, Reasoning, Recommendation, Tag, TagKind, Understood
from bot.phrases import Phrases
from bot.skills.request import Request, Voice
from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.brief_reader import TRAITS_OF_CUES
from bot.understanding.corrections import WORLDWIDE
from bot.understanding.places import PlaceFinder
from bot.understanding.typed import Names
from knowledge.models import Channel, Language, Library, Localized

REASONS_SHOWN = 2
_TOLD_OTHERWISE = frozenset({"ads", "event", "video", "pictures"})
"""Whoever asks where to post wants to post; the rest shows as a trait already."""
_NOT_SHOWN_AS_TAG = frozenset({"broad", "professional", "versatile", "career-seekers"})


class ChannelWords:
    """Words a recommendation and what was understood."""

    def __init__(self, phrases: Phrases, places: PlaceFinder) -> None:
        self._phrases = phrases
        self._places = places

    def recommendation(self, rating: Rating, request: Request) -> Recommendation:
        """Return the channel with its reasons, each from the channel's file."""
        reasons = tuple(self._reasons(rating, request))[:REASONS_SHOWN]
        return Recommendation(
            channel=rating.channel.id,
            name=rating.channel.name,
            fit=round(rating.fit, 2),
            reasons=reasons or (general_reason(rating.channel, request),),
            limits=tuple(
                Reasoning(limit.text.within(request.language), limit.points)
                for limit in rating.limits
                if limit.when != "always"
            )[:1],
        )

    def understood(self, brief: Brief, request: Request) -> Understood:
        """Return what was understood as tags."""
        return Understood(tuple(self._tags(brief, request)))

    def _reasons(self, rating: Rating, request: Request) -> Iterator[Reasoning]:
        voice = Voice(self._phrases, request.language)
        regional = tuple(self._regional(rating, request, voice))
        yield from regional
        shown = {point for reason in regional for point in reason.points}
        for argument in rating.arguments:
            if shown.intersection(argument.reason.points):
                # The region's sentence has said it already.
                continue
            text = argument.reason.text.within(request.language)
            if argument.need.inferred:
                text = self._supposed(argument.need, text, request, voice)
            yield Reasoning(text, argument.reason.points, argument.need.inferred)

    def _supposed(self, need: Need, text: str, request: Request, voice: Voice) -> str:
        """A guess is named as such."""
        if need.origin is Origin.GUESS:
            return voice.say("advice.inferred", evidence=self._level_title(need.evidence, request), text=text)
        trait = request.knowledge.library.traits[need.trait].name.within(request.language)
        return voice.say("advice.described", trait=trait, text=text)

    def _regional(self, rating: Rating, request: Request, voice: Voice) -> Iterator[Reasoning]:
        if rating.region in (Region.HERE, Region.WIDER):
            general = general_reason(rating.channel, request)
            near = (Region.HERE, Region.WIDER)
            places = [p for p in request.understanding.brief.places if relation(rating.channel, p) in near]
            place = ", ".join(place.name for place in places)
            yield Reasoning(voice.say("advice.region", place=place, text=general.text), general.points)

    def _tags(self, brief: Brief, request: Request) -> Iterator[Tag]:
        voice = Voice(self._phrases, request.language)
        yield from self._vacancy_tags(brief, request, voice)
        yield from self._trait_tags(brief, request, voice)
        yield from _plan_tags(brief, voice)
        for channel in sorted(brief.excluded & set(request.knowledge.channels)):
            yield _tag(voice, "excluded", request.knowledge.channels[channel].name)

    def _vacancy_tags(self, brief: Brief, request: Request, voice: Voice) -> Iterator[Tag]:
        if brief.role:
            yield _tag(voice, "role", brief.role)
        if brief.level:
            yield _tag(voice, "level", self._level_title(brief.level, request))
        for place in brief.places:
            yield _tag(voice, "place", self._places.shown_name(place, request.language))
        if brief.worldwide:
            yield _tag(voice, "place", voice.say("value.worldwide"))
        if brief.remote:
            yield _tag(voice, "remote", voice.say("value.remote"))
        if brief.age:
            first, last = brief.age
            key = "value.age_exact" if first == last else "value.age"
            yield _tag(voice, "age", voice.say(key, first=first, last=last))
        if brief.headcount:
            yield _tag(voice, "headcount", str(brief.headcount))

    def _trait_tags(self, brief: Brief, request: Request, voice: Voice) -> Iterator[Tag]:
        traits = request.knowledge.library.traits
        for need in brief.needs:
            shown = need.origin in (Origin.SAID, Origin.GUESS) or need.trait not in _NOT_SHOWN_AS_TAG
            if shown and need.trait in traits:
                name = traits[need.trait].name.within(request.language)
                yield Tag("trait", voice.say("tag.trait"), name, inferred=need.inferred)

    def _level_title(self, level: str, request: Request) -> str:
        found = request.knowledge.library.seniorities.get(level)
        return found.title.within(request.language) if found else level


def general_reason(channel: Channel, request: Request) -> Reasoning:
    """Return whom the channel reaches, which always speaks for it."""
    topic = request.knowledge.topics[f"audience:{channel.id}"]
    lead = topic.statements[0]
    return Reasoning(lead.text.within(request.language), lead.points)


def entry_names(library: Library, phrases: Phrases) -> Names:
    """Return what the entries that a tag can show, or a correction can name, are called."""
    return {
        TagKind.LEVEL: {id_: level.title for id_, level in library.seniorities.items()},
        TagKind.TRAIT: {id_: trait.name for id_, trait in library.traits.items()},
        TagKind.EXCLUDED: {id_: Localized(c.name, c.name) for id_, c in library.channels.items()},
        TagKind.PLACE: {WORLDWIDE: _in_both("value.worldwide", phrases)},
        **{kind: dict(_cued(kind, library, phrases)) for kind in (TagKind.WISH, TagKind.CONTENT, TagKind.KIND)},
    }


def _cued(kind: TagKind, library: Library, phrases: Phrases) -> Iterator[tuple[str, Localized]]:
    """Cues that stand for a trait are called as it is; to post ads is no plan that is shown, so it has no name."""
    for cue in library.cues:
        id_ = cue.removeprefix(f"{kind}-")
        if cue in TRAITS_OF_CUES and id_ != cue:
            yield id_, library.traits[TRAITS_OF_CUES[cue]].name
        elif id_ != cue and id_ not in _TOLD_OTHERWISE:
            yield id_, _in_both(f"{kind}.{id_}", phrases)


def _in_both(key: str, phrases: Phrases) -> Localized:
    return Localized(*(phrases.say(key, language) for language in (Language.DE, Language.EN)))


def left_out(names: Sequence[str], shown: int, voice: Voice) -> Iterator[Notice]:
    """Yield which of the channels asked about are not shown, where there are more than `shown`."""
    if rest := names[shown:]:
        text = voice.say("topic.left_out", number=shown, channels=", ".join(rest))
        yield Notice(NoticeKind.CAVEAT, text)


def _plan_tags(brief: Brief, voice: Voice) -> Iterator[Tag]:
    for wish in brief.wishes:
        if wish not in _TOLD_OTHERWISE:
            yield _tag(voice, "wish", voice.say(f"wish.{wish}"))
    for content in brief.content:
        if content not in _TOLD_OTHERWISE:
            yield _tag(voice, "content", voice.say(f"content.{content}"))
    for kind in brief.kinds:
        yield _tag(voice, "kind", voice.say(f"kind.{kind}"))


def _tag(voice: Voice, kind: str, value: str) -> Tag:
    return Tag(kind, voice.say(f"tag.{kind}"), value)
