"""What candidates do with jobs: look for them, open one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.asking import Query
from adapters.display import cut
from adapters.telegram.calls import Call, Method
from adapters.telegram.jobtalk import topic_of
from adapters.telegram.outbound import Message, render
from adapters.telegram.people import People
from adapters.telegram.posts import PostWriter
from adapters.telegram.received import Received
from adapters.telegram.speaking import Voice
from bot.archive import Exchange
from bot.jobs.alerting import AlertDesk
from bot.jobs.alerts import Alerts
from bot.jobs.board import JobBoard
from bot.jobs.models import Job, JobState
from bot.jobs.questions import JobGuide
from bot.jobs.search import JobSearch
from bot.jobs.words import JobWords
from bot.models import Language

MOST = 5
LONGEST_WISH = 300
"""Characters of a wish that are read."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs' side of Lotse. `search` and `alert_desk` return what is served, None while there is no index."""

    board: JobBoard
    alerts: Alerts
    search: Callable[[], JobSearch | None]
    words: Mapping[Language, JobWords]
    guide: JobGuide
    alert_desk: Callable[[], AlertDesk | None]


class Vacancies:
    """Answers what is about posts."""

    def __init__(self, jobs: Jobs, voice: Voice, writer: PostWriter, people: People) -> None:
        self._jobs = jobs
        self._people = people
        self._talk = people.talk
        self._voice = voice
        self._writer = writer

    def look_for(self, received: Received, wish: str) -> tuple[Call, ...]:
        """Return the posts that fit a wish in plain words; the latest ones without a wish."""
        language = self._voice.language_for(received)
        search = self._jobs.search() if wish else None
        if search is None:
            return self._listed(received, self._latest(), "jobs.latest", language)
        findings = search.find(wish[:LONGEST_WISH], language, MOST)
        return self._listed(received, tuple(match.job for match in findings.matches), "jobs.found", language)

    def open(self, key: str, received: Received, token: str) -> tuple[Call, ...] | None:
        """Return a post, which questions are about from now on; None where the token names none."""
        job = self._jobs.board.find(token)
        if job is None:
            return None
        self._talk.begin(self._query(key, received, job.post.title), job)
        return tuple(_call(received, one) for one in self._writer.card(job, self._voice.language_for(received)))

    def answered(self, key: str, received: Received, text: str) -> tuple[Call, ...] | None:
        """Return the answer to a question about the post that was opened; None where none was."""
        found = self._talk.ask(self._query(key, received, text))
        if found is None:
            return None
        job, exchange = found
        messages = render(exchange.answer, exchange.id, "", self._voice.words, self._about(job, exchange))
        return tuple(_call(received, one) for one in self._people.offering(received, exchange, messages))

    def leave(self, owner: str) -> None:
        """End what somebody was to be told of, who cannot be written to any more."""
        self._jobs.alerts.stop_all(owner)

    def _about(self, job: Job, exchange: Exchange) -> str:
        """A reader must see which post an answer is about; an answer from elsewhere is about none."""
        if exchange.answer.topic != topic_of(job):
            return ""
        return self._voice.words.say("job.about", exchange.answer.language, title=cut(job.post.title, 100))

    def _query(self, key: str, received: Received, text: str) -> Query:
        return Query(key, received.conversation, received.owner, text, self._voice.language_for(received))

    def _latest(self) -> tuple[Job, ...]:
        open_ = self._jobs.board.jobs((JobState.PUBLISHED,))
        return tuple(sorted(open_, key=lambda job: job.published_at or job.created_at, reverse=True)[:MOST])

    def _listed(self, received: Received, jobs: tuple[Job, ...], key: str, language: Language) -> tuple[Call, ...]:
        if not jobs:
            return (self._voice.say(received, "jobs.none"),)
        return (_call(received, self._writer.found(jobs, self._voice.words.say(key, language), language)),)


def _call(received: Received, message: Message) -> Call:
    return Call(Method.SEND, str(received.user), message.html, message.keyboard)
