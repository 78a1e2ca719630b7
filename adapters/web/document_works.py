"""What is being done with documents: each work in a thread of its own, since it takes longer than a page may."""

import traceback
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock, Thread

import structlog

from adapters.web.inbound import new_id
from bot.errors import BotError
from bot.ingest import STEP, FileReport

MOST_KEPT = 100
"""Works whose outcome is still told. An outcome is read within seconds; what came in is in the list for good."""
MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a work: the reports of an upload, or the title of what was removed."""

    reports: tuple[FileReport, ...] = ()
    removed: str = ""


@dataclass
class Work:
    """How far a work is; changed by its own thread only. `outcome` is None until it is over, or where it `failed`."""

    done: int = 0
    total: int = 0
    step_name: str = ""
    outcome: Outcome | None = None
    failed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.failed or self.outcome is not None

    def step(self, name: str, done: int, total: int) -> None:
        """Hear how far it is: files that were read, then the index."""
        self.step_name = name
        if name == STEP:
            self.done, self.total = done, total


@dataclass(frozen=True, slots=True)
class Works:
    """The works of one process, by ids that nobody guesses."""

    _known: "OrderedDict[str, Work]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def start(self, job: Callable[[Work], Outcome]) -> str | None:
        """Begin a work and return its id; None where too many are under way."""
        work, id_ = Work(), new_id()
        with self._lock:
            if sum(1 for one in self._known.values() if not one.is_over) >= MOST_WAITING:
                return None
            self._known[id_] = work
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        Thread(target=_run, args=(job, work), name="documents", daemon=True).start()
        return id_

    def find(self, id_: str) -> Work | None:
        """Return a work as it is now; None where there is none, or it was long ago.

        A copy, so that a page tells of one moment: a work that ended while it was written had an end without a report.
        """
        known = self._known.get(id_)
        return replace(known) if known else None


def _run(job: Callable[[Work], Outcome], work: Work) -> None:
    try:
        work.outcome = job(work)
    except BotError as error:
        _failed(work, str(error))
    except Exception as error:  # noqa: BLE001 - the edge of a thread: nobody else would tell who waits for the page
        _failed(work, type(error).__name__, traceback="".join(traceback.format_tb(error.__traceback__)))


def _failed(work: Work, reason: str, **more: str) -> None:
    work.failed = True
    structlog.get_logger("lotse.documents").error("documents.failed", reason=reason, **more)
