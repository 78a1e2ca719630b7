"""Hands alerts that are due to the delivery, few at a time, so that who asks something need not wait behind them."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.looking import keep_looking
from adapters.telegram.contract import PLATFORM, Delivery, Inbound
from adapters.telegram.received import AlertDue, Received, encode
from adapters.telegram.vacancies import Jobs
from bot.jobs.alerts import Alert
from bot.jobs.models import Job, JobState

A_SECOND = 15
"""Alerts handed over in a second; Telegram takes about 30 messages in one, and the others are for replies."""
A_MINUTE = 15
"""Alerts of one person in a minute; the delivery takes more for a flood."""
LOOKED_AT = 500
_PREFIX = len(f"{PLATFORM}:")


@dataclass
class AlertFeed:
    """Plans alerts for posts that were opened, and hands over what is due, until it is cancelled."""

    jobs: Jobs
    bot: int
    delivery: Delivery
    seconds: float = 1.0
    _planned: set[tuple[str, datetime | None]] = field(default_factory=set)
    _revision: int = -1
    _minute: deque[tuple[float, str]] = field(default_factory=deque)

    async def run(self) -> None:
        """Look and hand over; whatever fails is tried again."""
        await keep_looking(self._look, self.seconds, "telegram", "alerts")

    async def _look(self) -> None:
        await asyncio.to_thread(self._plan)
        await self._hand_over()

    def _plan(self) -> None:
        """Once for each opening of a post, and once more after a start, which is safe."""
        desk, revision = self.jobs.alert_desk(), self.jobs.board.revision()
        if desk is None or revision == self._revision:
            return
        opened = {_opening(job) for job in self.jobs.board.jobs((JobState.PUBLISHED,))}
        for opening in opened - self._planned:
            desk.plan(opening[0])
            self._planned.add(opening)
        self._revision = revision

    async def _hand_over(self) -> None:
        alerts = await asyncio.to_thread(self.jobs.alerts.due, datetime.now(UTC), LOOKED_AT)
        chosen = tuple(self._chosen(alerts, asyncio.get_running_loop().time()))
        # One key for an alert: what is handed over twice because of a crash is dealt with once.
        await asyncio.gather(*(self.delivery.accept(self._event(alert)) for alert in chosen))
        if chosen:
            await asyncio.to_thread(self.jobs.alerts.handed_over, tuple(alert.key for alert in chosen))

    def _chosen(self, alerts: Iterable[Alert], now: float) -> list[Alert]:
        while self._minute and self._minute[0][0] < now - 60:
            self._minute.popleft()
        counts = Counter(owner for _, owner in self._minute)
        chosen: list[Alert] = []
        for alert in alerts:
            if not _is_here(alert.owner) or counts[alert.owner] >= A_MINUTE or len(chosen) == A_SECOND:
                continue
            counts[alert.owner] += 1
            chosen.append(alert)
            self._minute.append((now, alert.owner))
        return chosen

    def _event(self, alert: Alert) -> Inbound:
        user = int(alert.owner[_PREFIX:])
        received = Received(self.bot, user, "", AlertDue(alert.job.token, alert.subscription.token))
        return Inbound(
            f"{PLATFORM}:{self.bot}:{alert.key}",
            PLATFORM,
            received.conversation,
            alerts_of(alert.owner),
            encode(received),
        )


def alerts_of(owner: str) -> str:
    """Return as whose events the delivery counts alerts, which are not to use up what somebody may ask."""
    return f"{owner}:alerts"


def _is_here(owner: str) -> bool:
    return owner.startswith(f"{PLATFORM}:") and owner[_PREFIX:].isdigit()


def _opening(job: Job) -> tuple[str, datetime | None]:
    return job.id, job.published_at
