"""Two channels side by side, and why a channel is not recommended."""

from collections.abc import Iterator
from dataclasses import replace

from bot.advisor import Rating, rate_channels, recommended
from bot.composition import points_of
from bot.models import Answer, Block, Comparison, Heading, Notice, NoticeKind, Outcome, Text
from bot.phrases import Phrases
from bot.skills.advice import CHANNELS_SHOWN
from bot.skills.channel_words import ChannelWords, general_reason, left_out
from bot.skills.request import Request, Skill, Voice
from knowledge.models import Channel
from knowledge.passages import passage_id

MOST_COMPARED = 4
MOST_CASES = 2
"""So many channels are each argued for and against at once."""
EVEN = 0.5
"""Scores this close count as equal: no single reason of the guide weighs less."""


class CompareSkill:
    """Puts channels side by side and, where a vacancy is known, says which fits it better."""

    def __init__(self, phrases: Phrases, words: ChannelWords, unknown: Skill) -> None:
        self._phrases = phrases
        self._words = words
        self._unknown = unknown

    def answer(self, request: Request) -> Answer:
        """Return the comparison."""
        known = request.knowledge.channels
        named = [known[id_] for id_ in request.understanding.channels if id_ in known]
        if not named:
            return self._unknown.answer(request)
        ratings = rate_channels(known, request.understanding.brief, request.language)
        order = [rating.channel.id for rating in ratings if rating.channel in named and _fits(rating)]
        named = _shown_first(named, ratings, request)
        compared = named[:MOST_COMPARED]
        return Answer(
            outcome=Outcome.ANSWERED,
            language=request.language,
            blocks=tuple(self._blocks(request, named, ratings)),
            topic=f"audience:{compared[0].id}",
            topics=tuple(f"{facet}:{channel.id}" for channel in compared for facet in ("audience", "platform")),
            channels=() if request.understanding.brief.empty else tuple(order),
            citations=request.cite(
                (
                    passage_id(f"{facet}:{channel.id}", "lead", request.language)
                    for channel in compared
                    for facet in ("platform", "audience")
                ),
            ),
            suggestions=tuple(
                self._phrases.say("suggest.audience", request.language, channel=channel.name)
                for channel in compared[:2]
            ),
        )

    def _blocks(self, request: Request, named: list[Channel], ratings: tuple[Rating, ...]) -> Iterator[Block]:
        voice = Voice(self._phrases, request.language)
        compared = named[:MOST_COMPARED]
        if not request.understanding.brief.empty:
            yield self._words.understood(request.understanding.brief, request)
        names = " / ".join(channel.name for channel in compared)
        yield Heading(voice.say("compare.heading", channels=names))
        yield Comparison(tuple(channel.name for channel in compared), tuple(self._rows(request, compared, voice)))
        yield from left_out([channel.name for channel in named], MOST_COMPARED, voice)
        if request.understanding.brief.empty:
            yield Notice(NoticeKind.QUESTION, voice.say("compare.ask"))
        else:
            yield Text(_verdict(voice, named, ratings))

    def _rows(self, request: Request, compared: list[Channel], voice: Voice) -> Iterator[tuple[str, tuple[str, ...]]]:
        topics, language = request.knowledge.topics, request.language
        for facet, key in (("platform", "kind"), ("audience", "audience")):
            leads = (topics[f"{facet}:{channel.id}"].statements[0] for channel in compared)
            yield voice.say(f"compare.{key}"), tuple(lead.text.within(language) for lead in leads)
        if any(channel.age for channel in compared):
            ages = (f"{c.age.first}–{c.age.last}" if c.age else voice.say("compare.no_age") for c in compared)
            yield voice.say("compare.age"), tuple(ages)


