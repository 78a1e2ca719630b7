"""Values of job posts and alerts ↔ rows. Pure."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row

from bot.jobs.alerts import Alert, AlertWish, Subscription
from bot.jobs.models import Asked, Aspect, Job, JobPost, JobState, Posting
from bot.store_errors import UnreadableError

T = TypeVar("T")
Values = dict[str, Any]


class JobCodec:
    """Writes and reads what is kept as JSON. What a later version adds is passed over."""

    def __init__(self) -> None:
        self._post = TypeAdapter(JobPost)
        self._wish = TypeAdapter(AlertWish)

    def post(self, post: JobPost) -> str:
        """Return the post as JSON."""
        return self._post.dump_json(post).decode()

    def wish(self, wish: AlertWish) -> str:
        """Return the wish as JSON."""
        return self._wish.dump_json(wish).decode()

    def job_of(self, row: Row[Any] | Mapping[str, Any]) -> Job:
        """Return a row's job. Raises UnreadableError, which names it."""
        values = row._mapping if isinstance(row, Row) else row
        return Job(
            id=values["id"],
            token=values["token"],
            post=_read(self._post, values["post"], f"the job post {values['id']}"),
            state=JobState(values["state"]),
            version=values["version"],
            author=values["author"],
            created_at=values["created_at"],
            edited_at=values["edited_at"],
            published_at=values["published_at"],
            closed_at=values["closed_at"],
        )

    def subscription_of(self, row: Row[Any]) -> Subscription:
        """Return a row's subscription. Raises UnreadableError."""
        wish = _read(self._wish, row.wish, "an alert's wish")
        return Subscription(row.token, row.owner, wish, row.opted_in_at, row.notice)

    def alert_of(self, row: Row[Any]) -> Alert:
        """Return a row of a subscription and a job, whose columns begin with `job_`, as an alert."""
        job = {name.removeprefix("job_"): value for name, value in row._mapping.items() if name.startswith("job_")}
        return Alert(row.key, row.owner, self.job_of(job), self.subscription_of(row), row.due_at)


def asked_of(row: Row[Any]) -> Asked:
    """Return how often an aspect was asked about; one that another version knew is OTHER."""
    known = row.aspect in set(Aspect)
    return Asked(Aspect(row.aspect) if known else Aspect.OTHER, row.questions, row.unanswered or 0)


def posting_of(row: Row[Any]) -> Posting:
    """Return where a post stands."""
    return Posting(row.job_id, row.chat, row.message, row.version, row.closed)


def _read(adapter: TypeAdapter[T], text: str, name: str) -> T:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise UnreadableError(f"{name} was written by another version or is damaged ({places})") from None
