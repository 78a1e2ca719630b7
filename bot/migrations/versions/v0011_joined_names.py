"""Onboarding: several names of one person, and the codes by which they are joined."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NAMES, CODES = "learner_names", "learner_codes"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        NAMES,
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_learner_names"),
        _of_learner(NAMES),
    )
    op.create_index("ix_learner_names_owner", NAMES, ["owner"])
    op.create_table(
        CODES,
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_learner_codes"),
        sa.UniqueConstraint("digest", name="uq_learner_codes_digest"),
        _of_learner(CODES),
    )


def downgrade() -> None:
    """Drop the tables: who was joined begins anew under the other name."""
    for table in (CODES, NAMES):
        op.drop_table(table)


def _of_learner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["owner"], ["learners.owner"], name=f"fk_{table}_owner", ondelete="CASCADE")
