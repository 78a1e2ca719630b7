"""Alerts: a candidate's standing wish to hear of new posts. The Protocol stands here; `alert_store.py` fulfils it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.jobs.filters import JobFilter
from bot.jobs.models import Job
from knowledge.models import Language


class Rhythm(StrEnum):
    """When a candidate hears of matching posts: each at once, or all of a day together."""

    AT_ONCE = "at-once"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` no alert is sent; over midnight where `start` is later."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class AlertWish:
    """What a candidate asks for: the words as typed, what they were understood as, and when to tell.

    Times are those of `zone` (IANA).
    """

    words: str
    wanted: JobFilter
    language: Language
    rhythm: Rhythm = Rhythm.AT_ONCE
    quiet: QuietHours | None = None
    digest_at: time = time(18)
    zone: str = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish that is kept. `token` stands in buttons. `opted_in_at`, and the version of the notice shown, prove it."""

    token: str
    owner: str
    wish: AlertWish
    opted_in_at: datetime
    notice: str


@dataclass(frozen=True, slots=True)
class Alert:
    """A post to tell somebody of, and the subscription because of which. One for a person and post, ever.

    `key` names it to a durable sender, so that a hand-over that is repeated sends once.
    """

    key: str
    owner: str
    job: Job
    subscription: Subscription
    due_at: datetime


class Alerts(Protocol):
    """Keeps subscriptions and which posts were told. Every method may raise StoreError."""

    def subscribe(self, owner: str, wish: AlertWish, notice: str) -> Subscription:
        """Keep a wish from now on; the same words of the same owner again change rhythm and hours only."""
        ...

    def subscriptions(self, owner: str) -> tuple[Subscription, ...]:
        """Return the owner's subscriptions, the oldest first."""
        ...

    def stop(self, owner: str, token: str) -> bool:
        """End a subscription of the owner's, with its alerts that wait."""
        ...

    def stop_all(self, owner: str) -> int:
        """End all of the owner's, as after a block; return how many."""
        ...

    def wishes(self) -> tuple[Subscription, ...]:
        """Return everybody's subscriptions, to be matched with a new post."""
        ...

    def plan(self, job: Job, met: tuple[Subscription, ...]) -> int:
        """Make a waiting alert for the owner of each subscription that the open post meets.

        Who was told of the post ever, or opted in after it was published, gets none. To repeat is safe. Returns how
        many are new.
        """
        ...

    def due(self, now: datetime, limit: int) -> tuple[Alert, ...]:
        """Return waiting alerts whose time has come, by owner, the longest waiting first; of open posts only."""
        ...

    def handed_over(self, keys: tuple[str, ...]) -> None:
        """Note that a durable sender has these; they are not due again."""
        ...

    def forget(self, owner: str) -> int:
        """Delete all that is kept of the owner; return how many subscriptions and alerts."""
        ...


def due_at(wish: AlertWish, now: datetime) -> datetime:
    """Return when to tell of what is found at `now`: at once or with the next digest, and after quiet hours. In UTC."""
    zone = ZoneInfo(wish.zone)
    local = now.astimezone(zone)
    if wish.rhythm is Rhythm.DAILY:
        local = _next(local, wish.digest_at)
    if wish.quiet and _is_quiet(wish.quiet, local.time()):
        local = _next(local, wish.quiet.end)
    return local.astimezone(UTC)


def _is_quiet(quiet: QuietHours, moment: time) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= moment < quiet.end
    return moment >= quiet.start or moment < quiet.end


def _next(local: datetime, moment: time) -> datetime:
    """The next time that the clock on the wall shows `moment`, which after a change of the clocks is another gap."""
    day = local.date() if local.time() < moment else local.date() + timedelta(days=1)
    return datetime.combine(day, moment, local.tzinfo)
