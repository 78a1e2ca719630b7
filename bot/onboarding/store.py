"""Progress in SQL: fulfils `KeptProgress`."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.database import Database
from bot.onboarding.joined import joined, learner_of
from bot.onboarding.models import Answered, Choices, Joining, Record, Repetition, SharedRecord, Wish
from bot.onboarding.tables import FinishedModuleRow, JoinCodeRow, JoinedNameRow, LearnedAnswerRow, LearnerRow
from bot.store_errors import StoreError
from bot.store_rows import is_id
from bot.tables import MAX_ID_LENGTH


class SqlProgress:
    """Keeps progress in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = sqlite.insert if database.dialect == "sqlite" else postgresql.insert

    def record(self, owner: str) -> Record:
        """Return all that is kept of somebody."""
        with self._database.reading() as connection:
            who = learner_of(connection, owner)
            chosen = select(*LearnerRow.__table__.c).where(LearnerRow.owner == who)
            answers = select(*LearnedAnswerRow.__table__.c).where(LearnedAnswerRow.owner == who)
            finished = select(*FinishedModuleRow.__table__.c).where(FinishedModuleRow.owner == who)
            learner = connection.execute(chosen).first()
            answered = tuple(map(_answered, connection.execute(answers.order_by(LearnedAnswerRow.at))))
            modules = {row.module: row.finished_at for row in connection.execute(finished)}
        return Record(answered, modules, _choices(learner) if learner else Choices(), who != owner)

    def keep_answer(self, owner: str, answered: Answered) -> None:
        """Keep the last answer to a question; it replaces the one before."""
        _checked(owner, answered.module, answered.question, answered.option)
        again = answered.repetition
        values = {
            "option": answered.option,
            "right": answered.right,
            "at": answered.at,
            "step": again.step if again else None,
            "due_at": again.due_at if again else None,
        }

        def work(connection: Connection) -> None:
            key = {"module": answered.module, "question": answered.question}
            key["owner"] = self._note(connection, owner, answered.at)
            row = self._insert(LearnedAnswerRow).values({**key, **values})
            connection.execute(row.on_conflict_do_update(index_elements=[*key], set_=values))

        self._database.write(work)

    def finish(self, owner: str, module: str, at: datetime) -> None:
        """Note that a module is finished; the first time counts."""
        _checked(owner, module)

        def work(connection: Connection) -> None:
            who = self._note(connection, owner, at)
            row = self._insert(FinishedModuleRow).values(owner=who, module=module, finished_at=at)
            connection.execute(row.on_conflict_do_nothing())

        self._database.write(work)

    def choose(self, owner: str, choices: Choices, at: datetime) -> None:
        """Keep what somebody has chosen."""
        _checked(owner)
        self._database.write(lambda connection: self._note(connection, owner, at, asdict(choices)))

    def offer(self, owner: str, digest: str, until: datetime, at: datetime) -> None:
        """Let whoever enters the code with this digest before `until` join somebody; their last code goes."""
        _checked(owner, digest)
        values = {"digest": digest, "until": until}

        def work(connection: Connection) -> None:
            who = self._note(connection, owner, at)
            row = self._insert(JoinCodeRow).values(owner=who, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["owner"], set_=values))

        self._database.write(work)

    def join(self, owner: str, digest: str, at: datetime) -> Joining:
        """Keep somebody's progress with that of whoever was offered the code, from now on."""
        _checked(owner, digest)
        return self._database.write(lambda connection: joined(connection, owner, digest, at))

    def leave(self, owner: str) -> None:
        """Begin anew under a name that was joined; what was joined stays where it is kept."""
        _checked(owner)
        gone = delete(JoinedNameRow).where(JoinedNameRow.name == owner)
        self._database.write(lambda connection: connection.execute(gone).rowcount)

    def shared(self) -> tuple[SharedRecord, ...]:
        """Return the finished modules of those who share them, by name."""
        people = select(LearnerRow.owner, LearnerRow.name).where(LearnerRow.shared, LearnerRow.name != "")
        modules = select(FinishedModuleRow.owner, FinishedModuleRow.module).join(LearnerRow).where(LearnerRow.shared)
        with self._database.reading() as connection:
            listed = connection.execute(people.order_by(LearnerRow.name, LearnerRow.owner)).all()
            done = connection.execute(modules.order_by(FinishedModuleRow.finished_at)).all()
        return tuple(
            SharedRecord(one.name, tuple(row.module for row in done if row.owner == one.owner)) for one in listed
        )

    def wishes(self, scope: str) -> tuple[Wish, ...]:
        """Return who wants to be reminded and does not pause, of those whose names begin with `scope` and a colon."""
        wished = LearnerRow.nudge_hour.is_not(None) & ~LearnerRow.paused
        theirs = LearnerRow.owner.startswith(f"{scope}:", autoescape=True)
        columns = (LearnerRow.owner, LearnerRow.nudge_hour, LearnerRow.nudge_since)
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).where(wished, theirs).order_by(LearnerRow.owner)).all()
        return tuple(Wish(owner, hour, since) for owner, hour, since in rows if hour is not None and since)

    def _note(self, connection: Connection, owner: str, at: datetime, chosen: dict[str, Any] | None = None) -> str:
        """Note that somebody did something; return under which name their progress is kept."""
        who = learner_of(connection, owner)
        first = {"owner": who, "updated_at": at, **asdict(Choices()), **(chosen or {})}
        change = {"updated_at": at, **(chosen or {})}
        row = self._insert(LearnerRow).values(first)
        connection.execute(row.on_conflict_do_update(index_elements=["owner"], set_=change))
        return who


def _checked(*ids: str) -> None:
    if not is_id(*ids):
        raise StoreError(f"an owner, a module, a question and an option have 1 to {MAX_ID_LENGTH} characters each")


def _choices(row: Row[Any]) -> Choices:
    return Choices(**{one.name: getattr(row, one.name) for one in fields(Choices)})


def _answered(row: Row[Any]) -> Answered:
    again = Repetition(row.step, row.due_at) if row.due_at is not None and row.step is not None else None
    return Answered(row.module, row.question, row.option, row.right, row.at, again)
