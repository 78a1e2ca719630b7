"""What a chat's desk asks the assistant, and what it keeps of that, whatever the platform."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from adapters.errors import AdapterError
from bot.archive import Exchange
from bot.assistant import Reply
from bot.hosting import Hosted
from bot.models import MAX_MESSAGE_LENGTH, Audience, Language, Message
from bot.understanding.models import Conversation


class NoAnswerError(AdapterError):
    """Nothing can be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is put to the assistant. `key` is the event's; `language` is what its asker prefers."""

    key: str
    conversation: str
    owner: str
    text: str
    language: Language

    def exchange_id(self, namespace: UUID) -> str:
        """Return the id of the exchange that the event leads to, the same each time."""
        return uuid5(namespace, self.key).hex


def respond(hosted: Hosted | None, query: Query, audience: Audience, before: Conversation) -> Reply:
    """Return what the assistant says; nothing is kept. Raises NoAnswerError where nothing is served."""
    if hosted is None:
        raise NoAnswerError("there is no index to answer from")
    return hosted.assistant.respond(Message(query.text, audience, query.conversation), before)


def as_exchange(query: Query, reply: Reply, namespace: UUID, elapsed_ms: float) -> Exchange:
    """Return what is kept of a question and its answer; a question that is too long is kept cut."""
    text = query.text
    return Exchange(
        id=query.exchange_id(namespace),
        question=text if len(text) <= MAX_MESSAGE_LENGTH else f"{text[:MAX_MESSAGE_LENGTH]}…",
        answer=reply.answer,
        asked_at=datetime.now(UTC),
        elapsed_ms=elapsed_ms,
    )
