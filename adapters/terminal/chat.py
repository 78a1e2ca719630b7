"""`lotse chat`: a conversation, line by line, typed by a person or read from a pipe."""

import contextlib
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from adapters.terminal.ask import Asker, new_conversation
from adapters.terminal.failures import Failure, Status
from adapters.terminal.inbound import read_lines
from adapters.terminal.look import Look
from adapters.terminal.outbound import render
from adapters.terminal.services import Assistant
from adapters.terminal.session import Session
from adapters.terminal.wording import Wording, wording
from bot.models import Language
from bot.understanding.models import Conversation

PROMPT = "> "
COMMAND = re.compile(r"/[a-z]+$", re.IGNORECASE)


class Chat:
    """One conversation at a time: takes lines, shows answers."""

    def __init__(self, session: Session, assistant: Assistant, asker: Asker) -> None:
        self._session = session
        self._assistant = assistant
        self._asker = asker
        self._conversation = new_conversation()
        self._suggestions: tuple[str, ...] = ()

    @property
    def language(self) -> Language:
        """The language chosen, or the settings'."""
        return self._asker.language or self._session.language

    @property
    def words(self) -> Wording:
        """The chat's own words."""
        return wording(self.language)

    def begin(self, start: Callable[[str], Conversation]) -> None:
        """Start a new conversation, which stands where `start` says for its id."""
        self._conversation, self._suggestions = new_conversation(), ()
        self._assistant.begin(start(self._conversation))

    def hear(self, line: str) -> bool:
        """Deal with one line and tell whether the chat goes on."""
        text = line.strip()
        command, _, argument = text.partition(" ")
        if COMMAND.match(command):
            return self._obey(command.lower(), argument.strip().lower())
        if text:
            self._answer(self._chosen(text))
        return True

    def _obey(self, command: str, argument: str) -> bool:
        match command:
            case "/quit" | "/exit":
                return False
            case "/help":
                self._session.show(help_text(self.words, self._session.look))
            case "/new":
                self._start_anew()
            case "/language":
                self._choose_language(argument)
            case _:
                self._session.say(self.words.unknown_command.format(command=command))
        return True

    def _start_anew(self) -> None:
        self._conversation = new_conversation()
        self._suggestions = ()
        self._session.say(self.words.new_conversation)

    def _choose_language(self, argument: str) -> None:
        if argument not in tuple(Language):
            self._session.say(self.words.language_rule)
            return
        self._asker = replace(self._asker, language=Language(argument))
        self._session.say(self.words.language_set)

    def _chosen(self, text: str) -> str:
        """Return the suggestion whose number was typed, and show it; other text stays as it is."""
        if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= len(self._suggestions)):
            return text
        chosen = self._suggestions[int(text) - 1]
        self._session.say(PROMPT + chosen)
        return chosen

    def _answer(self, text: str) -> None:
        message = self._asker.message(text, self._conversation)
        outcome = self._session.attempt(lambda: self._assistant.reply(message), self.language, withheld=(text,))
        if isinstance(outcome, Failure):
            self._session.complain(outcome.message)
            return
        self._suggestions = outcome.suggestions
        self._session.show(Group(render(outcome, self._session.look), Text("")))


def chat(session: Session, asker: Asker) -> Status:
    """Hold a conversation with a person, or answer the lines of a pipe one after the other."""
    talk = Chat(session, session.build_assistant(), asker)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _converse(session, talk)
    else:
        _hear_all(talk, piped_lines(session))
    return Status.FINE


def welcome_text(words: Wording, look: Look) -> RenderableType:
    """Return the greeting: what this is, a few examples, how to get help."""
    lines = [Text(look.text(words.welcome), style="bold"), Text(look.text(words.example_intro), style="dim")]
    lines += [Text(look.text(f"  {look.signs.bullet} {example}")) for example in words.examples]
    lines.append(Text(look.text(words.help_hint), style="dim"))
    return Constrain(Group(*lines, Text("")), look.prose)


def help_text(words: Wording, look: Look) -> RenderableType:
    """Return the commands, a row each."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for command, meaning in words.help_lines:
        table.add_row(Text(look.text(command)), Text(look.text(meaning)))
    return Constrain(table, look.prose)


def _converse(session: Session, talk: Chat) -> None:
    session.show(welcome_text(talk.words, session.look))
    try:
        _hear_all(talk, typed_lines())
    except KeyboardInterrupt:
        session.say("")  # the cursor still stands behind the prompt
    session.say(talk.words.goodbye)


def _hear_all(talk: Chat, lines: Iterator[str]) -> None:
    for line in lines:
        if not talk.hear(line):
            break


def typed_lines() -> Iterator[str]:
    """Yield the lines that a person types, until the end of input."""
    with contextlib.suppress(ImportError):
        importlib.import_module("readline")  # gives input() editing and a history, kept for this run only
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            print()  # as above
            return


def piped_lines(session: Session) -> Iterator[str]:
    """Yield the lines of standard input."""
    for line in read_lines(session.input):
        yield line.raw.decode("utf-8-sig", "replace")
