"""Names that are joined, in SQL: whose progress a name leads to, and how one is put to another's."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.onboarding.models import Joining
from bot.onboarding.tables import FinishedModuleRow, JoinCodeRow, JoinedNameRow, LearnedAnswerRow, LearnerRow


def learner_of(connection: Connection, name: str) -> str:
    """Return under which name somebody's progress is kept."""
    return connection.scalar(select(JoinedNameRow.owner).where(JoinedNameRow.name == name)) or name


def joined(connection: Connection, name: str, digest: str, at: datetime) -> Joining:
    """Put what is kept under a name to whoever was offered the code, and use the code up."""
    if learner_of(connection, name) != name:
        return Joining.ALREADY
    offered = (JoinCodeRow.digest == digest) & (JoinCodeRow.until > at)
    owner = connection.scalar(select(JoinCodeRow.owner).where(offered))
    others = select(JoinedNameRow.name).where(JoinedNameRow.owner == name)
    if owner is None or owner == name or connection.scalar(others) is not None:
        return Joining.UNKNOWN
    if not connection.execute(delete(JoinCodeRow).where(offered)).rowcount:
        return Joining.UNKNOWN  # somebody else was faster
    _put_modules(connection, name, owner)
    _put_answers(connection, name, owner)
    _put_choices(connection, name, owner, at)
    connection.execute(delete(LearnerRow).where(LearnerRow.owner == name))
    connection.execute(insert(JoinedNameRow).values(name=name, owner=owner, joined_at=at))
    return Joining.DONE


def _put_modules(connection: Connection, name: str, owner: str) -> None:
    table = FinishedModuleRow
    there = {row.module: row.finished_at for row in _rows(connection, table, owner)}
    for row in _rows(connection, table, name):
        if row.module not in there:
            connection.execute(insert(table).values({**row._mapping, "owner": owner}))
        elif row.finished_at < there[row.module]:
            which = (table.owner == owner) & (table.module == row.module)
            connection.execute(update(table).where(which).values(finished_at=row.finished_at))


def _put_answers(connection: Connection, name: str, owner: str) -> None:
    table = LearnedAnswerRow
    there = {(row.module, row.question): row.at for row in _rows(connection, table, owner)}
    for row in _rows(connection, table, name):
        before = there.get((row.module, row.question))
        if before is not None and before >= row.at:
            continue
        which = (table.owner == owner) & (table.module == row.module) & (table.question == row.question)
        connection.execute(delete(table).where(which))
        connection.execute(insert(table).values({**row._mapping, "owner": owner}))


def _put_choices(connection: Connection, name: str, owner: str, at: datetime) -> None:
    """Whether finished modules are shared is not taken over: under the other name that meant fewer of them."""
    changed: dict[str, Any] = {"updated_at": at}
    (there,) = _rows(connection, LearnerRow, owner)
    for here in _rows(connection, LearnerRow, name):
        if not there.name:
            changed["name"] = here.name
        if not there.buddy:
            changed |= {"buddy": here.buddy, "companion": here.companion}
    connection.execute(update(LearnerRow).where(LearnerRow.owner == owner).values(changed))


def _rows(connection: Connection, table: Any, owner: str) -> list[Any]:
    return list(connection.execute(select(*table.__table__.c).where(table.owner == owner)))
