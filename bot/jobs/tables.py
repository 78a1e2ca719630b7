"""The tables of job posts, in the same database as the conversations; `bot/migrations` makes them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Base


class JobRow(Base):
    """A post, as `bot/jobs/rows.py` writes it, with what is searched by in columns of their own.

    `changes` counts every change, so that their sum tells whether an index is old. `key` names what made the post.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    post: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    changes: Mapped[int]
    author: Mapped[str]
    deadline: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class JobQuestionRow(Base):
    """That a post was asked about something: no word and no person."""

    __tablename__ = "job_questions"

    key: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey(JobRow.id, ondelete="CASCADE"), index=True)
    aspect: Mapped[str]
    answered: Mapped[bool]
    at: Mapped[datetime]


class JobPostingRow(Base):
    """Where a post stands on a platform."""

    __tablename__ = "job_postings"

    job_id: Mapped[str] = mapped_column(ForeignKey(JobRow.id, ondelete="CASCADE"), primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str]
    version: Mapped[int]
    closed: Mapped[bool]


class JobSubscriptionRow(Base):
    """What a candidate wants to hear of. `wish` is an `AlertWish`; its words stand beside it to be told apart by."""

    __tablename__ = "job_subscriptions"
    __table_args__ = (UniqueConstraint("owner", "words"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    words: Mapped[str]
    wish: Mapped[str]
    notice: Mapped[str]
    opted_in_at: Mapped[datetime]


class JobAlertRow(Base):
    """That somebody is, or was, told of a post: once for both. What was handed over outlives its subscription."""

    __tablename__ = "job_alerts"
    __table_args__ = (
        UniqueConstraint("owner", "job_id"),
        Index("ix_job_alerts_handed_over_due_at", "handed_over", "due_at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    job_id: Mapped[str] = mapped_column(ForeignKey(JobRow.id, ondelete="CASCADE"))
    subscription: Mapped[str]
    due_at: Mapped[datetime]
    handed_over: Mapped[bool]
