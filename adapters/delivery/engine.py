"""Starts and ends DBOS, of which a process can have one."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from dbos import DBOS, DBOSConfig

from adapters.delivery.database import DeliveryDatabase
from adapters.delivery.errors import DeliveryError, FailedError
from adapters.delivery.models import Policy
from adapters.delivery.names import APPLICATION, QUEUE, VERSION, WORKFLOW
from adapters.delivery.serializer import JsonSerializer

SQLITE_THREADS = 8
POSTGRESQL_THREADS = 16
"""What writes down steps; fewer than the database has connections."""

Deliver = Callable[[str, str, str, str, str], Coroutine[Any, Any, None]]


def launch(database: DeliveryDatabase, deliver: Deliver, worker: str, policy: Policy) -> None:
    """Begin to run what waits. Blocks; must be called from a thread without an event loop.

    There DBOS makes a loop of its own, and leaves alone the caller's, whose threads it would take over otherwise.

    Raises:
        DeliveryError: DBOS cannot start.
    """

    async def run(platform: str, conversation: str, user: str, payload: str, verdict: str) -> None:
        # A function, since DBOS writes attributes on what it registers, which methods do not take.
        await deliver(platform, conversation, user, payload, verdict)

    _quiet()
    try:
        DBOS(config=_config(database, worker))
        # Kept by DBOS under its name, since it may be begun by another process than the one that accepted it.
        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=policy.starts)(run)
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            partition_concurrency=1,
            worker_concurrency=policy.running_at_first,
            polling_interval_sec=policy.poll_seconds,
            on_conflict="always_update",
        )
    except Exception as error:
        DBOS.destroy(destroy_registry=True)
        raise DeliveryError(f"the delivery cannot start ({type(error).__name__})") from error


def end(grace_seconds: float) -> None:
    """Begin nothing new, wait for what runs, at most so long, and end. Blocks."""
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=max(1, int(grace_seconds)))


def put_back(worker: str) -> None:
    """Put what a dead worker was running back into the queue, at its place. Blocks."""
    # The one thing that DBOS offers by its paid service, or by its own server, only.
    DBOS._recover_pending_workflows([worker])


def _config(database: DeliveryDatabase, worker: str) -> DBOSConfig:
    return {
        "name": APPLICATION,
        "system_database_engine": database.engine,
        "dbos_system_schema": database.schema,
        "executor_id": worker,
        "application_version": VERSION,
        "serializer": JsonSerializer(),
        "log_level": "WARNING",
        "enable_otlp": False,
        "use_listen_notify": False,
        "max_executor_threads": SQLITE_THREADS if database.is_sqlite else POSTGRESQL_THREADS,
    }


def _quiet() -> None:
    """DBOS writes to the terminal unless its logger has a handler already."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    if not any(isinstance(known, _Expected) for known in logger.filters):
        logger.addFilter(_Expected())


class _Expected(logging.Filter):
    """Leaves out what the delivery itself reports, in its own words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether it is news."""
        kind = record.exc_info[0] if record.exc_info else None
        expected = kind is not None and issubclass(kind, (FailedError, asyncio.CancelledError))
        return not expected and "task cancelled for workflow or step" not in str(record.msg)
