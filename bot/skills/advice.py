"""Which channels for a vacancy: ranked, with reasons, what speaks against an obvious one, and a checklist."""

from collections.abc import Iterator

from bot.advisor import Rating, rate_channels, recommended
from bot.composition import points_of
from bot.models import Answer, Block, Checklist, Entry, Heading, Notice, NoticeKind, Outcome, Recommendations
from bot.phrases import Phrases
from bot.skills.channel_words import ChannelWords
from bot.skills.request import Request, Skill, Voice
from knowledge.models import Language
from knowledge.passages import passage_id

CHANNELS_SHOWN = 3
CHECKLIST = "address-audiences-checklist"
ROUGH_ESTIMATES = "audiences"
WISH_TOPICS = {"active-sourcing": "active-sourcing", "brand": "adv-employer-brand"}
"""What somebody with such a plan asks next."""
SUGGESTED_COUNTRY = {Language.DE: "CH", Language.EN: "GB"}
"""Where the place lies that `suggest.place` names."""
OBVIOUS = ("linkedin", "xing", "instagram", "facebook")
"""What most would think of first; the first that is not recommended is explained."""


class AdviceSkill:
    """Recommends channels for the brief."""

    def __init__(self, phrases: Phrases, words: ChannelWords, unknown: Skill) -> None:
        self._phrases = phrases
        self._words = words
        self._unknown = unknown

    def answer(self, request: Request) -> Answer:
        """Return the recommendation, with one question back where something decisive is not known."""
        knowledge, brief = request.knowledge, request.understanding.brief
        if not knowledge.channels:
            return self._unknown.answer(request)
        ratings = rate_channels(knowledge.channels, brief, request.language)
        best = recommended(ratings, CHANNELS_SHOWN)
        blocks = tuple(self._blocks(request, ratings, best))
        return Answer(
            outcome=Outcome.ANSWERED,
            language=request.language,
            blocks=blocks,
            topic=f"audience:{best[0].channel.id}" if best else None,
            topics=tuple(f"audience:{rating.channel.id}" for rating in best),
            channels=tuple(rating.channel.id for rating in best),
            citations=request.cite(self._cited(request, best), points_of(blocks)),
            suggestions=tuple(self._suggestions(request, ratings, best)),
        )

    def _blocks(self, request: Request, ratings: tuple[Rating, ...], best: tuple[Rating, ...]) -> Iterator[Block]:
        voice = Voice(self._phrases, request.language)
        yield self._words.understood(request.understanding.brief, request)
        if not best:
            yield Notice(NoticeKind.CAVEAT, voice.say(_nothing_left(request)))
            return
        yield Heading(voice.say("advice.heading" if len(best) > 1 else "advice.heading_one"))
        yield Recommendations(tuple(self._words.recommendation(rating, request) for rating in best))
        yield from self._reservations(request, ratings, best)
        yield from self._checklist(request)
        yield from self._question(request)

    def _reservations(self, request: Request, ratings: tuple[Rating, ...], best: tuple[Rating, ...]) -> Iterator[Block]:
        voice = Voice(self._phrases, request.language)
        if other := _obvious_other(request, ratings, best):
            limit = other.limits[0]
            text = voice.say("advice.objection", channel=other.channel.name, text=limit.text.within(request.language))
            yield Notice(NoticeKind.OBJECTION, text, limit.points)
        if any(rating.channel.age for rating in best) and request.understanding.brief.needs:
            yield Notice(NoticeKind.CAUTION, voice.say("advice.ages"))
        if topic := request.knowledge.topics.get(ROUGH_ESTIMATES):
            for caveat in topic.caveats[:1]:
                yield Notice(NoticeKind.CAVEAT, caveat.text.within(request.language), caveat.points)

    def _checklist(self, request: Request) -> Iterator[Block]:
        if topic := request.knowledge.topics.get(CHECKLIST):
            steps = tuple(Entry(item.id, item.title.within(request.language), "", item.points) for item in topic.items)
            yield Checklist(topic.id, self._phrases.say("advice.checklist", request.language), steps)

    def _question(self, request: Request) -> Iterator[Block]:
        brief = request.understanding.brief
        if not (brief.role or brief.level or brief.needs):
            yield Notice(NoticeKind.QUESTION, self._phrases.say("advice.ask_role", request.language))
        elif not (brief.places or brief.remote or brief.worldwide):
            yield Notice(NoticeKind.QUESTION, self._phrases.say("advice.ask_place", request.language))

    def _cited(self, request: Request, best: tuple[Rating, ...]) -> Iterator[str]:
        for rating in best:
            yield passage_id(f"audience:{rating.channel.id}", "lead", request.language)
            yield passage_id(f"platform:{rating.channel.id}", "lead", request.language)
        topics = request.knowledge.topics
        for id_ in (CHECKLIST, ROUGH_ESTIMATES):
            if topic := topics.get(id_):
                part = topic.caveats[0] if id_ == ROUGH_ESTIMATES and topic.caveats else topic.statements[0]
                yield passage_id(topic.id, part.id, request.language)

    def _suggestions(self, request: Request, ratings: tuple[Rating, ...], best: tuple[Rating, ...]) -> Iterator[str]:
        voice = Voice(self._phrases, request.language)
        if other := _obvious_other(request, ratings, best):
            yield voice.say("suggest.why_not", channel=other.channel.name)
        for wish in request.understanding.brief.wishes:
            if topic := request.knowledge.topics.get(WISH_TOPICS.get(wish, "")):
                yield topic.question.within(request.language)
        if best:
            yield voice.say("suggest.audience", channel=best[0].channel.name)
        there = SUGGESTED_COUNTRY[request.language] in request.understanding.brief.countries
        yield voice.say("suggest.place_other" if there else "suggest.place")


def _nothing_left(request: Request) -> str:
    """Who asks for others until there are none has ruled nothing out."""
    return "advice.none_left" if request.understanding.brief.given else "advice.no_channel"


def _obvious_other(request: Request, ratings: tuple[Rating, ...], best: tuple[Rating, ...]) -> Rating | None:
    """The first obvious channel that is not recommended and that nobody ruled out."""
    shown = {rating.channel.id for rating in best} | request.understanding.brief.excluded
    by_id = {rating.channel.id: rating for rating in ratings}
    return next((by_id[id_] for id_ in OBVIOUS if id_ in by_id and id_ not in shown and by_id[id_].limits), None)
