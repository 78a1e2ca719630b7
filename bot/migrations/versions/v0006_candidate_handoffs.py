"""Candidates' conversations with recruiters."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    _handoffs()
    _messages()
    op.create_table(
        "candidate_posts",
        _text("place"),
        _text("message"),
        _text("token"),
        _text("side"),
        _moment("forgotten_at", nullable=True),
        sa.PrimaryKeyConstraint("place", "message", name="pk_candidate_posts"),
    )
    op.create_index("ix_candidate_posts_token", "candidate_posts", ["token"])


def downgrade() -> None:
    """Drop the tables with what is in them."""
    for table in ("candidate_posts", "candidate_messages", "candidate_handoffs"):
        op.drop_table(table)


def _handoffs() -> None:
    op.create_table(
        "candidate_handoffs",
        *map(_text, ("token", "key", "owner", "conversation", "words", "name", "job", "title", "language", "state")),
        _moment("opened_at"),
        _moment("updated_at"),
        _moment("waiting_since", nullable=True),
        _moment("escalate_at", nullable=True),
        sa.Column("escalations", sa.Integer(), nullable=False),
        _text("thread"),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("token", name="pk_candidate_handoffs"),
        sa.UniqueConstraint("key", name="uq_candidate_handoffs_key"),
    )
    for column in ("owner", "escalate_at", "thread"):
        op.create_index(f"ix_candidate_handoffs_{column}", "candidate_handoffs", [column])


def _messages() -> None:
    op.create_table(
        "candidate_messages",
        _text("key"),
        _text("token"),
        sa.Column("position", sa.Integer(), nullable=False),
        *map(_text, ("kind", "text", "author")),
        _moment("at"),
        sa.Column("for_candidate", sa.Boolean(), nullable=False),
        sa.Column("for_team", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_candidate_messages"),
        sa.UniqueConstraint("token", "position", name="uq_candidate_messages_token"),
        sa.ForeignKeyConstraint(
            ["token"], ["candidate_handoffs.token"], name="fk_candidate_messages_token", ondelete="CASCADE"
        ),
    )
    for side in ("for_candidate", "for_team"):
        op.create_index(f"ix_candidate_messages_{side}_at", "candidate_messages", [side, "at"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
