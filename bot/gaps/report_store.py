"""The report, counted in SQL: fulfils `Reports`."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from bot.database import Database
from bot.gaps.reading import summaries
from bot.gaps.report import MOST_WEEKS, Report, Week
from bot.gaps.tables import AnswerRow, GapRow
from bot.models import Outcome
from bot.tables import ExchangeRow, FeedbackRow

WEEK = timedelta(days=7)
AT_ONCE = 2_000


@dataclass
class _Tally:
    """What is counted of a week."""

    counts: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    topics: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)


class SqlReports:
    """Counts over a database, for any number of threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def report(self, weeks: int, today: date) -> Report:
        """Return the last weeks, the one of `today` included. Raises StoreError."""
        last = _monday(today)
        first = last - (min(max(weeks, 1), MOST_WEEKS) - 1) * WEEK
        tallies: defaultdict[date, _Tally] = defaultdict(_Tally)
        with self._database.reading() as connection:
            since = datetime.combine(first, time(), UTC)
            _count_exchanges(connection, since, tallies)
            _count_feedback(connection, since, tallies)
            _count_gaps(connection, since, tallies)
            waiting = sum(one.state.waits for one in summaries(connection))
        mondays = (first + number * WEEK for number in range((last - first).days // 7 + 1))
        return Report(tuple(_week(monday, tallies[monday]) for monday in mondays), waiting)


def _count_exchanges(connection: Connection, since: datetime, tallies: defaultdict[date, _Tally]) -> None:
    columns = (ExchangeRow.asked_at, ExchangeRow.outcome, ExchangeRow.topic, ExchangeRow.elapsed_ms, ExchangeRow.answer)
    found = select(*columns).where(ExchangeRow.asked_at >= since)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(found):
        tally = tallies[_monday(row.asked_at.date())]
        tally.counts.update(("questions", row.outcome))
        tally.times.append(row.elapsed_ms)
        if row.topic:
            tally.topics[row.topic] += 1
        if row.outcome == Outcome.ANSWERED.value:
            tally.channels.update(_channels(row.answer))


def _count_feedback(connection: Connection, since: datetime, tallies: defaultdict[date, _Tally]) -> None:
    for at, helpful in connection.execute(
        select(FeedbackRow.given_at, FeedbackRow.helpful).where(FeedbackRow.given_at >= since)
    ):
        tallies[_monday(at.date())].counts["helpful" if helpful else "unhelpful"] += 1


def _count_gaps(connection: Connection, since: datetime, tallies: defaultdict[date, _Tally]) -> None:
    first = select(func.min(AnswerRow.at).label("at"), AnswerRow.gap_id).group_by(AnswerRow.gap_id).subquery()
    for name, column in (("opened", GapRow.opened_at), ("closed", first.c.at)):
        for at in connection.scalars(select(column).where(column >= since)):
            tallies[_monday(at.date())].counts[name] += 1


def _week(monday: date, tally: _Tally) -> Week:
    counts, times = tally.counts, sorted(tally.times)
    return Week(
        monday=monday,
        questions=counts["questions"],
        answered=counts[Outcome.ANSWERED.value],
        unknown=counts[Outcome.UNKNOWN.value],
        helpful=counts["helpful"],
        unhelpful=counts["unhelpful"],
        gaps_opened=counts["opened"],
        gaps_answered=counts["closed"],
        p50_ms=_quantile(times, 0.5),
        p95_ms=_quantile(times, 0.95),
        topics=dict(tally.topics),
        channels=dict(tally.channels),
    )


def _quantile(times: list[float], share: float) -> float | None:
    """The nearest rank."""
    return times[min(int(share * len(times)), len(times) - 1)] if times else None


def _channels(answer: str) -> Iterable[str]:
    try:
        return [str(one) for one in json.loads(answer).get("channels", ())]
    except (ValueError, AttributeError):
        return ()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
