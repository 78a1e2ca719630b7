"""Gaps: which questions belong together, what was proposed, what editors answered, and who is told."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = ("gaps", "gap_questions", "gap_proposals", "gap_answers", "gap_notices")


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "gaps",
        _text("id"),
        _time("opened_at"),
        _time("set_aside_at", nullable=True),
        sa.Column("set_aside_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
    )
    _questions()
    _proposals()
    _answers()
    _notices()


def downgrade() -> None:
    """Drop all tables with what is in them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _questions() -> None:
    op.create_table(
        "gap_questions",
        _text("exchange_id"),
        _text("gap_id"),
        _text("kind"),
        sa.PrimaryKeyConstraint("exchange_id", name="pk_gap_questions"),
        _child_of("exchanges", "exchange_id", "gap_questions"),
        _child_of("gaps", "gap_id", "gap_questions"),
    )
    op.create_index("ix_gap_questions_gap_id", "gap_questions", ["gap_id"])


def _proposals() -> None:
    op.create_table(
        "gap_proposals",
        _text("exchange_id"),
        _text("gap_id"),
        _text("text"),
        _text("by"),
        _text("owner"),
        _time("at"),
        sa.PrimaryKeyConstraint("exchange_id", name="pk_gap_proposals"),
        _child_of("exchanges", "exchange_id", "gap_proposals"),
        _child_of("gaps", "gap_id", "gap_proposals"),
    )
    op.create_index("ix_gap_proposals_gap_id", "gap_proposals", ["gap_id"])


def _answers() -> None:
    op.create_table(
        "gap_answers",
        _text("gap_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("draft"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        _text("author"),
        _text("owner"),
        _time("at"),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gap_id", "version", name="pk_gap_answers"),
        _child_of("gaps", "gap_id", "gap_answers"),
    )


def _notices() -> None:
    op.create_table(
        "gap_notices",
        _text("gap_id"),
        _text("owner"),
        _text("exchange_id"),
        _time("made_at"),
        _time("told_at", nullable=True),
        sa.PrimaryKeyConstraint("gap_id", "owner", name="pk_gap_notices"),
        _child_of("gaps", "gap_id", "gap_notices"),
        _child_of("exchanges", "exchange_id", "gap_notices"),
    )
    op.create_index("ix_gap_notices_exchange_id", "gap_notices", ["exchange_id"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _child_of(parent: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
