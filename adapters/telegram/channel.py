"""The job channel: finds out what it does not show as it is now, and what is to be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.telegram.calls import Call, Method, PostRef
from adapters.telegram.contract import PLATFORM, Inbound
from adapters.telegram.posts import PostWriter
from adapters.telegram.received import PostDue, Received, encode
from bot.jobs.board import JobBoard
from bot.jobs.models import Job, JobState, Posting

STATES = (JobState.PUBLISHED, JobState.CLOSED)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, by its @name or number, and the board whose posts it shows. Its methods block.

    What stands there is known by what is kept: Telegram cannot be asked. Who deletes a post there by hand means it, so
    that it is not posted again.
    """

    name: str
    bot: int
    board: JobBoard
    writer: PostWriter

    def due(self) -> tuple[Inbound, ...]:
        """Return an event for each job that the channel does not show as it is, the longest published first."""
        jobs = sorted(self.board.jobs(STATES), key=lambda job: (job.published_at or job.created_at, job.id))
        return tuple(self._event(job) for job in jobs if self._is_due(job))

    def calls(self, job_id: str) -> tuple[Call, ...]:
        """Return what shows a job as it is now; nothing where the channel shows it so."""
        job = self.board.get(job_id)
        return tuple(self._calls(job)) if job is not None and self._is_due(job) else ()

    def keep(self, post: PostRef, chat: str, message: str) -> None:
        """Note that a job's post stands in the channel."""
        self.board.note_posting(Posting(post.job, chat, message, post.version, post.closed))

    def _calls(self, job: Job) -> Iterator[Call]:
        known, message = self._posting(job), self.writer.post(job)
        shows = PostRef(job.id, job.version, not job.open)
        if known is None:
            yield Call(Method.SEND, self.name, message.html, message.keyboard, posting=shows)
        else:
            stands = int(known.message)
            yield Call(Method.EDIT, self.name, message.html, message.keyboard, message=stands, posting=shows)

    def _is_due(self, job: Job) -> bool:
        known = self._posting(job)
        if known is None:
            return job.open
        return job.state in STATES and (known.version, known.closed) != (job.version, not job.open)

    def _posting(self, job: Job) -> Posting | None:
        return next((one for one in self.board.postings(job.id) if one.chat == self.name), None)

    def _event(self, job: Job) -> Inbound:
        """One key for one state of a job: of what is brought again, only one is dealt with."""
        moment = (job.published_at if job.open else job.closed_at) or job.edited_at
        key = f"{PLATFORM}:{self.bot}:post:{job.id}:{job.version}:{job.state}:{moment.timestamp():.6f}"
        # Each job counts as a user of its own, or the delivery would take many posts for a flood.
        user = f"{PLATFORM}:{self.bot}:post:{job.id}"
        return Inbound(
            key, PLATFORM, f"{PLATFORM}:{self.bot}:channel", user, encode(Received(self.bot, 0, "", PostDue(job.id)))
        )
