"""A channel in Slack is told once a week what questions wait for an answer."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.slack.digest import MOST, DigestFeed, DigestPlace
from bot.bootstrap import open_store
from bot.gaps.board import GapBoard
from bot.gaps.models import AnswerAudience, Draft, Editor
from bot.models import Language
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.handoffs import SHARED, opened
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import mention
from tests.fakes.slack_lotse import Lotse, on_slack

PLACE = DigestPlace("C0DIGEST", "Europe/Berlin")
TUESDAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
EDITOR = Editor("user:eva", "Eva")


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def feed(lotse: Lotse, clock: Clock) -> DigestFeed:
    return DigestFeed(PLACE, lotse.connection.bot.team, lotse.delivery, clock)


def filed(board: GapBoard) -> None:
    """Put each question into a gap of its own."""
    board.file(replace(one, gap=f"g-{one.text}") for one in board.ungrouped(100))


def run(test: object, tmp_path: Path) -> None:
    with open_store(Settings(data_dir=tmp_path)) as stores:

        async def on(lotse: Lotse) -> None:
            await test(lotse, stores)  # type: ignore[operator]

        on_slack(on, stores=stores)


async def asked(lotse: Lotse, *questions: tuple[str, str]) -> None:
    for number, (text, user) in enumerate(questions):
        await lotse.event(mention(text, f"1700000{number:03}.000100", user=user))


async def looked(lotse: Lotse, feed: DigestFeed) -> list[str]:
    await feed.look()
    await lotse.delivery.idle()
    return [shown_text(one["blocks"]) for one in lotse.slack.posted(PLACE.channel)]


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 12, 7, 7, 59, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 12, 7, 8, 0, tzinfo=UTC), date(2026, 12, 7)),
        (datetime(2026, 12, 13, 23, 30, tzinfo=UTC), date(2026, 12, 7)),
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), date(2026, 7, 6)),
    ],
)
def test_a_week_begins_on_monday_at_nine_by_the_clocks_there(now: datetime, monday: date) -> None:
    assert PLACE.week(now) == monday


def test_what_a_candidate_wrote_is_counted_and_not_put_into_slack(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        opened(stores.handoffs)
        filed(stores.gaps)
        (told,) = await looked(lotse, feed(lotse, Clock(TUESDAY)))
        assert "Eine Frage von Bewerbenden – eine Person" in told
        assert SHARED.words not in told

    run(test, tmp_path)


def test_it_tells_what_most_people_asked_first_and_a_question_harms_nobody(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        await asked(lotse, ("chatter <!channel> *fett*", "U1"), ("chatter oft", "U1"), ("chatter oft", "U2"))
        filed(stores.gaps)
        (told,) = await looked(lotse, feed(lotse, Clock(TUESDAY)))
        assert "2 Fragen warten auf eine Antwort" in told
        assert told.index("„chatter oft“ – 2 Personen") < told.index("*fett*“ – eine Person")
        assert "Team → Wissenslücken" in told
        (posted,) = lotse.slack.posted(PLACE.channel)
        assert posted["text"].startswith("2 Fragen warten")

    run(test, tmp_path)


def test_once_a_week_even_after_a_restart(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        clock = Clock(TUESDAY)
        await asked(lotse, ("chatter a", "U1"))
        filed(stores.gaps)
        running = feed(lotse, clock)
        assert len(await looked(lotse, running)) == 1
        assert len(await looked(lotse, running)) == 1
        assert len(await looked(lotse, feed(lotse, clock))) == 1
        clock.now = NEXT_MONDAY
        assert len(await looked(lotse, running)) == 2

    run(test, tmp_path)


def test_what_has_an_answer_or_was_set_aside_is_left_out_and_nothing_is_said_of_nothing(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        await asked(lotse, ("chatter a", "U1"), ("chatter b", "U1"))
        filed(stores.gaps)
        stores.gaps.publish("g-chatter a", Draft(("a?",), {Language.DE: "Ja."}, AnswerAudience.INTERNAL), EDITOR)
        stores.gaps.set_aside("g-chatter b", EDITOR)
        assert await looked(lotse, feed(lotse, Clock(TUESDAY))) == []

    run(test, tmp_path)


def test_more_than_fit_are_counted(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        await asked(lotse, *((f"chatter {number}", "U1") for number in range(MOST + 3)))
        filed(stores.gaps)
        (told,) = await looked(lotse, feed(lotse, Clock(TUESDAY)))
        assert told.count("– eine Person") == MOST
        assert "… und 3 weitere." in told

    run(test, tmp_path)
