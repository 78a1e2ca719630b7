"""Assistant.reply: the whole flow from a message to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.conversations import Conversations
from bot.models import MAX_MESSAGE_LENGTH, Answer, Message, Outcome, Text
from bot.phrases import Phrases
from bot.skills.misread import misread_answer
from bot.skills.request import Knowledge, Request, Skill, Voice
from bot.understanding.advice import Understands
from bot.understanding.cleaning import clean
from bot.understanding.corrections import Corrector, Misread
from bot.understanding.models import Conversation, Turn, Understanding
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


class Supplement(Protocol):
    """What may add to an answer, or put another in its place: the team's own documents, and what editors wrote."""

    def join(self, request: Request, answer: Answer) -> Answer:
        """Return the answer that is given."""
        ...


class NothingMore:
    """Adds nothing: the team has nothing of its own."""

    def join(self, _request: Request, answer: Answer) -> Answer:
        """Return `answer` itself."""
        return answer


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the conversation as the next message finds it: who keeps both can do so in one transaction."""

    answer: Answer
    conversation: Conversation


class Assistant:
    """Understands a message within its conversation and lets the fitting skill answer."""

    def __init__(
        self,
        understander: Understands,
        corrector: Corrector,
        skills: Skills,
        knowledge: Mapping[Audience, Knowledge],
        conversations: Conversations,
        phrases: Phrases,
        documents: Supplement | None = None,
        answers: Supplement | None = None,
        for_candidates: Understands | None = None,
    ) -> None:
        self._documents = documents or NothingMore()
        self._answers = answers or NothingMore()
        self._understander = understander
        self._for_candidates = for_candidates or understander
        self._corrector = corrector
        self._skills = skills
        self._knowledge = knowledge
        self._conversations = conversations
        self._phrases = phrases

    def answering_from(self, answers: Supplement) -> "Assistant":
        """Return the same assistant with other editors' answers, to try them out."""
        return Assistant(
            self._understander,
            self._corrector,
            self._skills,
            self._knowledge,
            self._conversations,
            self._phrases,
            self._documents,
            answers,
            self._for_candidates,
        )

    def reply(self, message: Message) -> Answer:
        """Return the answer and remember what the next message may go on from."""
        reply = self.respond(message, self._conversations.load(message.conversation))
        self._conversations.save(reply.conversation)
        return reply.answer

    def begin(self, conversation: Conversation) -> None:
        """Let a conversation start from where it stands, with what its asker has before their eyes."""
        self._conversations.save(conversation)

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        """Return the answer and the conversation after it; nothing is kept.

        Raises ValueError for a correction of a kind that is no `TagKind`.
        """
        if message.corrections:
            return self._corrected(message, conversation)
        text = clean(message.text) if len(message.text) <= MAX_RAW_LENGTH else message.text
        understander = self._understander_for(message.audience)
        language = message.language or understander.language_of(text[:MAX_MESSAGE_LENGTH], conversation)
        if problem := self._problem(text, language, message.audience):
            return Reply(problem, conversation)
        understanding = understander.understand(text, language, conversation)
        answer = self._answer(understanding, message, conversation)
        return Reply(answer, _after(conversation, understanding, answer))

    def _understander_for(self, audience: Audience) -> Understands:
        return self._for_candidates if audience is Audience.CANDIDATE else self._understander

    def _corrected(self, message: Message, conversation: Conversation) -> Reply:
        """Advise anew. The vacancy is kept even where no channel is left, so that the next correction can undo it."""
        language = message.language or self._understander.language_of("", conversation)
        understanding = self._corrector.understand(message.corrections, language, conversation)
        if isinstance(understanding, Misread):
            voice = Voice(self._phrases, language)
            return Reply(misread_answer(understanding, voice, self._knowledge[message.audience]), conversation)
        answer = self._answer(understanding, message, conversation)
        if answer.outcome is not Outcome.ANSWERED:
            return Reply(answer, conversation)
        turn = Turn(understanding, answer.topic, answer.channels)
        return Reply(answer, Conversation(conversation.id, turn, language, turn))

    def _answer(self, understanding: Understanding, message: Message, conversation: Conversation) -> Answer:
        request = Request(understanding, message.audience, self._knowledge[message.audience], conversation.last)
        answer = self._skills.for_intent(understanding.intent).answer(request)
        return self._answers.join(request, self._documents.join(request, answer))

    def _problem(self, text: str, language: Language, audience: Audience) -> Answer | None:
        guest = self._knowledge[audience].of_guest
        if len(text) > MAX_MESSAGE_LENGTH:
            wording = self._phrases.say("refused.too_long", language, limit=MAX_MESSAGE_LENGTH, length=len(text))
        elif not any(character.isalnum() for character in text):
            wording = self._phrases.say("refused.empty_guest" if guest else "refused.empty", language)
        else:
            return None
        # A guest is offered no question that would not be answered.
        suggestions = () if guest else (self._phrases.say("suggest.advice", language),)
        return Answer(Outcome.CLARIFY, language, (Text(wording),), suggestions=suggestions)


def _after(conversation: Conversation, understanding: Understanding, answer: Answer) -> Conversation:
    """A reply that declined or chatted leaves the thread where it was."""
    if answer.outcome is not Outcome.ANSWERED or not (answer.topic or answer.channels):
        return replace(conversation, language=answer.language)
    turn = Turn(understanding, answer.topic, answer.channels)
    vacancy = turn if understanding.intent is Intent.CHANNEL_ADVICE else conversation.vacancy
    return Conversation(conversation.id, turn, answer.language, vacancy)
