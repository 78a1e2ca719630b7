"""What candidates shared with recruiters belongs to gaps."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLE = "gap_handoffs"


def upgrade() -> None:
    """Make the table; what was shared before is put into gaps with the next look."""
    op.create_table(
        TABLE,
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("gap_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=f"pk_{TABLE}"),
        sa.ForeignKeyConstraint(["token"], ["candidate_handoffs.token"], name=f"fk_{TABLE}_token", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name=f"fk_{TABLE}_gap_id", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{TABLE}_gap_id", TABLE, ["gap_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table(TABLE)
