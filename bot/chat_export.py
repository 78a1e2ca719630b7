"""What threads and the chat's state hold of one person, as JSON values. Who else is named there is left out."""

from typing import Any

from sqlalchemy import Connection, Select, select

from bot.chat_people import Person, conversations_of, states_of
from bot.chat_state import NOBODY
from bot.chat_tables import (
    ChannelModeRow,
    ChosenLanguageRow,
    HandOffRow,
    LivingChecklistRow,
    LivingTickRow,
    PostedRow,
    QuestionRow,
)
from bot.store_export import plain
from bot.tables import Base, ThreadRow


def exported_chat(connection: Connection, who: Person | None) -> dict[str, Any]:
    """Return the rows by what they are; without a person there are none."""
    if who is None:
        return {name: [] for name in _NAMES}
    return {
        "threads": _states(connection, who),
        "questions": _rows(connection, QuestionRow, who.asked(), QuestionRow.kept_at, QuestionRow.ts),
        "posted_parts": _rows(connection, PostedRow, who.posted(), PostedRow.posted_at, PostedRow.part),
        "checklists": _checklists(connection, who),
        "ticks": _rows(connection, LivingTickRow, who.ticked(), LivingTickRow.at, LivingTickRow.step),
        "hand_offs": [_without_others(row, who) for row in _hand_offs(connection, who)],
        "channel_modes": _rows(connection, ChannelModeRow, who.set_mode(), ChannelModeRow.set_at),
        "languages": _rows(
            connection, ChosenLanguageRow, ChosenLanguageRow.owner == who.owner, ChosenLanguageRow.chosen_at
        ),
    }


_NAMES = ("threads", "questions", "posted_parts", "checklists", "ticks", "hand_offs", "channel_modes", "languages")


def _rows(connection: Connection, table: type[Base], which: Any, *order: Any) -> list[dict[str, Any]]:
    return _plain_rows(connection, select(*table.__table__.c).where(which).order_by(*order))


def _plain_rows(connection: Connection, found: Select[Any]) -> list[dict[str, Any]]:
    return [plain(row._mapping) for row in connection.execute(found)]


def _hand_offs(connection: Connection, who: Person) -> list[dict[str, Any]]:
    named = who.named(HandOffRow.called_by) | who.named(HandOffRow.resolved_by)
    return _rows(connection, HandOffRow, named, HandOffRow.called_at, HandOffRow.conversation)


def _checklists(connection: Connection, who: Person) -> list[dict[str, Any]]:
    mine = LivingChecklistRow.owner == who.owner
    lists = _rows(connection, LivingChecklistRow, mine, LivingChecklistRow.made_at, LivingChecklistRow.id)
    for living in lists:
        of_it = LivingTickRow.checklist_id == living["id"]
        ticks = _rows(connection, LivingTickRow, of_it, LivingTickRow.step)
        living["ticks"] = [_without_others(tick, who) for tick in ticks]
    return lists


def _without_others(row: dict[str, Any], who: Person) -> dict[str, Any]:
    names = {name: row[name] for name in ("by", "called_by", "resolved_by") if row.get(name)}
    return {**row, **{name: NOBODY for name, named in names.items() if named != who.user}}


def _states(connection: Connection, who: Person) -> list[dict[str, Any]]:
    """The states that end with what the person said; others end with a colleague's words."""
    found = [
        id_
        for id_, conversation in states_of(connection, who, conversations_of(connection, who))
        if _spoke_last(connection, who, conversation, id_)
    ]
    shown = select(*ThreadRow.__table__.c)
    return [row for id_ in found for row in _plain_rows(connection, shown.where(ThreadRow.id == id_))]


def _spoke_last(connection: Connection, who: Person, conversation: str, state: str) -> bool:
    answered = (QuestionRow.conversation == conversation, QuestionRow.exchange.is_not(None))
    found = connection.execute(
        select(QuestionRow.ts, QuestionRow.asked_by).where(*answered, QuestionRow.deleted.is_(False))
    )
    before = state.removeprefix(conversation).removeprefix("@")
    said = [(row.ts, row.asked_by) for row in found if not before or row.ts < before]
    return not said or max(said)[1] == who.user
