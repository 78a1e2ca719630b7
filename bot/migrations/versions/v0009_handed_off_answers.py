"""Which answer was not enough, where a person was called: that becomes a gap."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TABLE, COLUMN, INDEX = "hand_offs", "exchange", "ix_hand_offs_exchange"


def upgrade() -> None:
    """Make the column; of calls before it is not known."""
    op.add_column(TABLE, sa.Column(COLUMN, sa.Text(), nullable=True))
    op.create_index(INDEX, TABLE, [COLUMN])


def downgrade() -> None:
    """Drop the column."""
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, COLUMN)
