"""Asks the assistant and keeps the exchange: the same for pages and API, called from a worker thread."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from adapters.keeper import Keeper
from adapters.web.inbound import new_id, shown_question
from adapters.web.metrics import Metrics
from bot.archive import Archive, Exchange
from bot.models import Language, Message
from bot.understanding.models import Conversation

LOCKS = 256


class NoIndexError(Exception):
    """There is nothing to answer from yet; the text says why."""


class NotYoursError(Exception):
    """The conversation belongs to somebody else, which looks the same as if it did not exist."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where questions are handed in. `locks` keep the order within a conversation."""

    keeper: Keeper
    archive: Archive
    metrics: Metrics
    lock_of: Callable[[str], AbstractContextManager[object]]

    def ask(self, owner: str, message: Message, expected: Language) -> Exchange:
        """Answer and keep the exchange. `expected` is the language of a first message that does not tell its own.

        Raises:
            NoIndexError: nothing can be answered yet.
            NotYoursError: the conversation is somebody else's.
        """
        with self.lock_of(message.conversation):
            state = self.archive.state(owner, message.conversation)
            return self._answer(owner, message, state or Conversation(message.conversation, language=expected))

    def begin(self, owner: str, message: Message, expected: Language) -> Exchange:
        """Answer the first message of a conversation whose id has just been made, so that nobody waits for it.

        Raises:
            NoIndexError: nothing can be answered yet.
        """
        return self.begin_at(owner, message, Conversation(message.conversation, language=expected))

    def begin_at(self, owner: str, message: Message, start: Conversation) -> Exchange:
        """Do the same where the asker has something before their eyes: `start` is where the conversation stands."""
        return self._answer(owner, message, start)

    def _answer(self, owner: str, message: Message, conversation: Conversation) -> Exchange:
        hosted = self.keeper.current
        if hosted is None:
            raise NoIndexError(self.keeper.reason)
        started = time.perf_counter()
        reply = hosted.assistant.respond(message, conversation)
        seconds = time.perf_counter() - started
        exchange = Exchange(
            id=new_id(),
            question=shown_question(message),
            answer=reply.answer,
            asked_at=datetime.now(UTC),
            elapsed_ms=seconds * 1000,
            corrections=message.corrections,
        )
        if not self.archive.record(owner, message.audience, exchange, reply.conversation):
            raise NotYoursError
        self.metrics.answered(reply.answer, seconds)
        return exchange


def striped_locks(number: int = LOCKS) -> Callable[[str], Lock]:
    """Return a function that gives a conversation its lock; two may share one, which only makes them wait."""
    locks = tuple(Lock() for _ in range(number))
    return lambda conversation: locks[hash(conversation) % number]
