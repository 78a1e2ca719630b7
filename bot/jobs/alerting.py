"""Who is told of a post: what a durable job runs after a post was opened, and every day."""

from collections.abc import Mapping
from datetime import date

from bot.jobs.alerts import Alert, Alerts
from bot.jobs.board import JobBoard
from bot.jobs.matching import meets, why
from bot.jobs.models import Job
from bot.jobs.search import JobSearch
from bot.jobs.words import JobWords
from knowledge.models import Language


class AlertDesk:
    """Plans alerts. Every method may be repeated after a crash, and may raise StoreError."""

    def __init__(self, board: JobBoard, alerts: Alerts, search: JobSearch, words: Mapping[Language, JobWords]) -> None:
        self._board = board
        self._alerts = alerts
        self._search = search
        self._words = words

    def plan(self, job: str) -> int:
        """Plan an alert for everybody whose wish the post of that id meets; return how many are new."""
        known = self._board.get(job)
        if known is None or not known.open:
            return 0
        one = self._search.read(known)
        met = tuple(subscription for subscription in self._alerts.wishes() if meets(subscription.wish.wanted, one))
        return self._alerts.plan(known, met)

    def reason(self, alert: Alert) -> str:
        """Return why somebody is told, in the language of their wish."""
        wish = alert.subscription.wish
        return why(wish, self._search.read(alert.job), self._words[wish.language])

    def close_due(self, today: date) -> tuple[Job, ...]:
        """Close the posts whose deadline was before `today` and return them; their alerts are not due any more."""
        return self._board.close_due(today)
