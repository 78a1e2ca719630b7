"""Working time counts within the hours only, across nights, weekends and changes of the clocks."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoffs.hours import WorkingHours
from tests.fakes.handoffs import OFFICE

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
BERLIN = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of Berlin's clocks, in winter, `day` days after Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute) - BERLIN


@pytest.mark.parametrize(
    ("now", "hours", "then"),
    [
        (at(0, 10), 2, at(0, 12)),
        (at(0, 10), 7, at(0, 17)),
        (at(0, 16), 2, at(1, 10)),
        (at(0, 20), 1, at(1, 10)),
        (at(0, 3), 1, at(0, 10)),
        (at(4, 16), 9, at(7, 17)),
        (at(5, 12), 1, at(7, 10)),
        (at(0, 9), 40, at(4, 17)),
        (at(0, 10), 0, at(0, 10)),
    ],
)
def test_working_time_is_counted(now: datetime, hours: int, then: datetime) -> None:
    assert OFFICE.after(now, timedelta(hours=hours)) == then


def test_the_hours_of_a_day_are_those_of_its_clocks() -> None:
    every_day = WorkingHours(tuple(range(7)), time(0), time(9), "Europe/Berlin")
    saturday = datetime(2026, 10, 24, 22, tzinfo=UTC)
    # On the night to 25 October the clocks go back: nine o'clock is ten hours after midnight.
    assert every_day.after(saturday, timedelta(hours=10)) == saturday + timedelta(hours=10)


@pytest.mark.parametrize(
    ("now", "there"),
    [(at(0, 9), True), (at(0, 16, 59), True), (at(0, 17), False), (at(0, 8, 59), False), (at(5, 12), False)],
)
def test_somebody_is_there_within_the_hours_only(now: datetime, there: bool) -> None:
    assert OFFICE.is_open(now) is there


@given(st.integers(0, 60 * 24 * 400), st.integers(1, 60 * 100))
def test_what_is_promised_lies_within_the_hours_and_never_before_now(minutes: int, work: int) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    then = OFFICE.after(now, timedelta(minutes=work))
    assert then >= now + timedelta(minutes=work)
    assert OFFICE.is_open(then - timedelta(minutes=1))


@pytest.mark.parametrize(("days", "start", "end"), [((), 9, 17), ((0,), 17, 9), ((0,), 9, 9)])
def test_no_hours_at_all_are_refused(days: tuple[int, ...], start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no working hours"):
        WorkingHours(days, time(start), time(end), "UTC")
