"""What candidates asked recruiters, read as questions of gaps. Nothing is copied: it goes with the conversation.

Recruiters' answers there are proposals. Only what candidates agreed to share is ever looked at.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from bot.gaps.models import AskedQuestion, GapKind, Proposal, joined
from bot.gaps.tables import GapHandoffRow
from bot.handoffs.models import EntryKind, HandoffState
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow
from bot.models import Language
from bot.statements import Found

_SHARED: ColumnElement[bool] = CandidateHandoffRow.state != HandoffState.DRAFT.value


def ungrouped_shared(connection: Connection, limit: int) -> tuple[AskedQuestion, ...]:
    """Return what belongs to no gap yet, the oldest first."""
    found = _shared().where(GapHandoffRow.token.is_(None), func.trim(CandidateHandoffRow.words) != "")
    listed = found.order_by(CandidateHandoffRow.opened_at, CandidateHandoffRow.token).limit(limit)
    return tuple(map(asked_of, connection.execute(listed)))


def grouped_shared(connection: Connection, gap: str | None, limit: int | None = None) -> Sequence[Row[Any]]:
    """Return what belongs to a gap, or to any, the latest first; `asked_of` reads a row, which has its `owner`."""
    found = _shared().where(GapHandoffRow.gap_id.is_not(None) if gap is None else GapHandoffRow.gap_id == gap)
    listed = found.order_by(CandidateHandoffRow.opened_at.desc(), CandidateHandoffRow.token).limit(limit)
    return connection.execute(listed).all()


def proposed(connection: Connection, gap: str) -> tuple[Proposal, ...]:
    """Return what recruiters answered in each of a gap's conversations, by the last one who did."""
    entries = (
        select(CandidateMessageRow.token, CandidateMessageRow.text, CandidateMessageRow.author, CandidateMessageRow.at)
        .join(GapHandoffRow, GapHandoffRow.token == CandidateMessageRow.token)
        .where(GapHandoffRow.gap_id == gap, CandidateMessageRow.kind == EntryKind.RECRUITER.value)
        .order_by(CandidateMessageRow.token, CandidateMessageRow.position)
    )
    by_talk: dict[str, list[tuple[str, str, datetime]]] = {}
    for token, text, author, at in connection.execute(entries):
        by_talk.setdefault(token, []).append((text, author, at))
    return tuple(_proposal(answers) for answers in by_talk.values())


def gap_of(connection: Connection, token: str) -> str | None:
    """Return the gap that a conversation belongs to."""
    return connection.scalar(select(GapHandoffRow.gap_id).where(GapHandoffRow.token == token))


def is_shared(connection: Connection, token: str) -> bool:
    """Whether there is such a conversation that recruiters may see."""
    mine = select(CandidateHandoffRow.token).where(CandidateHandoffRow.token == token, _SHARED)
    return connection.scalar(mine) is not None


def _shared() -> Found:
    row = CandidateHandoffRow
    columns = (row.token, row.words, row.opened_at, row.language, row.owner, GapHandoffRow.gap_id)
    return select(*columns).outerjoin(GapHandoffRow, GapHandoffRow.token == row.token).where(_SHARED)


def asked_of(row: Row[Any]) -> AskedQuestion:
    """Return a row's question."""
    words, language = row.words.strip(), Language(row.language)
    return AskedQuestion(row.token, words, language, row.opened_at, GapKind.CANDIDATE, row.gap_id or "")


def _proposal(answers: Sequence[tuple[str, str, datetime]]) -> Proposal:
    _, author, at = answers[-1]
    return Proposal(joined(text for text, *_ in answers), _name(author), at)


def _name(author: str) -> str:
    """The last part of an owner's name, as colleagues know it: a user's name on the web, an id in Slack."""
    platform, _, name = author.rpartition(":")
    return f"@{name}" if platform.startswith("slack") else name
