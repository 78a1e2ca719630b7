"""Alerts on opt-in, on the real search, board and client."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.bootstrap import build_index, build_job_search
from bot.jobs.alerts import Rhythm
from bot.jobs.board import JobBoard
from bot.jobs.models import Job
from bot.jobs.search import JobSearch
from config.settings import Settings
from tests.fakes.jobs import POST
from tests.fakes.telegram_lotse import Lotse, Searching, on_telegram
from tests.fakes.telegram_updates import ANNA, BERT, said

OWNER = f"telegram:{ANNA}"
RUNNING = replace(POST, deadline=None)


class _Silence:
    def step(self, name: str, done: int, total: int) -> None:
        return


@pytest.fixture(scope="module")
def search(settings: Settings) -> Searching:
    build_index(settings, _Silence())

    def over(board: JobBoard) -> JobSearch:
        return build_job_search(settings, board)

    return over


@pytest.fixture
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hour is a quiet one, whenever the tests run."""
    monkeypatch.setattr("adapters.telegram.alerting.QUIET", None)


def published(lotse: Lotse, **values: object) -> Job:
    board = lotse.stores.jobs
    job = board.publish(board.add(replace(RUNNING, **values), "web:anna").id)  # type: ignore[arg-type]
    assert job is not None
    return job


def test_jobs_are_found_by_plain_words(search: Searching) -> None:
    async def test(lotse: Lotse) -> None:
        published(lotse, title="Pflegefachkraft (m/w/d)", place="München")
        published(lotse)
        await lotse.happens(said("/jobs bauleiter in köln"))
        assert "1. Bauleiter Hochbau (m/w/d)" in lotse.telegram.sent(ANNA)[-1]

    on_telegram(test, search=search)


@pytest.mark.usefixtures("awake")
def test_who_opted_in_is_told_once_with_the_reason_and_ends_it_with_a_tap(search: Searching) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/alerts bauleiter köln"), said("/alerts Pflege München", BERT))
        assert "sobald eine neue Stelle zu „bauleiter köln“ passt" in lotse.telegram.sent(ANNA)[-1]
        job = published(lotse)
        await lotse.telegram.until(lambda: "Neu im Kanal:" in lotse.telegram.sent(ANNA)[-1])
        alert = lotse.telegram.sent(ANNA)[-1]
        assert "1. Bauleiter Hochbau (m/w/d)" in alert
        assert "Weil Sie nach „bauleiter köln“ suchen" in alert
        opened, stop = lotse.telegram.buttons(ANNA)
        assert opened["callback_data"] == f"job:{job.token}"
        await lotse.presses(stop["callback_data"], "q1", message=lotse.telegram.messages[ANNA][-1]["id"])
        assert "schreibe ich Ihnen nichts mehr" in lotse.telegram.sent(ANNA)[-1]
        assert lotse.stores.alerts.subscriptions(OWNER) == ()
        assert len([one for one in lotse.delivery.inbounds if ":alert:" in one]) == 1
        assert lotse.stores.alerts.due(datetime.now(UTC), 10) == ()
        assert "Neu im Kanal:" not in "".join(lotse.telegram.sent(BERT))

    on_telegram(test, search=search)


def test_wishes_are_listed_and_their_rhythm_changed(search: Searching) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/alerts"), said("/alerts bauleiter köln"), said("/alerts"))
        sent = lotse.telegram.sent(ANNA)
        assert "noch keine Benachrichtigungen" in sent[1]
        assert sent[-1] == "„bauleiter köln“, jede Stelle sofort"
        daily = lotse.telegram.buttons(ANNA)[0]
        await lotse.presses(daily["callback_data"], "q1", message=lotse.telegram.messages[ANNA][-1]["id"])
        assert lotse.telegram.sent(ANNA)[-1] == "„bauleiter köln“, einmal am Tag um 18 Uhr"
        assert [one.wish.rhythm for one in lotse.stores.alerts.subscriptions(OWNER)] == [Rhythm.DAILY]
        await lotse.happens(said("/forget"))
        await lotse.presses(
            lotse.telegram.buttons(ANNA)[0]["callback_data"], "q2", message=lotse.telegram.messages[ANNA][-1]["id"]
        )
        assert lotse.stores.alerts.subscriptions(OWNER) == ()

    on_telegram(test, search=search)


def test_without_an_index_nothing_is_promised() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/alerts bauleiter köln"))
        assert "geht gerade nicht" in lotse.telegram.sent(ANNA)[-1]
        assert lotse.stores.alerts.subscriptions(OWNER) == ()

    on_telegram(test)
