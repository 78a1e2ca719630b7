"""What a team chat needs kept beside conversations. The Protocol stands here; `bot/chat_store.py` fulfils it in SQL.

How a platform names things, so that what is a person's can be found again:

- a person is `platform:team:user`, a conversation `platform:team:…`: both begin with the same team;
- "team", "user", "channel" and "ts", the name of a message within its channel, are the platform's own words;
- what a person asked in a conversation is kept for them under `record_id`, the conversation's state before a message
  under `before_id`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.models import Checklist, Language

NOBODY = ""
"""Stands where a person was named who has been forgotten since."""


class Mode(StrEnum):
    """When Lotse speaks in a channel: also unasked in its threads; when mentioned; only to questions; never."""

    FOLLOW = "follow"
    MENTIONS = "mentions"
    QUESTIONS = "questions"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Question:
    """A message that was answered: who wrote it, and the exchange that holds the answer as it is now."""

    conversation: str
    ts: str
    user: str
    exchange: str


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a part of an answer stands: the message, and the conversation that it belongs to."""

    exchange: str
    part: int
    conversation: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class LivingChecklist:
    """A checklist that a thread ticks off together. `owner` is who asked for it, as the archive names people."""

    id: str
    conversation: str
    owner: str
    language: Language
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class Done:
    """A step, by its number from 0, that is done: by whom (the platform's user id, or NOBODY), when (UTC)."""

    step: int
    by: str
    at: datetime


class ChatState(Protocol):
    """Called from worker threads. Every method may be repeated with the same values without harm.

    Ids have 1 to `bot.tables.MAX_ID_LENGTH` characters: others are known of nothing, and to keep them raises
    StoreError. What no database holds of an id, NUL and halves of surrogate pairs, may come back as U+FFFD.
    """

    def open_thread(self, *conversations: str) -> None:
        """Remember that Lotse takes part in a thread, or in several."""
        ...

    def knows_thread(self, conversation: str) -> bool:
        """Whether Lotse takes part in a thread."""
        ...

    def mode(self, team: str, channel: str) -> Mode:
        """Return the channel's mode, FOLLOW where none was set."""
        ...

    def set_mode(self, team: str, channel: str, mode: Mode, by: str) -> None:
        """Keep the channel's mode and who set it."""
        ...

    def hand_off(self, conversation: str, by: str, at: datetime, exchange: str | None = None) -> None:
        """A person was called into the thread, since the answer in `exchange` was not enough.

        The first call stays until it is resolved; the next is a new one.
        """
        ...

    def handed_off(self, conversation: str) -> bool:
        """Whether a person was called and has not yet dealt with it."""
        ...

    def handed_off_for(self, conversation: str) -> str | None:
        """Return the exchange for which a person was called who has not yet dealt with it."""
        ...

    def resolve(self, conversation: str, by: str, at: datetime) -> None:
        """A person has dealt with it."""
        ...

    def keep_question(self, question: Question) -> None:
        """Keep that a message was answered; the same message's later exchange replaces the one before."""
        ...

    def question(self, conversation: str, ts: str) -> Question | None:
        """Return what is known of a message."""
        ...

    def latest_question(self, conversation: str) -> Question | None:
        """Return the message of the thread with the greatest ts that was answered and not deleted."""
        ...

    def strike(self, conversation: str, ts: str) -> None:
        """Remember that a message was deleted, whether it was answered or not."""
        ...

    def struck(self, conversation: str, ts: str) -> bool:
        """Whether a message was deleted."""
        ...

    def keep_posted(self, posted: Posted) -> None:
        """Keep where a part of an answer stands."""
        ...

    def posted(self, exchange: str) -> tuple[Posted, ...]:
        """Return where an answer's parts stand, in order."""
        ...

    def keep_checklist(self, checklist: LivingChecklist) -> None:
        """Keep a checklist."""
        ...

    def checklist(self, id_: str) -> LivingChecklist | None:
        """Return a checklist."""
        ...

    def checklists_of(self, owner: str, limit: int) -> tuple[LivingChecklist, ...]:
        """Return the checklists that somebody asked for, the latest first."""
        ...

    def tick(self, checklist: str, done: Done) -> None:
        """Keep that a step is done. Who ticked it first stays, with the time. A checklist that is gone has no steps."""
        ...

    def untick(self, checklist: str, step: int) -> None:
        """A step is not done after all."""
        ...

    def ticks(self, checklist: str) -> tuple[Done, ...]:
        """Return what is done, by step."""
        ...

    def language(self, owner: str) -> Language | None:
        """Return the language that somebody chose."""
        ...

    def set_language(self, owner: str, language: Language) -> None:
        """Keep the language that somebody chose."""
        ...


def record_id(conversation: str, owner: str) -> str:
    """Return under which id the archive keeps what a person asked in a conversation."""
    return f"{conversation}:{user_of(owner)}"


def before_id(conversation: str, ts: str) -> str:
    """Return under which id the conversation's state before a message is kept."""
    return f"{conversation}@{ts}"


def user_of(owner: str) -> str:
    """Return the platform's user id of a person."""
    return owner.rpartition(":")[2]


def scope_of(owner: str) -> str:
    """Return what all conversations of a person's team begin with, without the colon."""
    return owner.rpartition(":")[0]
