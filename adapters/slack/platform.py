"""What delivery calls in worker threads: an event → what is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.slack.answering import Desk
from adapters.slack.calls import Call, encode
from adapters.slack.candidates import CandidateLine, Candidates
from adapters.slack.contract import Inbound, Outgoing
from adapters.slack.digest import DigestPlace, digest
from adapters.slack.filing import FileTray, Filing
from adapters.slack.handling import Handling
from adapters.slack.jobs import Jobs
from adapters.slack.learning import Learning
from adapters.slack.news import told
from adapters.slack.reactions import People, Reactions
from adapters.slack.received import (
    Asked,
    AskedAbout,
    AskedPrivately,
    BuddyAsked,
    DigestDue,
    News,
    NudgeDue,
    Received,
    decode,
)
from adapters.slack.speaking import Voice
from adapters.slack.tutoring import Tutoring
from bot.chat_state import ChatState
from bot.gaps.board import GapBoard
from bot.models import Language
from bot.onboarding.progress import KeptProgress
from bot.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Services:
    """What Slack's side of Lotse is made of. `admins` may set channels' modes beside the workspace's admins.

    `candidates` is None where no candidate can ask for a person; `gaps` keeps what colleagues answer and tells whose
    questions have an answer now, None where nobody writes answers; `learning` is the onboarding path, `jobs` are the
    job posts, and `tray` takes files in, None where there is none; `digest` is the channel that is told what waits,
    `wishes` tells who wants to be reminded of the path.
    """

    desk: Desk
    state: ChatState
    words: Phrases
    language: Language
    people: People = field(default_factory=People)
    admins: frozenset[str] = frozenset()
    candidates: CandidateLine | None = None
    gaps: GapBoard | None = None
    learning: Learning | None = None
    jobs: Jobs | None = None
    tray: FileTray | None = None
    digest: DigestPlace | None = None
    wishes: KeptProgress | None = None

    @property
    def voice(self) -> Voice:
        """What is said beside answers."""
        return Voice(self.words, self.state, self.desk, self.language)


class SlackHandler:
    """Computes what is sent. Its methods may block, and may be repeated after a crash."""

    def __init__(self, services: Services) -> None:
        self._voice = services.voice
        self._gaps = services.gaps
        reactions = Reactions(
            services.desk, services.state, services.people, self._voice, lambda: datetime.now(UTC), services.gaps
        )
        self._candidates = Candidates(services.candidates, self._voice)
        filing = Filing(services.tray, self._voice)
        has_person = bool(services.people.ids or services.people.contact)
        path = services.learning
        self._tutoring = Tutoring(path, services.desk, self._voice, has_person) if path else None
        self._handling = Handling(services.desk, services.state, self._voice, reactions, self._candidates, filing)

    def handle(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is sent."""
        received = decode(inbound.payload)
        if isinstance(received.what, News):
            return _outgoing(inbound, self._told(received, received.what))
        if isinstance(received.what, DigestDue):
            return _outgoing(inbound, self._digest(received))
        if isinstance(received.what, NudgeDue | AskedAbout | BuddyAsked):
            tutored = self._tutoring.calls(inbound.key, received, received.what) if self._tutoring else ()
            return _outgoing(inbound, tutored)
        return _outgoing(inbound, self._handling.calls(inbound.key, received))

    def _told(self, received: Received, news: News) -> tuple[Call, ...]:
        return told(received, news, self._gaps, self._voice.language_for(received)) if self._gaps else ()

    def _digest(self, received: Received) -> tuple[Call, ...]:
        words, language = self._voice.words, self._voice.language
        return digest(received, self._gaps, words, language) if self._gaps else ()

    def apologise(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is said where handling failed. Who asked nothing hears nothing."""
        received = decode(inbound.payload)
        return () if _unasked(received) else _outgoing(inbound, self._voice.hint(received, "failure.sorry"))

    def decline(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is said to somebody who asks too fast. What is no question is done all the same."""
        received = decode(inbound.payload)
        asks = isinstance(received.what, Asked | AskedPrivately | AskedAbout | BuddyAsked)
        if not asks or self._candidates.of(received):
            return self.handle(inbound)
        return () if _unasked(received) else _outgoing(inbound, self._voice.hint(received, "failure.flood"))


def _unasked(received: Received) -> bool:
    return isinstance(received.what, News | DigestDue | NudgeDue) or (
        isinstance(received.what, Asked) and not received.what.addressed
    )


def _outgoing(inbound: Inbound, calls: Iterable[Call]) -> tuple[Outgoing, ...]:
    return tuple(
        Outgoing(f"{inbound.key}/{number}", inbound.conversation, encode(call)) for number, call in enumerate(calls)
    )
