"""What was accepted and what became of it: looks at it, removes what is old, and puts back what failed."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from dbos import DBOSClient, WorkflowStatus
from sqlalchemy import ColumnElement, Select, column, delete, func, or_, select, table

from adapters.delivery.database import DeliveryDatabase
from adapters.delivery.errors import FailedError
from adapters.delivery.models import Counts, Event, Failure
from adapters.delivery.names import APPLICATION, COMPOSE, QUEUE, VERSION, owner_of
from adapters.delivery.serializer import JsonSerializer

PAGE = 500
"""Events removed in one transaction."""
LISTED = 1_000
"""Failures listed at most, the latest ones."""

_FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"]
_DONE = ["SUCCESS", *_FAILED]
_WAITING = ["ENQUEUED", "DELAYED"]
_RUNNING = "PENDING"


class Ledger:
    """Reads and mends what the delivery keeps. Every method blocks."""

    def __init__(self, database: DeliveryDatabase) -> None:
        self._database = database
        self.client = DBOSClient(
            system_database_engine=database.engine,
            dbos_system_schema=database.schema,
            serializer=JsonSerializer(),
            application_name=APPLICATION,
            retry_connection_errors=False,
            lazy=True,
        )
        names = (
            "workflow_uuid",
            "status",
            "executor_id",
            "priority",
            "application_name",
            "created_at",
            "authenticated_user",
        )
        self._workflows = table("workflow_status", *map(column, names), schema=database.schema)
        self._id, self._status = self._workflows.c.workflow_uuid, self._workflows.c.status
        self._worker, self._priority = self._workflows.c.executor_id, self._workflows.c.priority

    def failed(self) -> tuple[Failure, ...]:
        """Return what failed for good, the latest first, LISTED at most."""
        found = self.client.list_workflows(status=_FAILED, sort_desc=True, limit=LISTED, load_output=True)
        return tuple(_failure(status) for status in found)

    def counts(self) -> Counts:
        """Return how much waits, runs and failed."""
        with self._database.engine.connect() as connection:
            rows = connection.execute(self._select(self._status, func.count()).group_by(self._status)).all()
        found = {status: number for status, number in rows}  # noqa: C416 - a row is no tuple to mypy
        waiting, failed = (sum(found.get(status, 0) for status in group) for group in (_WAITING, _FAILED))
        return Counts(waiting, found.get(_RUNNING, 0), failed)

    def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that were accepted before, whatever became of them."""
        declined = self._database.declined.c.key
        with self._database.engine.connect() as connection:
            known = set(connection.scalars(self._select(self._id).where(self._id.in_(keys))))
            return known.union(connection.scalars(select(declined).where(declined.in_(keys))))

    def running_workers(self) -> frozenset[str]:
        """Return the ids of the workers that are running something, as far as the database knows."""
        running = self._select(self._worker).where(self._status == _RUNNING).distinct()
        with self._database.engine.connect() as connection:
            return frozenset(worker for worker in connection.scalars(running) if worker)

    def newest_order(self) -> int:
        """Return the greatest number in the queue, from which SQLite's one worker counts on."""
        newest = self._select(func.max(self._priority)).where(self._status.in_([*_WAITING, _RUNNING]))
        with self._database.engine.connect() as connection:
            return connection.scalar(newest) or 0

    def is_idle(self, seconds: float) -> bool:
        """Whether nothing waits or runs, and nothing was accepted for so long."""
        since = int((time.time() - seconds) * 1000)
        active = or_(self._status.in_([*_WAITING, _RUNNING]), self._workflows.c.created_at > since)
        with self._database.engine.connect() as connection:
            return connection.scalar(self._select(self._id).where(active).limit(1)) is None

    def resend(self, key: str) -> bool:
        """Put a failed event back: what was sent stays sent. False where no such event has failed."""
        found = self.client.list_workflows(workflow_ids=[key], status=_FAILED, load_output=False)
        if not found:
            return False
        self.client.rewind_workflow(
            key,
            start_step=self._first_failed(key),
            application_version=VERSION,
            queue_name=QUEUE,
            queue_partition_key=_partition(found[0]),
        )
        return True

    def forget(self, platform: str, user: str) -> int:
        """Remove what is kept of a user's events that are done with, keys and all; return how many."""
        removed = self._delete(user=owner_of(platform, user))
        if removed:
            self._database.wipe()
        return removed

    def events(self, platform: str, user: str) -> tuple[Event, ...]:
        """Return all that is kept of a user's events, the oldest first."""
        found = self.client.list_workflows(user=owner_of(platform, user), load_output=False)
        return tuple(_event(status, self._answers(status.workflow_id)) for status in found)

    def users(self, name: str) -> frozenset[tuple[str, str]]:
        """Return platform and name of the users whose name is `name` or ends in it, after a colon."""
        whose = self._workflows.c.authenticated_user
        with self._database.engine.connect() as connection:
            owners = connection.scalars(self._select(whose).where(whose.endswith(name, autoescape=True)).distinct())
            found = [owner.partition(":") for owner in owners]
        return frozenset((platform, user) for platform, _, user in found if f":{user}".endswith(f":{name}"))

    def purge(self, before: datetime) -> int:
        """Remove the events that were done with before, in UTC; return how many. Their keys count as new again."""
        table = self._database.declined
        with self._database.engine.begin() as connection:
            connection.execute(delete(table).where(table.c.declined_at < int(before.timestamp() * 1000)))
        return self._delete(completed_before=before.isoformat())

    def close(self) -> None:
        """Let go of the client; the database stays open."""
        self.client.destroy()

    def _select(self, *what: ColumnElement[Any]) -> Select[Any]:
        """DBOS's own listing has no counting, and reads whole rows."""
        return select(*what).select_from(self._workflows).where(self._workflows.c.application_name == APPLICATION)

    def _delete(self, **which: Any) -> int:
        removed = 0
        while keys := self._done(which):
            self.client.delete_workflows(keys)
            removed += len(keys)
        return removed

    def _done(self, which: dict[str, Any]) -> list[str]:
        found = self.client.list_workflows(status=_DONE, limit=PAGE, load_input=False, load_output=False, **which)
        return [status.workflow_id for status in found]

    def _answers(self, key: str) -> tuple[str, ...]:
        composed = (step["output"] for step in self.client.list_workflow_steps(key) if step["function_name"] == COMPOSE)
        return tuple(part[2] for text in composed if text for part in json.loads(text)["parts"])

    def _first_failed(self, key: str) -> int:
        """The step to begin with. An answer that could not be computed is computed anew."""
        steps = self.client.list_workflow_steps(key)
        failed = (step["function_id"] for step in steps if step["error"] is not None or _is_apology(step["output"]))
        return next(failed, max((step["function_id"] for step in steps), default=0) + 1)


