"""Finds open posts for what a candidate types: words and meaning by the retriever, the rest by comparing."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.jobs.filter_reader import FilterReader
from bot.jobs.filters import JobFilter
from bot.jobs.index import IndexedJob, JobIndex, JobIndexer
from bot.jobs.models import Job, JobState, Remote, is_training
from knowledge.models import Language

TOWN, COUNTRY, ELSEWHERE, ANYWHERE = 14.0, 3.5, -10.0, 5.0
"""What the place says, in units of the fused score. Who names a town means it; a remote job is near everywhere."""
REMOTE, PARTLY_REMOTE, NOT_REMOTE = 5.0, 2.5, -4.0
EMPLOYMENT, OTHER_EMPLOYMENT, UNSAID_EMPLOYMENT = 3.0, -3.0, -0.5
OCCUPATION, LEVEL, OTHER_LEVEL = 7.0, 2.0, -1.5


class OpenJobs(Protocol):
    """What a search asks of a `JobBoard`."""

    def revision(self) -> int:
        """Return a number that grows with every change to a post."""
        ...

    def jobs(self, states: Collection[JobState]) -> tuple[Job, ...]:
        """Return the posts in these states."""
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """A post that was found; `score` is comparable within one search. `job` is as it was when it was indexed."""

    job: Job
    score: float


@dataclass(frozen=True, slots=True)
class JobFindings:
    """What was understood, and the posts, best first."""

    wanted: JobFilter
    matches: tuple[Match, ...]


class JobSearch:
    """Searches the open posts of a board, for any number of threads.

    Whether a post changed is asked with each search; one thread then builds a new index while the others go on with
    the one that is there, and the two are exchanged in one assignment.
    """

    def __init__(self, board: OpenJobs, indexer: JobIndexer, filters: FilterReader) -> None:
        self._board = board
        self._indexer = indexer
        self._filters = filters
        self._index: JobIndex | None = None
        self._building = threading.Lock()

    def find(self, text: str, language: Language, limit: int = 5) -> JobFindings:
        """Return the open posts that answer `text` best. Raises StoreError."""
        return self.among(self._filters.read(text), language, limit)

    def among(self, wanted: JobFilter, language: Language, limit: int = 5) -> JobFindings:
        """Return the open posts that a wish fits best. Raises StoreError."""
        index = self.index()
        said = index.scores(wanted.words, language)
        scored = [Match(one.job, said.get(id_, 0.0) + compared(wanted, one)) for id_, one in index.jobs.items()]
        scored.sort(key=lambda match: (-match.score, match.job.id))
        return JobFindings(wanted, tuple(scored[:limit]))

    def wanted(self, text: str) -> JobFilter:
        """Return what `text` asks for, to be kept as a wish."""
        return self._filters.read(text)

    def read(self, job: Job) -> IndexedJob:
        """Return what of a post is compared with a wish, whether it is in the index or not."""
        return self._indexer.read(job)

    def index(self) -> JobIndex:
        """Return the index of now; the one before where another thread is building."""
        current = self._index
        revision = self._board.revision()
        if current is not None and current.revision == revision:
            return current
        if current is not None and self._building.locked():
            return current
        with self._building:
            return self._built()

    def _built(self) -> JobIndex:
        revision = self._board.revision()
        current = self._index
        if current is None or current.revision != revision:
            # The revision is read first: a change in between makes the next search build once more.
            current = self._indexer.build(revision, self._board.jobs([JobState.PUBLISHED]), current)
            self._index = current
        return current


def compared(wanted: JobFilter, one: IndexedJob) -> float:
    """Return what place, workplace, employment, occupation and level say for or against a post."""
    return sum(part(wanted, one) for part in _PARTS)


def _place(wanted: JobFilter, one: IndexedJob) -> float:
    if not wanted.towns and not wanted.countries:
        return 0.0
    if one.towns & set(wanted.towns):
        return TOWN
    if one.job.post.remote is Remote.FULLY:
        return ANYWHERE
    return COUNTRY if one.countries & set(wanted.countries) else ELSEWHERE


def _workplace(wanted: JobFilter, one: IndexedJob) -> float:
    if not wanted.remote:
        return 0.0
    remote = one.job.post.remote
    return {Remote.FULLY: REMOTE, Remote.PARTLY: PARTLY_REMOTE}.get(remote, NOT_REMOTE) if remote else NOT_REMOTE


def _employment(wanted: JobFilter, one: IndexedJob) -> float:
    offered = one.job.post.employment
    if not wanted.employment:
        return OTHER_EMPLOYMENT if is_training(one.job.post) and wanted.level is None else 0.0
    if set(wanted.employment) & set(offered):
        return EMPLOYMENT
    return OTHER_EMPLOYMENT if offered else UNSAID_EMPLOYMENT


def _occupation(wanted: JobFilter, one: IndexedJob) -> float:
    return OCCUPATION if one.occupations & set(wanted.occupations) else 0.0


def _level(wanted: JobFilter, one: IndexedJob) -> float:
    if wanted.level is None:
        return 0.0
    return LEVEL if wanted.level == one.level else OTHER_LEVEL if one.level else 0.0


_PARTS = (_place, _workplace, _employment, _occupation, _level)
