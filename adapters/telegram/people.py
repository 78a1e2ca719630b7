"""Recruiters, from a candidate's side: what would be shared, the yes, the conversation, its end.

Nothing goes to a person by mistake: only what was shown and agreed to, what is written as a reply to a message of the
conversation, and what "send this to them" was pressed for. Everything else Lotse answers as ever.
"""

from dataclasses import dataclass, replace

from adapters.display import cut
from adapters.telegram import pressed
from adapters.telegram.calls import Button, Call, Method
from adapters.telegram.jobtalk import PREFIX, JobTalk
from adapters.telegram.outbound import LABEL, Message
from adapters.telegram.peopletalk import PeopleTalk
from adapters.telegram.received import (
    Asked,
    HandoffChosen,
    PersonAsked,
    PersonWanted,
    Received,
    SentOn,
)
from adapters.telegram.speaking import Voice
from bot.archive import Exchange
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import Handoff, HandoffState, Shared, Side
from bot.jobs.models import Job


@dataclass(frozen=True, slots=True)
class People:
    """Each method returns what is sent. `desk` is None where nobody is to be reached."""

    desk: HandoffDesk | None
    talk: JobTalk
    voice: Voice
    writer: PeopleTalk

    def offering(self, received: Received, exchange: Exchange, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Add to an answer how to reach a person: where one was asked for, or while a conversation is open."""
        if self.desk is None:
            return messages
        answer, last = exchange.answer, messages[-1]
        if answer.offers_person and self.desk.takes_new:
            row = (Button(self._word("ask", received), pressed.person(exchange.id)),)
            if not (answer.topic or "").startswith(PREFIX):
                return self.writer.offer(received, (row,))
            return (*messages[:-1], replace(last, keyboard=(row, *last.keyboard)))
        if self.desk.store.of_owner(received.owner):
            row = (Button(self._word("send_on", received), pressed.sent_on(exchange.id)),)
            return (*messages[:-1], replace(last, keyboard=(*last.keyboard, row)))
        return messages

    def wanted(self, key: str, received: Received, what: PersonWanted) -> tuple[Call, ...]:
        """Show what would be shared of a question."""
        found = self.voice.desk.find(received.owner, received.conversation, what.exchange)
        if found is None:
            return (self.voice.toast(received, what.query, "answer.gone"),)
        job = self.talk.current(received.owner, received.conversation, found.answer.topic or "")
        toast = self.voice.toast(received, what.query)
        return (toast, *self._previewed(key, received, (found.question, what.name), job))

    def asked(self, key: str, received: Received, what: PersonAsked) -> tuple[Call, ...]:
        """`/person`, with what is to be asked or without."""
        job = self.talk.current(received.owner, received.conversation)
        return self._previewed(key, received, (what.text, what.name), job)

    def chosen(self, key: str, received: Received, what: HandoffChosen) -> tuple[Call, ...]:
        """Yes or no to sharing; wanting to write; the end."""
        handoff = self._theirs(received, what.token)
        if self.desk is None:
            return self._gone(received, what)
        if what.choice == "agree":
            return self._agreed(key, received, what, self.desk)
        if what.choice == "keep":
            return self._kept(received, what, self.desk)
        if handoff is None:
            return self._gone(received, what)
        if what.choice == "write" and handoff.open:
            return (self.voice.toast(received, what.query), self.writer.prompt(received, handoff, "write"))
        if what.choice == "end" and self.desk.close(key, handoff.token, Side.CANDIDATE):
            return (self.voice.toast(received, what.query), self.voice.say(received, "people.ended"))
        return self._gone(received, what)

    def said(self, key: str, received: Received, asked: Asked) -> tuple[Call, ...] | None:
        """Pass on what replies to a message of a conversation; None for everything else, which is Lotse's."""
        handoff = self._replied(received, asked.reply_to)
        if self.desk is None or handoff is None:
            return None
        if asked.media:
            return (self.voice.say(received, "people.only_text"),)
        if handoff.state is HandoffState.DRAFT:
            return self._shown(key, received, replace(handoff.shared, words=asked.text), self.desk)
        if self.desk.say(key, handoff.token, asked.text):
            return (self.writer.passed_on(received, handoff, self.desk),)
        return (self.voice.say(received, "people.over"),)

    def is_theirs(self, received: Received, reply_to: int) -> bool:
        """Whether something replies to a message of a conversation."""
        return self._replied(received, reply_to) is not None

    def sent_on(self, received: Received, what: SentOn) -> tuple[Call, ...]:
        """Pass on the question that Lotse answered, once."""
        found = self.voice.desk.find(received.owner, received.conversation, what.exchange)
        open_ = self.desk.store.of_owner(received.owner) if self.desk else ()
        if self.desk is None or found is None or not open_:
            return (self.voice.toast(received, what.query, "people.gone"),)
        topic = (found.answer.topic or "").removeprefix(PREFIX)
        handoff = next((one for one in open_ if topic and one.shared.job == topic), open_[0])
        self.desk.say(f"{received.conversation}:{what.exchange}", handoff.token, found.question)
        toast = self.voice.toast(received, what.query)
        return (toast, self.writer.passed_on(received, handoff, self.desk))

    def done(self, key: str, received: Received) -> tuple[Call, ...]:
        """`/done`: end the conversation; where there are several, ask which."""
        open_ = self.desk.store.of_owner(received.owner) if self.desk else ()
        if self.desk is None or not open_:
            return (self.voice.say(received, "people.none_open"),)
        if len(open_) == 1:
            self.desk.close(key, open_[0].token, Side.CANDIDATE)
            return (self.voice.say(received, "people.ended"),)
        rows = tuple((Button(self._title(received, one), pressed.handoff("end", one.token)),) for one in open_)
        return (self.voice.say(received, "people.which", rows),)

    def due(self, received: Received, entry_key: str) -> tuple[Call, ...]:
        """Return what a candidate is told of an entry; nothing where it is forgotten."""
        entry = self.desk.store.entry(entry_key) if self.desk else None
        handoff = self.desk.store.find(entry.token) if self.desk and entry else None
        if self.desk is None or entry is None or handoff is None or handoff.owner != received.owner:
            return ()
        return self.writer.told(received, handoff, entry)

    @property
    def reachable(self) -> bool:
        """Whether a person can be asked."""
        return self.desk is not None and self.desk.takes_new

    def left(self, key: str, owner: str) -> None:
        """End all conversations of somebody who cannot be written to any more."""
        if self.desk is not None:
            self.desk.leave(key, owner)

    def _previewed(self, key: str, received: Received, said: tuple[str, str], job: Job | None) -> tuple[Call, ...]:
        if self.desk is None or not self.desk.takes_new:
            return (self.voice.say(received, "people.nobody"),)
        if not self.desk.has_room(received.owner):
            return (self.voice.say(received, "people.too_many"),)
        words, name = said
        shared = Shared(words, name, job.token if job else "", job.post.title if job else "")
        return self._shown(key, received, shared, self.desk)

    def _shown(self, key: str, received: Received, shared: Shared, desk: HandoffDesk) -> tuple[Call, ...]:
        """Each preview is a draft of its own, so that a yes means what stands above it."""
        language = self.voice.language_for(received)
        draft = desk.draft(key, (received.owner, received.conversation), shared, language)
        if not draft.shared.words:
            return (self.writer.prompt(received, draft, "what"),)
        return self.writer.preview(received, draft, desk)

    def _agreed(self, key: str, received: Received, what: HandoffChosen, desk: HandoffDesk) -> tuple[Call, ...]:
        handoff = desk.open(key, what.token, received.owner)
        if handoff is None:
            return self._gone(received, what)
        return (
            self.voice.toast(received, what.query),
            _stripped(received, what.message),
            self.writer.begun(received, handoff, desk),
        )

    def _kept(self, received: Received, what: HandoffChosen, desk: HandoffDesk) -> tuple[Call, ...]:
        if not desk.store.discard(what.token, received.owner):
            return self._gone(received, what)
        toast = self.voice.toast(received, what.query)
        return (toast, _stripped(received, what.message), self.voice.say(received, "people.kept"))

    def _gone(self, received: Received, what: HandoffChosen) -> tuple[Call, ...]:
        toast = self.voice.toast(received, what.query, "people.gone")
        return (toast, _stripped(received, what.message)) if what.choice in ("agree", "keep") else (toast,)

    def _theirs(self, received: Received, token: str) -> Handoff | None:
        found = self.desk.store.find(token) if self.desk else None
        return found if found and found.owner == received.owner else None

    def _replied(self, received: Received, message: int) -> Handoff | None:
        if self.desk is None or not message:
            return None
        found = self.desk.store.by_post(received.conversation, str(message))
        return found if found and found.owner == received.owner else None

    def _title(self, received: Received, handoff: Handoff) -> str:
        return cut(handoff.shared.title or self._word("no_job", received), LABEL)

    def _word(self, key: str, received: Received) -> str:
        return self.voice.words.say(f"people.{key}", self.voice.language_for(received))


def _stripped(received: Received, message: int) -> Call:
    return Call(Method.STRIP, str(received.user), message=message)
