"""Ads aimed at age, gender or origin: a caution, and what targeting is about instead."""

from bot.composition import paragraph, topic_passage_ids
from bot.models import Answer, Notice, NoticeKind, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Request, Skill, Voice
from bot.skills.suggestions import topic_suggestions

INSTEAD = "adv-targeting"


class CautionSkill:
    """Warns, then answers with what the guidance says on targeting."""

    def __init__(self, phrases: Phrases, unknown: Skill) -> None:
        self._phrases = phrases
        self._unknown = unknown

    def answer(self, request: Request) -> Answer:
        """Return the caution and the alternative."""
        topic = request.knowledge.topics.get(INSTEAD)
        if topic is None:
            return self._unknown.answer(request)
        voice = Voice(self._phrases, request.language)
        return Answer(
            outcome=Outcome.ANSWERED,
            language=request.language,
            blocks=(
                Notice(NoticeKind.CAUTION, voice.say("caution.targeting")),
                Text(voice.say("caution.instead")),
                paragraph(topic.statements[0], request.language),
            ),
            topic=topic.id,
            topics=(topic.id,),
            citations=request.cite(topic_passage_ids(topic, request.language)),
            suggestions=topic_suggestions(topic, request),
        )
