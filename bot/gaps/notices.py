"""Who is told that a question has an answer now, each person once a gap."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from bot.gaps.models import Notice
from bot.gaps.rows import version_of
from bot.gaps.tables import AnswerRow, GapQuestionRow, NoticeRow
from bot.models import Audience
from bot.statements import Found, Insert
from bot.tables import ConversationRow, ExchangeRow


def make_notices(connection: Connection, gap: str, now: datetime, insert: Callable[[Any], Insert]) -> None:
    """Note every recruiter who asked, with their latest question; who was noted before stays so."""
    asked = (
        select(ConversationRow.owner, ExchangeRow.id)
        .join(ExchangeRow, ExchangeRow.conversation_id == ConversationRow.id)
        .join(GapQuestionRow, GapQuestionRow.exchange_id == ExchangeRow.id)
        .where(GapQuestionRow.gap_id == gap, ConversationRow.audience == Audience.RECRUITER.value)
        .order_by(ExchangeRow.asked_at, ExchangeRow.id)
    )
    for owner, exchange in {row.owner: row.id for row in connection.execute(asked)}.items():
        row = {"gap_id": gap, "owner": owner, "exchange_id": exchange, "made_at": now, "told_at": None}
        connection.execute(insert(NoticeRow).values(row).on_conflict_do_nothing())


def due_in(connection: Connection, owner: str, conversation: str) -> tuple[Notice, ...]:
    """Return what somebody is to be told in a conversation."""
    mine = (NoticeRow.owner == owner, ExchangeRow.conversation_id == conversation)
    return tuple(_notice(row) for row in connection.execute(_due().where(*mine)))


def due(connection: Connection, platform: str, limit: int) -> tuple[Notice, ...]:
    """Return what people are to be told on a platform, the oldest first."""
    theirs = NoticeRow.owner.startswith(f"{platform}:", autoescape=True)
    return tuple(_notice(row) for row in connection.execute(_due().where(theirs).limit(limit)))


def mark_told(connection: Connection, notice: Notice, now: datetime) -> bool:
    """Note that somebody is told; False where they were already."""
    mine = (NoticeRow.gap_id == notice.gap, NoticeRow.owner == notice.owner, NoticeRow.told_at.is_(None))
    return connection.execute(update(NoticeRow).where(*mine).values(told_at=now)).rowcount > 0


def _due() -> Found:
    """What was not told yet, with the version that is served: what was withdrawn is not told."""
    last = select(AnswerRow.gap_id, func.max(AnswerRow.version).label("last")).group_by(AnswerRow.gap_id).subquery()
    about = (NoticeRow.owner.label("told"), ExchangeRow.id.label("exchange"), ExchangeRow.question)
    return (
        select(*AnswerRow.__table__.c, *about, ExchangeRow.conversation_id.label("conversation"))
        .join(last, and_(last.c.gap_id == AnswerRow.gap_id, last.c.last == AnswerRow.version))
        .join(NoticeRow, NoticeRow.gap_id == AnswerRow.gap_id)
        .join(ExchangeRow, ExchangeRow.id == NoticeRow.exchange_id)
        .where(AnswerRow.withdrawn.is_(False), NoticeRow.told_at.is_(None))
        .order_by(NoticeRow.made_at, NoticeRow.gap_id, NoticeRow.owner)
    )


def _notice(row: Any) -> Notice:
    return Notice(row.gap_id, row.told, row.conversation, row.exchange, row.question, version_of(row))
