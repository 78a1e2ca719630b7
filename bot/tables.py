"""The tables of conversations. `bot/migrations` makes them; a test compares the two on both databases.

Ids have at most MAX_ID_LENGTH characters, which keeps every key within what a PostgreSQL index takes (2,704 bytes).
Texts are `Text` rather than `String(n)`: what is too long is refused before it gets here, alike on both databases.
"""

import re
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKey, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

MAX_ID_LENGTH = 200
"""Characters, of conversations, exchanges, owners, checklists and steps."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}


def storable(text: str) -> str:
    """Return the text with what no database holds replaced."""
    return _UNSTORABLE.sub("\ufffd", text)


class StorableText(TypeDecorator[str]):
    """Text. What no database holds, NUL and halves of surrogate pairs, becomes U+FFFD, in what is looked up too."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Replace what cannot be stored."""
        return None if value is None else storable(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment, exact to the microsecond. SQLite knows no zones and holds UTC; PostgreSQL holds `timestamptz`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC, without the zone where the database has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return UTC with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """Whole numbers as "71,72"."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Join the numbers."""
        return None if value is None else ",".join(map(str, value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ARG002
        """Split them."""
        return None if value is None else tuple(int(number) for number in value.split(",") if number)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - as SQLAlchemy documents it
        str: StorableText,
        datetime: UtcTime,
        tuple[int, ...]: Numbers,
    }


class ConversationRow(Base):
    """A conversation of an owner. `exchanges` counts them and gives the next its position."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_owner_updated_at", "owner", "updated_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    audience: Mapped[str]
    language: Mapped[str]
    title: Mapped[str]
    exchanges: Mapped[int]
    state: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class ExchangeRow(Base):
    """A question with its answer, as `bot/codec.py` writes it but for the citations, which have a table.

    `outcome` and `topic` are the answer's, to count by.
    """

    __tablename__ = "exchanges"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id, ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    corrections: Mapped[str]
    answer: Mapped[str]
    outcome: Mapped[str]
    topic: Mapped[str | None]
    elapsed_ms: Mapped[float]
    asked_at: Mapped[datetime]


class CitationRow(Base):
    """A passage that an answer rests on, with the words it had then. `passage` finds the answers that rest on it."""

    __tablename__ = "citations"

    exchange_id: Mapped[str] = mapped_column(ForeignKey(ExchangeRow.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    passage: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    points: Mapped[tuple[int, ...]]
    source: Mapped[str]
    text: Mapped[str]


class FeedbackRow(Base):
    """What the owner thinks of an answer."""

    __tablename__ = "feedback"

    exchange_id: Mapped[str] = mapped_column(ForeignKey(ExchangeRow.id, ondelete="CASCADE"), primary_key=True)
    helpful: Mapped[bool]
    reason: Mapped[str]
    given_at: Mapped[datetime]


class TickRow(Base):
    """A step of a checklist that is done."""

    __tablename__ = "ticks"

    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id, ondelete="CASCADE"), primary_key=True)
    checklist: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]


class ThreadRow(Base):
    """The state alone of a conversation that belongs to no owner: a group's thread on a platform."""

    __tablename__ = "threads"

    id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class DeletionRow(Base):
    """That something was deleted: when, on whose behalf, how much. Nothing that leads back to a person or a word."""

    __tablename__ = "deletions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    reason: Mapped[str]
    conversations: Mapped[int]
    exchanges: Mapped[int]
    threads: Mapped[int]
