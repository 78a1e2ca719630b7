"""What delivery calls in worker threads: an event → what is sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.telegram.alerting import Alerting
from adapters.telegram.answering import Desk
from adapters.telegram.calls import Call, encode
from adapters.telegram.channel import Channel
from adapters.telegram.contract import Inbound, Outgoing
from adapters.telegram.handling import AboutJobs, Handling
from adapters.telegram.jobtalk import JobTalk
from adapters.telegram.people import People
from adapters.telegram.peopletalk import PeopleTalk
from adapters.telegram.posts import PostWriter
from adapters.telegram.received import (
    AlertDue,
    Asked,
    Commanded,
    HandoffDue,
    PersonAsked,
    PostDue,
    Received,
    Suggested,
    decode,
)
from adapters.telegram.speaking import Languages, Voice
from adapters.telegram.vacancies import Jobs, Vacancies
from bot.first_times import FirstTimes
from bot.handoffs.desk import HandoffDesk
from bot.models import Language
from bot.people import PersonalData
from bot.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Services:
    """What Telegram's side of Lotse is made of. `language` is spoken to whose Telegram is set to another one.

    `handoffs` is None where no candidate ever reaches a person.
    """

    desk: Desk
    languages: Languages
    first_times: FirstTimes
    people: PersonalData
    jobs: Jobs
    words: Phrases
    language: Language
    handoffs: HandoffDesk | None = None

    @property
    def reaches_people(self) -> bool:
        """Whether candidates can ask for a person."""
        return self.handoffs is not None and self.handoffs.takes_new

    def recruiters(self, voice: Voice) -> People:
        """The recruiters, as candidates reach them."""
        talk = JobTalk(self.desk, self.jobs.board, self.jobs.guide, self.words, self.reaches_people)
        return People(self.handoffs, talk, voice, PeopleTalk(voice))

    @property
    def voice(self) -> Voice:
        """What is said beside answers."""
        return Voice(self.words, self.languages, self.desk, self.language)


class TelegramHandler:
    """Computes what is sent. Its methods may block, and may be repeated after a crash."""

    def __init__(self, services: Services, writer: PostWriter, channel: Channel | None = None) -> None:
        self._voice = services.voice
        self._channel = channel
        people = services.recruiters(self._voice)
        about_jobs = AboutJobs(
            Vacancies(services.jobs, self._voice, writer, people), Alerting(services.jobs, self._voice, writer), people
        )
        self._handling = Handling(services.desk, self._voice, services.first_times, services.people, about_jobs)

    def handle(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is sent."""
        received = decode(inbound.payload)
        if isinstance(received.what, PostDue):
            return _outgoing(inbound, self._channel.calls(received.what.job) if self._channel else ())
        return _outgoing(inbound, self._handling.calls(inbound.key, received))

    def apologise(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is said where handling failed. Who did nothing hears nothing."""
        received = decode(inbound.payload)
        return _outgoing(inbound, (self._voice.say(received, "failure.sorry"),)) if _is_theirs(received) else ()

    def decline(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is said to somebody who asks too fast. What is no question is done all the same."""
        received = decode(inbound.payload)
        if not isinstance(received.what, Asked | Commanded | PersonAsked | Suggested) or _is_a_reply(received):
            return self.handle(inbound)
        return _outgoing(inbound, (self._voice.say(received, "failure.flood"),))


def _is_theirs(received: Received) -> bool:
    return not isinstance(received.what, PostDue | AlertDue | HandoffDue)


def _is_a_reply(received: Received) -> bool:
    """It may be for a person, who is to hear of it."""
    return isinstance(received.what, Asked) and received.what.reply_to > 0


def _outgoing(inbound: Inbound, calls: Iterable[Call]) -> tuple[Outgoing, ...]:
    return tuple(
        Outgoing(f"{inbound.key}/{number}", inbound.conversation, encode(call)) for number, call in enumerate(calls)
    )
