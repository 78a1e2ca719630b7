"""The tables of hand-offs, in the same database as the conversations; `bot/migrations` makes them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Base


class CandidateHandoffRow(Base):
    """A candidate's conversation with the recruiters. `key` names the event that made the draft."""

    __tablename__ = "candidate_handoffs"

    token: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str] = mapped_column(index=True)
    conversation: Mapped[str]
    words: Mapped[str]
    name: Mapped[str]
    job: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    escalate_at: Mapped[datetime | None] = mapped_column(index=True)
    escalations: Mapped[int]
    thread: Mapped[str] = mapped_column(index=True)
    closed_by: Mapped[str | None]


class CandidateMessageRow(Base):
    """An entry of a conversation, and for which side it still waits to be taken over by a durable sender."""

    __tablename__ = "candidate_messages"
    __table_args__ = (
        UniqueConstraint("token", "position"),
        Index("ix_candidate_messages_for_candidate_at", "for_candidate", "at"),
        Index("ix_candidate_messages_for_team_at", "for_team", "at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(ForeignKey(CandidateHandoffRow.token, ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime]
    for_candidate: Mapped[bool]
    for_team: Mapped[bool]


class CandidatePostRow(Base):
    """Where a message of a conversation stands. Outlives what it belongs to until it is deleted there."""

    __tablename__ = "candidate_posts"

    place: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(index=True)
    side: Mapped[str]
    forgotten_at: Mapped[datetime | None]
