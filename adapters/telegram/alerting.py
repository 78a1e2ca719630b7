"""Alerts on opt-in: what somebody wants to hear of, how one tap ends it, and the alert itself with its reason."""

from dataclasses import replace
from datetime import UTC, datetime, time

from adapters.display import cut
from adapters.telegram import pressed
from adapters.telegram.calls import Button, Call, Keyboard, Method
from adapters.telegram.markup import EMPTY, line, packed
from adapters.telegram.posts import PostWriter
from adapters.telegram.received import AlertChosen, AlertDue, Received
from adapters.telegram.speaking import Voice
from adapters.telegram.vacancies import LONGEST_WISH, Jobs
from bot.jobs.alerts import Alert, AlertWish, QuietHours, Rhythm, Subscription
from bot.models import Language

NOTICE = "alerts:1"
"""The version of what people are told when they opt in."""
QUIET = QuietHours(time(21), time(8))
MOST = 10
"""Subscriptions of one person; more is no wish any more."""


class Alerting:
    """Knows what is said about alerts."""

    def __init__(self, jobs: Jobs, voice: Voice, writer: PostWriter) -> None:
        self._jobs = jobs
        self._voice = voice
        self._writer = writer

    def asked(self, received: Received, wish: str) -> tuple[Call, ...]:
        """Keep a wish in plain words; without one, show what is kept."""
        known = self._jobs.alerts.subscriptions(received.owner)
        if not wish:
            listed = tuple(self._shown(received, one, "alerts.one") for one in known)
            return (self._voice.say(received, "alerts.how" if listed else "alerts.none"), *listed)
        search = self._jobs.search()
        if search is None:
            return (self._voice.say(received, "alerts.not_now"),)
        words = cut(wish, LONGEST_WISH)
        if len(known) >= MOST and all(one.wish.words != words for one in known):
            return (self._voice.say(received, "alerts.too_many", most=MOST),)
        language = self._voice.language_for(received)
        wanted = search.find(words, language, 1).wanted
        kept = self._jobs.alerts.subscribe(received.owner, AlertWish(words, wanted, language, quiet=QUIET), NOTICE)
        return (self._shown(received, kept, "alerts.kept"),)

    def chosen(self, received: Received, what: AlertChosen) -> tuple[Call, ...]:
        """End a subscription, or change its rhythm."""
        known = self._jobs.alerts.subscriptions(received.owner)
        found = next((one for one in known if one.token == what.token), None)
        strip = Call(Method.STRIP, str(received.user), message=what.message)
        if found is None:
            return (self._voice.toast(received, what.query, "alerts.gone"), strip)
        if what.choice == "stop":
            self._jobs.alerts.stop(received.owner, what.token)
            return (
                self._voice.toast(received, what.query),
                strip,
                self._voice.say(received, "alerts.stopped", words=found.wish.words),
            )
        rhythm = Rhythm.DAILY if what.choice == "daily" else Rhythm.AT_ONCE
        kept = self._jobs.alerts.subscribe(received.owner, replace(found.wish, rhythm=rhythm), NOTICE)
        return (self._voice.toast(received, what.query), strip, self._shown(received, kept, "alerts.one"))

    def due(self, key: str, received: Received, what: AlertDue) -> tuple[Call, ...]:
        """Return the alert with its reason; nothing where it was stopped, or the job was closed, meanwhile."""
        known = self._jobs.alerts.subscriptions(received.owner)
        subscription = next((one for one in known if one.token == what.subscription), None)
        job, desk = self._jobs.board.find(what.job), self._jobs.alert_desk()
        if subscription is None or job is None or not job.open:
            return ()
        language = subscription.wish.language
        alert = Alert(key, received.owner, job, subscription, datetime.now(UTC))
        reason = desk.reason(alert) if desk else ""
        found = self._writer.found((job,), self._voice.words.say("alerts.new", language), language)
        stop = Button(self._voice.words.say("alerts.stop", language), pressed.alert("stop", subscription.token))
        html = "\n".join([found.html, *packed([EMPTY, *line(reason, "i")])])
        return (Call(Method.SEND, str(received.user), html, (*found.keyboard, (stop,))),)

    def _shown(self, received: Received, one: Subscription, key: str) -> Call:
        language = self._voice.language_for(received)
        rhythm = self._voice.words.say(f"alerts.is_{_name(one)}", language)
        return self._voice.say(received, key, self._buttons(one, language), words=one.wish.words, rhythm=rhythm)

    def _buttons(self, one: Subscription, language: Language) -> Keyboard:
        other = "once" if one.wish.rhythm is Rhythm.DAILY else "daily"
        labels = {name: self._voice.words.say(f"alerts.{name}", language) for name in (other, "stop")}
        return tuple((Button(label, pressed.alert(name, one.token)),) for name, label in labels.items())


def _name(one: Subscription) -> str:
    return "daily" if one.wish.rhythm is Rhythm.DAILY else "once"
