"""What the process that holds the store does for commands, beside what is kept of people."""

from functools import partial

from adapters import gap_work, job_work, progress_work
from adapters.gap_work import OwnGaps
from adapters.housekeeping import Counter
from bot.gaps.desk import GapDesk
from bot.stores import Stores


def counters(stores: Stores, gaps: GapDesk) -> tuple[Counter, ...]:
    """Return who answers which requests."""
    return (
        (gap_work.PREFIX, partial(gap_work.answered, OwnGaps(gaps, stores.reports))),
        (progress_work.PREFIX, partial(progress_work.answered, stores.progress)),
        (job_work.PREFIX, partial(job_work.answered, stores.jobs)),
    )
