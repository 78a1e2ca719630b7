"""The tables of gaps, in the same database as the conversations; `bot/migrations` makes them.

What was asked is not copied: a question of a gap names its exchange, and goes with it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.handoffs.tables import CandidateHandoffRow
from bot.tables import Base, ExchangeRow


class GapRow(Base):
    """Questions that want the same answer. `set_aside_by` is the owner id of who wants none written."""

    __tablename__ = "gaps"

    id: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    set_aside_at: Mapped[datetime | None]
    set_aside_by: Mapped[str | None]


class GapQuestionRow(Base):
    """That an exchange belongs to a gap, and why."""

    __tablename__ = "gap_questions"

    exchange_id: Mapped[str] = mapped_column(ForeignKey(ExchangeRow.id, ondelete="CASCADE"), primary_key=True)
    gap_id: Mapped[str] = mapped_column(ForeignKey(GapRow.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str]


class GapHandoffRow(Base):
    """That what a candidate shared with recruiters belongs to a gap."""

    __tablename__ = "gap_handoffs"

    token: Mapped[str] = mapped_column(ForeignKey(CandidateHandoffRow.token, ondelete="CASCADE"), primary_key=True)
    gap_id: Mapped[str] = mapped_column(ForeignKey(GapRow.id, ondelete="CASCADE"), index=True)


class GapProposalRow(Base):
    """An answer that somebody gave to an exchange. `owner` is who, as the archive names people, `by` their name."""

    __tablename__ = "gap_proposals"

    exchange_id: Mapped[str] = mapped_column(ForeignKey(ExchangeRow.id, ondelete="CASCADE"), primary_key=True)
    gap_id: Mapped[str] = mapped_column(ForeignKey(GapRow.id, ondelete="CASCADE"), index=True)
    text: Mapped[str]
    by: Mapped[str]
    owner: Mapped[str]
    at: Mapped[datetime]


class AnswerRow(Base):
    """A version of a gap's answer, by its number from 1; the last one counts. `draft` is JSON.

    `changes` counts the changes of the row, so that the sum tells whether what is served is old.
    """

    __tablename__ = "gap_answers"

    gap_id: Mapped[str] = mapped_column(ForeignKey(GapRow.id, ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[str]
    withdrawn: Mapped[bool]
    restores: Mapped[int | None]
    author: Mapped[str]
    owner: Mapped[str]
    at: Mapped[datetime]
    changes: Mapped[int]


class NoticeRow(Base):
    """That somebody is to be told of a gap's answer, once, about an exchange of theirs."""

    __tablename__ = "gap_notices"

    gap_id: Mapped[str] = mapped_column(ForeignKey(GapRow.id, ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str] = mapped_column(primary_key=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey(ExchangeRow.id, ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
