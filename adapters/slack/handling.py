"""What came in → what is sent. Called in worker threads, once an event and in order within a conversation."""

from collections.abc import Callable
from dataclasses import replace

from adapters.asking import Query
from adapters.slack import calls
from adapters.slack.answering import Desk
from adapters.slack.blocks import person, section, word
from adapters.slack.calls import Call, Method
from adapters.slack.candidates import Candidates
from adapters.slack.filing import Filing
from adapters.slack.outbound import Frame, render
from adapters.slack.packing import Rendered
from adapters.slack.reactions import Reactions
from adapters.slack.received import (
    Asked,
    AskedPrivately,
    Deleted,
    Edited,
    FilesChosen,
    FilesDue,
    HandoffDue,
    HandoffEnded,
    HandoffGone,
    ModeChosen,
    PersonWanted,
    Rated,
    Received,
    Ref,
    Resolved,
    Shared,
    Ticked,
)
from adapters.slack.speaking import Voice
from bot.archive import Exchange
from bot.assistant import Reply
from bot.chat_state import ChatState, Mode, Question
from bot.models import Outcome


class Handling:
    """Knows what each thing that people do leads to."""

    def __init__(
        self,
        desk: Desk,
        state: ChatState,
        voice: Voice,
        reactions: Reactions,
        candidates: Candidates,
        filing: Filing,
    ) -> None:
        self._desk = desk
        self._state = state
        self._voice = voice
        self._reactions = reactions
        self._candidates = candidates
        self._filing = filing

    def calls(self, key: str, received: Received) -> tuple[Call, ...]:
        """Return what is to be sent. `key` is the event's."""
        match received.what:
            case Asked():
                return self._asked(key, received, received.what)
            case AskedPrivately():
                return self._asked_privately(key, received, received.what)
            case Edited():
                return self._edited(key, received, received.what)
            case Deleted():
                return self._deleted(received, received.what)
            case Shared():
                return self._shared(received, received.what)
            case HandoffDue(entry):
                return self._candidates.due(received, entry)
            case HandoffEnded(token):
                return self._candidates.ended(key, received, token)
            case HandoffGone():
                return self._candidates.gone(received.what)
            case _:
                return self._reaction(received)

    def _reaction(self, received: Received) -> tuple[Call, ...]:
        match received.what:
            case Ticked():
                return self._reactions.ticked(received, received.what)
            case Rated():
                return self._reactions.rated(received.what)
            case PersonWanted():
                return self._reactions.person_wanted(received, received.what)
            case Resolved():
                return self._reactions.resolved(received, received.what)
            case ModeChosen():
                return self._reactions.mode_chosen(received, received.what)
            case FilesChosen():
                return self._filing.chosen(received, received.what)
            case FilesDue():
                return self._filing.due(received, received.what)
        return ()

    def _asked(self, key: str, received: Received, asked: Asked) -> tuple[Call, ...]:
        if self._state.struck(received.conversation, asked.ts):
            return ()
        if (passed_on := self._candidates.said(key, received, asked)) is not None:
            return passed_on
        if (refusal := self._refusal(received, asked)) is not None:
            return refusal
        filed = self._filing.given(received, asked) if asked.files else ()
        if filed and (self._filing.takes(received) or not asked.text):
            return filed
        exchange = self._desk.ask(self._query(key, received, asked.text), asked.ts, _worth(asked))
        if exchange is None:
            return filed
        about = self._remember(received, asked.ts, exchange)
        frame = self._frame(about, asked.text if asked.pressed else "")
        return (*filed, *self._answer(received, exchange, frame))

    def _refusal(self, received: Received, asked: Asked) -> tuple[Call, ...] | None:
        """Return what is said instead of an answer: nothing, or a hint that only the asker sees. None: answer."""
        mode = self._state.mode(received.team, received.channel)
        hint = ""
        if asked.outside:
            hint = "settings.outside_hint"
        elif mode is Mode.OFF:
            hint = "settings.off_hint"
        elif self._state.handed_off(received.conversation):
            self._reactions.overheard(received, asked)
            hint = "person.quiet_hint"
        if hint:
            return self._voice.hint(received, hint) if asked.addressed else ()
        return () if _unwanted(asked, mode) else None

    def _asked_privately(self, key: str, received: Received, asked: AskedPrivately) -> tuple[Call, ...]:
        exchange = self._desk.ask(self._query(key, received, asked.text), received.thread)
        if exchange is None:
            return ()
        about = Ref(exchange.id, received.user, received.conversation)
        frame = Frame(about, asked.text, self._desk.channel_names(), private=True, thread=asked.thread)
        reply = render(exchange.answer, frame, received.owner, self._voice.words)
        return tuple(calls.respond(asked.respond_to, received.channel, message) for message in reply.messages)

    def _edited(self, key: str, received: Received, edited: Edited) -> tuple[Call, ...]:
        """The answer keeps its place: its messages get a new face, one more is posted, one too many goes."""
        question = self._state.question(received.conversation, edited.ts)
        if question is None and (told := self._candidates.edited(received)) is not None:
            return told
        gone = self._state.struck(received.conversation, edited.ts) or self._state.handed_off(received.conversation)
        if question is None or gone:
            return ()
        query = self._query(key, received, edited.text)
        latest = self._is_latest(received.conversation, edited.ts)
        exchange = self._desk.ask_again(query, edited.ts, latest=latest)
        old = {one.part: one for one in self._state.posted(question.exchange)}
        about = self._remember(received, edited.ts, exchange)
        new = self._answer(received, exchange, self._frame(about))
        changed = [replace(one, method=Method.UPDATE, ts=old[one.part].ts) if one.part in old else one for one in new]
        spare = (one for part, one in sorted(old.items()) if part >= len(new))
        return (*changed, *(Call(Method.DELETE, one.channel, ts=one.ts) for one in spare))

    def _deleted(self, received: Received, deleted: Deleted) -> tuple[Call, ...]:
        """What was answered already stays; the thread goes on as if the question had never been asked."""
        known = self._state.question(received.conversation, deleted.ts)
        if known is not None and self._is_latest(received.conversation, deleted.ts):
            self._desk.take_back(received.conversation, deleted.ts)
        self._state.strike(received.conversation, deleted.ts)
        return ()

    def _is_latest(self, conversation: str, ts: str) -> bool:
        latest = self._state.latest_question(conversation)
        return latest is None or latest.ts <= ts

    def _shared(self, received: Received, shared: Shared) -> tuple[Call, ...]:
        """All see who shares what; whoever writes below it goes on from there."""
        exchange = self._desk.find(shared.about)
        if exchange is None:
            return self._voice.hint(received, "answer.gone")
        words, language = self._voice.words, exchange.answer.language
        frame = replace(self._frame(shared.about, exchange.question), living=False)
        messages = render(exchange.answer, frame, received.owner, words).messages
        who = section([person(received.user), word(f" {words.say('answer.shared_by', language)}")])
        first = Rendered(messages[0].text, (who, *messages[0].blocks))
        posts = list(self._posts(received, exchange, (first, *messages[1:]), shared.thread))
        posts[0] = replace(posts[0], goes_on_from=shared.about.conversation, respond_to=shared.respond_to)
        return (*posts, *self._confirmed(received, shared, exchange))

    def _confirmed(self, received: Received, shared: Shared, exchange: Exchange) -> tuple[Call, ...]:
        line = self._voice.line("answer.shared", exchange.answer.language)
        return (calls.respond(shared.respond_to, received.channel, line),) if shared.respond_to else ()

    def _answer(self, received: Received, exchange: Exchange, frame: Frame) -> tuple[Call, ...]:
        reply = render(exchange.answer, frame, received.owner, self._voice.words)
        for living in reply.checklists:
            self._state.keep_checklist(living)
        return self._posts(received, exchange, reply.messages, received.thread)

    def _posts(
        self, received: Received, exchange: Exchange, messages: tuple[Rendered, ...], thread: str
    ) -> tuple[Call, ...]:
        place, more = (received.channel, thread), {"exchange": exchange.id, "team": received.team}
        return tuple(calls.post(place, message, part=part, **more) for part, message in enumerate(messages))

    def _remember(self, received: Received, ts: str, exchange: Exchange) -> Ref:
        self._state.keep_question(Question(received.conversation, ts, received.user, exchange.id))
        return Ref(exchange.id, received.user, received.conversation)

    def _frame(self, about: Ref, question: str = "") -> Frame:
        people = self._reactions.people
        return Frame(about, question, self._desk.channel_names(), bool(people.ids or people.contact))

    def _query(self, key: str, received: Received, text: str) -> Query:
        preferred = self._state.language(received.owner) or self._voice.language
        return Query(key, received.conversation, received.owner, text, preferred)


def _unwanted(asked: Asked, mode: Mode) -> bool:
    """Whether a message that is not for Lotse is to be left alone."""
    if asked.addressed:
        return False
    return mode is Mode.MENTIONS or asked.to_other or (mode is Mode.QUESTIONS and "?" not in asked.text)


def _worth(asked: Asked) -> Callable[[Reply], bool]:
    """Among colleagues who talk with each other, Lotse speaks up only where it was asked or knows the answer."""
    silent = frozenset({Outcome.UNKNOWN, Outcome.REFUSED, Outcome.CLARIFY})
    unasked = not asked.addressed and "?" not in asked.text
    return lambda reply: not (unasked and reply.answer.outcome in silent)
