"""A board in memory, as far as searching needs one."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from bot.jobs.models import Job, JobPost, JobState

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)


def make_job(id_: str, post: JobPost, state: JobState = JobState.PUBLISHED) -> Job:
    """Return a job whose token is its id with a word before it."""
    return Job(id_, f"token-{id_}", post, state, 1, "test", MORNING, MORNING, MORNING)


class OpenPosts:
    """Posts that are there, and the number of changes so far."""

    def __init__(self, jobs: Collection[Job]) -> None:
        self._jobs = {job.id: job for job in jobs}
        self._changes = 1

    def revision(self) -> int:
        return self._changes

    def jobs(self, states: Collection[JobState] = tuple(JobState)) -> tuple[Job, ...]:
        return tuple(job for job in self._jobs.values() if job.state in states)

    def change(self, job: Job) -> None:
        """Put a post in, or instead of the one of that id."""
        self._jobs = {**self._jobs, job.id: replace(job, version=job.version + 1)}
        self._changes += 1
