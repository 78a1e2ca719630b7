"""Job posts in SQL: fulfils `JobBoard`."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import utc_now
from bot.database import Database
from bot.jobs.errors import EditConflictError
from bot.jobs.models import Asked, Aspect, Job, JobPost, JobState, Posting, new_token
from bot.jobs.rows import JobCodec, Values, asked_of, posting_of
from bot.jobs.tables import JobPostingRow, JobQuestionRow, JobRow


class SqlJobBoard:
    """Keeps posts in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._codec = JobCodec()
        self._insert = sqlite.insert if database.dialect == "sqlite" else postgresql.insert

    def add(self, post: JobPost, author: str, *, key: str | None = None) -> Job:
        """Keep a new draft and return it. A `key` that was used before returns the post of then: to repeat is safe."""
        values = self._new(post, author, key)

        def work(connection: Connection) -> Job:
            connection.execute(self._insert(JobRow).values(values).on_conflict_do_nothing(index_elements=["key"]))
            mine = JobRow.id == values["id"] if key is None else JobRow.key == key
            return self._codec.job_of(connection.execute(_jobs().where(mine)).one())

        return self._database.write(work)

    def add_all(self, posts: Collection[JobPost], author: str) -> tuple[Job, ...]:
        """Keep new drafts, all or none."""
        values = [self._new(post, author, None) for post in posts]
        if values:
            self._database.write(lambda connection: connection.execute(insert(JobRow), values))
        return tuple(self._codec.job_of(row) for row in values)

    def get(self, job: str) -> Job | None:
        """Return the post of that id."""
        return self._one(JobRow.id == job)

    def find(self, token: str) -> Job | None:
        """Return the post that candidates know by `token`: published or closed, never a draft."""
        return self._one(JobRow.token == token, JobRow.state != JobState.DRAFT.value)

    def jobs(self, states: Collection[JobState] = tuple(JobState)) -> tuple[Job, ...]:
        """Return the posts in these states, the latest edited first."""
        among = JobRow.state.in_([state.value for state in states])
        with self._database.reading() as connection:
            rows = connection.execute(_jobs().where(among).order_by(JobRow.edited_at.desc(), JobRow.id))
            return tuple(self._codec.job_of(row) for row in rows)

    def edit(self, job: str, post: JobPost, version: int) -> Job | None:
        """Replace what the post of that `version` says. Raises EditConflictError where somebody was faster."""
        said = {"post": self._codec.post(post), "deadline": post.deadline, "version": version + 1}
        values = {**said, "edited_at": self._clock()}

        def work(connection: Connection) -> Job | None:
            known = self._locked(connection, job)
            if known is None:
                return None
            if known.version != version:
                raise EditConflictError(
                    f"the post was changed meanwhile (it is version {known.version} now, yours was {version}). "
                    "Mend: read it anew, then change it"
                )
            return self._changed(connection, job, values)

        return self._database.write(work)

    def publish(self, job: str) -> Job | None:
        """Open a post to candidates; one that was closed opens anew, one that is open stays as it is."""
        opened = {"published_at": self._clock(), "closed_at": None}
        return self._move(job, JobState.PUBLISHED, opened)

    def close(self, job: str) -> Job | None:
        """Close a post; one that is closed stays as it is."""
        return self._move(job, JobState.CLOSED, {"closed_at": self._clock()})

    def close_due(self, today: date) -> tuple[Job, ...]:
        """Close the published posts whose deadline was before `today` and return them."""
        due = (JobRow.state == JobState.PUBLISHED.value, JobRow.deadline < today)
        values = {"state": JobState.CLOSED.value, "closed_at": self._clock(), "changes": JobRow.changes + 1}

        def work(connection: Connection) -> tuple[Job, ...]:
            closing = update(JobRow).where(*due).values(values).returning(*JobRow.__table__.c)
            return tuple(self._codec.job_of(row) for row in connection.execute(closing))

        return self._database.write(work)

    def revision(self) -> int:
        """Return a number that grows with every change to a post, so that an index knows when it is old."""
        with self._database.reading() as connection:
            return int(connection.scalar(select(func.coalesce(func.sum(JobRow.changes), 0))) or 0)

    def note_question(self, job: str, aspect: Aspect, key: str, *, answered: bool) -> bool:
        """Count a question; once for a `key`, which names the message and leads back to nobody."""
        values = {"key": key, "job_id": job, "aspect": aspect.value, "answered": answered, "at": self._clock()}

        def work(connection: Connection) -> bool:
            if connection.scalar(select(JobRow.id).where(JobRow.id == job)) is None:
                return False
            connection.execute(self._insert(JobQuestionRow).values(values).on_conflict_do_nothing())
            return True

        return self._database.write(work)

    def asked(self, job: str) -> tuple[Asked, ...]:
        """Return what a post was asked about, the most frequent first."""
        with self._database.reading() as connection:
            counted = connection.execute(_counted().where(JobQuestionRow.job_id == job))
            return tuple(asked_of(row) for row in counted)

    def all_asked(self) -> Mapping[str, tuple[Asked, ...]]:
        """Return by its id what each post was asked about; posts that nobody asked about are missing."""
        found: dict[str, tuple[Asked, ...]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(_counted()):
                found[row.job_id] = (*found.get(row.job_id, ()), asked_of(row))
        return found

    def note_posting(self, posting: Posting) -> None:
        """Keep where a post stands on a platform; replaces what was kept for that post and chat."""
        shown = {"message": posting.message, "version": posting.version, "closed": posting.closed}
        kept = self._insert(JobPostingRow).values({"job_id": posting.job, "chat": posting.chat, **shown})
        kept = kept.on_conflict_do_update(index_elements=["job_id", "chat"], set_=shown)
        self._database.write(lambda connection: connection.execute(kept))

    def postings(self, job: str) -> tuple[Posting, ...]:
        """Return where a post stands."""
        stands = select(*JobPostingRow.__table__.c).where(JobPostingRow.job_id == job).order_by(JobPostingRow.chat)
        with self._database.reading() as connection:
            return tuple(posting_of(row) for row in connection.execute(stands))

    def _new(self, post: JobPost, author: str, key: str | None) -> Values:
        now = self._clock()
        return {
            "id": uuid.uuid4().hex,
            "token": new_token(),
            "key": key,
            "post": self._codec.post(post),
            "state": JobState.DRAFT.value,
            "version": 1,
            "changes": 1,
            "author": author,
            "deadline": post.deadline,
            "created_at": now,
            "edited_at": now,
            "published_at": None,
            "closed_at": None,
        }

    def _one(self, *which: ColumnElement[bool]) -> Job | None:
        with self._database.reading() as connection:
            row = connection.execute(_jobs().where(*which)).first()
        return self._codec.job_of(row) if row else None

    def _locked(self, connection: Connection, job: str) -> Job | None:
        row = connection.execute(_jobs().where(JobRow.id == job).with_for_update()).first()
        return self._codec.job_of(row) if row else None

    def _move(self, job: str, state: JobState, values: Values) -> Job | None:
        def work(connection: Connection) -> Job | None:
            known = self._locked(connection, job)
            if known is None or known.state is state:
                return known
            return self._changed(connection, job, {**values, "state": state.value})

        return self._database.write(work)

    def _changed(self, connection: Connection, job: str, values: Values) -> Job:
        counted = {**values, "changes": JobRow.changes + 1}
        changing = update(JobRow).where(JobRow.id == job).values(counted).returning(*JobRow.__table__.c)
        rows: Sequence[Any] = connection.execute(changing).all()
        return self._codec.job_of(rows[0])


def _jobs() -> Any:
    return select(*JobRow.__table__.c)


def _counted() -> Any:
    """Questions by post and aspect, a post's most frequent first."""
    questions = func.count().label("questions")
    unanswered = func.sum(case((JobQuestionRow.answered.is_(False), 1), else_=0)).label("unanswered")
    return (
        select(JobQuestionRow.job_id, JobQuestionRow.aspect, questions, unanswered)
        .group_by(JobQuestionRow.job_id, JobQuestionRow.aspect)
        .order_by(questions.desc(), JobQuestionRow.aspect)
    )
