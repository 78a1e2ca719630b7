"""Job posts with where they stand and what they were asked; subscriptions of candidates and their alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = ("jobs", "job_questions", "job_postings", "job_subscriptions", "job_alerts")


def upgrade() -> None:
    """Make all tables."""
    _jobs()
    _questions()
    _postings()
    _subscriptions()
    _alerts()


def downgrade() -> None:
    """Drop all tables with what is in them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_job(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=f"fk_{table}_job_id", ondelete="CASCADE")


def _jobs() -> None:
    op.create_table(
        "jobs",
        _text("id"),
        _text("token"),
        sa.Column("key", sa.Text(), nullable=True),
        _text("post"),
        _text("state"),
        _number("version"),
        _number("changes"),
        _text("author"),
        sa.Column("deadline", sa.Date(), nullable=True),
        _time("created_at"),
        _time("edited_at"),
        _time("published_at", nullable=True),
        _time("closed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("token", name="uq_jobs_token"),
        sa.UniqueConstraint("key", name="uq_jobs_key"),
    )


def _questions() -> None:
    op.create_table(
        "job_questions",
        _text("key"),
        _text("job_id"),
        _text("aspect"),
        _flag("answered"),
        _time("at"),
        sa.PrimaryKeyConstraint("key", name="pk_job_questions"),
        _of_job("job_questions"),
    )
    op.create_index("ix_job_questions_job_id", "job_questions", ["job_id"])


def _postings() -> None:
    op.create_table(
        "job_postings",
        _text("job_id"),
        _text("chat"),
        _text("message"),
        _number("version"),
        _flag("closed"),
        sa.PrimaryKeyConstraint("job_id", "chat", name="pk_job_postings"),
        _of_job("job_postings"),
    )


def _subscriptions() -> None:
    op.create_table(
        "job_subscriptions",
        _text("token"),
        _text("owner"),
        _text("words"),
        _text("wish"),
        _text("notice"),
        _time("opted_in_at"),
        sa.PrimaryKeyConstraint("token", name="pk_job_subscriptions"),
        sa.UniqueConstraint("owner", "words", name="uq_job_subscriptions_owner"),
    )


def _alerts() -> None:
    op.create_table(
        "job_alerts",
        _text("key"),
        _text("owner"),
        _text("job_id"),
        _text("subscription"),
        _time("due_at"),
        _flag("handed_over"),
        sa.PrimaryKeyConstraint("key", name="pk_job_alerts"),
        sa.UniqueConstraint("owner", "job_id", name="uq_job_alerts_owner"),
        _of_job("job_alerts"),
    )
    op.create_index("ix_job_alerts_handed_over_due_at", "job_alerts", ["handed_over", "due_at"])
