"""What changes hand-offs, within a transaction that the caller opens."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.handoffs.models import EntryKind, Handoff, HandoffState, NewEntry, Shared, Side
from bot.handoffs.rows import handoff_of, handoffs_where
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow, CandidatePostRow
from bot.jobs.models import new_token

FIRST = 1
BOTH = frozenset(Side)


def drafted(shared: Shared, now: datetime) -> dict[str, Any]:
    """Return the columns of a new draft."""
    return {
        "token": new_token(),
        "words": shared.words,
        "name": shared.name,
        "job": shared.job,
        "title": shared.title,
        "state": HandoffState.DRAFT.value,
        "opened_at": now,
        "updated_at": now,
        "escalations": 0,
        "thread": "",
    }


def locked(connection: Connection, token: str) -> Handoff | None:
    """Return a hand-off that nobody else changes until the transaction ends."""
    found = connection.execute(handoffs_where(CandidateHandoffRow.token == token).with_for_update()).one_or_none()
    return handoff_of(found) if found else None


def opened(connection: Connection, key: str, whose: tuple[str, str], now: datetime, due: datetime) -> Handoff | None:
    """Open a draft, (token, owner), or add its words to the open conversation about the same job."""
    known = connection.scalar(select(CandidateMessageRow.token).where(CandidateMessageRow.key == key))
    if known is not None:
        return locked(connection, known)
    token, owner = whose
    draft = locked(connection, token)
    if draft is None or draft.owner != owner or draft.state is not HandoffState.DRAFT or not draft.shared.words:
        return None
    new = NewEntry(key, EntryKind.CANDIDATE, frozenset({Side.TEAM}), draft.shared.words)
    same = _same_job(connection, draft)
    if same is None:
        _change(connection, token, state=HandoffState.OPEN.value, opened_at=now)
    else:
        _move_posts(connection, token, same.token)
        connection.execute(delete(CandidateHandoffRow).where(CandidateHandoffRow.token == token))
    written(connection, same or draft, new, now, due)
    return locked(connection, same.token if same else token)


def written(connection: Connection, handoff: Handoff, new: NewEntry, now: datetime, due: datetime | None) -> None:
    """Add an entry to a conversation that is locked, and note who waits now."""
    _add(connection, handoff.token, new, now)
    changes: dict[str, Any] = {"updated_at": now}
    if new.kind is EntryKind.CANDIDATE and handoff.waiting_since is None:
        changes |= {"waiting_since": now, "escalate_at": due, "escalations": 0}
    if new.kind is EntryKind.RECRUITER:
        changes |= {"waiting_since": None, "escalate_at": None, "escalations": 0}
    _change(connection, handoff.token, **changes)


def closed(connection: Connection, token: str, new: NewEntry, by: Side, now: datetime) -> bool:
    """Close an open conversation; whether it is closed by this, now or from before."""
    handoff = locked(connection, token)
    if handoff is None:
        return False
    if connection.scalar(select(CandidateMessageRow.token).where(CandidateMessageRow.key == new.key)) is not None:
        return True
    if not handoff.open:
        return False
    _add(connection, token, new, now)
    ended = {"waiting_since": None, "escalate_at": None, "closed_by": by.value}
    _change(connection, token, state=HandoffState.CLOSED.value, updated_at=now, **ended)
    return True


def escalated(connection: Connection, token: str, now: datetime, due: datetime) -> bool:
    """Note that somebody waits too long, unless that was noted meanwhile. The candidate is told of the first time."""
    handoff = locked(connection, token)
    if handoff is None or not handoff.open or handoff.escalate_at is None or handoff.escalate_at > now:
        return False
    number = handoff.escalations + 1
    since = handoff.waiting_since or now
    told = BOTH if number == FIRST else frozenset({Side.TEAM})
    new = NewEntry(f"escalated:{token}:{since.timestamp():.6f}:{number}", EntryKind.ESCALATED, told)
    _add(connection, token, new, now)
    _change(connection, token, escalate_at=due, escalations=number)
    return True


def dropped(connection: Connection, *which: Any) -> int:
    """Delete drafts with their messages' places; return how many."""
    tokens = select(CandidateHandoffRow.token).where(*which)
    connection.execute(delete(CandidatePostRow).where(CandidatePostRow.token.in_(tokens)))
    return connection.execute(delete(CandidateHandoffRow).where(*which)).rowcount


def _same_job(connection: Connection, draft: Handoff) -> Handoff | None:
    row = CandidateHandoffRow
    same = (row.owner == draft.owner, row.job == draft.shared.job, row.state == HandoffState.OPEN.value)
    token = connection.scalar(select(row.token).where(*same).order_by(row.opened_at.desc()).limit(1))
    return locked(connection, token) if token is not None else None


def _move_posts(connection: Connection, token: str, to: str) -> None:
    connection.execute(update(CandidatePostRow).where(CandidatePostRow.token == token).values(token=to))


def _add(connection: Connection, token: str, new: NewEntry, now: datetime) -> None:
    last = connection.scalar(select(func.max(CandidateMessageRow.position)).where(CandidateMessageRow.token == token))
    values = {
        "key": new.key,
        "token": token,
        "position": (last or 0) + 1,
        "kind": new.kind.value,
        "text": new.text,
        "author": new.author,
        "at": now,
        "for_candidate": Side.CANDIDATE in new.told,
        "for_team": Side.TEAM in new.told,
    }
    connection.execute(insert(CandidateMessageRow).values(values))


def _change(connection: Connection, token: str, **values: Any) -> None:
    connection.execute(update(CandidateHandoffRow).where(CandidateHandoffRow.token == token).values(**values))
