"""Tells a channel every Monday which questions wait for an answer: handed to the delivery, one event a week."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.looking import keep_looking
from adapters.slack import calls
from adapters.slack.blocks import Line, Run, context, cut, rich
from adapters.slack.calls import Call
from adapters.slack.contract import Delivery, Inbound
from adapters.slack.inbound import inbound
from adapters.slack.packing import Rendered, notification
from adapters.slack.received import DigestDue, Received
from bot.gaps.board import GapBoard
from bot.gaps.models import GapState, GapSummary
from bot.models import Language
from bot.phrases import Phrases

MOST = 10
"""Questions of one digest; the rest is counted."""
LONGEST = 300
"""Characters of one question."""
LOOK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class DigestPlace:
    """The channel that is told, and when: on Mondays at `at` by the clocks of `zone` (IANA)."""

    channel: str
    zone: str
    at: time = time(9)

    def week(self, now: datetime) -> date:
        """Return the Monday of the digest that is due at `now`: before the hour it is still the last one."""
        local = now.astimezone(ZoneInfo(self.zone))
        monday = local.date() - timedelta(days=local.weekday())
        begun = local >= datetime.combine(monday, self.at, ZoneInfo(self.zone))
        return monday if begun else monday - timedelta(days=7)


@dataclass
class DigestFeed:
    """Hands over the week's digest, until it is cancelled; what is handed over twice, after a restart, has one key."""

    place: DigestPlace
    team: str
    delivery: Delivery
    clock: Callable[[], datetime]
    seconds: float = LOOK_SECONDS
    _handed: date | None = None

    async def run(self) -> None:
        """Look and hand over; whatever fails is tried again."""
        await keep_looking(self.look, self.seconds, "slack", "digest")

    async def look(self) -> None:
        """Hand over what is due."""
        week = self.place.week(self.clock())
        if week != self._handed:
            await self.delivery.accept(self._event(week))
            self._handed = week

    def _event(self, week: date) -> Inbound:
        received = Received(self.team, self.place.channel, "", "", DigestDue(week.isoformat()))
        return inbound(f"digest:{self.place.channel}:{week.isoformat()}", received)


def digest(received: Received, board: GapBoard, words: Phrases, language: Language) -> tuple[Call, ...]:
    """Return what is posted; nothing where no question waits."""
    waiting = [gap for gap in board.gaps() if gap.state.waits]
    if not waiting:
        return ()
    text = words.say("digest.one" if len(waiting) == 1 else "digest.many", language, count=len(waiting))
    blocks = rich([Line("text", (Run(text, "bold"),)), *_lines(waiting, words, language)])
    how = context(words.say("digest.how", language))
    return (calls.post((received.channel, received.thread), Rendered(notification(text), (*blocks, *how))),)


def _lines(waiting: list[GapSummary], words: Phrases, language: Language) -> Iterator[Line]:
    for gap in waiting[:MOST]:
        asked = "digest.asked_by_one" if gap.people == 1 else "digest.asked_by_many"
        again = [Run(words.say("digest.again", language))] if gap.state is GapState.AGAIN else []
        asks = Run(words.say("digest.question", language, question=cut(gap.title, LONGEST)))
        # What a candidate wrote would stay in Slack when they are forgotten.
        shown = Run(words.say("digest.candidate", language)) if gap.of_candidate else asks
        yield Line("bullet", (shown, *again, Run(words.say(asked, language, people=gap.people), "italic")))
    if (more := len(waiting) - MOST) > 0:
        yield Line("text", (Run(words.say("digest.more", language, count=more)),))
