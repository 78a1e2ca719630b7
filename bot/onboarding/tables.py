"""The tables of onboarding. `bot/migrations` makes them. All that is a person's hangs on one row, and goes with it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Base


class LearnerRow(Base):
    """Somebody on the path, with what they have chosen. `updated_at` is when they last did something."""

    __tablename__ = "learners"

    owner: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    buddy: Mapped[str]
    shared: Mapped[bool]
    paused: Mapped[bool]
    companion: Mapped[str] = mapped_column(index=True)
    nudge_hour: Mapped[int | None]
    nudge_since: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class LearnedAnswerRow(Base):
    """The last answer to a question. `step` and `due_at` say when it comes back; both are NULL where it does not."""

    __tablename__ = "learner_answers"

    owner: Mapped[str] = mapped_column(ForeignKey(LearnerRow.owner, ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[str]
    right: Mapped[bool]
    at: Mapped[datetime]
    step: Mapped[int | None]
    due_at: Mapped[datetime | None]


class JoinedNameRow(Base):
    """Another name of somebody's, under which nothing is kept but that."""

    __tablename__ = "learner_names"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(ForeignKey(LearnerRow.owner, ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]


class JoinCodeRow(Base):
    """The digest of a code with which another name can be joined, until it is used or too old; one a person."""

    __tablename__ = "learner_codes"

    owner: Mapped[str] = mapped_column(ForeignKey(LearnerRow.owner, ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    until: Mapped[datetime]


class FinishedModuleRow(Base):
    """A module that somebody has finished."""

    __tablename__ = "learner_modules"

    owner: Mapped[str] = mapped_column(ForeignKey(LearnerRow.owner, ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime]
