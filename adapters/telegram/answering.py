"""Asks the assistant within a private chat and keeps the exchange. To be repeated after a crash without a second one.

A private chat belongs to one person, so that its state is kept with their conversation. Only what candidates may see is
ever asked for.
"""

import time
import uuid
from dataclasses import dataclass, replace

from adapters.asking import NoAnswerError, Query, as_exchange, respond
from bot.archive import Archive, Exchange, Feedback
from bot.assistant import Reply
from bot.hosting import Served
from bot.models import Audience, Language
from bot.understanding.models import Conversation

AUDIENCE = Audience.CANDIDATE
_NAMES = uuid.UUID("5b7f2f0a-6f0e-4e42-9d4a-5a0e1a3f4c66")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where questions are handed in. `hosted` returns what is served, None while there is no index."""

    hosted: Served
    archive: Archive

    def ask(self, query: Query) -> Exchange:
        """Answer and keep the exchange with the conversation's state. Raises NoAnswerError."""
        if known := self.known(query):
            return known
        started = time.perf_counter()
        reply = self.reply(query)
        return self.keep(query, reply, (time.perf_counter() - started) * 1000)

    def known(self, query: Query) -> Exchange | None:
        """Return the exchange that was kept before a crash."""
        return self.find(query.owner, query.conversation, query.exchange_id(_NAMES))

    def reply(self, query: Query) -> Reply:
        """Return what the assistant says; nothing is kept. Raises NoAnswerError."""
        return respond(self.hosted(), query, AUDIENCE, self.before(query))

    def find(self, owner: str, conversation: str, exchange: str) -> Exchange | None:
        """Return an answer that was given."""
        transcript = self.archive.transcript(owner, conversation)
        found = (one for one in transcript.exchanges if one.id == exchange) if transcript else ()
        return next(iter(found), None)

    def rate(self, owner: str, exchange: str, *, helpful: bool) -> bool:
        """Keep whether an answer helped; False where there is no such answer of theirs."""
        return self.archive.give_feedback(owner, exchange, Feedback(helpful))

    def language_of(self, owner: str, conversation: str) -> Language | None:
        """Return the language that a chat is in."""
        state = self.archive.state(owner, conversation)
        return state.language if state else None

    def before(self, query: Query) -> Conversation:
        """Return the conversation as the question finds it."""
        state = self.archive.state(query.owner, query.conversation) or Conversation(query.conversation)
        return state if state.language else replace(state, language=query.language)

    def keep(self, query: Query, reply: Reply, elapsed_ms: float = 0.0) -> Exchange:
        """Keep an answer with the conversation after it. Raises NoAnswerError."""
        exchange = as_exchange(query, reply, _NAMES, elapsed_ms)
        state = replace(reply.conversation, id=query.conversation)
        if not self.archive.record(query.owner, AUDIENCE, exchange, state):
            raise NoAnswerError("the conversation belongs to somebody else")
        return exchange
