"""Assistant.reply: the whole flow from a message to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversations import Conversations
from bot.models import MAX_MESSAGE_LENGTH, Answer, Message, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Knowledge, Request, Skill
from bot.understanding.cleaning import clean
from bot.understanding.models import Conversation, Turn, Understanding
from bot.understanding.understander import Understander
from knowledge.models import Audience, Intent, Language

MAX_RAW_LENGTH = 20 * MAX_MESSAGE_LENGTH
"""Characters before cleaning: spaces and control characters may make up the most, but nobody waits for megabytes."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What answers what: a skill an intent, and the one for topics."""

    by_intent: Mapping[Intent, Skill]
    topics: Skill

    def for_intent(self, intent: Intent | None) -> Skill:
        """Return the skill."""
        return self.topics if intent is None else self.by_intent[intent]


class Assistant:
    """Understands a message within its conversation and lets the fitting skill answer."""

    def __init__(
        self,
        understander: Understander,
        skills: Skills,
        knowledge: Mapping[Audience, Knowledge],
        conversations: Conversations,
        phrases: Phrases,
    ) -> None:
        self._understander = understander
        self._skills = skills
        self._knowledge = knowledge
        self._conversations = conversations
        self._phrases = phrases

    def reply(self, message: Message) -> Answer:
        """Return the answer and remember what the next message may go on from."""
        conversation = self._conversations.load(message.conversation)
        text = clean(message.text) if len(message.text) <= MAX_RAW_LENGTH else message.text
        language = message.language or self._understander.language_of(text[:MAX_MESSAGE_LENGTH], conversation)
        if problem := self._problem(text, language):
            return problem
        understanding = self._understander.understand(text, language, conversation)
        request = Request(understanding, message.audience, self._knowledge[message.audience], conversation.last)
        answer = self._skills.for_intent(understanding.intent).answer(request)
        self._conversations.save(_after(conversation, understanding, answer))
        return answer

    def _problem(self, text: str, language: Language) -> Answer | None:
        if len(text) > MAX_MESSAGE_LENGTH:
            wording = self._phrases.say("refused.too_long", language, limit=MAX_MESSAGE_LENGTH, length=len(text))
        elif not any(character.isalnum() for character in text):
            wording = self._phrases.say("refused.empty", language)
        else:
            return None
        suggestion = self._phrases.say("suggest.advice", language)
        return Answer(Outcome.CLARIFY, language, (Text(wording),), suggestions=(suggestion,))


def _after(conversation: Conversation, understanding: Understanding, answer: Answer) -> Conversation:
    """A reply that declined or chatted leaves the thread where it was."""
    if answer.outcome is not Outcome.ANSWERED or not (answer.topic or answer.channels):
        return replace(conversation, language=answer.language)
    turn = Turn(understanding, answer.topic, answer.channels)
    vacancy = turn if understanding.intent is Intent.CHANNEL_ADVICE else conversation.vacancy
    return Conversation(conversation.id, turn, answer.language, vacancy)
