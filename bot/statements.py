"""The store's statements, built once with named parameters: building takes longer than SQLite takes to execute them.

Whose a row is stands in each. What is executed with a row's columns needs no names; other parameters are named in the
docstrings of the functions below.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from bot.tables import Base, CitationRow, ConversationRow, ExchangeRow, FeedbackRow, ThreadRow, TickRow

Found = Select[*tuple[Any, ...]]
Insert = sqlite.Insert | postgresql.Insert


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one dialect."""

    summaries: Found
    conversation: Found
    owned: Found
    whose: Found
    exchanges: Found
    citations: Found
    ticks: Found
    thread: Found
    next_exchange: ReturningInsert[int]
    give_feedback: ReturningInsert[str]
    tick: Insert
    untick: Delete
    keep_thread: Insert


def statements_for(dialect: str) -> Statements:
    """Return the statements of `sqlite` or `postgresql`."""
    return Statements(
        summaries=_summaries(),
        conversation=_conversation(),
        owned=_owned(),
        whose=_whose(),
        exchanges=_exchanges(),
        citations=_citations(),
        ticks=_ticks(),
        thread=_thread(),
        next_exchange=_next_exchange(dialect),
        give_feedback=_give_feedback(dialect),
        tick=_tick(dialect),
        untick=_untick(),
        keep_thread=_keep_thread(dialect),
    )


def _summaries() -> Found:
    """The conversations of `owner`, the latest first, at most `limit` of them, without their state."""
    row = ConversationRow
    columns = (row.id, row.title, row.audience, row.language, row.updated_at, row.exchanges)
    latest = (row.updated_at.desc(), row.id)
    return select(*columns).where(row.owner == bindparam("owner")).order_by(*latest).limit(bindparam("limit"))


def _conversation() -> Found:
    """The conversation `id` of `owner`."""
    return select(*ConversationRow.__table__.c).where(*_mine())


def _owned() -> Found:
    """Whether `id` is the conversation of `owner`; on PostgreSQL it is kept from being deleted meanwhile."""
    return select(ConversationRow.id).where(*_mine()).with_for_update(key_share=True)


def _mine() -> tuple[ColumnElement[bool], ...]:
    return ConversationRow.id == bindparam("id"), ConversationRow.owner == bindparam("owner")


def _whose() -> Found:
    """The conversation (`id`) and the `owner` of the exchange `id`."""
    return (
        select(ConversationRow.id, ConversationRow.owner)
        .join(ExchangeRow, ExchangeRow.conversation_id == ConversationRow.id)
        .where(ExchangeRow.id == bindparam("id"))
    )


def _exchanges() -> Found:
    """The exchanges of the conversation `id` with what was thought of them, in order."""
    return (
        select(*ExchangeRow.__table__.c, FeedbackRow.helpful, FeedbackRow.reason)
        .outerjoin(FeedbackRow, FeedbackRow.exchange_id == ExchangeRow.id)
        .where(ExchangeRow.conversation_id == bindparam("id"))
        .order_by(ExchangeRow.position)
    )


def _citations() -> Found:
    """The citations of all exchanges of the conversation `id`, each exchange's in order."""
    return (
        select(*CitationRow.__table__.c)
        .join(ExchangeRow, ExchangeRow.id == CitationRow.exchange_id)
        .where(ExchangeRow.conversation_id == bindparam("id"))
        .order_by(ExchangeRow.position, CitationRow.position)
    )


def _ticks() -> Found:
    """The ticked steps of the conversation `id`, in the order in which they were ticked."""
    order = (TickRow.at, TickRow.checklist, TickRow.step)
    return select(*TickRow.__table__.c).where(TickRow.conversation_id == bindparam("id")).order_by(*order)


def _thread() -> Found:
    """The state of the thread `id`."""
    return select(ThreadRow.state).where(ThreadRow.id == bindparam("id"))


def _next_exchange(dialect: str) -> ReturningInsert[int]:
    """Make a conversation of a row with `exchanges` = 1, or count one exchange more in the owner's.

    Returns the exchange's position; nothing where the id is somebody else's. From here to the transaction's end others
    who write to the conversation wait, so positions follow each other without gaps. The audience stays the first
    one's, because what was shown to it stays in there.
    """
    statement, known = insert_into(ConversationRow, dialect), ConversationRow
    new = statement.excluded
    changes = {
        "exchanges": known.exchanges + 1,
        "state": new.state,
        "language": new.language,
        "updated_at": case((new.updated_at > known.updated_at, new.updated_at), else_=known.updated_at),
    }
    theirs = known.owner == new.owner
    return statement.on_conflict_do_update(index_elements=["id"], set_=changes, where=theirs).returning(known.exchanges)


def _give_feedback(dialect: str) -> ReturningInsert[str]:
    """Keep `is_helpful`, `why` and `now` for the exchange `about`, instead of what was.

    Returns the exchange's id; nothing where it is not `owner`'s.
    """
    columns = FeedbackRow.__table__.c
    found = (
        select(
            ExchangeRow.id,
            bindparam("is_helpful", type_=columns.helpful.type),
            bindparam("why", type_=columns.reason.type),
            bindparam("now", type_=columns.given_at.type),
        )
        .join(ConversationRow, ConversationRow.id == ExchangeRow.conversation_id)
        .where(ExchangeRow.id == bindparam("about"), ConversationRow.owner == bindparam("owner"))
        .with_for_update(key_share=True, of=ConversationRow)
    )
    statement = insert_into(FeedbackRow, dialect).from_select(list(columns.keys()), found)
    changes = {name: statement.excluded[name] for name in ("helpful", "reason", "given_at")}
    kept = statement.on_conflict_do_update(index_elements=["exchange_id"], set_=changes)
    return kept.returning(FeedbackRow.exchange_id)


def _tick(dialect: str) -> Insert:
    """Mark a step as done; who was first stays."""
    return insert_into(TickRow, dialect).on_conflict_do_nothing()


def _untick() -> Delete:
    """Mark a step as not done, by `conversation_id`, `checklist` and `step`."""
    key = (TickRow.conversation_id, TickRow.checklist, TickRow.step)
    return delete(TickRow).where(*(column == bindparam(column.key) for column in key))


def _keep_thread(dialect: str) -> Insert:
    """Keep a thread's row instead of the one before."""
    statement = insert_into(ThreadRow, dialect)
    changes = {"state": statement.excluded.state, "updated_at": statement.excluded.updated_at}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changes)


def insert_into(table: type[Base], dialect: str) -> Insert:
    """Return an insert that knows what to do about a key that is there already."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
