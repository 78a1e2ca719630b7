"""What onboarding holds of one person."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from bot.onboarding.joined import learner_of
from bot.onboarding.tables import FinishedModuleRow, JoinCodeRow, JoinedNameRow, LearnedAnswerRow, LearnerRow
from bot.store_export import plain


def exported_progress(connection: Connection, owner: str) -> dict[str, Any]:
    """Return how far somebody is and what they have chosen, as JSON values; nothing where there is none.

    Whom somebody accompanies is theirs to tell; that somebody does is told as a number. Names that are joined lead to
    the same progress.
    """
    named = select(func.count()).select_from(LearnerRow).where(LearnerRow.companion == owner)
    accompanied = connection.scalar(named) or 0
    return {
        **_own(connection, learner_of(connection, owner)),
        **({"onboarding_accompanies": accompanied} if accompanied else {}),
    }


def _own(connection: Connection, owner: str) -> dict[str, Any]:
    learner = connection.execute(select(*LearnerRow.__table__.c).where(LearnerRow.owner == owner)).first()
    if learner is None:
        return {}
    answers = select(*LearnedAnswerRow.__table__.c).where(LearnedAnswerRow.owner == owner)
    modules = select(*FinishedModuleRow.__table__.c).where(FinishedModuleRow.owner == owner)
    names = select(JoinedNameRow.name, JoinedNameRow.joined_at).where(JoinedNameRow.owner == owner)
    found = {
        "names": names.order_by(JoinedNameRow.name),
        "answers": answers.order_by(LearnedAnswerRow.at, LearnedAnswerRow.question),
        "finished": modules.order_by(FinishedModuleRow.finished_at, FinishedModuleRow.module),
    }
    rows = {name: [plain(row._mapping) for row in connection.execute(query)] for name, query in found.items()}
    return {"onboarding": {**plain(learner._mapping), **rows}}


def forget_progress(connection: Connection, owner: str) -> int:
    """Delete what is kept of somebody, and their name where they accompany others; return how many rows.

    Of names that are joined nobody can tell any more what came from which, so all of it goes.
    """
    names = {owner, learner_of(connection, owner)}
    nobody = update(LearnerRow).where(LearnerRow.companion.in_(names)).values(companion="", buddy="")
    counted = connection.execute(nobody).rowcount
    for table in (LearnedAnswerRow, FinishedModuleRow, JoinedNameRow, JoinCodeRow):
        counted += connection.scalar(select(func.count()).select_from(table).where(table.owner.in_(names))) or 0
    return counted + connection.execute(delete(LearnerRow).where(LearnerRow.owner.in_(names))).rowcount


def purge_progress(connection: Connection, before: datetime) -> int:
    """Delete the progress of those who did nothing since `before`; return of how many people."""
    return connection.execute(delete(LearnerRow).where(LearnerRow.updated_at < before)).rowcount
