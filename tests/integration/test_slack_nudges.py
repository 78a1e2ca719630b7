"""Who wishes is reminded of onboarding in Slack: at their hour, on workdays, once a day; the real Bolt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.delivery import Delivery, Platform, delivery_url
from adapters.slack.nudging import NudgeFeed
from bot.bootstrap import make_onboarding_desk, open_store
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.models import Choices, Wish
from bot.onboarding.nudges import due_day
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.onboarding import Clock, wrong
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import press
from tests.fakes.slack_lotse import Lotse, on_slack

ZONE = "Europe/Berlin"
OWNER = "slack:T1:U1"
SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Nine by the clocks of Berlin."""
DAY = timedelta(days=1)


def wish(hour: int, since: datetime = SUNDAY) -> Wish:
    return Wish(OWNER, hour, since)


@pytest.mark.parametrize(
    ("now", "hour", "day"),
    [
        (MONDAY, 9, "2026-03-02"),
        (MONDAY - timedelta(seconds=1), 9, None),
        (MONDAY + timedelta(hours=14, minutes=59), 9, "2026-03-02"),
        (MONDAY + timedelta(hours=15), 9, None),
        (MONDAY - timedelta(hours=9), 0, "2026-03-02"),
        (SUNDAY + timedelta(hours=1), 9, None),
        (SUNDAY - DAY, 9, None),
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), 9, "2026-07-06"),
    ],
)
def test_the_hour_on_workdays_by_the_clocks_there(now: datetime, hour: int, day: str | None) -> None:
    found = due_day(wish(hour, SUNDAY - 30 * DAY), now, ZONE)
    assert (found.isoformat() if found else None) == day


def test_an_hour_that_was_over_when_it_was_wished_counts_from_the_next_day_on() -> None:
    late = wish(9, MONDAY + timedelta(minutes=1))
    assert due_day(late, MONDAY + timedelta(hours=2), ZONE) is None
    assert due_day(late, MONDAY + DAY, ZONE)


class Nudged:
    """Lotse with a person who wishes to be reminded at nine, and the clock."""

    def __init__(self, lotse: Lotse, stores: Stores, desk: OnboardingDesk, clock: Clock) -> None:
        self.lotse, self.stores, self.desk, self.clock = lotse, stores, desk, clock

    def feed(self) -> NudgeFeed:
        return NudgeFeed(self.stores.progress, "T1", ZONE, self.lotse.delivery, self.clock)

    async def look(self, feed: NudgeFeed) -> list[dict[str, Any]]:
        await feed.look()
        await self.lotse.delivery.idle()
        return self.lotse.slack.posted("D1")

    def change(self, **changed: Any) -> None:
        self.desk.choose(OWNER, replace(self.desk.overview(OWNER).choices, **changed))


def run(test: Any, tmp_path: Path) -> None:
    settings, clock = Settings(data_dir=tmp_path), Clock(SUNDAY)
    with open_store(settings) as stores:
        desk = make_onboarding_desk(settings, stores.progress, lambda: None, clock)
        desk.choose(OWNER, Choices(nudge_hour=9))

        async def on(lotse: Lotse) -> None:
            await test(Nudged(lotse, stores, desk, clock))

        on_slack(on, stores=stores, learning=desk)


