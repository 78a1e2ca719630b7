"""What is not known is said, with the nearest that is known and a way to a human."""

from bot.models import Answer, Block, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Request, Voice
from bot.skills.suggestions import guest_suggestions
from knowledge.models import Topic
from retrieval.models import Query
from retrieval.protocols import Retriever

NEAREST = 2
FAR_SIMILARITY = 0.25
"""Below this cosine nothing in the guidance is near, and naming something would only puzzle."""


class UnknownSkill:
    """Declines honestly."""

    def __init__(self, retriever: Retriever, phrases: Phrases, human_contact: str) -> None:
        self._retriever = retriever
        self._phrases = phrases
        self._human_contact = human_contact

    def answer(self, request: Request) -> Answer:
        """Return what is not known, what is nearest, and who can help."""
        voice = Voice(self._phrases, request.language)
        nearest = self._nearest(request)
        return Answer(
            outcome=Outcome.UNKNOWN,
            language=request.language,
            blocks=tuple(self._blocks(voice, request, nearest)),
            topics=tuple(topic.id for topic in nearest),
            suggestions=tuple(topic.question.within(request.language) for topic in nearest)
            or _fallback(voice, request),
        )

    def _blocks(self, voice: Voice, request: Request, nearest: tuple[Topic, ...]) -> list[Block]:
        blocks: list[Block] = [Text(_confession(voice, request))]
        # Of a handful of topics the nearest may be far: guests are offered it, not told that it is near.
        if nearest and not request.knowledge.of_guest:
            titles = ", ".join(topic.title.within(request.language) for topic in nearest)
            blocks.append(Text(voice.say("unknown.nearest", titles=titles)))
        helper = "unknown.human_for_guest" if request.knowledge.of_guest else "unknown.human"
        blocks.append(Text(contact(voice, self._human_contact, helper)))
        return blocks

    def _nearest(self, request: Request) -> tuple[Topic, ...]:
        query = Query(request.understanding.text, request.audience, request.language, limit=NEAREST * 3)
        hits = [hit for hit in self._retriever.retrieve(query) if hit.similarity >= FAR_SIMILARITY]
        ids = dict.fromkeys(hit.passage.topic for hit in hits)
        return tuple(request.knowledge.topics[id_] for id_ in ids if id_ in request.knowledge.topics)[:NEAREST]


def _confession(voice: Voice, request: Request) -> str:
    if request.knowledge.of_guest:
        return voice.say("unknown.nothing")
    if channel := request.understanding.unknown_channel:
        return voice.say("unknown.platform", channel=channel)
    return voice.say("unknown.outside")


def contact(voice: Voice, human_contact: str, key: str) -> str:
    """Return who can help."""
    return voice.say(key, contact=human_contact) if human_contact else voice.say(f"{key}_unset")


def _fallback(voice: Voice, request: Request) -> tuple[str, ...]:
    if request.knowledge.of_guest:
        return guest_suggestions(request)
    return (voice.say("suggest.advice"), voice.say("suggest.platforms"), voice.say("suggest.advantages"))
