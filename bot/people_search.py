"""Finds who is meant by a name: the owners of whom something is kept, in SQL.

Who did no more than set a channel's mode is not found, since that row does not tell the platform.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.chat_state import user_of
from bot.chat_tables import (
    ChosenLanguageRow,
    HandOffRow,
    LivingChecklistRow,
    LivingTickRow,
    QuestionRow,
)
from bot.gaps.tables import AnswerRow, GapProposalRow, GapRow
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow
from bot.onboarding.tables import JoinedNameRow, LearnerRow
from bot.tables import ConversationRow, storable

_OWNERS = (
    ConversationRow.owner,
    LivingChecklistRow.owner,
    ChosenLanguageRow.owner,
    CandidateHandoffRow.owner,
    CandidateMessageRow.author,
    AnswerRow.owner,
    GapProposalRow.owner,
    GapRow.set_aside_by,
    LearnerRow.owner,
    LearnerRow.companion,
    JoinedNameRow.name,
)
_NAMED = (
    (QuestionRow.asked_by, QuestionRow.conversation),
    (HandOffRow.called_by, HandOffRow.conversation),
    (HandOffRow.resolved_by, HandOffRow.conversation),
)
"""Where the platform's user id stands, and the conversation that tells the team."""


def owners_called(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the owners whose name is `name` or ends in it, after a colon, in order; "" names nobody."""
    wanted = storable(name)
    if not user_of(wanted):
        return ()
    found = {*_owning(connection, wanted), *_named(connection, user_of(wanted))}
    return tuple(sorted(owner for owner in found if f":{owner}".endswith(f":{wanted}")))


def _owning(connection: Connection, name: str) -> Iterator[str]:
    for column in _OWNERS:
        found = connection.scalars(select(column).where(column.endswith(name, autoescape=True)).distinct())
        yield from (owner for owner in found if owner)


def _named(connection: Connection, user: str) -> Iterator[str]:
    for column, conversation in _NAMED:
        yield from _of_teams(connection, user, column, conversation)
    checklist = LivingTickRow.checklist_id == LivingChecklistRow.id
    yield from _of_teams(connection, user, LivingTickRow.by, LivingChecklistRow.conversation, checklist)


def _of_teams(
    connection: Connection,
    user: str,
    column: InstrumentedAttribute[Any],
    conversation: InstrumentedAttribute[str],
    *joined: Any,
) -> Iterator[str]:
    for id_ in connection.scalars(select(conversation).where(column == user, *joined).distinct()):
        yield f"{_scope(id_)}:{user}"


def _scope(conversation: str) -> str:
    """The platform and the team, with which the ids of conversations begin as those of people do."""
    return ":".join(conversation.split(":")[:2])