def test_once_a_day_over_restarts_and_with_several_workers(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        feed, other = one.feed(), one.feed()
        assert await one.look(feed) == [], "Sunday"
        one.clock.now = MONDAY - timedelta(minutes=1)
        assert await one.look(feed) == []
        one.clock.now = MONDAY
        (told,) = await one.look(feed)
        assert "Was Social Recruiting ist" in shown_text(told["blocks"])
        assert "um 9 Uhr" in shown_text(told["blocks"])
        for again in (feed, other, one.feed()):
            assert len(await one.look(again)) == 1
        one.clock.now += timedelta(hours=3)
        one.change(nudge_hour=15)
        one.clock.now += timedelta(hours=4)
        assert len(await one.look(one.feed())) == 1, "another hour brings no second one that day"
        one.clock.now = MONDAY + DAY + timedelta(hours=6)
        assert len(await one.look(feed)) == 2
        assert len(one.lotse.delivery.inbounds) == 2

    run(test, tmp_path)


def test_what_is_due_comes_before_the_next_module_and_its_button_opens_it(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        module = one.desk.overview(OWNER).modules[0].module
        for question in module.questions[:2]:
            one.desk.answer(OWNER, module.id, question.id, wrong(question))
        one.lotse.state.set_language(OWNER, Language.EN)
        one.clock.now = MONDAY + DAY
        (told,) = await one.look(one.feed())
        shown = shown_text(told["blocks"])
        assert "2 questions of your onboarding have come back" in shown
        assert module.title.en in shown
        one.lotse.slack.triggers.add("t1")
        await one.lotse.event(press(told, "learn:open:1", trigger="t1"), "interactive")
        opened = shown_text(one.lotse.slack.views[-1]["blocks"])
        assert module.questions[0].text.en in opened
        assert module.questions[0].explanation.text.en not in opened, "it is to be answered again"

    run(test, tmp_path)


@pytest.mark.parametrize("chosen", [{"paused": True}, {"nudge_hour": None}], ids=["pause", "off"])
def test_nothing_while_pausing_or_when_it_was_ended(tmp_path: Path, chosen: dict[str, Any]) -> None:
    async def test(one: Nudged) -> None:
        one.clock.now = MONDAY
        one.change(**chosen)
        assert await one.look(one.feed()) == []
        assert one.lotse.delivery.inbounds == {}

    run(test, tmp_path)


def test_what_is_handled_too_late_or_after_a_pause_began_is_not_sent(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        one.clock.now, one.lotse.delivery.waiting = MONDAY, True
        await one.feed().look()
        (waiting,) = one.lotse.delivery.inbounds.values()
        one.change(paused=True)
        await one.lotse.delivery.work(waiting)
        one.change(paused=False)
        one.clock.now = MONDAY + DAY
        await one.lotse.delivery.work(waiting)
        assert one.lotse.slack.posted("D1") == []
        one.clock.now = MONDAY + timedelta(hours=1)
        await one.lotse.delivery.work(waiting)
        assert len(one.lotse.slack.posted("D1")) == 1

    run(test, tmp_path)


def test_nothing_on_a_day_with_nothing_due_or_left(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        for progress in one.desk.overview(OWNER).modules:
            for question in progress.module.questions:
                one.desk.answer(OWNER, progress.module.id, question.id, question.right)
            one.desk.finish(OWNER, progress.module.id)
        one.clock.now = MONDAY
        assert await one.look(one.feed()) == []
        first = one.desk.overview(OWNER).modules[0].module
        one.desk.answer(OWNER, first.id, first.questions[0].id, wrong(first.questions[0]))
        one.clock.now = MONDAY + DAY
        (told,) = await one.look(one.feed())
        assert "Eine Frage aus der Einarbeitung kommt wieder" in shown_text(told["blocks"])

    run(test, tmp_path)


def test_only_people_of_this_workspace_and_each_their_own(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        for owner in ("slack:T10:U5", "user:anna", "slack:T1:U2"):
            one.desk.choose(owner, Choices(nudge_hour=9))
        one.clock.now = MONDAY
        await one.look(one.feed())
        assert {channel for channel, posted in one.lotse.slack.messages.items() if posted} == {"D1", "D2"}

    run(test, tmp_path)


def test_when_keeping_fails_the_next_look_goes_on(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        one.desk.choose("slack:T1:U2", Choices(nudge_hour=9))
        one.clock.now, one.lotse.delivery.refusing = MONDAY, True
        feed = one.feed()
        with pytest.raises(RuntimeError):
            await one.look(feed)
        one.lotse.delivery.refusing = False
        await one.look(feed)
        assert len(one.lotse.delivery.inbounds) == 2

    run(test, tmp_path)


def test_once_by_the_real_delivery_however_often_it_starts(tmp_path: Path) -> None:
    async def test(one: Nudged) -> None:
        one.clock.now = MONDAY
        platform = Platform(one.lotse.delivery.handler, one.lotse.delivery.sender)
        for _ in range(3):
            delivery = Delivery(delivery_url(tmp_path), {"slack": platform})
            await delivery.start()
            feed = NudgeFeed(one.stores.progress, "T1", ZONE, delivery, one.clock)
            await feed.look()
            await one.lotse.slack.until(lambda: bool(one.lotse.slack.posted("D1")))
            assert await delivery.accept(feed._event(OWNER, MONDAY.date())) is False, "it is known"
            await delivery.stop()
        assert len(one.lotse.slack.posted("D1")) == 1

    run(test, tmp_path)
