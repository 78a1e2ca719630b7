"""What is kept of a candidate beside what was said: subscriptions, and which posts were told."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.jobs.models import JobState
from bot.jobs.tables import JobAlertRow, JobQuestionRow, JobRow, JobSubscriptionRow
from bot.tables import ConversationRow


def forget_alerts(connection: Connection, owner: str) -> int:
    """Delete what is the owner's, alerts that wait included; return how many rows."""
    alerts = connection.execute(delete(JobAlertRow).where(JobAlertRow.owner == owner)).rowcount
    return alerts + connection.execute(delete(JobSubscriptionRow).where(JobSubscriptionRow.owner == owner)).rowcount


def purge_alerts(connection: Connection, before: datetime) -> int:
    """Delete what is too old of alerts and of posts' questions; return how many rows.

    A wish goes with the last conversation of who has it, so this comes after conversations were purged. That somebody
    was told of a post is known for as long as it might be told again.
    """
    old = JobSubscriptionRow.opted_in_at < before
    silent = old & JobSubscriptionRow.owner.not_in(select(ConversationRow.owner))
    ended = select(JobSubscriptionRow.token).where(silent)
    closed = select(JobRow.id).where(JobRow.state == JobState.CLOSED.value, JobRow.closed_at < before)
    gone = (
        delete(JobAlertRow).where(JobAlertRow.subscription.in_(ended), JobAlertRow.handed_over.is_(False)),
        delete(JobAlertRow).where(JobAlertRow.job_id.in_(closed)),
        delete(JobSubscriptionRow).where(silent),
        delete(JobQuestionRow).where(JobQuestionRow.at < before),
    )
    return sum(connection.execute(statement).rowcount for statement in gone)


def exported_alerts(connection: Connection, owner: str) -> dict[str, Any]:
    """Return the owner's subscriptions and alerts as JSON values, the oldest first; nothing where there are none."""
    subscription, alert = JobSubscriptionRow, JobAlertRow
    kept = connection.execute(
        select(subscription.wish, subscription.notice, subscription.opted_in_at)
        .where(subscription.owner == owner)
        .order_by(subscription.opted_in_at)
    )
    wishes = [
        {"wish": json.loads(row.wish), "notice": row.notice, "opted_in_at": row.opted_in_at.isoformat()} for row in kept
    ]
    told = connection.execute(
        select(JobRow.token, alert.due_at, alert.handed_over)
        .join(JobRow, JobRow.id == alert.job_id)
        .where(alert.owner == owner)
        .order_by(alert.due_at)
    )
    alerts = [{"job": row.token, "due_at": row.due_at.isoformat(), "handed_over": row.handed_over} for row in told]
    return {"job_alerts": {"subscriptions": wishes, "alerts": alerts}} if wishes or alerts else {}
