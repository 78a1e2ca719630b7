"""Deletes conversations, and notes that something was deleted."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert

from bot.tables import ConversationRow, DeletionRow


class Reason(StrEnum):
    """Why something was deleted; written into the database."""

    CONVERSATION = "conversation"
    ALL = "all"
    REQUEST = "request"
    RETENTION = "retention"


def delete_conversations(connection: Connection, *which: ColumnElement[bool]) -> Sequence[int]:
    """Delete conversations with all that belongs to them; return how many exchanges each had."""
    gone = delete(ConversationRow).where(*which).returning(ConversationRow.exchanges)
    return connection.scalars(gone).all()


def note(connection: Connection, at: datetime, reason: Reason, lengths: Sequence[int], threads: int = 0) -> None:
    """Note how much was deleted: nothing that leads back to a person or to what was said."""
    counts = {"conversations": len(lengths), "exchanges": sum(lengths), "threads": threads}
    connection.execute(insert(DeletionRow), {"at": at, "reason": reason.value, **counts})
