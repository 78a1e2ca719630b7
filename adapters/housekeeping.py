"""What a serving process does beside serving: does what commands ask for, and deletes what is too old."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread

import structlog

from adapters.mailbox import attend
from adapters.people import answered, requests_folder
from bot.gaps.desk import GapDesk
from bot.people import PersonalData

ATTEND_SECONDS = 0.2
LOOK_SECONDS = 1.0
PURGE_SECONDS = 3600.0
GATHER_SECONDS = 10.0


Counter = tuple[str, Callable[[str], str]]
"""What the names of some requests begin with, and what does them: takes a request, returns the answer."""


@contextmanager
def house_kept(
    data_dir: Path,
    people: PersonalData,
    retention_days: int,
    gaps: GapDesk | None = None,
    counters: Sequence[Counter] = (),
) -> Iterator[None]:
    """Keep house in a thread until the block ends; `people` must be usable for so long.

    What commands ask for in the folder is done at once, by the counter it is meant for or with `people`; at once and
    every hour goes what was silent for more than `retention_days`, nothing where that is 0. With `gaps`, what others
    published is served within a second, and new questions are put into gaps. What fails is logged and tried again.
    """
    ended = Event()
    jobs: list[tuple[float, Callable[[], None]]] = [
        (ATTEND_SECONDS, partial(attend, requests_folder(data_dir), partial(_done, people, counters)))
    ]
    if gaps is not None:
        jobs += [(LOOK_SECONDS, gaps.keep_current), (GATHER_SECONDS, gaps.gather)]
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


def _done(people: PersonalData, counters: Sequence[Counter], request: str) -> str:
    what = str(json.loads(request)["what"])
    does = next((does for prefix, does in counters if what.startswith(prefix)), partial(answered, people))
    return does(request)


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
