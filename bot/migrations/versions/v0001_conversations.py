"""Conversations with their exchanges, citations, feedback and ticked steps; ownerless threads; deletions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = ("conversations", "exchanges", "citations", "feedback", "ticks", "threads", "deletions")


def upgrade() -> None:
    """Make all tables."""
    _conversations()
    _exchanges()
    _citations()
    _feedback()
    _ticks()
    _threads()
    _deletions()


def downgrade() -> None:
    """Drop all tables with what is in them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _child_of(parent: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _conversations() -> None:
    op.create_table(
        "conversations",
        _text("id"),
        _text("owner"),
        _text("audience"),
        _text("language"),
        _text("title"),
        _number("exchanges"),
        _text("state"),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_owner_updated_at", "conversations", ["owner", "updated_at"])
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])


def _exchanges() -> None:
    op.create_table(
        "exchanges",
        _text("id"),
        _text("conversation_id"),
        _number("position"),
        _text("question"),
        _text("corrections"),
        _text("answer"),
        _text("outcome"),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("elapsed_ms", sa.Double(), nullable=False),
        _time("asked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_exchanges"),
        sa.UniqueConstraint("conversation_id", "position", name="uq_exchanges_conversation_id"),
        _child_of("conversations", "conversation_id", "exchanges"),
    )


def _citations() -> None:
    op.create_table(
        "citations",
        _text("exchange_id"),
        _number("position"),
        _text("passage"),
        _text("title"),
        _text("points"),
        _text("source"),
        _text("text"),
        sa.PrimaryKeyConstraint("exchange_id", "position", name="pk_citations"),
        _child_of("exchanges", "exchange_id", "citations"),
    )
    op.create_index("ix_citations_passage", "citations", ["passage"])


def _feedback() -> None:
    op.create_table(
        "feedback",
        _text("exchange_id"),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        _text("reason"),
        _time("given_at"),
        sa.PrimaryKeyConstraint("exchange_id", name="pk_feedback"),
        _child_of("exchanges", "exchange_id", "feedback"),
    )


def _ticks() -> None:
    op.create_table(
        "ticks",
        _text("conversation_id"),
        _text("checklist"),
        _text("step"),
        _text("by"),
        _time("at"),
        sa.PrimaryKeyConstraint("conversation_id", "checklist", "step", name="pk_ticks"),
        _child_of("conversations", "conversation_id", "ticks"),
    )


def _threads() -> None:
    op.create_table(
        "threads",
        _text("id"),
        _text("state"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
    )
    op.create_index("ix_threads_updated_at", "threads", ["updated_at"])


def _deletions() -> None:
    op.create_table(
        "deletions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _time("at"),
        _text("reason"),
        _number("conversations"),
        _number("exchanges"),
        _number("threads"),
        sa.PrimaryKeyConstraint("id", name="pk_deletions"),
    )
