"""Onboarding: who accompanies somebody, where that can be written to, and when somebody wants to be reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TABLE, COMPANION, INDEX = "learners", "companion", "ix_learners_companion"
HOUR, SINCE = "nudge_hour", "nudge_since"


def upgrade() -> None:
    """Make the columns: nobody is known to accompany, nobody is reminded."""
    op.add_column(TABLE, sa.Column(COMPANION, sa.Text(), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column(HOUR, sa.Integer(), nullable=True))
    op.add_column(TABLE, sa.Column(SINCE, sa.DateTime(timezone=True), nullable=True))
    op.create_index(INDEX, TABLE, [COMPANION])


def downgrade() -> None:
    """Drop the columns."""
    op.drop_index(INDEX, TABLE)
    for column in (SINCE, HOUR, COMPANION):
        op.drop_column(TABLE, column)
