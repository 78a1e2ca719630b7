"""`lotse ask`: one question, or a batch of them."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from adapters.errors import AdapterError, InputError
from adapters.terminal.answer_line import answer_line
from adapters.terminal.failures import Failure, Status
from adapters.terminal.inbound import Line, Question, parse_question, read_lines, read_text, well_formed
from adapters.terminal.outbound import render
from adapters.terminal.services import Assistant
from adapters.terminal.session import Session
from bot.models import Answer, Audience, Language, Message

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which language; None lets the question tell."""

    audience: Audience
    language: Language | None

    def message(self, text: str, conversation: str) -> Message:
        """Return `text` as a message."""
        return Message(well_formed(text), self.audience, conversation, self.language)


def new_conversation() -> str:
    """Return the id of a conversation that nobody has had before."""
    return f"terminal:{uuid.uuid4().hex}"


def show_answer(session: Session, text: str, asker: Asker) -> Status:
    """Answer one question for a person to read."""
    answer, _ = _answer(session, text, asker)
    session.show(render(answer, session.look))
    return Status.FINE


def write_answer(session: Session, text: str, asker: Asker) -> Status:
    """Answer one question as a line of JSON."""
    answer, elapsed_ms = _answer(session, text, asker)
    session.write(answer_line(answer, elapsed_ms))
    return Status.FINE


def answer_batch(session: Session, source: str, asker: Asker) -> Status:
    """Answer a file of JSON lines, each line its own conversation; a line that fails is named and the rest goes on."""
    assistant = session.build_assistant()
    status = Status.FINE
    with _opened(session, source) as stream:
        for line in read_lines(stream):
            if line.raw.strip() and not _answer_line(session, assistant, asker, line, source):
                status = Status.SOME_FAILED
    return status


def _answer(session: Session, text: str, asker: Asker) -> tuple[Answer, float]:
    asked = read_text(session.input) if text == STANDARD_INPUT else text
    assistant = session.build_assistant()
    message = asker.message(asked, new_conversation())
    outcome = session.attempt(lambda: _timed(assistant, message), asker.language, withheld=(asked,))
    if isinstance(outcome, Failure):
        raise AdapterError(outcome.message)
    return outcome


def _answer_line(session: Session, assistant: Assistant, asker: Asker, line: Line, source: str) -> bool:
    outcome: Question | Failure | bytes = session.attempt(lambda: parse_question(line))
    if isinstance(outcome, Question):
        question = outcome
        texts = (question.text, question.context or "")
        outcome = session.attempt(lambda: _reply(assistant, asker, question), asker.language, texts)
    if isinstance(outcome, bytes):
        session.write(outcome)
        return True
    session.complain(f"{source}:{line.number}: {outcome.message}")
    return False


def _reply(assistant: Assistant, asker: Asker, question: Question) -> bytes:
    conversation = new_conversation()
    if question.context is not None:
        assistant.reply(asker.message(question.context, conversation))
    answer, elapsed_ms = _timed(assistant, asker.message(question.text, conversation))
    return answer_line(answer, elapsed_ms, question.id)


def _timed(assistant: Assistant, message: Message) -> tuple[Answer, float]:
    started = time.perf_counter()
    answer = assistant.reply(message)
    return answer, (time.perf_counter() - started) * 1000


@contextmanager
def _opened(session: Session, source: str) -> Iterator[BinaryIO]:
    if source == STANDARD_INPUT:
        yield session.input
        return
    try:
        stream = Path(source).open("rb")  # noqa: SIM115 - an error while answering must not be taken for one here
    except OSError as error:
        raise InputError(f"{source}: cannot be read: {error.strerror}") from None
    with stream:
        yield stream