def _is_apology(output: Any) -> bool:
    return isinstance(output, str) and output.startswith('{"reason": "') and not output.startswith('{"reason": ""')


def _partition(status: WorkflowStatus) -> str | None:
    return status.queue_partition_key


def _event(status: WorkflowStatus, answers: tuple[str, ...]) -> Event:
    platform, conversation, user, payload, *_ = status.input["args"] if status.input else ("", "", "", "")
    accepted_at = datetime.fromtimestamp((status.created_at or 0) / 1000, UTC)
    is_done = status.status in _DONE
    return Event(status.workflow_id, platform, conversation, user, is_done, accepted_at, payload, answers)


def _failure(status: WorkflowStatus) -> Failure:
    platform, conversation, user, *_ = status.input["args"] if status.input else ("", "", "")
    error = status.error
    reason, tries = (error.reason, error.tries) if isinstance(error, FailedError) else (_stopped(status), 0)
    milliseconds = status.completed_at or status.updated_at or status.created_at or 0
    failed_at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return Failure(status.workflow_id, platform, conversation, user, reason, failed_at, tries)


def _stopped(status: WorkflowStatus) -> str:
    if status.status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
        return "begun too often without coming to an end"
    return f"stopped: {type(status.error).__name__}" if status.error else "stopped"
