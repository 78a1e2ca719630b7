"""What came in → what is sent. Called in worker threads, once an event and in order within a chat."""

from dataclasses import dataclass

from adapters.asking import Query
from adapters.telegram import calls, pressed
from adapters.telegram.alerting import Alerting
from adapters.telegram.answering import Desk
from adapters.telegram.calls import Button, Call, Keyboard, Method
from adapters.telegram.outbound import Message, passages, render
from adapters.telegram.people import People
from adapters.telegram.received import (
    AlertChosen,
    AlertDue,
    Asked,
    Commanded,
    Edited,
    ForgetDecided,
    HandoffChosen,
    HandoffDue,
    JobWanted,
    LanguageChosen,
    Left,
    Outdated,
    PersonAsked,
    PersonWanted,
    PostDue,
    Rated,
    Received,
    SentOn,
    SourcesWanted,
    Suggested,
    Unread,
)
from adapters.telegram.speaking import Voice
from adapters.telegram.vacancies import Vacancies
from bot.archive import Exchange
from bot.first_times import FirstTimes
from bot.models import Language
from bot.people import PersonalData

NOTICE = "notice:1"
"""The version of what people are told first; whoever was told another one is told anew."""
LANGUAGES = ((Language.DE, "Deutsch"), (Language.EN, "English"))
ALIASES = {
    "stellen": "jobs",
    "benachrichtigungen": "alerts",
    "hilfe": "help",
    "sprache": "language",
    "datenschutz": "privacy",
    "meinedaten": "mydata",
    "vergessen": "forget",
    "fertig": "done",
}
"""German names of commands, by the names that stand in Telegram's menu."""


@dataclass(frozen=True, slots=True)
class AboutJobs:
    """What is known of jobs, of who wants to hear of them, and of who can be asked."""

    vacancies: Vacancies
    alerting: Alerting
    people: People


