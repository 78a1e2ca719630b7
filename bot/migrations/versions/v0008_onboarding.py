"""Onboarding: who is on the path, their answers and when questions come back, and the modules they have finished."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = ("learners", "learner_answers", "learner_modules")


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "learners",
        _text("owner"),
        _text("name"),
        _text("buddy"),
        _flag("shared"),
        _flag("paused"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("owner", name="pk_learners"),
    )
    op.create_index("ix_learners_updated_at", "learners", ["updated_at"])
    op.create_table(
        "learner_answers",
        _text("owner"),
        _text("module"),
        _text("question"),
        _text("option"),
        _flag("right"),
        _time("at"),
        sa.Column("step", sa.Integer(), nullable=True),
        _time("due_at", nullable=True),
        sa.PrimaryKeyConstraint("owner", "module", "question", name="pk_learner_answers"),
        _of_learner("learner_answers"),
    )
    op.create_table(
        "learner_modules",
        _text("owner"),
        _text("module"),
        _time("finished_at"),
        sa.PrimaryKeyConstraint("owner", "module", name="pk_learner_modules"),
        _of_learner("learner_modules"),
    )


def downgrade() -> None:
    """Drop all tables with what is in them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_learner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["owner"], ["learners.owner"], name=f"fk_{table}_owner", ondelete="CASCADE")
