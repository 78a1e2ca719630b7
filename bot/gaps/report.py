"""What was asked and answered, by week: numbers only, nothing of what any one person said."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

MOST_WEEKS = 260


@dataclass(frozen=True, slots=True)
class Week:
    """One week, from a Monday on, in UTC. `topics` and `channels` count how often each was answered or recommended.

    Times are in milliseconds, None in a week without questions.
    """

    monday: date
    questions: int = 0
    answered: int = 0
    unknown: int = 0
    helpful: int = 0
    unhelpful: int = 0
    gaps_opened: int = 0
    gaps_answered: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    topics: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)

    @property
    def answered_share(self) -> float | None:
        """The share of questions that were answered, 0 to 1; None without questions."""
        return self.answered / self.questions if self.questions else None


@dataclass(frozen=True, slots=True)
class Report:
    """Weeks, oldest first, without a break up to the current one; and gaps that wait for an answer now."""

    weeks: tuple[Week, ...]
    open_gaps: int

    def topics(self) -> tuple[tuple[str, int], ...]:
        """Return the topics of all weeks with their counts, the most frequent first."""
        return _ranked(week.topics for week in self.weeks)

    def channels(self) -> tuple[tuple[str, int], ...]:
        """Return the channels of all weeks with their counts, the most frequent first."""
        return _ranked(week.channels for week in self.weeks)


class Reports(Protocol):
    """Counts what is kept. Called from worker threads."""

    def report(self, weeks: int, today: date) -> Report:
        """Return the last weeks, the one of `today` included, at most MOST_WEEKS. Raises StoreError."""
        ...


def _ranked(counts: Iterable[Mapping[str, int]]) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


COLUMNS = (
    "week",
    "questions",
    "answered",
    "unknown",
    "answered_share",
    "helpful",
    "unhelpful",
    "gaps_opened",
    "gaps_answered",
    "p50_ms",
    "p95_ms",
    "topics",
    "channels",
)


def csv_text(report: Report) -> str:
    """Return the weeks as CSV, a row each, with CRLF between; counts by name as "a:3 b:1"."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for week in report.weeks:
        share = "" if week.answered_share is None else f"{week.answered_share:.3f}"
        times = ("" if one is None else f"{one:.0f}" for one in (week.p50_ms, week.p95_ms))
        counted = (week.questions, week.answered, week.unknown, share, week.helpful, week.unhelpful)
        gaps = (week.gaps_opened, week.gaps_answered)
        names = (_counts(week.topics), _counts(week.channels))
        writer.writerow((week.monday.isoformat(), *counted, *gaps, *times, *names))
    return written.getvalue()


def _counts(counts: Mapping[str, int]) -> str:
    return " ".join(f"{name}:{count}" for name, count in _ranked((counts,)))