class Handling:
    """Knows what each thing that people do leads to."""

    def __init__(
        self, desk: Desk, voice: Voice, first_times: FirstTimes, people: PersonalData, about_jobs: AboutJobs
    ) -> None:
        self._desk = desk
        self._vacancies = about_jobs.vacancies
        self._alerting = about_jobs.alerting
        self._recruiters = about_jobs.people
        self._voice = voice
        self._first_times = first_times
        self._people = people

    def calls(self, key: str, received: Received) -> tuple[Call, ...]:
        """Return what is to be sent. `key` is the event's."""
        match received.what:
            case Left():
                self._vacancies.leave(received.owner)
                self._recruiters.left(key, received.owner)
                return ()
            case PostDue():
                return ()
            case AlertDue():
                return self._alerting.due(key, received, received.what)
            case HandoffDue(entry):
                return self._recruiters.due(received, entry)
            case Asked():
                return (*self._introduced(key, received), *self._asked(key, received, received.what))
            case PersonAsked():
                asked = self._recruiters.asked(key, received, received.what)
                return (*self._introduced(key, received), *asked)
            case Commanded():
                return self._commanded(key, received, received.what)
            case Unread():
                return (*self._introduced(key, received), *self._unread(key, received, received.what))
            case Edited():
                return self._once(key, received, "edited")
            case _:
                return self._pressed(key, received)

    def _introduced(self, key: str, received: Received) -> tuple[Call, ...]:
        """Whoever writes for the first time is told first that a program answers."""
        if not self._first_times.is_first(received.owner, NOTICE, key):
            return ()
        return (self._voice.say(received, "intro.text"),)

    def _once(self, key: str, received: Received, what: str) -> tuple[Call, ...]:
        first = self._first_times.is_first(received.owner, what, key)
        return (self._voice.say(received, f"{what}.reply"),) if first else ()

    def _asked(self, key: str, received: Received, asked: Asked) -> tuple[Call, ...]:
        passed_on = self._recruiters.said(key, received, asked)
        if passed_on is not None:
            return passed_on
        return self._vacancies.answered(key, received, asked.text) or self._answered(key, received, asked.text)

    def _unread(self, key: str, received: Received, unread: Unread) -> tuple[Call, ...]:
        """Who believes that a person has got it must be told each time that nobody has."""
        if self._recruiters.is_theirs(received, unread.reply_to):
            return (self._voice.say(received, "people.only_text"),)
        return self._once(key, received, "unread")

    def _answered(self, key: str, received: Received, text: str, question: str = "") -> tuple[Call, ...]:
        language = self._voice.language_for(received)
        exchange = self._desk.ask(Query(key, received.conversation, received.owner, text, language))
        messages = render(exchange.answer, exchange.id, question, self._voice.words)
        return _sent(received, self._recruiters.offering(received, exchange, messages))

    def _commanded(self, key: str, received: Received, command: Commanded) -> tuple[Call, ...]:
        name = ALIASES.get(command.name, command.name)
        first = self._introduced(key, received)
        if name == "start" and command.argument:
            return (*first, *self._opened(key, received, command.argument))
        if name == "start":
            return first or (self._help(received),)
        if name == "jobs":
            return (*first, *self._vacancies.look_for(received, command.argument))
        if name == "alerts":
            return (*first, *self._alerting.asked(received, command.argument))
        if name == "done":
            return (*first, *self._recruiters.done(key, received))
        return (*first, *self._told(name, received))

    def _opened(self, key: str, received: Received, token: str) -> tuple[Call, ...]:
        return self._vacancies.open(key, received, token) or (self._voice.say(received, "job.gone"),)

    def _told(self, name: str, received: Received) -> tuple[Call, ...]:
        match name:
            case "help":
                return (self._help(received),)
            case "privacy":
                return (self._voice.say(received, "privacy.text"),)
            case "language":
                return (self._voice.say(received, "language.ask", _languages()),)
            case "mydata":
                text = self._voice.say(received, "mydata.caption").html
                return (Call(Method.EXPORT, str(received.user), text, owner=received.owner),)
            case "forget":
                return (self._voice.say(received, "forget.ask", self._sure(received)),)
        return (self._voice.say(received, "command.unknown"),)

    def _help(self, received: Received) -> Call:
        words, language = self._voice.words, self._voice.language_for(received)
        reached = words.say("help.people", language) if self._recruiters.reachable else ""
        return self._voice.say(received, "help.text", people=reached)

    def _sure(self, received: Received) -> Keyboard:
        language = self._voice.language_for(received)
        yes, no = (self._voice.words.say(f"forget.{one}", language) for one in ("yes", "no"))
        return (
            (Button(yes, pressed.forgetting(sure=True)),),
            (Button(no, pressed.forgetting(sure=False)),),
        )

    def _pressed(self, key: str, received: Received) -> tuple[Call, ...]:
        match received.what:
            case Suggested():
                return self._suggested(key, received, received.what)
            case SourcesWanted(query, exchange):
                return self._sources(received, query, exchange)
            case Rated():
                return self._rated(received, received.what)
            case LanguageChosen():
                return self._language(received, received.what)
            case ForgetDecided():
                return self._forget(key, received, received.what)
            case PersonWanted():
                return self._recruiters.wanted(key, received, received.what)
            case HandoffChosen():
                return self._recruiters.chosen(key, received, received.what)
            case SentOn():
                return self._recruiters.sent_on(received, received.what)
            case _:
                return self._pressed_about_jobs(key, received)

    def _pressed_about_jobs(self, key: str, received: Received) -> tuple[Call, ...]:
        match received.what:
            case AlertChosen():
                return self._alerting.chosen(received, received.what)
            case JobWanted(query, token):
                return (self._voice.toast(received, query), *self._opened(key, received, token))
            case Outdated(query):
                return (self._voice.toast(received, query, "button.outdated"),)
        return ()

    def _suggested(self, key: str, received: Received, what: Suggested) -> tuple[Call, ...]:
        found = self._found(received, what.exchange)
        suggestions = found.answer.suggestions if found else ()
        if what.number >= len(suggestions):
            return (self._voice.toast(received, what.query, "answer.gone"),)
        text = suggestions[what.number]
        return (self._voice.toast(received, what.query), *self._answered(key, received, text, text))

    def _sources(self, received: Received, query: str, exchange: str) -> tuple[Call, ...]:
        found = self._found(received, exchange)
        if found is None or not found.answer.citations:
            return (self._voice.toast(received, query, "answer.gone"),)
        messages = passages(found.answer.citations, found.answer, self._voice.words)
        return (self._voice.toast(received, query), *_sent(received, messages))

    def _rated(self, received: Received, what: Rated) -> tuple[Call, ...]:
        kept = self._desk.rate(received.owner, what.exchange, helpful=what.helpful)
        return (self._voice.toast(received, what.query, "feedback.thanks" if kept else "answer.gone"),)

    def _language(self, received: Received, what: LanguageChosen) -> tuple[Call, ...]:
        self._voice.languages.set_language(received.owner, Language(what.language))
        return (
            self._voice.toast(received, what.query),
            _stripped(received, what.message),
            self._voice.say(received, "language.set"),
        )

    def _forget(self, key: str, received: Received, what: ForgetDecided) -> tuple[Call, ...]:
        answered = (self._voice.toast(received, what.query), _stripped(received, what.message))
        if not what.sure:
            return (*answered, self._voice.say(received, "forget.kept"))
        # In the language they were spoken to, which is forgotten too.
        receipt = self._voice.say(received, "forget.done", number=receipt_number(key))
        self._people.forget(received.owner)
        return (*answered, calls.forgetting(receipt, received.owner))

    def _found(self, received: Received, exchange: str) -> Exchange | None:
        return self._desk.find(received.owner, received.conversation, exchange)


def receipt_number(key: str) -> str:
    """Return the number of a receipt, the same each time for an event and leading back to nobody."""
    return calls.short(key)


def _languages() -> Keyboard:
    return (tuple(Button(name, pressed.language(one)) for one, name in LANGUAGES),)


def _stripped(received: Received, message: int) -> Call:
    return Call(Method.STRIP, str(received.user), message=message)


def _sent(received: Received, messages: tuple[Message, ...]) -> tuple[Call, ...]:
    return tuple(Call(Method.SEND, str(received.user), one.html, one.keyboard) for one in messages)
