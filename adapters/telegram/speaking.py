"""What Lotse says beside its answers: fixed wordings, in the language of whom they are for."""

from dataclasses import dataclass
from typing import Protocol

from adapters.telegram.answering import Desk
from adapters.telegram.calls import Call, Keyboard, Method
from adapters.telegram.markup import line, packed
from adapters.telegram.received import Received
from bot.models import Language
from bot.phrases import Phrases


class Languages(Protocol):
    """The languages that people chose; fulfilled by the chat's state."""

    def language(self, owner: str) -> Language | None:
        """Return the language that somebody chose."""
        ...

    def set_language(self, owner: str, language: Language) -> None:
        """Keep the language that somebody chose."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """Words, and what tells which language they are to be in. `language` is used where nothing else is known."""

    words: Phrases
    languages: Languages
    desk: Desk
    language: Language

    def language_for(self, received: Received) -> Language:
        """Return the language that somebody chose, or else that of the chat, or that of their Telegram."""
        known = self.languages.language(received.owner)
        return known or self.desk.language_of(received.owner, received.conversation) or self.language_of(received)

    def language_of(self, received: Received) -> Language:
        """Return the language of somebody's Telegram, the setting's where it is neither German nor English."""
        spoken = received.locale.partition("-")[0]
        return Language(spoken) if spoken in frozenset(Language) else self.language

    def say(self, received: Received, key: str, keyboard: Keyboard = (), **values: object) -> Call:
        """Return a wording as a message."""
        text = self.words.say(key, self.language_for(received), **values)
        return Call(Method.SEND, str(received.user), packed(line(text))[0], keyboard)

    def toast(self, received: Received, query: str, key: str = "") -> Call:
        """Return the answer to a press: a wording that is shown for a moment, or nothing at all."""
        text = self.words.say(key, self.language_for(received)) if key else ""
        return Call(Method.ANSWER, str(received.user), text, query=query)
