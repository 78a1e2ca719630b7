"""Writes a batch of events into the queue, in one transaction. Blocks."""

import time
from collections.abc import Callable, Mapping, Sequence

from dbos import EnqueueOptions
from dbos import error as dbos_error
from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from adapters.delivery.database import DeliveryDatabase
from adapters.delivery.flood import FloodGates, Verdict
from adapters.delivery.ledger import Ledger
from adapters.delivery.models import Inbound
from adapters.delivery.names import APPLICATION, PRIORITIES, QUEUE, VERSION, WORKFLOW, owner, partition
from adapters.delivery.pace import Pace
from adapters.delivery.turn import URGENT


class Keeper:
    """Keeps events. Belongs to one thread."""

    def __init__(
        self,
        database: DeliveryDatabase,
        ledger: Ledger,
        pace: Pace,
        gates: FloodGates,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._engine = database.engine.execution_options(**{URGENT: True})
        self._ledger = ledger
        self._pace = pace
        self._gates = gates
        self._clock = clock
        self._newest = ledger.newest_order() if database.is_sqlite else 0

    def keep(self, inbounds: Sequence[Inbound]) -> list[bool]:
        """Return, once all are committed, which are new; tried twice where the server had closed the connection.

        Raises SQLAlchemyError; then none is kept.
        """
        known = self._ledger.known([inbound.key for inbound in inbounds])
        verdicts: dict[int, Verdict] = {}
        for number, inbound in enumerate(inbounds):
            if inbound.key not in known:
                known.add(inbound.key)
                verdicts[number] = self._gates.judge(inbound, self._clock())
        try:
            new = self._committed(inbounds, verdicts)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            new = self._committed(inbounds, verdicts)
        self._pace.hurry()
        return [number in new for number in range(len(inbounds))]

    def _committed(self, inbounds: Sequence[Inbound], verdicts: Mapping[int, Verdict]) -> set[int]:
        with self._engine.begin() as connection:
            orders = self._orders(connection, len(inbounds))
            # By key, so that two workers with the same events wait for each other instead of deadlocking.
            numbers = sorted(verdicts, key=lambda number: inbounds[number].key)
            dropped = [number for number in numbers if verdicts[number] is Verdict.DROP]
            declined = self._decline(connection, [inbounds[number].key for number in dropped])
            new = {number for number in dropped if inbounds[number].key in declined}
            for number in numbers:
                verdict = verdicts[number]
                if verdict is not Verdict.DROP and self._enqueue(connection, inbounds[number], verdict, orders[number]):
                    new.add(number)
            return new

    def _orders(self, connection: Connection, count: int) -> Sequence[int]:
        """Rising numbers, since the queue knows times only to a millisecond and several workers' clocks differ."""
        if self._database.is_sqlite:
            self._newest += count
            return [(self._newest - count + number) % PRIORITIES + 1 for number in range(count)]
        numbers = text(f"SELECT nextval('\"{self._database.schema}\".lotse_order') FROM generate_series(1, :count)")
        return list(connection.scalars(numbers, {"count": count}))

    def _decline(self, connection: Connection, keys: Sequence[str]) -> set[str]:
        """Remember events that are not answered, all at once: they come from who floods. Return the new ones."""
        if not keys:
            return set()
        dialect, table, now = sqlite if self._database.is_sqlite else postgresql, self._database.declined, time.time()
        statement = dialect.insert(table).on_conflict_do_nothing().returning(table.c.key)
        return set(connection.scalars(statement, [{"key": key, "declined_at": int(now * 1000)} for key in keys]))

    def _enqueue(self, connection: Connection, inbound: Inbound, verdict: Verdict, order: int) -> bool:
        """Whether it is new."""
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": inbound.key,
            "workflow_id_reuse_policy": "reject",
            "app_version": VERSION,
            "application_name": APPLICATION,
            "priority": order,
            "queue_partition_key": partition(inbound),
            "authenticated_user": owner(inbound),
        }
        values = (inbound.platform, inbound.conversation, inbound.user, inbound.payload, verdict.value)
        try:
            self._ledger.client.enqueue_in_transaction(connection, options, *values)
        except dbos_error.DBOSWorkflowIDInUseError:
            return False
        return True
