"""Asks the assistant within a thread and keeps the exchange. To be repeated after a crash without a second answer.

A thread belongs to nobody: its state is kept under its own id. What somebody asked there is kept for them, under an id
of the thread and the person, so that it can be shown to them, exported and forgotten.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.asking import NoAnswerError, Query, as_exchange, respond
from adapters.slack.received import Ref, owner_id
from bot.archive import Archive, Exchange
from bot.assistant import Reply
from bot.chat_state import before_id, record_id
from bot.conversations import Conversations
from bot.hosting import Served
from bot.models import Audience, Language
from bot.understanding.models import Conversation

_NAMES = uuid.UUID("7a3d5c0e-5d0b-4a54-9f39-1d3f0f5f7c11")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where questions are handed in. `hosted` returns what is served, None while there is no index."""

    hosted: Served
    archive: Archive
    conversations: Conversations

    def ask(self, query: Query, ts: str, worth: Callable[[Reply], bool] = lambda _: True) -> Exchange | None:
        """Answer and keep the exchange, and the thread's state before and after. None where it is not `worth` it.

        Raises NoAnswerError.
        """
        if known := self._known(query):
            return known
        before = self._before(query)
        started = time.perf_counter()
        reply = self._respond(query, before)
        if not worth(reply):
            return None
        exchange = self._record(query, reply, started)
        self.conversations.save(replace(before, id=before_id(query.conversation, ts)))
        self.conversations.save(reply.conversation)
        return exchange

    def ask_again(self, query: Query, ts: str, *, latest: bool) -> Exchange:
        """Answer an edited question as it would have been answered in its place; the thread goes on from the latest."""
        if known := self._known(query):
            return known
        kept = self.conversations.load(before_id(query.conversation, ts))
        before = replace(kept, id=query.conversation, language=kept.language or query.language)
        started = time.perf_counter()
        reply = self._respond(query, before)
        exchange = self._record(query, reply, started)
        if latest:
            self.conversations.save(reply.conversation)
        return exchange

    def take_back(self, conversation: str, ts: str) -> None:
        """Bring the thread to where it was before the question."""
        self.conversations.save(replace(self.conversations.load(before_id(conversation, ts)), id=conversation))

    def begin(self, conversation: Conversation) -> None:
        """Let a conversation that has not begun go on from where `conversation` stands."""
        if self.conversations.load(conversation.id).last is None:
            self.conversations.save(conversation)

    def go_on(self, conversation: str, elsewhere: str) -> None:
        """Let another thread go on from where this one is."""
        self.conversations.save(replace(self.conversations.load(conversation), id=elsewhere))

    def language_of(self, conversation: str) -> Language | None:
        """Return the language that a thread is in."""
        return self.conversations.load(conversation).language

    def find(self, about: Ref) -> Exchange | None:
        """Return the answer that a button belongs to."""
        owner = owner_id(about.conversation.split(":")[1], about.user)
        transcript = self.archive.transcript(owner, record_id(about.conversation, owner))
        found = (one for one in transcript.exchanges if one.id == about.exchange) if transcript else ()
        return next(iter(found), None)

    def channel_names(self) -> tuple[tuple[str, str], ...]:
        """Return all channels by (id, name), by name."""
        hosted = self.hosted()
        return tuple(sorted(hosted.channel_names.items(), key=lambda pair: pair[1].casefold())) if hosted else ()

    def _before(self, query: Query) -> Conversation:
        state = self.conversations.load(query.conversation)
        return state if state.language else replace(state, language=query.language)

    def _respond(self, query: Query, before: Conversation) -> Reply:
        return respond(self.hosted(), query, Audience.RECRUITER, before)

    def _record(self, query: Query, reply: Reply, started: float) -> Exchange:
        exchange = as_exchange(query, reply, _NAMES, (time.perf_counter() - started) * 1000)
        kept = replace(reply.conversation, id=record_id(query.conversation, query.owner))
        if not self.archive.record(query.owner, Audience.RECRUITER, exchange, kept):
            raise NoAnswerError("the conversation belongs to somebody else")
        return exchange

    def _known(self, query: Query) -> Exchange | None:
        """An exchange that is there was kept before a crash; the thread's state may not have been."""
        transcript = self.archive.transcript(query.owner, record_id(query.conversation, query.owner))
        if transcript is None or not transcript.exchanges:
            return None
        found = next((one for one in transcript.exchanges if one.id == query.exchange_id(_NAMES)), None)
        if found is not None and found == transcript.exchanges[-1]:
            self.conversations.save(replace(transcript.state, id=query.conversation))
        return found
