"""What people leave behind when they talk with Lotse in a team's chat, kept as the Slack adapter does."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from bot.archive import Archive, Exchange
from bot.chat_state import (
    ChatState,
    Done,
    LivingChecklist,
    Mode,
    Posted,
    Question,
    before_id,
    record_id,
    scope_of,
    user_of,
)
from bot.conversations import Conversations
from bot.models import Audience, Checklist, Entry, Language
from bot.understanding.models import Conversation
from tests.fakes.exchanges import make_exchange, make_state, moment


@dataclass(frozen=True)
class Talks:
    """The stores that a chat writes to."""

    archive: Archive
    conversations: Conversations
    chat: ChatState

    def ask(self, owner: str, conversation: str, ts: str, **exchange: Any) -> Exchange:
        """Ask in a thread and have an answer of two parts posted there."""
        self.chat.open_thread(conversation)
        made = self.ask_privately(owner, conversation, ts, **exchange)
        self.chat.keep_question(Question(conversation, ts, user_of(owner), made.id))
        for part in (0, 1):
            self.chat.keep_posted(Posted(made.id, part, conversation, conversation.split(":")[2], f"{ts}{part}"))
        return made

    def ask_privately(self, owner: str, conversation: str, ts: str, **exchange: Any) -> Exchange:
        """Ask where only the asker sees the answer."""
        made = make_exchange(**{"id": uuid.uuid4().hex, **exchange})
        before = self.conversations.load(conversation)
        after = gone_on(before, made.question)
        kept = replace(after, id=record_id(conversation, owner))
        assert self.archive.record(owner, Audience.RECRUITER, made, kept)
        self.conversations.save(replace(before, id=before_id(conversation, ts)))
        self.conversations.save(after)
        return made

    def share(self, exchange: Exchange, conversation: str, elsewhere: str) -> None:
        """Show a private answer to all, in a thread that goes on from there."""
        self.chat.keep_posted(Posted(exchange.id, 0, elsewhere, elsewhere.split(":")[2], "9.9"))
        self.conversations.save(replace(self.conversations.load(conversation), id=elsewhere))
        self.chat.open_thread(elsewhere)

    def checklist(self, owner: str, conversation: str, id_: str) -> LivingChecklist:
        """Post a checklist."""
        steps = tuple(Entry(f"s{number}", f"Schritt {number}", "Text", (1,)) for number in range(3))
        living = LivingChecklist(id_, conversation, owner, Language.DE, Checklist("start", "Start", steps))
        self.chat.keep_checklist(living)
        return living

    def everything(self, owner: str, conversation: str) -> None:
        """Leave something of every kind behind."""
        user, team = user_of(owner), user_of(scope_of(owner))
        self.ask(owner, conversation, "5.5")
        self.checklist(owner, conversation, f"l-{owner}")
        self.chat.tick(f"l-{owner}", Done(0, user, moment(0)))
        self.chat.hand_off(conversation, user, moment(0))
        self.chat.resolve(conversation, user, moment(1))
        self.chat.set_mode(team, conversation.split(":")[2], Mode.MENTIONS, user)
        self.chat.set_language(owner, Language.EN)


def gone_on(before: Conversation, text: str) -> Conversation:
    """Return the state after a question: the vacancy stays that of the first."""
    state = make_state(before.id)
    assert state.last
    last = replace(state.last, understanding=replace(state.last.understanding, text=text))
    return replace(state, last=last, vacancy=before.vacancy or last)
