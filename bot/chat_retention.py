"""What of the chat's state is kept no longer: that of conversations in which nothing has happened for long."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, union, update
from sqlalchemy.sql.selectable import CompoundSelect

from bot.chat_state import NOBODY
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
from bot.tables import ConversationRow


def purge_chat(connection: Connection, before: datetime) -> int:
    """Delete what was silent since `before`, conversation by conversation; return how many rows that were.

    Channels keep their modes, but not who set them. A language goes with the last conversation of who chose it, so
    this comes after conversations were purged.
    """
    tables = (ChatThreadRow, HandOffRow, QuestionRow, PostedRow, LivingChecklistRow)
    silent = (delete(table).where(table.conversation.not_in(_active(before))) for table in tables)
    return sum(connection.execute(statement).rowcount for statement in silent) + _people(connection, before)


def _active(before: datetime) -> CompoundSelect[str]:
    of_ticks = select(LivingChecklistRow.conversation).join(LivingTickRow)
    called = (HandOffRow.called_at >= before) | (HandOffRow.resolved_at >= before)
    return union(
        select(ChatThreadRow.conversation).where(ChatThreadRow.opened_at >= before),
        select(QuestionRow.conversation).where(QuestionRow.kept_at >= before),
        select(PostedRow.conversation).where(PostedRow.posted_at >= before),
        select(LivingChecklistRow.conversation).where(LivingChecklistRow.made_at >= before),
        of_ticks.where(LivingTickRow.at >= before),
        select(HandOffRow.conversation).where(called),
    )


def _people(connection: Connection, before: datetime) -> int:
    nothing_else = ChosenLanguageRow.owner.not_in(select(ConversationRow.owner)) & ChosenLanguageRow.owner.not_in(
        select(LivingChecklistRow.owner)
    )
    old = (
        delete(ChosenLanguageRow).where(ChosenLanguageRow.chosen_at < before, nothing_else),
        update(ChannelModeRow)
        .where(ChannelModeRow.set_at < before, ChannelModeRow.set_by != NOBODY)
        .values(set_by=NOBODY),
    )
    return sum(connection.execute(statement).rowcount for statement in old)
