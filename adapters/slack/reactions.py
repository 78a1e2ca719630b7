"""What follows when somebody ticks, rates, calls a person or sets a channel's mode."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.slack import calls, checklists
from adapters.slack.answering import Desk
from adapters.slack.blocks import Json, Line, Run, button, context, person, rich, section, word
from adapters.slack.calls import Call
from adapters.slack.outbound import headline
from adapters.slack.packing import Rendered, notification
from adapters.slack.pressed import RESOLVED
from adapters.slack.received import Asked, ModeChosen, PersonWanted, Rated, Received, Resolved, Ticked, owner_id
from adapters.slack.speaking import Voice
from bot.archive import Exchange, Feedback
from bot.chat_state import ChatState, Done, LivingChecklist, Mode
from bot.gaps.board import GapBoard
from bot.gaps.grouping import new_gap_id
from bot.gaps.models import Proposal
from bot.models import Language

LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class People:
    """Who helps where Lotse cannot: Slack's ids of users and user groups; and in words, where there are none."""

    ids: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Reactions:
    """Each method returns what is to be sent."""

    desk: Desk
    state: ChatState
    people: People
    voice: Voice
    clock: Callable[[], datetime]
    gaps: GapBoard | None = None

    def ticked(self, received: Received, ticked: Ticked) -> tuple[Call, ...]:
        """Keep what was ticked and show it to all."""
        living = self.state.checklist(ticked.checklist)
        if living is None or living.conversation != received.conversation:
            return self.voice.hint(received, "checklist.gone")
        self._keep(living, ticked, received.user)
        shown = checklists.messages(living, self.state.ticks(living.id), self.voice.words)
        number = checklists.message_of(living, ticked.group)
        place = (received.channel, received.thread, ticked.message)
        return () if number is None else (calls.update(place, shown[number]),)

    def rated(self, rated: Rated) -> tuple[Call, ...]:
        """Keep whether an answer helped. Thumbs alone do not take away a reason that was given with the same ones."""
        exchange = self.desk.find(rated.about)
        before = exchange.feedback if exchange else None
        same = before is not None and before.helpful == rated.helpful
        reason = rated.reason or (before.reason if before and same else "")
        owner = owner_id(rated.about.conversation.split(":")[1], rated.about.user)
        self.desk.archive.give_feedback(owner, rated.about.exchange, Feedback(rated.helpful, reason))
        return ()

    def person_wanted(self, received: Received, wanted: PersonWanted) -> tuple[Call, ...]:
        """Call the people named for it, with the question and what was found; from then on Lotse is quiet there."""
        if not self.people.ids:
            key = "person.contact" if self.people.contact else "person.nobody"
            return self.voice.hint(received, key, contact=self.people.contact)
        if self.state.handed_off(received.conversation):
            return ()
        exchange = self.desk.find(wanted.about)
        language = exchange.answer.language if exchange else self.voice.language_for(received)
        about = exchange.id if exchange else None
        self.state.hand_off(received.conversation, received.user, self.clock(), about)
        message = self._call_for_people(received.user, exchange, language)
        return (calls.post((received.channel, received.thread), message),)

    def overheard(self, received: Received, asked: Asked) -> None:
        """Keep what a colleague writes where a person was called, as an answer that an editor may take over."""
        if self.gaps is None or asked.pressed or asked.addressed:
            return
        exchange = self.state.handed_off_for(received.conversation)
        latest = self.state.latest_question(received.conversation)
        if exchange is None or (latest is not None and latest.user == received.user):
            return
        proposal = Proposal(asked.text, f"@{received.user}", self.clock())
        self.gaps.propose(exchange, new_gap_id(), proposal, received.owner)

    def resolved(self, received: Received, resolved: Resolved) -> tuple[Call, ...]:
        """Speak again in the thread."""
        if not self.state.handed_off(received.conversation):
            return ()
        self.state.resolve(received.conversation, received.user, self.clock())
        says = self.voice.words.say("person.resolved_by", self.voice.language_for(received))
        message = Rendered(notification(says), (section([word("✓ "), person(received.user), word(f" {says}")]),))
        return (calls.update((received.channel, received.thread, resolved.message), message),)

    def mode_chosen(self, received: Received, chosen: ModeChosen) -> tuple[Call, ...]:
        """Keep when Lotse speaks in the channel."""
        mode, language = Mode(chosen.mode), self.voice.language_for(received)
        self.state.set_mode(received.team, received.channel, mode, received.user)
        shown = self.voice.words.say(f"settings.{mode}", language)
        line = self.voice.line("settings.saved", language, mode=shown)
        return (calls.respond(chosen.respond_to, received.channel, line),) if chosen.respond_to else ()

    def _keep(self, living: LivingChecklist, ticked: Ticked, user: str) -> None:
        done = {one.step: one for one in self.state.ticks(living.id)}
        for step in range(len(living.checklist.steps))[ticked.group * checklists.GROUP :][: checklists.GROUP]:
            if step in ticked.selected and step not in done:
                self.state.tick(living.id, Done(step, user, self.clock()))
            elif step in done and step not in ticked.selected and _undone(ticked, done[step], user):
                self.state.untick(living.id, step)

    def _call_for_people(self, user: str, exchange: Exchange | None, language: Language) -> Rendered:
        def say(key: str) -> str:
            return self.voice.words.say(f"person.{key}", language)

        called: list[Json] = [element for id_ in self.people.ids for element in (person(id_), word(" "))]
        done = button(RESOLVED, say("resolved"), "resolved", "primary")
        blocks = (
            section([*called, word("– "), person(user), word(f" {say('called')}")]),
            *rich(_quoted(exchange, say) if exchange else ()),
            *context(say("quiet")),
            {"type": "actions", "elements": [done]},
        )
        return Rendered(notification(say("called")), blocks)


def _quoted(exchange: Exchange, say: Callable[[str], str]) -> tuple[Line, ...]:
    said = (("question", exchange.question), ("found", headline(exchange.answer)))
    return tuple(Line("quote", (Run(f"{say(key)} ", "bold"), Run(text[:LONGEST_QUOTE]))) for key, text in said)


def _undone(ticked: Ticked, done: Done, user: str) -> bool:
    """A box that its reader had seen ticked, or had ticked, was cleared; one that others ticked meanwhile was not."""
    return done.step in ticked.seen or done.by == user
