"""Which rows of threads and of the chat's state are a person's; what happens to them when the person is forgotten.

A state mixes what several people said: a colleague's "and in Bonn?" goes on from the vacancy before it. So wherever the
person asked, all states of the conversation go, those before each message and those kept with what others asked too.
Where nobody else asked, that Lotse took part in it goes as well, for a direct message's channel leads to the person.
What others share stays without the name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from bot.chat_state import NOBODY, scope_of, user_of
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
from bot.codec import Codec
from bot.tables import ConversationRow, ExchangeRow, StorableText, ThreadRow, storable
from bot.understanding.models import Conversation

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Person:
    """Conditions for what is theirs. `owner` is as the archive names people, `user` as the platform does."""

    owner: str
    user: str
    scope: str

    def in_team(self, conversation: InstrumentedAttribute[str]) -> Condition:
        """Whether a conversation is one of the person's team, where nobody else has the same user id."""
        prefix = f"{self.scope}:"
        return func.substr(conversation, 1, len(prefix), type_=StorableText()) == prefix

    def asked(self) -> Condition:
        """Whether a question is theirs."""
        return (QuestionRow.asked_by == self.user) & self.in_team(QuestionRow.conversation)

    def posted(self) -> Condition:
        """Whether what was posted answers them."""
        mine = ConversationRow.owner == self.owner
        recorded = select(ExchangeRow.id).join(ConversationRow).where(mine)
        answers = select(QuestionRow.exchange).where(self.asked())
        return PostedRow.exchange.in_(recorded) | PostedRow.exchange.in_(answers)

    def ticked(self) -> Condition:
        """Whether a tick is theirs."""
        team = select(LivingChecklistRow.id).where(self.in_team(LivingChecklistRow.conversation))
        return (LivingTickRow.by == self.user) & LivingTickRow.checklist_id.in_(team)

    def named(self, column: InstrumentedAttribute[Any]) -> Condition:
        """Whether a hand-off names them in a column."""
        return (column == self.user) & self.in_team(HandOffRow.conversation)

    def set_mode(self) -> Condition:
        """Whether they set a channel's mode."""
        return (ChannelModeRow.set_by == self.user) & (ChannelModeRow.team == user_of(self.scope))


def person(owner: str) -> Person | None:
    """Return who an owner is in a team's chat, None for who cannot be anybody there."""
    kept = storable(owner)
    user, scope = user_of(kept), scope_of(kept)
    return Person(kept, user, scope) if user and scope else None


def conversations_of(connection: Connection, who: Person) -> frozenset[str]:
    """Return the ids of all conversations in which they asked, or an answer to them was posted."""
    recorded = connection.scalars(select(ConversationRow.id).where(ConversationRow.owner == who.owner))
    ending = f":{who.user}"
    asked_in = {id_.removesuffix(ending) for id_ in recorded if id_.endswith(ending)}
    asked_in |= set(connection.scalars(select(QuestionRow.conversation).where(who.asked())))
    return frozenset(asked_in | set(connection.scalars(select(PostedRow.conversation).where(who.posted()))))


def states_of(connection: Connection, who: Person, conversations: frozenset[str]) -> list[tuple[str, str]]:
    """Return the ids of the states of conversations, those before a message too, each with its conversation's."""
    known = connection.scalars(select(ThreadRow.id).where(who.in_team(ThreadRow.id)).order_by(ThreadRow.id)).all()
    named = [(id_, next((name for name in _names(id_) if name in conversations), "")) for id_ in known]
    return [pair for pair in named if pair[1]]


def forget_what_others_go_on_from(connection: Connection, who: Person, conversations: frozenset[str]) -> int:
    """Begin the states anew that are kept with what others asked in conversations; return how many."""
    theirs = select(ConversationRow.id).where(who.in_team(ConversationRow.id), ConversationRow.owner != who.owner)
    ids = [id_ for id_ in connection.scalars(theirs) if id_.rpartition(":")[0] in conversations]
    anew = update(ConversationRow).where(ConversationRow.id == bindparam("which")).values(state=bindparam("anew"))
    codec = Codec()
    for id_ in ids:
        connection.execute(anew, {"which": id_, "anew": codec.encode_state(Conversation(id_))})
    return len(ids)


def forget_states(connection: Connection, ids: Iterable[str]) -> None:
    """Delete states."""
    _each(connection, delete(ThreadRow).where(ThreadRow.id == bindparam("gone")), ids)


def forget_in_chat(connection: Connection, who: Person, conversations: frozenset[str]) -> int:
    """Delete what is theirs, take their name out of the rest; return how many rows that were.

    To be called while their conversations are still there, which say what was posted for them.
    """
    theirs = (
        delete(PostedRow).where(who.posted()),
        delete(QuestionRow).where(who.asked()),
        delete(LivingChecklistRow).where(LivingChecklistRow.owner == who.owner),
        delete(ChosenLanguageRow).where(ChosenLanguageRow.owner == who.owner),
        update(LivingTickRow).where(who.ticked()).values(by=NOBODY),
        update(HandOffRow).where(who.named(HandOffRow.called_by)).values(called_by=NOBODY),
        update(HandOffRow).where(who.named(HandOffRow.resolved_by)).values(resolved_by=NOBODY),
        update(ChannelModeRow).where(who.set_mode()).values(set_by=NOBODY),
    )
    changed = sum(connection.execute(statement).rowcount for statement in theirs)
    return changed + _forget_conversations(connection, _nobody_elses(connection, who, conversations))


def _forget_conversations(connection: Connection, ids: list[str]) -> int:
    tables = (ChatThreadRow, HandOffRow, QuestionRow, PostedRow)
    return sum(_each(connection, delete(table).where(table.conversation == bindparam("gone")), ids) for table in tables)


def _nobody_elses(connection: Connection, who: Person, conversations: frozenset[str]) -> list[str]:
    others: Select[str] = (
        select(QuestionRow.conversation)
        .where(QuestionRow.exchange.is_not(None), who.in_team(QuestionRow.conversation))
        .distinct()
    )
    return sorted(conversations - set(connection.scalars(others)))


def _each(connection: Connection, statement: Any, ids: Iterable[str]) -> int:
    """One by one, since a driver need not count the rows of many."""
    return sum(connection.execute(statement, {"gone": id_}).rowcount for id_ in ids)


def _names(state: str) -> tuple[str, str]:
    return state, state.rpartition("@")[0]
