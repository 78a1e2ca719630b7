"""The statements of the chat's state, built once with named parameters, as those of conversations are.

What is executed with a row's columns needs no names; other parameters are named in the docstrings below.
"""

from dataclasses import dataclass

from sqlalchemy import (
    Delete,
    Update,
    bindparam,
    collate,
    delete,
    exists,
    func,
    null,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.chat_tables import (
    ChannelModeRow,
    ChatThreadRow,
    ChosenLanguageRow,
    HandOffRow,
    LivingChecklistRow,
    LivingTickRow,
    PostedRow,
    QuestionRow,
)
from bot.statements import Found, Insert, insert_into
from bot.tables import Base


@dataclass(frozen=True, slots=True)
class ChatStatements:
    """The statements of one dialect."""

    thread: Found
    mode: Found
    unresolved: Found
    question: Found
    latest_question: Found
    posted: Found
    checklist: Found
    checklists_of: Found
    ticks: Found
    language: Found
    open_thread: Insert
    set_mode: Insert
    hand_off: Insert
    resolve: Update
    keep_question: Insert
    strike: Insert
    keep_posted: Insert
    keep_checklist: Insert
    tick: Insert
    untick: Delete
    set_language: Insert


def chat_statements_for(dialect: str) -> ChatStatements:
    """Return the statements of `sqlite` or `postgresql`."""
    return ChatStatements(
        thread=_by_key(ChatThreadRow, "conversation"),
        mode=_by_key(ChannelModeRow, "team", "channel"),
        unresolved=select(HandOffRow.number, HandOffRow.exchange).where(*_unresolved()),
        question=_by_key(QuestionRow, "conversation", "ts"),
        latest_question=_latest_question(dialect),
        posted=_by_key(PostedRow, "exchange").order_by(PostedRow.part),
        checklist=_by_key(LivingChecklistRow, "id"),
        checklists_of=_checklists_of(),
        ticks=_by_key(LivingTickRow, "checklist_id").order_by(LivingTickRow.step),
        language=_by_key(ChosenLanguageRow, "owner"),
        open_thread=insert_into(ChatThreadRow, dialect).on_conflict_do_nothing(),
        set_mode=_kept(ChannelModeRow, dialect, ("team", "channel"), ("mode", "set_by", "set_at")),
        hand_off=_hand_off(dialect),
        resolve=_resolve(),
        keep_question=_kept(QuestionRow, dialect, ("conversation", "ts"), ("asked_by", "exchange", "kept_at")),
        strike=_kept(QuestionRow, dialect, ("conversation", "ts"), ("deleted",)),
        keep_posted=_kept(PostedRow, dialect, ("exchange", "part"), ("conversation", "channel", "ts", "posted_at")),
        keep_checklist=_kept(LivingChecklistRow, dialect, ("id",), ("conversation", "owner", "language", "content")),
        tick=_tick(dialect),
        untick=_untick(),
        set_language=_kept(ChosenLanguageRow, dialect, ("owner",), ("language", "chosen_at")),
    )


def _by_key(table: type[Base], *key: str) -> Found:
    """The rows whose columns `key` are the parameters of the same names."""
    columns = table.__table__.c
    return select(*columns).where(*(columns[name] == bindparam(name) for name in key))


def _kept(table: type[Base], dialect: str, key: tuple[str, ...], changes: tuple[str, ...]) -> Insert:
    """Insert a row; where its key is there already, take over the columns `changes` alone."""
    statement = insert_into(table, dialect)
    return statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in changes}
    )


def _unresolved() -> tuple[ColumnElement[bool], ...]:
    return HandOffRow.conversation == bindparam("about"), HandOffRow.resolved_at.is_(None)


def _hand_off(dialect: str) -> Insert:
    """Keep the call into the conversation `about`, by `caller` at `now` for `answer`, unless one is unresolved.

    Of two at the same moment, both of which get the same number, one is kept.
    """
    columns = HandOffRow.__table__.c
    number = func.coalesce(func.max(columns.number), 0) + 1
    before = select(number).where(columns.conversation == bindparam("about")).scalar_subquery()
    values = select(
        bindparam("about", type_=columns.conversation.type),
        before,
        bindparam("caller", type_=columns.called_by.type),
        bindparam("now", type_=columns.called_at.type),
        null(),
        null(),
        bindparam("answer", type_=columns.exchange.type),
    ).where(~exists().where(*_unresolved()))
    return insert_into(HandOffRow, dialect).from_select(list(columns.keys()), values).on_conflict_do_nothing()


def _resolve() -> Update:
    """Resolve what is unresolved in the conversation `about`, by `resolver` at `now`."""
    columns = HandOffRow.__table__.c
    return (
        update(HandOffRow)
        .where(*_unresolved())
        .values(
            resolved_by=bindparam("resolver", type_=columns.resolved_by.type),
            resolved_at=bindparam("now", type_=columns.resolved_at.type),
        )
    )


def _latest_question(dialect: str) -> Found:
    """The answered message of `conversation` with the greatest ts that was not deleted.

    Compared letter by letter, as Python does, whatever the database's language is.
    """
    ts = QuestionRow.ts if dialect == "sqlite" else collate(QuestionRow.ts, "C")
    answered = (QuestionRow.exchange.is_not(None), QuestionRow.deleted.is_(False))
    return _by_key(QuestionRow, "conversation").where(*answered).order_by(ts.desc()).limit(1)


def _checklists_of() -> Found:
    """The checklists of `owner`, the latest first, at most `limit` of them."""
    latest = (LivingChecklistRow.made_at.desc(), LivingChecklistRow.id)
    return _by_key(LivingChecklistRow, "owner").order_by(*latest).limit(bindparam("limit"))


def _tick(dialect: str) -> Insert:
    """Keep that step `number` of the checklist `about` was done, by `who` at `now`, if there is such a checklist.

    Who was first stays. On PostgreSQL the checklist is kept from being deleted meanwhile.
    """
    columns = LivingTickRow.__table__.c
    found = (
        select(
            LivingChecklistRow.id,
            bindparam("number", type_=columns.step.type),
            bindparam("who", type_=columns.by.type),
            bindparam("now", type_=columns.at.type),
        )
        .where(LivingChecklistRow.id == bindparam("about"))
        .with_for_update(key_share=True)
    )
    return insert_into(LivingTickRow, dialect).from_select(list(columns.keys()), found).on_conflict_do_nothing()


def _untick() -> Delete:
    """Mark step `number` of the checklist `about` as not done."""
    return delete(LivingTickRow).where(
        LivingTickRow.checklist_id == bindparam("about"), LivingTickRow.step == bindparam("number")
    )
