import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from adapters.keeper import Keeper
from adapters.web.desk import Desk, NoIndexError, NotYoursError, striped_locks
from adapters.web.inbound import correction, question
from adapters.web.metrics import Metrics
from bot.assistant import Reply
from bot.models import Correction, Language, Message, Text
from bot.understanding.models import Conversation
from tests.fakes.archive import InMemoryArchive
from tests.fakes.web import Index, WebAssistant

ID = "c" * 24


class SlowAssistant(WebAssistant):
    """Takes its time, the longer the earlier it is asked, and remembers who asked at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.within: dict[str, int] = {}
        self.most: dict[str, int] = {}

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        id_ = message.conversation
        self.within[id_] = self.within.get(id_, 0) + 1
        self.most[id_] = max(self.most.get(id_, 0), self.within[id_])
        time.sleep(0.02 / (1 + len(self.messages)))
        reply = super().respond(message, conversation)
        self.within[id_] -= 1
        return reply


def make_desk(assistant: WebAssistant | None = None, *, ready: bool = True) -> Desk:
    keeper = Keeper(Index(assistant or WebAssistant(), "g1" if ready else None).source())
    keeper.look()
    return Desk(keeper, InMemoryArchive(), Metrics(), striped_locks())


def test_an_exchange_is_answered_and_kept() -> None:
    desk = make_desk()
    exchange = desk.ask("ada", question(" Wo? ", ID), Language.DE)
    transcript = desk.archive.transcript("ada", ID)
    assert transcript is not None
    assert transcript.exchanges == (exchange,)
    assert (exchange.question, exchange.answer.blocks) == ("Wo?", (Text("1:  Wo? "),))
    assert exchange.elapsed_ms > 0
    assert exchange.asked_at.utcoffset() is not None


def test_a_correction_is_kept_with_what_it_changed() -> None:
    exchange = make_desk().ask("ada", correction("place", "Köln", "Bonn", ID), Language.DE)
    assert exchange.question == ""
    assert exchange.corrections == (Correction("place", "Köln", "Bonn"),)


class Remembering(WebAssistant):
    """Keeps the conversations that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[Conversation] = []

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        self.given.append(conversation)
        reply = super().respond(message, conversation)
        return replace(reply, conversation=replace(reply.conversation, language=Language.EN))


def test_the_first_message_comes_with_the_expected_language_the_next_with_the_state_before() -> None:
    assistant = Remembering()
    desk = make_desk(assistant)
    for _ in range(2):
        desk.ask("ada", question("Wo?", ID), Language.DE)
    assert assistant.given == [Conversation(ID, language=Language.DE), Conversation(ID, language=Language.EN)]


def test_without_an_index_nothing_is_kept_and_the_reason_is_told() -> None:
    desk = make_desk(ready=False)
    with pytest.raises(NoIndexError, match="lotse index"):
        desk.ask("ada", question("Wo?", ID), Language.DE)
    assert desk.archive.summaries("ada") == ()


def test_nobody_writes_into_somebody_elses_conversation() -> None:
    desk = make_desk()
    desk.ask("ada", question("Wo?", ID), Language.DE)
    with pytest.raises(NotYoursError):
        desk.ask("bob", question("Und?", ID), Language.DE)
    transcript = desk.archive.transcript("ada", ID)
    assert transcript is not None
    assert len(transcript.exchanges) == 1
    assert desk.archive.summaries("bob") == ()
    assert b'lotse_questions_total{language="de",outcome="answered"} 1.0' in desk.metrics.exposition(None)


def test_one_conversation_is_answered_one_by_one_and_none_is_lost() -> None:
    assistant = SlowAssistant()
    desk = make_desk(assistant)
    texts = [f"Frage {number}" for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda text: desk.ask("ada", question(text, ID), Language.DE), texts))
    transcript = desk.archive.transcript("ada", ID)
    assert transcript is not None
    assert assistant.most == {ID: 1}
    assert [exchange.question for exchange in transcript.exchanges] == [said.text for said in assistant.messages]
    assert {exchange.question for exchange in transcript.exchanges} == set(texts)


def test_other_conversations_do_not_wait() -> None:
    entered = threading.Barrier(2, timeout=5)

    class Meeting(WebAssistant):
        def respond(self, message: Message, conversation: Conversation) -> Reply:
            entered.wait()
            return super().respond(message, conversation)

    desk = make_desk(Meeting())
    locks = striped_locks()
    other = next(id_ for id_ in (f"d{n:023}" for n in range(100)) if locks(id_) is not locks(ID))
    with ThreadPoolExecutor(2) as threads:
        asked = threads.map(lambda id_: desk.ask("ada", question("Wo?", id_), Language.DE), (ID, other))
        assert len(list(asked)) == 2


def test_a_fault_lets_go_of_the_conversation() -> None:
    desk = make_desk()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            desk.ask("ada", question("crash", ID), Language.DE)
    assert desk.archive.summaries("ada") == ()
    assert desk.ask("ada", question("Wo?", ID), Language.DE).question == "Wo?"


def test_a_conversation_has_one_lock() -> None:
    lock_of = striped_locks(4)
    assert all(lock_of(f"c{n}") is lock_of(f"c{n}") for n in range(100))
    assert len({id(lock_of(f"c{n}")) for n in range(100)}) == 4
