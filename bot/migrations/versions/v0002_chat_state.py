"""What a team's chat needs: threads, modes, hand-offs, questions, posted parts, living checklists, languages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    "chat_threads",
    "channel_modes",
    "hand_offs",
    "chat_questions",
    "posted_parts",
    "living_checklists",
    "living_ticks",
    "chosen_languages",
)


def upgrade() -> None:
    """Make all tables."""
    _threads_and_modes()
    _hand_offs()
    _questions()
    _posted_parts()
    _living_checklists()
    _chosen_languages()


def downgrade() -> None:
    """Drop all tables with what is in them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _threads_and_modes() -> None:
    op.create_table(
        "chat_threads",
        _text("conversation"),
        _time("opened_at"),
        sa.PrimaryKeyConstraint("conversation", name="pk_chat_threads"),
    )
    op.create_table(
        "channel_modes",
        _text("team"),
        _text("channel"),
        _text("mode"),
        _text("set_by"),
        _time("set_at"),
        sa.PrimaryKeyConstraint("team", "channel", name="pk_channel_modes"),
    )


def _hand_offs() -> None:
    op.create_table(
        "hand_offs",
        _text("conversation"),
        _number("number"),
        _text("called_by"),
        _time("called_at"),
        _text("resolved_by", nullable=True),
        _time("resolved_at", nullable=True),
        sa.PrimaryKeyConstraint("conversation", "number", name="pk_hand_offs"),
    )


def _questions() -> None:
    op.create_table(
        "chat_questions",
        _text("conversation"),
        _text("ts"),
        _text("asked_by", nullable=True),
        _text("exchange", nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        _time("kept_at"),
        sa.PrimaryKeyConstraint("conversation", "ts", name="pk_chat_questions"),
    )
    op.create_index("ix_chat_questions_asked_by", "chat_questions", ["asked_by"])


def _posted_parts() -> None:
    op.create_table(
        "posted_parts",
        _text("exchange"),
        _number("part"),
        _text("conversation"),
        _text("channel"),
        _text("ts"),
        _time("posted_at"),
        sa.PrimaryKeyConstraint("exchange", "part", name="pk_posted_parts"),
    )
    op.create_index("ix_posted_parts_conversation", "posted_parts", ["conversation"])


def _living_checklists() -> None:
    op.create_table(
        "living_checklists",
        _text("id"),
        _text("conversation"),
        _text("owner"),
        _text("language"),
        _text("content"),
        _time("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_living_checklists"),
    )
    op.create_index("ix_living_checklists_owner_made_at", "living_checklists", ["owner", "made_at"])
    op.create_index("ix_living_checklists_conversation", "living_checklists", ["conversation"])
    op.create_table(
        "living_ticks",
        _text("checklist_id"),
        _number("step"),
        _text("by"),
        _time("at"),
        sa.PrimaryKeyConstraint("checklist_id", "step", name="pk_living_ticks"),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["living_checklists.id"], name="fk_living_ticks_checklist_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_living_ticks_by", "living_ticks", ["by"])


def _chosen_languages() -> None:
    op.create_table(
        "chosen_languages",
        _text("owner"),
        _text("language"),
        _time("chosen_at"),
        sa.PrimaryKeyConstraint("owner", name="pk_chosen_languages"),
    )
