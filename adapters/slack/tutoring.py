"""What onboarding sends in direct messages: reminders, answers about a module, questions to a buddy."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

from adapters.asking import Query
from adapters.slack import calls
from adapters.slack.answering import Desk
from adapters.slack.blocks import Json, Line, Run, actions, button, clean, context, cut, person, rich, section, word
from adapters.slack.calls import Call
from adapters.slack.learning import Learning, companion_of
from adapters.slack.learning_forms import At
from adapters.slack.learning_views import BUDDY, OPEN, PATH, SETTINGS
from adapters.slack.outbound import Frame, render
from adapters.slack.packing import Rendered, notification, packed
from adapters.slack.received import AskedAbout, BuddyAsked, NudgeDue, Received, Ref, owner_id
from adapters.slack.speaking import Voice
from bot.models import Language
from bot.onboarding.errors import UnknownModuleError
from bot.onboarding.models import Due, Module, Nudge
from bot.plain_text import plain_text

LONGEST_QUOTE = 1_500
MOST_MODULES = 5
"""Modules of one reminder; the path shows the others."""

OnThePath = NudgeDue | AskedAbout | BuddyAsked


@dataclass(frozen=True, slots=True)
class Tutoring:
    """Each method returns what is sent. `has_person` says that somebody helps where Lotse cannot."""

    learning: Learning
    desk: Desk
    voice: Voice
    has_person: bool

    def calls(self, key: str, received: Received, what: OnThePath) -> tuple[Call, ...]:
        """Return what is sent. `key` is the event's."""
        match what:
            case NudgeDue(day):
                return self._nudged(received, date.fromisoformat(day))
            case AskedAbout():
                return self._answered(key, received, what)
            case BuddyAsked():
                return self._handed_over(received, what)

    def _nudged(self, received: Received, day: date) -> tuple[Call, ...]:
        nudge = self.learning.desk.nudge(received.owner, day, self.learning.zone)
        if nudge is None:
            return ()
        language = self.voice.language_for(received)
        text = self._reminder(nudge, language)
        how = context(self._say("nudge_how", language, hour=nudge.hour))
        settings = button(SETTINGS, self._say("settings", language), "settings")
        path = button(PATH, self._say("back", language), "path")
        buttons = actions([*self._openers(nudge, language), path, settings])
        message = Rendered(notification(text), (*rich([Line("text", (Run(text),))]), *buttons, *how))
        return (calls.post((received.channel, ""), message),)

    def _reminder(self, nudge: Nudge, language: Language) -> str:
        if nudge.due:
            modules = ", ".join(module.title.within(language) for module in _modules(nudge.due))
            key = "nudge_one" if len(nudge.due) == 1 else "nudge_many"
            return self._say(key, language, count=len(nudge.due), modules=modules)
        module = _next(nudge)
        return self._say("nudge_next", language, title=module.title.within(language), minutes=module.minutes)

    def _openers(self, nudge: Nudge, language: Language) -> Iterator[Json]:
        modules = _modules(nudge.due)[:MOST_MODULES] or (_next(nudge),)
        for number, module in enumerate(modules, start=1):
            label = self._say("open", language)
            label = f"{label}: {module.title.within(language)}" if len(modules) > 1 else label
            yield button(f"{OPEN}:{number}", label, module.id, "primary" if number == 1 else "")

    def _answered(self, key: str, received: Received, asked: AskedAbout) -> tuple[Call, ...]:
        """The message begins a thread in which whoever asked goes on, with the module in mind."""
        preferred = self.voice.state.language(received.owner) or self.voice.language
        title = ""
        try:
            self.desk.begin(self.learning.desk.context(asked.module, received.conversation, preferred))
            title = self._module(received, asked.module).title.within(preferred)
        except UnknownModuleError:  # it was taken away meanwhile: the question stands for itself
            pass
        query = Query(key, received.conversation, received.owner, asked.text, preferred)
        exchange = self.desk.ask(query, "")
        if exchange is None:
            return ()
        language = exchange.answer.language
        about = Ref(exchange.id, received.user, received.conversation)
        shown = self._say("asked", language, question=asked.text, title=title) if title else asked.text
        frame = Frame(about, shown, self.desk.channel_names(), self.has_person)
        reply = render(exchange.answer, frame, received.owner, self.voice.words)
        for living in reply.checklists:
            self.voice.state.keep_checklist(living)
        messages = [*reply.messages]
        messages[-1] = self._with_buddy(messages[-1], received, At(asked.module, about=about), language)
        more = {"exchange": exchange.id, "team": received.team}
        posts = [calls.post((received.channel, ""), one, part=part, **more) for part, one in enumerate(messages)]
        return (replace(posts[0], goes_on_from=received.conversation), *posts[1:])

    def _with_buddy(self, message: Rendered, received: Received, at: At, language: Language) -> Rendered:
        choices = self.learning.desk.overview(received.owner).choices
        if not companion_of(choices, received.owner):
            return message
        value = json.dumps(asdict(at), separators=(",", ":"))
        ask = button(f"{BUDDY}:answer", self._say("ask_buddy", language, name=choices.buddy), value)
        return replace(message, blocks=(*message.blocks, *actions([ask])))

    def _handed_over(self, received: Received, asked: BuddyAsked) -> tuple[Call, ...]:
        """The buddy first; whoever asked is told once that has arrived."""
        companion = companion_of(self.learning.desk.overview(received.owner).choices, received.owner)
        if not companion:
            return ()
        own = self.voice.language_for(received)
        language = self.voice.state.language(owner_id(received.team, companion)) or own
        told = section([word("✓ "), person(companion), word(f" {self._say('buddy_arrived', own)}")])
        arrived = Rendered(notification(self._say("buddy_arrived", own)), (told,))
        messages = self._question(received, asked, language)
        return (
            *(calls.post((companion, ""), message) for message in messages),
            calls.post((received.channel, ""), arrived),
        )

    def _question(self, received: Received, asked: BuddyAsked, language: Language) -> tuple[Rendered, ...]:
        module = self._known(received, asked.module)
        title = module.title.within(language) if module else asked.module
        asks = self._say("buddy_asks", language, title=title)
        quoted = [("buddy_question", asked.text), *self._said(received, asked, module, language)]
        lines = [
            Line("quote", (Run(f"{self._say(key, language)} ", "bold"), Run(cut(clean(text), LONGEST_QUOTE))))
            for key, text in quoted
        ]
        who = section([person(received.user), word(f" {asks}")])
        return packed([who, *rich(lines), *context(self._say("buddy_how", language))], asks)

    def _said(
        self, received: Received, asked: BuddyAsked, module: Module | None, language: Language
    ) -> Iterator[tuple[str, str]]:
        """What Lotse has said about it: its answer, or why an answer of the module's question is right."""
        at = module.question(asked.question) if module else None
        if at is not None:
            yield "buddy_place", at.text.within(language)
            yield "buddy_lotse", at.explanation.text.within(language)
        mine = asked.about is not None and asked.about.user == received.user
        exchange = self.desk.find(asked.about) if asked.about and mine else None
        if exchange is not None:
            yield "buddy_lotse", plain_text(exchange.answer)

    def _known(self, received: Received, module: str) -> Module | None:
        try:
            return self._module(received, module)
        except UnknownModuleError:
            return None

    def _module(self, received: Received, module: str) -> Module:
        return self.learning.desk.module(received.owner, module).module

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self.voice.words.say(f"learn.{key}", language, **values)


def _modules(due: Iterable[Due]) -> tuple[Module, ...]:
    """The modules of questions, each once."""
    return tuple({one.module.id: one.module for one in due}.values())


def _next(nudge: Nudge) -> Module:
    if nudge.next is None:
        raise ValueError("a reminder is of something")
    return nudge.next.module
