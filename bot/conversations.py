"""Where conversations are kept. The Protocol stands here, beside its consumer; a durable store has the same shape."""

from collections import OrderedDict
from threading import Lock
from typing import Protocol

from bot.understanding.models import Conversation

MOST_KEPT = 10_000


class Conversations(Protocol):
    """Keeps what a follow-up needs."""

    def load(self, conversation: str) -> Conversation:
        """Return the conversation, a new one where the id is unknown."""
        ...

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation."""
        ...


class InMemoryConversations:
    """Keeps the most recent conversations of one process."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._most_kept = most_kept
        self._lock = Lock()

    def load(self, conversation: str) -> Conversation:
        """Return the conversation, a new one where the id is unknown."""
        with self._lock:
            return self._kept.get(conversation) or Conversation(conversation)

    def save(self, conversation: Conversation) -> None:
        """Keep the conversation and forget the oldest beyond the limit."""
        with self._lock:
            self._kept[conversation.id] = conversation
            self._kept.move_to_end(conversation.id)
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
