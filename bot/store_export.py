"""All that is kept of one owner, as JSON values, for access and to move (GDPR, articles 15 and 20)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.statements import Statements
from bot.tables import ConversationRow

_JSON = ("state", "answer", "corrections", "content", "draft")
"""The columns that hold JSON already."""


def exported(connection: Connection, owner: str, statements: Statements) -> dict[str, Any]:
    """Return the owner's conversations, the oldest first, each with its exchanges and ticked steps."""
    oldest = (ConversationRow.created_at, ConversationRow.id)
    mine = select(*ConversationRow.__table__.c).where(ConversationRow.owner == owner).order_by(*oldest)
    return {
        "owner": owner,
        "conversations": [_conversation(connection, row, statements) for row in connection.execute(mine).all()],
    }


def _conversation(connection: Connection, row: Row[Any], statements: Statements) -> dict[str, Any]:
    citations: dict[str, list[dict[str, Any]]] = {}
    for citation in connection.execute(statements.citations, {"id": row.id}):
        citations.setdefault(citation.exchange_id, []).append(plain(citation._mapping))
    exchanges = [
        {**plain(exchange._mapping), "citations": citations.get(exchange.id, [])}
        for exchange in connection.execute(statements.exchanges, {"id": row.id})
    ]
    ticks = [plain(tick._mapping) for tick in connection.execute(statements.ticks, {"id": row.id})]
    return {**plain(row._mapping), "exchanges": exchanges, "ticks": ticks}


def plain(columns: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row's columns as JSON values."""
    return {str(name): _value(name, value) for name, value in columns.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if name in _JSON:
        return _parsed(value)
    return list(value) if isinstance(value, tuple) else value


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