class WhyNotSkill:
    """Says where a channel stands for the vacancy of the conversation, and what speaks for and against it."""

    def __init__(self, phrases: Phrases, words: ChannelWords, unknown: Skill) -> None:
        self._phrases = phrases
        self._words = words
        self._unknown = unknown

    def answer(self, request: Request) -> Answer:
        """Return the channel's case."""
        known = request.knowledge.channels
        asked = [known[id_] for id_ in request.understanding.channels if id_ in known]
        if not asked:
            return self._unknown.answer(request)
        # Where a channel stands does not change by its having been named before.
        ratings = rate_channels(known, replace(request.understanding.brief, given=frozenset()), request.language)
        best = recommended(ratings, CHANNELS_SHOWN)
        blocks = [block for channel in asked[:MOST_CASES] for block in self._blocks(request, channel, ratings, best)]
        blocks += left_out([c.name for c in asked], MOST_CASES, Voice(self._phrases, request.language))
        return Answer(
            outcome=Outcome.ANSWERED,
            language=request.language,
            blocks=(self._words.understood(request.understanding.brief, request), *blocks),
            topic=f"audience:{asked[0].id}",
            topics=tuple(f"{facet}:{channel.id}" for channel in asked for facet in ("audience", "platform")),
            channels=tuple(rating.channel.id for rating in best),
            citations=request.cite(
                (
                    passage_id(f"audience:{c.id}", "lead", request.language)
                    for c in (*asked, *(r.channel for r in best))
                ),
                points_of(blocks),
            ),
            suggestions=tuple(
                self._phrases.say("suggest.audience", request.language, channel=rating.channel.name)
                for rating in best[:2]
            ),
        )

    def _blocks(
        self, request: Request, channel: Channel, ratings: tuple[Rating, ...], best: tuple[Rating, ...]
    ) -> Iterator[Block]:
        voice = Voice(self._phrases, request.language)
        rating = next(rating for rating in ratings if rating.channel.id == channel.id)
        yield Heading(voice.say("why_not.heading", channel=channel.name))
        yield Text(_standing(voice, rating, ratings, request))
        general = general_reason(channel, request)
        yield Text(voice.say("why_not.for_it", text=general.text), general.points)
        for limit in rating.limits[:2]:
            text = voice.say("why_not.against", text=limit.text.within(request.language))
            yield Notice(NoticeKind.OBJECTION, text, limit.points)
        better = [other.channel.name for other in best if other.channel.id != channel.id]
        if better and rating not in best:
            yield Text(voice.say("why_not.better", channels=", ".join(better)))


def _standing(voice: Voice, rating: Rating, ratings: tuple[Rating, ...], request: Request) -> str:
    name = rating.channel.name
    if rating.channel.id in request.understanding.brief.excluded:
        return voice.say("why_not.excluded", channel=name)
    if rating.out:
        return voice.say(
            "why_not.out" if request.understanding.brief.countries else "why_not.out_unknown", channel=name
        )
    candidates = [other for other in ratings if not other.out]
    rank = candidates.index(rating) + 1
    return voice.say(_rank_key(rating, ratings, request), channel=name, rank=rank, total=len(candidates))


def _rank_key(rating: Rating, ratings: tuple[Rating, ...], request: Request) -> str:
    if rating.channel.id in request.understanding.brief.given:
        return "why_not.given"
    return "why_not.fits" if rating in recommended(ratings, CHANNELS_SHOWN) else "why_not.ranked"


def _shown_first(named: list[Channel], ratings: tuple[Rating, ...], request: Request) -> list[Channel]:
    """Where not all can be shown and a vacancy is known, those that fit it best, in the order they were named."""
    if request.understanding.brief.empty:
        return named
    best = [rating.channel for rating in ratings if rating.channel in named][:MOST_COMPARED]
    return sorted(named, key=lambda channel: channel not in best)


def _fits(rating: Rating) -> bool:
    return not rating.out and rating.score > 0


def _verdict(voice: Voice, compared: list[Channel], ratings: tuple[Rating, ...]) -> str:
    fitting = [rating for rating in ratings if rating.channel in compared and _fits(rating)]
    if not fitting and not _fits(ratings[0]):
        return voice.say("advice.no_channel")
    if not fitting:
        return voice.say("compare.verdict_none", channel=ratings[0].channel.name)
    even = [rating for rating in fitting if fitting[0].score - rating.score < EVEN]
    if len(even) > 1:
        return voice.say("compare.verdict_even", channels=", ".join(rating.channel.name for rating in even))
    return voice.say("compare.verdict", channel=fitting[0].channel.name)
