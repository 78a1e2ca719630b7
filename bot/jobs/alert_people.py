"""What is kept of a candidate beside what was said: subscriptions, and which posts were told."""

import json
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.jobs.tables import JobAlertRow, JobRow, JobSubscriptionRow


def forget_alerts(connection: Connection, owner: str) -> int:
    """Delete what is the owner's, alerts that wait included; return how many rows."""
    alerts = connection.execute(delete(JobAlertRow).where(JobAlertRow.owner == owner)).rowcount
    return alerts + connection.execute(delete(JobSubscriptionRow).where(JobSubscriptionRow.owner == owner)).rowcount


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
