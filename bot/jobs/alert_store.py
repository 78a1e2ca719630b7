"""Subscriptions and alerts in SQL: fulfils `Alerts`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import utc_now
from bot.database import Database
from bot.jobs.alert_people import forget_alerts
from bot.jobs.alerts import Alert, AlertWish, Subscription, due_at
from bot.jobs.models import Job, JobState, new_token
from bot.jobs.rows import JobCodec
from bot.jobs.tables import JobAlertRow, JobRow, JobSubscriptionRow

PLANNED_TOGETHER = 500
"""Alerts in one transaction: who asks something meanwhile waits for one of them, not for thousands."""


class SqlAlerts:
    """Keeps subscriptions in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._codec = JobCodec()
        self._insert = sqlite.insert if database.dialect == "sqlite" else postgresql.insert

    def subscribe(self, owner: str, wish: AlertWish, notice: str) -> Subscription:
        """Keep a wish from now on; the same words of the same owner again change rhythm and hours only."""
        kept = {"wish": self._codec.wish(wish), "notice": notice}
        new = {"token": new_token(), "owner": owner, "words": wish.words, "opted_in_at": self._clock(), **kept}
        statement = self._insert(JobSubscriptionRow).values(new)
        keeping = statement.on_conflict_do_update(index_elements=["owner", "words"], set_=kept)
        returning = keeping.returning(*JobSubscriptionRow.__table__.c)
        return self._database.write(lambda connection: self._codec.subscription_of(connection.execute(returning).one()))

    def subscriptions(self, owner: str) -> tuple[Subscription, ...]:
        """Return the owner's subscriptions, the oldest first."""
        return self._found(_subscriptions().where(JobSubscriptionRow.owner == owner))

    def wishes(self) -> tuple[Subscription, ...]:
        """Return everybody's subscriptions, to be matched with a new post."""
        return self._found(_subscriptions())

    def stop(self, owner: str, token: str) -> bool:
        """End a subscription of the owner's, with its alerts that wait."""
        return self._end(JobSubscriptionRow.owner == owner, JobSubscriptionRow.token == token) > 0

    def stop_all(self, owner: str) -> int:
        """End all of the owner's, as after a block; return how many."""
        return self._end(JobSubscriptionRow.owner == owner)

    def plan(self, job: Job, met: tuple[Subscription, ...]) -> int:
        """Make a waiting alert for the owner of each subscription that the open post meets.

        Who was told of the post ever, or opted in after it was published, gets none. To repeat is safe. Returns how
        many are new.
        """
        now, published = self._clock(), job.published_at
        if not job.open or published is None:
            return 0
        wanted = [_alert_values(job, one, due_at(one.wish, now)) for one in met if one.opted_in_at <= published]
        # In one order, so that no two who plan wait for each other's rows.
        wanted.sort(key=lambda row: row["owner"])
        groups = (wanted[start : start + PLANNED_TOGETHER] for start in range(0, len(wanted), PLANNED_TOGETHER))
        return sum(self._planned(group) for group in groups)

    def due(self, now: datetime, limit: int) -> tuple[Alert, ...]:
        """Return waiting alerts whose time has come, by owner, the longest waiting first; of open posts only."""
        jobs = (column.label(f"job_{column.key}") for column in JobRow.__table__.c)
        alert = (JobAlertRow.key, JobAlertRow.due_at)
        order = (JobAlertRow.due_at, JobAlertRow.owner, JobAlertRow.key)
        waiting = (
            select(*alert, *JobSubscriptionRow.__table__.c, *jobs)
            .join(JobSubscriptionRow, JobSubscriptionRow.token == JobAlertRow.subscription)
            .join(JobRow, JobRow.id == JobAlertRow.job_id)
            .where(JobAlertRow.handed_over.is_(False), JobAlertRow.due_at <= now)
            .where(JobRow.state == JobState.PUBLISHED.value)
            .order_by(*order)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(self._codec.alert_of(row) for row in connection.execute(waiting))

    def handed_over(self, keys: tuple[str, ...]) -> None:
        """Note that a durable sender has these; they are not due again."""
        noting = update(JobAlertRow).where(JobAlertRow.key.in_(keys)).values(handed_over=True)
        self._database.write(lambda connection: connection.execute(noting))

    def forget(self, owner: str) -> int:
        """Delete all that is kept of the owner; return how many subscriptions and alerts."""

        deleted = self._database.write(lambda connection: forget_alerts(connection, owner))
        if deleted:
            self._database.wipe()
        return deleted

    def _found(self, statement: Select[Any]) -> tuple[Subscription, ...]:
        with self._database.reading() as connection:
            return tuple(self._codec.subscription_of(row) for row in connection.execute(statement))

    def _end(self, *which: Any) -> int:
        def work(connection: Connection) -> int:
            ending = select(JobSubscriptionRow.token).where(*which)
            waiting = (JobAlertRow.subscription.in_(ending), JobAlertRow.handed_over.is_(False))
            connection.execute(delete(JobAlertRow).where(*waiting))
            return connection.execute(delete(JobSubscriptionRow).where(*which)).rowcount

        return self._database.write(work)

    def _planned(self, rows: list[dict[str, Any]]) -> int:
        named = select(JobSubscriptionRow.token).where(
            JobSubscriptionRow.token.in_([row["subscription"] for row in rows])
        )
        planning = self._insert(JobAlertRow).on_conflict_do_nothing().returning(JobAlertRow.key)

        def work(connection: Connection) -> int:
            tokens = set(connection.scalars(named))
            kept = [row for row in rows if row["subscription"] in tokens]
            return len(connection.execute(planning, kept).all()) if kept else 0

        return self._database.write(work)


def _subscriptions() -> Select[Any]:
    return select(*JobSubscriptionRow.__table__.c).order_by(JobSubscriptionRow.opted_in_at, JobSubscriptionRow.token)


def _alert_values(job: Job, subscription: Subscription, due: datetime) -> dict[str, Any]:
    return {
        "key": f"alert:{new_token()}",
        "owner": subscription.owner,
        "job_id": job.id,
        "subscription": subscription.token,
        "due_at": due,
        "handed_over": False,
    }
