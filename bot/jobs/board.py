"""The board that posts hang on. The Protocol stands here; `bot/jobs/store.py` fulfils it in SQL."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from bot.jobs.models import Asked, Aspect, Job, JobPost, JobState, Posting


class PostBoard(Protocol):
    """What recruiters do with posts. Every method may raise StoreError; where an id names no post, it returns None."""

    def add(self, post: JobPost, author: str, *, key: str | None = None) -> Job:
        """Keep a new draft and return it. A `key` that was used before returns the post of then: to repeat is safe."""
        ...

    def add_all(self, posts: Collection[JobPost], author: str) -> tuple[Job, ...]:
        """Keep new drafts, all or none."""
        ...

    def get(self, job: str) -> Job | None:
        """Return the post of that id."""
        ...

    def jobs(self, states: Collection[JobState] = tuple(JobState)) -> tuple[Job, ...]:
        """Return the posts in these states, the latest edited first."""
        ...

    def edit(self, job: str, post: JobPost, version: int) -> Job | None:
        """Replace what the post of that `version` says. Raises EditConflictError where somebody was faster."""
        ...

    def publish(self, job: str) -> Job | None:
        """Open a post to candidates; one that was closed opens anew, one that is open stays as it is."""
        ...

    def close(self, job: str) -> Job | None:
        """Close a post; one that is closed stays as it is."""
        ...

    def asked(self, job: str) -> tuple[Asked, ...]:
        """Return what a post was asked about, the most frequent first."""
        ...

    def all_asked(self) -> Mapping[str, tuple[Asked, ...]]:
        """Return by its id what each post was asked about; posts that nobody asked about are missing."""
        ...


class JobBoard(PostBoard, Protocol):
    """What is done with posts beside: for candidates, by the clock, and on platforms."""

    def find(self, token: str) -> Job | None:
        """Return the post that candidates know by `token`: published or closed, never a draft."""
        ...

    def close_due(self, today: date) -> tuple[Job, ...]:
        """Close the published posts whose deadline was before `today` and return them."""
        ...

    def revision(self) -> int:
        """Return a number that grows with every change to a post, so that an index knows when it is old."""
        ...

    def note_question(self, job: str, aspect: Aspect, key: str, *, answered: bool) -> bool:
        """Count a question; once for a `key`, which names the message and leads back to nobody."""
        ...

    def note_posting(self, posting: Posting) -> None:
        """Keep where a post stands on a platform; replaces what was kept for that post and chat."""
        ...

    def postings(self, job: str) -> tuple[Posting, ...]:
        """Return where a post stands."""
        ...
