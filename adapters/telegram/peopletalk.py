"""What a candidate reads of a conversation with recruiters. Pure but for the language that somebody chose.

What others wrote is escaped as every text is. Every message to which a reply goes to people names its conversation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.display import cut
from adapters.telegram import pressed
from adapters.telegram.calls import Button, Call, Keyboard, Method
from adapters.telegram.markup import EMPTY, Line, Run, line, lines, packed
from adapters.telegram.outbound import Message
from adapters.telegram.received import Received
from adapters.telegram.speaking import Voice
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import Entry, EntryKind, Handoff
from bot.handoffs.telling import hours_in_words, moment_in_words
from bot.models import Language

TITLE = 100


@dataclass(frozen=True, slots=True)
class PeopleTalk:
    """Writes messages in the reader's language."""

    voice: Voice

    def offer(self, received: Received, keyboard: Keyboard) -> tuple[Message, ...]:
        """What is said to somebody who wants a person."""
        return (Message(packed(line(self._say("offer", self._language(received))))[0], keyboard),)

    def preview(self, received: Received, draft: Handoff, desk: HandoffDesk) -> tuple[Call, ...]:
        """Show exactly what would be shared, and ask."""
        language, shared = self._language(received), draft.shared
        title = shared.title or self._say("no_job", language)
        made = [*line(self._say("preview", language), "b"), EMPTY, *line(self._say("words", language))]
        made += lines((Run(shared.words),), quote=True)
        for key, value in (("job", title), ("name", shared.name or "–")):
            made += lines((Run(f"{self._say(key, language)} "), Run(value, "b")))
        made += [EMPTY, *line(self._promise(desk, language)), EMPTY, *line(self._say("sure", language), "b")]
        buttons = tuple(
            (Button(self._say(choice, language), pressed.handoff(choice, draft.token)),) for choice in ("agree", "keep")
        )
        return self._sent(received, made, buttons)

    def begun(self, received: Received, handoff: Handoff, desk: HandoffDesk) -> Call:
        """What is said after a yes: when an answer comes, and what goes where from now on."""
        language = self._language(received)
        told = f"{self._say('begun', language)} {self._expected(desk, language)}\n\n{self._say('how', language)}"
        return self._sent(received, line(told), self._buttons(handoff, language), handoff.token)[0]

    def prompt(self, received: Received, handoff: Handoff, key: str) -> Call:
        """Ask for words, so that the next message is a reply to this one."""
        language = self._language(received)
        html = packed(line(self._say(f"{key}_prompt", language)))[0]
        place = self._say("placeholder", language)
        return Call(Method.SEND, str(received.user), html, placeholder=place, handoff=handoff.token)

    def passed_on(self, received: Received, handoff: Handoff, desk: HandoffDesk) -> Call:
        """Confirm; out of hours with when to expect an answer."""
        language = self._language(received)
        told = self._say("passed_on", language)
        if not desk.is_open():
            told += f" {self._expected(desk, language)}"
        return self._sent(received, line(told), token=handoff.token)[0]

    def told(self, received: Received, handoff: Handoff, entry: Entry) -> tuple[Call, ...]:
        """What recruiters wrote or did, or that it takes longer."""
        language = self.voice.languages.language(handoff.owner) or handoff.language
        about = self._about(handoff, language)
        if entry.kind is EntryKind.RECRUITER:
            made = [*line(self._say("answer", language), "b"), *about, EMPTY, *line(entry.text)]
            return self._sent(received, made, self._buttons(handoff, language), handoff.token)
        key = "closed" if entry.kind is EntryKind.CLOSED else "late"
        buttons = self._buttons(handoff, language) if handoff.open else ()
        return self._sent(received, [*line(self._say(key, language)), *about], buttons, handoff.token)

    def _about(self, handoff: Handoff, language: Language) -> list[Line]:
        title = cut(handoff.shared.title, TITLE)
        return line(self.voice.words.say("job.about", language, title=title), "i") if title else []

    def _promise(self, desk: HandoffDesk, language: Language) -> str:
        hours = hours_in_words(desk.promise.hours, language)
        told = self._say("hours", language, hours=hours, zone=desk.promise.hours.zone)
        return f"{told} {self._expected(desk, language)}"

    def _expected(self, desk: HandoffDesk, language: Language) -> str:
        return self._say(
            "expected", language, moment=moment_in_words(desk.expected(), desk.promise.hours.zone, language)
        )

    def _buttons(self, handoff: Handoff, language: Language) -> Keyboard:
        return tuple(
            (Button(self._say(choice, language), pressed.handoff(choice, handoff.token)),)
            for choice in ("write", "end")
        )

    def _sent(
        self, received: Received, made: Iterable[Line], keyboard: Keyboard = (), token: str = ""
    ) -> tuple[Call, ...]:
        """The buttons stand below the last message; each names the conversation, so that each can be replied to."""
        texts = packed(made)
        chat = str(received.user)
        first = (Call(Method.SEND, chat, text, handoff=token) for text in texts[:-1])
        return (*first, Call(Method.SEND, chat, texts[-1], keyboard, handoff=token))

    def _language(self, received: Received) -> Language:
        return self.voice.language_for(received)

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self.voice.words.say(f"people.{key}", language, **values)
