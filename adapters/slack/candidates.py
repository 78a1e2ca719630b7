"""Candidates who asked for a person, from the recruiters' side: a thread each, whose messages go to the candidate.

A message in which somebody or Lotse is mentioned is for colleagues, and stays there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.display import cut
from adapters.slack import calls
from adapters.slack.blocks import Json, Line, Run, button, context, person, rich, section, word
from adapters.slack.calls import Call, Method
from adapters.slack.packing import packed
from adapters.slack.pressed import HANDOFF_ENDED
from adapters.slack.received import Asked, HandoffGone, Received, owner_id
from adapters.slack.speaking import Voice
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import Entry, EntryKind, Handoff, Side, Talk
from bot.handoffs.telling import moment_in_words

TITLE = 200
MOST = 5_000
"""Characters of a candidate's words in the first message, which must stay one."""


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """Where candidates are talked with: a channel's id, "" for none; `people` are called where one waits too long."""

    desk: HandoffDesk
    channel: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Each method returns what is sent. `line` is None where no candidate can ask for a person."""

    line: CandidateLine | None
    voice: Voice

    def due(self, received: Received, entry_key: str) -> tuple[Call, ...]:
        """Return what recruiters are told of an entry; nothing where it is forgotten."""
        entry = self.line.desk.store.entry(entry_key) if self.line else None
        talk = self.line.desk.store.talk(entry.token) if self.line and entry else None
        if self.line is None or entry is None or talk is None:
            return ()
        handoff = talk.handoff
        if not handoff.thread:
            place, blocks = (self.line.channel, ""), self._opening(talk, entry, self.line)
        else:
            _, _, channel, thread = handoff.thread.split(":")
            place, blocks = (channel, thread), list(self._blocks(handoff, entry, self.line))
        messages = packed(blocks, self._headline(handoff, entry))
        return tuple(calls.post(place, one, team=received.team, handoff=handoff.token) for one in messages)

    def said(self, key: str, received: Received, asked: Asked) -> tuple[Call, ...] | None:
        """Pass on what was written in a candidate's thread; None where Lotse is asked, or it is another thread."""
        handoff = self.of(received)
        if self.line is None or handoff is None or asked.addressed:
            return None
        if asked.calls_people:
            return self.voice.hint(received, "candidate.colleagues")
        if not asked.text.strip():
            return self.voice.hint(received, "candidate.only_text")
        author = owner_id(received.team, received.user)
        if self.line.desk.reply(key, handoff.token, asked.text, author, seen=True):
            return ()
        return self.voice.hint(received, "candidate.over")

    def edited(self, received: Received) -> tuple[Call, ...] | None:
        """Tell that a candidate goes on seeing the first version; None where it is another thread."""
        return self.voice.hint(received, "candidate.edited") if self.of(received) else None

    def ended(self, key: str, received: Received, token: str) -> tuple[Call, ...]:
        """End a conversation."""
        author = owner_id(received.team, received.user)
        if self.line is None or not self.line.desk.close(key, token, Side.TEAM, author):
            return self.voice.hint(received, "candidate.over")
        return ()

    def gone(self, gone: HandoffGone) -> tuple[Call, ...]:
        """Delete a message of a conversation that was forgotten."""
        return (Call(Method.DELETE, gone.channel, ts=gone.ts),)

    def of(self, received: Received) -> Handoff | None:
        """Return the conversation that recruiters have in a thread, None for every other thread."""
        return self.line.desk.store.by_thread(received.conversation) if self.line else None

    def _opening(self, talk: Talk, entry: Entry, line: CandidateLine) -> list[Json]:
        """The first message: who asks, about what, and how the thread works."""
        handoff = talk.handoff
        title = cut(handoff.shared.title, TITLE) or self._say("no_job")
        lines = [
            Line("text", (Run(f"{self._say('asks')} ", "bold"), Run(handoff.shared.name or "–", "bold"))),
            Line("text", (Run(f"{self._say('job')} "), Run(title))),
        ]
        lines += [Line("quote", (Run(text),)) for text in _latest(talk, entry)]
        blocks = [*rich(lines), *self._small(handoff, line)]
        if entry.kind is not EntryKind.CANDIDATE:
            blocks += self._blocks(handoff, entry, line)
        done = button(HANDOFF_ENDED, self._say("end"), handoff.token)
        return [*blocks, {"type": "actions", "elements": [done]}]

    def _small(self, handoff: Handoff, line: CandidateLine) -> list[Json]:
        promise, told = line.desk.promise, self._say("how")
        if handoff.waiting_since is not None:
            by = promise.hours.after(handoff.waiting_since, promise.usual)
            told += " " + self._say("by", moment=moment_in_words(by, promise.hours.zone, self.voice.language))
        return context(told)

    def _blocks(self, handoff: Handoff, entry: Entry, line: CandidateLine) -> Iterator[Json]:
        match entry.kind:
            case EntryKind.CANDIDATE:
                name = Line("text", (Run(f"{handoff.shared.name or '–'}:", "bold"),))
                yield from rich([name, Line("quote", (Run(entry.text),))])
            case EntryKind.RECRUITER:
                heading = Line("text", (Run(self._say("from_inbox"), "bold"),))
                yield from rich([heading, Line("quote", (Run(entry.text),))])
            case EntryKind.ESCALATED:
                called = [element for id_ in line.people for element in (person(id_), word(" "))]
                yield section([*called, word(self._say("late"))])
            case EntryKind.CLOSED:
                by = "closed" if handoff.closed_by is Side.TEAM else "closed_by_candidate"
                yield section([word(f"✓ {self._say(by)}")])
            case EntryKind.LEFT:
                yield section([word(self._say("left"))])

    def _headline(self, handoff: Handoff, entry: Entry) -> str:
        """What a notification shows."""
        name = handoff.shared.name or "–"
        if entry.kind is EntryKind.ESCALATED:
            return self._say("late")
        return f"{self._say('asks')} {name}" if not handoff.thread else name

    def _say(self, key: str, **values: object) -> str:
        return self.voice.words.say(f"candidate.{key}", self.voice.language, **values)


def _latest(talk: Talk, entry: Entry) -> list[str]:
    """What the candidate wrote up to an entry; of what is too much for one message, the latest."""
    said = [one.text for one in talk.entries if one.kind is EntryKind.CANDIDATE and one.position <= entry.position]
    while len(said) > 1 and sum(map(len, said)) > MOST:
        del said[0]
    return said
