"""The tables of what a team's chat needs beside the conversations. `bot/chat_state.py` says what the values mean.

Where somebody is named by the platform's user id, "" stands for a person who has been forgotten since.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Base


class ChatThreadRow(Base):
    """A thread that Lotse takes part in."""

    __tablename__ = "chat_threads"

    conversation: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]


class ChannelModeRow(Base):
    """When Lotse speaks in a channel."""

    __tablename__ = "channel_modes"

    team: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]


class HandOffRow(Base):
    """A call for a person into a conversation: its `number`th, from 1. Only the last may be unresolved.

    `exchange` is the answer that was not enough, None where that is not known; it may be gone.
    """

    __tablename__ = "hand_offs"

    conversation: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    called_by: Mapped[str]
    called_at: Mapped[datetime]
    resolved_by: Mapped[str | None]
    resolved_at: Mapped[datetime | None]
    exchange: Mapped[str | None] = mapped_column(index=True)


class QuestionRow(Base):
    """A message. `exchange` holds its answer; it and `asked_by` are None where all that is known is the deletion."""

    __tablename__ = "chat_questions"

    conversation: Mapped[str] = mapped_column(primary_key=True)
    ts: Mapped[str] = mapped_column(primary_key=True)
    asked_by: Mapped[str | None] = mapped_column(index=True)
    exchange: Mapped[str | None]
    deleted: Mapped[bool]
    kept_at: Mapped[datetime]


class PostedRow(Base):
    """Where a part of an exchange's answer stands."""

    __tablename__ = "posted_parts"

    exchange: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    ts: Mapped[str]
    posted_at: Mapped[datetime]


class LivingChecklistRow(Base):
    """A checklist that a conversation ticks off together; `content` is as `bot/codec.py` writes it."""

    __tablename__ = "living_checklists"
    __table_args__ = (Index("ix_living_checklists_owner_made_at", "owner", "made_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(index=True)
    owner: Mapped[str]
    language: Mapped[str]
    content: Mapped[str]
    made_at: Mapped[datetime]


class LivingTickRow(Base):
    """A step of a living checklist, by its number from 0, that is done."""

    __tablename__ = "living_ticks"

    checklist_id: Mapped[str] = mapped_column(ForeignKey(LivingChecklistRow.id, ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class ChosenLanguageRow(Base):
    """The language that somebody chose."""

    __tablename__ = "chosen_languages"

    owner: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    chosen_at: Mapped[datetime]
