"""A team's documents and their passages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "documents",
        _text("id"),
        _text("title"),
        _text("owner"),
        _text("audience"),
        sa.Column("review_on", sa.Date(), nullable=True),
        _text("source"),
        _text("digest"),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _text("added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_table(
        "passages",
        _text("document_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("section"),
        sa.Column("page", sa.Integer(), nullable=True),
        _text("language"),
        _text("text"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_passages"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_passages_document_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Drop both tables with what is in them."""
    op.drop_table("passages")
    op.drop_table("documents")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
