"""Rows of hand-offs → values, and the statements that several methods share. Pure."""

from typing import Any

from sqlalchemy import Row, Select, select

from bot.handoffs.models import Entry, EntryKind, Handoff, HandoffState, Post, Shared, Side
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow
from knowledge.models import Language

WAITS = {Side.CANDIDATE: CandidateMessageRow.for_candidate, Side.TEAM: CandidateMessageRow.for_team}
"""The column that tells for which side an entry waits to be taken over."""
_ENTRY: tuple[Any, ...] = (
    CandidateMessageRow.key,
    CandidateMessageRow.token,
    CandidateMessageRow.position,
    CandidateMessageRow.kind,
    CandidateMessageRow.text,
    CandidateMessageRow.author,
    CandidateMessageRow.at,
)


def handoffs_where(*conditions: Any) -> Select[Any]:
    """Return the statement for hand-offs."""
    return select(*CandidateHandoffRow.__table__.c).where(*conditions)


def entries_where(*conditions: Any) -> Select[Any]:
    """Return the statement for entries."""
    return select(*_ENTRY).where(*conditions)


def handoff_of(row: Row[Any]) -> Handoff:
    """Return a row's hand-off."""
    return Handoff(
        token=row.token,
        owner=row.owner,
        conversation=row.conversation,
        shared=Shared(row.words, row.name, row.job, row.title),
        language=Language(row.language),
        state=HandoffState(row.state),
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        waiting_since=row.waiting_since,
        escalate_at=row.escalate_at,
        escalations=row.escalations,
        thread=row.thread,
        closed_by=Side(row.closed_by) if row.closed_by else None,
    )


def entry_of(row: Row[Any]) -> Entry:
    """Return a row's entry."""
    return Entry(row.key, row.token, row.position, EntryKind(row.kind), row.text, row.author, row.at)


def post_of(row: Row[Any]) -> Post:
    """Return a row's message."""
    return Post(Side(row.side), row.place, row.message, row.token)
