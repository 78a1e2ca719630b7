"""Threads that write one after another, and those that wait together in one transaction."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class _Job:
    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.outcome: Future[Any] = Future()


class Turns:
    """Group commit: a commit's time is the disk's sync, and one sync can keep the work of all threads that wait.

    Whoever comes first does the work of all, in the order in which they came; the others find theirs done.
    """

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._turn = Lock()
        self._waiting: deque[_Job] = deque()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, once it is kept. What it raises, or why it could not be kept, is raised here."""
        mine = _Job(work)
        self._waiting.append(mine)
        with self._turn:
            if not mine.outcome.done():
                self._run(self._taken(mine))
        outcome: T = mine.outcome.result()
        return outcome

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody from writing meanwhile."""
        with self._turn:
            yield

    def _taken(self, mine: _Job) -> list[_Job]:
        jobs = [self._waiting.popleft() for _ in range(len(self._waiting))]
        # It is gone only where the one who took it was interrupted.
        return jobs if mine in jobs else [*jobs, mine]

    def _run(self, jobs: list[_Job]) -> None:
        """If all together fail, each is done alone, so that only the one who is to blame hears of it."""
        try:
            with self._begin() as connection:
                results = [job.work(connection) for job in jobs]
        except Exception as error:  # noqa: BLE001 - raised again where the work came from
            self._part(jobs, error)
        else:
            for job, result in zip(jobs, results, strict=True):
                job.outcome.set_result(result)

    def _part(self, jobs: list[_Job], error: Exception) -> None:
        if len(jobs) == 1:
            jobs[0].outcome.set_exception(error)
        else:
            for job in jobs:
                self._run([job])
