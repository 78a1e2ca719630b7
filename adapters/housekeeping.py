"""What a serving process does beside serving: does what commands ask for, and deletes what is too old."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread

import structlog

from adapters import gap_work, progress_work
from adapters.gap_work import OwnGaps
from adapters.mailbox import attend
from adapters.people import answered, requests_folder
from bot.onboarding.progress import Progress
from bot.people import PersonalData

LOOK_SECONDS = 1.0
PURGE_SECONDS = 3600.0
GATHER_SECONDS = 10.0


@contextmanager
def house_kept(
    data_dir: Path,
    people: PersonalData,
    retention_days: int,
    gaps: OwnGaps | None = None,
    progress: Progress | None = None,
) -> Iterator[None]:
    """Keep house in a thread until the block ends; `people` must be usable for so long.

    Every second what commands ask for in the folder is done; at once and every hour goes what was silent for more than
    `retention_days`, nothing where that is 0. With `gaps`, what others published is served within a second, and new
    questions are put into gaps. What fails is logged and tried again.
    """
    ended = Event()
    jobs: list[tuple[float, Callable[[], None]]] = [
        (LOOK_SECONDS, partial(attend, requests_folder(data_dir), partial(_done, people, gaps, progress)))
    ]
    if gaps is not None:
        jobs += [(LOOK_SECONDS, gaps.desk.keep_current), (GATHER_SECONDS, gaps.desk.gather)]
    if retention_days:
        jobs.append((PURGE_SECONDS, partial(purge, people, timedelta(days=retention_days))))
    threads = [Thread(target=_repeat, args=(*job, ended), name="lotse-housekeeping", daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _done(people: PersonalData, gaps: OwnGaps | None, progress: Progress | None, request: str) -> str:
    what = str(json.loads(request)["what"])
    if gaps and what.startswith(gap_work.PREFIX):
        return gap_work.answered(gaps, request)
    if progress and what.startswith(progress_work.PREFIX):
        return progress_work.answered(progress, request)
    return answered(people, request)


def purge(people: PersonalData, kept: timedelta) -> None:
    """Delete what was silent for longer. Raises StoreError."""
    removed = people.purge(datetime.now(UTC) - kept)
    if removed.anything:
        structlog.get_logger("lotse.housekeeping").info("retention.purged", conversations=removed.conversations)


def _repeat(seconds: float, job: Callable[[], None], ended: Event) -> None:
    while True:
        started = time.monotonic()
        try:
            job()
        except Exception:  # noqa: BLE001 - the edge: what fails once is tried again, and serving goes on
            structlog.get_logger("lotse.housekeeping").exception("housekeeping.failed")
        if ended.wait(max(0.0, started + seconds - time.monotonic())):
            return
