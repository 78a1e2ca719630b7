"""What hand-offs hold of a person: handed out, deleted, and deleted by age, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.chat_state import NOBODY
from bot.handoffs.models import ANYWHERE, HandoffState, Side
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow, CandidatePostRow
from bot.store_export import plain

_SHARED = ("words", "name", "job", "title", "language", "state", "opened_at", "updated_at", "closed_by")
_SAID = ("kind", "text", "at")


def exported_handoffs(connection: Connection, owner: str) -> dict[str, Any]:
    """Return the owner's conversations as JSON values, the oldest first, without recruiters' names."""
    row = CandidateHandoffRow
    mine = select(*row.__table__.c).where(row.owner == owner).order_by(row.opened_at, row.token)
    found = [_conversation(connection, one) for one in connection.execute(mine).all()]
    return {"recruiter_conversations": found} if found else {}


def forget_handoffs(connection: Connection, owner: str, now: datetime) -> int:
    """Delete the owner's conversations; what a recruiter wrote stays, without their name. Return how many rows.

    What stands on the team's side is noted as to be deleted there.
    """
    written = update(CandidateMessageRow).where(CandidateMessageRow.author == owner).values(author=NOBODY)
    return _delete(connection, now, CandidateHandoffRow.owner == owner) + connection.execute(written).rowcount


def purge_handoffs(connection: Connection, before: datetime, now: datetime) -> int:
    """Delete conversations in which nothing happened since `before`; return how many rows."""
    return _delete(connection, now, CandidateHandoffRow.updated_at < before)


def _delete(connection: Connection, now: datetime, *which: Any) -> int:
    found = connection.execute(select(CandidateHandoffRow.token, CandidateHandoffRow.state).where(*which)).all()
    count = 0
    for token, state in found:
        theirs = (CandidatePostRow.token == token, CandidatePostRow.side == Side.CANDIDATE.value)
        connection.execute(delete(CandidatePostRow).where(*theirs))
        connection.execute(update(CandidatePostRow).where(CandidatePostRow.token == token).values(forgotten_at=now))
        if state != HandoffState.DRAFT.value:
            marker = {"place": ANYWHERE, "message": token, "token": token, "side": Side.TEAM.value}
            connection.execute(insert(CandidatePostRow).values(**marker, forgotten_at=now))
        count += connection.execute(delete(CandidateMessageRow).where(CandidateMessageRow.token == token)).rowcount
        count += connection.execute(delete(CandidateHandoffRow).where(CandidateHandoffRow.token == token)).rowcount
    return count


def _conversation(connection: Connection, row: Any) -> dict[str, Any]:
    shown = {name: value for name, value in plain(row._mapping).items() if name in _SHARED}
    said = select(*CandidateMessageRow.__table__.c).where(CandidateMessageRow.token == row.token)
    entries = connection.execute(said.order_by(CandidateMessageRow.position))
    messages = [{name: value for name, value in plain(one._mapping).items() if name in _SAID} for one in entries]
    return {**shown, "messages": messages}
