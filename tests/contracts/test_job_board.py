"""What the board and the alerts keep, on SQLite and on PostgreSQL."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.database import Database
from bot.jobs.alert_store import SqlAlerts
from bot.jobs.alerts import Alerts, QuietHours, Rhythm, due_at
from bot.jobs.board import JobBoard
from bot.jobs.errors import EditConflictError
from bot.jobs.models import Asked, Aspect, Job, JobState, Posting
from bot.jobs.store import SqlJobBoard
from bot.jobs.tables import JobAlertRow, JobRow, JobSubscriptionRow
from bot.people_store import SqlPersonalData
from bot.store import SqlStore
from bot.store_errors import UnreadableError
from tests.fakes.clocks import TickingClock
from tests.fakes.databases import overwrite, rows
from tests.fakes.exchanges import say
from tests.fakes.jobs import POST, make_post, make_wish

pytest_plugins = ["tests.postgres"]

START = datetime(2026, 11, 2, 10, tzinfo=UTC)
ANNA, BEN = "telegram:anna", "telegram:ben"


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock(START)


@pytest.fixture
def board(database: Database, clock: TickingClock) -> JobBoard:
    return SqlJobBoard(database, clock)


@pytest.fixture
def alerts(database: Database, clock: TickingClock) -> Alerts:
    return SqlAlerts(database, clock)


def published(board: JobBoard, **values: object) -> Job:
    job = board.publish(board.add(make_post(**values), "slack:rita").id)
    assert job
    return job


def test_a_post_is_read_as_it_was_kept(board: JobBoard) -> None:
    job = board.add(POST, "slack:rita")
    assert board.get(job.id) == job
    assert (job.post, job.state, job.version, job.author) == (POST, JobState.DRAFT, 1, "slack:rita")
    bare = make_post(salary=None, remote=None, employment=(), deadline=None, benefits=(), requirements=())
    assert board.get(board.add(bare, "x").id) == board.jobs()[0]
    assert board.jobs()[0].post == bare


def test_tokens_are_long_and_never_the_same(board: JobBoard) -> None:
    tokens = {board.add(POST, "x").token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) >= 32 for token in tokens)


def test_candidates_never_find_a_draft(board: JobBoard) -> None:
    job = board.add(POST, "x")
    assert board.find(job.token) is None
    assert board.find(job.id) is None
    board.publish(job.id)
    found = board.find(job.token)
    assert found
    assert found.open
    board.close(job.id)
    closed = board.find(job.token)
    assert closed
    assert not closed.open


def test_the_same_key_makes_one_post(board: JobBoard) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: board.add(POST, "x", key="slack:view-1"), range(8)))
    assert len({job.id for job in made}) == 1
    assert len(board.jobs()) == 1
    assert board.add(POST, "x").id != made[0].id


def test_all_posts_of_an_import_or_none(board: JobBoard) -> None:
    jobs = board.add_all([POST, make_post(title="Koch (m/w/d)")], "x")
    assert {job.id for job in board.jobs()} == {job.id for job in jobs}
    assert board.add_all([], "x") == ()


def test_editing_counts_versions_and_refuses_who_was_too_slow(board: JobBoard) -> None:
    job = board.add(POST, "x")
    edited = board.edit(job.id, make_post(place="Bonn"), 1)
    assert edited
    assert (edited.version, edited.post.place, edited.token) == (2, "Bonn", job.token)
    assert edited.edited_at > job.edited_at
    with pytest.raises(EditConflictError, match="version 2 now, yours was 1"):
        board.edit(job.id, POST, 1)
    assert board.get(job.id) == edited
    assert board.edit("nothing", POST, 1) is None


def test_of_many_who_edit_at_once_one_wins(board: JobBoard) -> None:
    job = board.add(POST, "x")

    def edit(number: int) -> bool:
        try:
            return board.edit(job.id, make_post(place=f"Ort {number}"), 1) is not None
        except EditConflictError:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(edit, range(8))) == 1


def test_publishing_and_closing_again_changes_nothing(board: JobBoard) -> None:
    job = published(board)
    assert board.publish(job.id) == job
    closed = board.close(job.id)
    assert closed
    assert closed.closed_at
    assert board.close(job.id) == closed
    reopened = board.publish(job.id)
    assert reopened
    assert reopened.closed_at is None
    assert reopened.published_at
    assert reopened.published_at > closed.closed_at
    assert board.publish("nothing") is None
    assert board.close("nothing") is None


def test_a_deadline_closes_a_post_by_itself_the_day_after(board: JobBoard) -> None:
    due = published(board, deadline=date(2026, 11, 30))
    published(board, deadline=None)
    board.add(make_post(deadline=date(2026, 11, 1)), "x")
    assert board.close_due(date(2026, 11, 30)) == ()
    assert [job.id for job in board.close_due(date(2026, 12, 1))] == [due.id]
    assert board.close_due(date(2026, 12, 1)) == ()
    assert [job.state for job in board.jobs([JobState.CLOSED])] == [JobState.CLOSED]


def test_every_change_raises_the_revision(board: JobBoard) -> None:
    seen = [board.revision()]
    job = board.add(POST, "x")
    seen.append(board.revision())
    board.edit(job.id, make_post(place="Bonn"), 1)
    seen.append(board.revision())
    board.publish(job.id)
    seen.append(board.revision())
    board.close_due(date(2027, 1, 1))
    seen.append(board.revision())
    assert seen == sorted(set(seen))
    board.close(job.id)
    assert board.revision() == seen[-1]


def test_questions_are_counted_once_each(board: JobBoard) -> None:
    job = published(board)
    for key in ("m1", "m2", "m2", "m3"):
        assert board.note_question(job.id, Aspect.SALARY, key, answered=key == "m3")
    assert board.note_question(job.id, Aspect.REMOTE, "m4", answered=True)
    assert board.asked(job.id) == (Asked(Aspect.SALARY, 3, 2), Asked(Aspect.REMOTE, 1, 0))
    assert not board.note_question("nothing", Aspect.REMOTE, "m5", answered=True)
    assert board.asked("nothing") == ()
    other = published(board)
    assert board.note_question(other.id, Aspect.START, "m6", answered=False)
    published(board)
    assert board.all_asked() == {job.id: board.asked(job.id), other.id: (Asked(Aspect.START, 1, 1),)}


def test_where_a_post_stands_is_kept_once_a_chat(board: JobBoard) -> None:
    job = published(board)
    for posting in (Posting(job.id, "@jobs", "12", 1, False), Posting(job.id, "@jobs", "12", 2, True)):
        board.note_posting(posting)
    assert board.postings(job.id) == (Posting(job.id, "@jobs", "12", 2, True),)


def test_a_damaged_post_is_named(board: JobBoard, database: Database) -> None:
    job = board.add(POST, "x")
    overwrite(database, JobRow, post='{"title": 3}')
    with pytest.raises(UnreadableError, match=job.id):
        board.get(job.id)


def test_nobody_is_told_of_a_post_twice(board: JobBoard, alerts: Alerts, clock: TickingClock) -> None:
    first, second = alerts.subscribe(ANNA, make_wish(), "v1"), alerts.subscribe(ANNA, make_wish("bau"), "v1")
    ben = alerts.subscribe(BEN, make_wish(), "v1")
    job = published(board)
    assert alerts.plan(job, (first, second, ben)) == 2
    assert alerts.plan(job, alerts.wishes()) == 0
    due = alerts.due(clock(), 10)
    assert sorted(alert.owner for alert in due) == [ANNA, BEN]
    assert {alert.job for alert in due} == {job}
    assert alerts.due(clock(), 10) == due
    alerts.handed_over(tuple(alert.key for alert in due))
    assert alerts.due(clock(), 10) == ()
    assert alerts.stop(ANNA, first.token)
    again = alerts.subscribe(ANNA, make_wish(), "v1")
    reopened = board.publish(board.close(job.id).id)  # type: ignore[union-attr]
    assert reopened
    assert alerts.plan(reopened, (again, second)) == 0


def test_many_who_plan_at_once_make_one_alert_each(board: JobBoard, alerts: Alerts) -> None:
    subscribed = tuple(alerts.subscribe(f"telegram:{number}", make_wish(), "v1") for number in range(30))
    job = published(board)
    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(lambda _: alerts.plan(job, subscribed), range(4))) == 30


def test_who_opts_in_later_is_not_told_of_what_was_there(board: JobBoard, alerts: Alerts) -> None:
    job = published(board)
    assert alerts.plan(job, (alerts.subscribe(ANNA, make_wish(), "v1"),)) == 0


def test_closing_a_post_stops_its_alerts(board: JobBoard, alerts: Alerts, clock: TickingClock) -> None:
    wish = alerts.subscribe(ANNA, make_wish(), "v1")
    job = published(board)
    alerts.plan(job, (wish,))
    closed = board.close(job.id)
    assert closed
    assert alerts.due(clock(), 10) == ()
    assert alerts.plan(closed, (wish,)) == 0


def test_stopping_takes_what_waits_along(board: JobBoard, alerts: Alerts, clock: TickingClock) -> None:
    wish = alerts.subscribe(ANNA, make_wish(), "v1")
    alerts.plan(published(board), (wish,))
    assert not alerts.stop(BEN, wish.token)
    assert alerts.stop(ANNA, wish.token)
    assert not alerts.stop(ANNA, wish.token)
    assert alerts.due(clock(), 10) == ()
    alerts.subscribe(ANNA, make_wish("a"), "v1")
    alerts.subscribe(ANNA, make_wish("b"), "v1")
    assert alerts.stop_all(ANNA) == 2
    assert alerts.subscriptions(ANNA) == ()
    assert alerts.plan(published(board), (wish,)) == 0


def test_the_same_words_again_change_the_rhythm_only(alerts: Alerts) -> None:
    first = alerts.subscribe(ANNA, make_wish(), "v1")
    second = alerts.subscribe(ANNA, make_wish(rhythm=Rhythm.DAILY), "v2")
    assert (second.token, second.opted_in_at, second.notice) == (first.token, first.opted_in_at, "v2")
    assert alerts.subscriptions(ANNA) == (second,)
    assert second.wish.rhythm is Rhythm.DAILY


def test_forgetting_takes_everything(board: JobBoard, alerts: Alerts, database: Database, clock: TickingClock) -> None:
    mine = alerts.subscribe(ANNA, make_wish("meine worte"), "v1")
    told, waits = published(board), published(board)
    alerts.plan(told, (mine,))
    alerts.handed_over(tuple(alert.key for alert in alerts.due(clock(), 10)))
    alerts.plan(waits, (mine,))
    assert alerts.forget(ANNA) == 3
    assert alerts.forget(ANNA) == 0
    assert rows(database, JobAlertRow) == []
    assert rows(database, JobSubscriptionRow) == []


def test_people_may_have_their_alerts_handed_out_and_forgotten(
    board: JobBoard, alerts: Alerts, database: Database
) -> None:
    people = SqlPersonalData(database)
    assert "job_alerts" not in people.export(ANNA)
    mine = alerts.subscribe(ANNA, make_wish("meine worte"), "v1")
    alerts.subscribe(BEN, make_wish("seine worte"), "v1")
    job = published(board)
    alerts.plan(job, (mine,))
    exported = people.export(ANNA)["job_alerts"]
    assert [one["wish"]["words"] for one in exported["subscriptions"]] == ["meine worte"]
    assert [one["job"] for one in exported["alerts"]] == [job.token]
    assert json.loads(json.dumps(exported)) == exported
    people.forget(ANNA)
    assert "job_alerts" not in people.export(ANNA)
    assert alerts.subscriptions(BEN)


def test_what_is_too_old_goes_and_who_still_talks_is_still_told(
    board: JobBoard, alerts: Alerts, database: Database, clock: TickingClock
) -> None:
    people, archive = SqlPersonalData(database), SqlStore(database)
    for owner in (ANNA, BEN):
        alerts.subscribe(owner, make_wish("worte"), "v1")
    say(archive, "bens", BEN, asked_at=START + timedelta(days=30))
    open_, closed = published(board), published(board)
    board.note_question(open_.id, Aspect.SALARY, "q1", answered=False)
    for job in (open_, closed):
        alerts.plan(job, alerts.wishes())
    alerts.handed_over(tuple(alert.key for alert in alerts.due(clock(), 10) if alert.job == closed))
    board.close(closed.id)

    people.purge(START - timedelta(days=1))
    assert len(alerts.wishes()) == 2
    assert board.asked(open_.id)
    people.purge(START + timedelta(days=10))
    assert [one.owner for one in alerts.wishes()] == [BEN], "Anna was silent since"
    assert [(alert.owner, alert.job) for alert in alerts.due(clock(), 10)] == [(BEN, open_)]
    assert len(rows(database, JobAlertRow)) == 1, "a closed post is not told again"
    assert board.asked(open_.id) == ()


def test_who_was_told_of_an_open_post_is_not_told_again_after_a_purge(
    board: JobBoard, alerts: Alerts, database: Database, clock: TickingClock
) -> None:
    mine = alerts.subscribe(ANNA, make_wish("worte"), "v1")
    say(SqlStore(database), "annas", ANNA, asked_at=START + timedelta(days=30))
    job = published(board)
    alerts.plan(job, (mine,))
    alerts.handed_over(tuple(alert.key for alert in alerts.due(clock(), 10)))
    SqlPersonalData(database).purge(START + timedelta(days=10))
    assert alerts.plan(job, (mine,)) == 0


BERLIN = {"zone": "Europe/Berlin"}
NIGHT = QuietHours(time(21), time(7))


@pytest.mark.parametrize(
    ("values", "now", "due"),
    [
        ({}, "2026-11-02T10:00", "2026-11-02T10:00"),
        ({"quiet": NIGHT}, "2026-11-02T20:30", "2026-11-03T06:00"),
        ({"quiet": NIGHT}, "2026-11-02T03:00", "2026-11-02T06:00"),
        ({"quiet": NIGHT}, "2026-11-02T06:00", "2026-11-02T06:00"),
        ({"quiet": QuietHours(time(12), time(13))}, "2026-11-02T11:30", "2026-11-02T12:00"),
        ({"rhythm": Rhythm.DAILY}, "2026-11-02T10:00", "2026-11-02T17:00"),
        ({"rhythm": Rhythm.DAILY}, "2026-11-02T17:00", "2026-11-03T17:00"),
        ({"rhythm": Rhythm.DAILY, "digest_at": time(22), "quiet": NIGHT}, "2026-11-02T10:00", "2026-11-03T06:00"),
        ({"quiet": NIGHT}, "2026-03-28T22:00", "2026-03-29T05:00"),
    ],
)
def test_when_somebody_is_told(values: dict[str, object], now: str, due: str) -> None:
    wish = make_wish(**BERLIN, **values)
    assert due_at(wish, datetime.fromisoformat(now).replace(tzinfo=UTC)) == datetime.fromisoformat(due).replace(
        tzinfo=UTC
    )
