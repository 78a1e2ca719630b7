"""Who is told of which post, on the real vocabulary and on both databases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.bootstrap import build_job_search
from bot.database import Database
from bot.jobs.alert_store import SqlAlerts
from bot.jobs.alerting import AlertDesk
from bot.jobs.alerts import AlertWish
from bot.jobs.choices import load_choices
from bot.jobs.drafts import DraftReader
from bot.jobs.importing import JobFileReader
from bot.jobs.matching import meets
from bot.jobs.models import JobPost
from bot.jobs.search import JobSearch
from bot.jobs.store import SqlJobBoard
from bot.jobs.words import load_job_words
from config.settings import Settings
from knowledge.models import Language
from tests.fakes.job_board import OpenPosts, make_job

pytest_plugins = ["tests.postgres"]

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def posts() -> tuple[JobPost, ...]:
    reader = JobFileReader(DraftReader(load_choices()))
    return tuple(post for language in Language for post in reader.read(HERE / f"jobs.{language}.csv").posts)


@pytest.fixture(scope="module")
def search(settings: Settings, assistant: Assistant) -> JobSearch:
    return build_job_search(settings, OpenPosts(()))


@pytest.mark.parametrize(
    ("words", "employers"),
    [
        ("teilzeit pflege münchen", {"Klinikum Isarbogen"}),
        ("bauleiter köln", {"Brückner Bau"}),
        ("koch ulm", {"Gasthof zur Linde"}),
        ("java entwickler remote", {"Kassenwerk Software", "Tidewater Payments"}),
        ("ausbildung hannover", {"Markthalle Südstadt"}),
        ("minijob berlin", {"Servicelinie 24", "Möbeltransporte Kraft", "Third Wave Coffee", "Brick and Page Books"}),
        ("physiotherapeut wien", set()),
        ("ios developer munich", {"Pawprint Apps", "Reiselust Digital"}),
    ],
)
def test_a_wish_is_met_by_what_it_names_only(
    search: JobSearch, posts: Sequence[JobPost], words: str, employers: set[str]
) -> None:
    """One group of occupations is one job here; who offers work from anywhere is near everywhere."""
    wanted = search.wanted(words)
    met = {post.employer for post in posts if meets(wanted, search.read(make_job("x", post)))}
    assert met == employers


def test_from_publishing_to_the_reason_why(database: Database, search: JobSearch, posts: Sequence[JobPost]) -> None:
    now = NOW
    board, alerts = SqlJobBoard(database, lambda: now), SqlAlerts(database, lambda: now)
    desk = AlertDesk(board, alerts, search, load_job_words())
    for owner, words, language in (
        ("telegram:1", "teilzeit pflege münchen", Language.DE),
        ("telegram:2", "bauleiter köln", Language.DE),
        ("telegram:3", "nursing munich", Language.EN),
    ):
        alerts.subscribe(owner, AlertWish(words, search.wanted(words), language), "v1")
    nursing = next(post for post in posts if post.employer == "Klinikum Isarbogen")
    job = board.add(nursing, "x")
    assert desk.plan(job.id) == 0, "a draft is nobody's business"
    assert desk.plan("nothing") == 0
    board.publish(job.id)
    assert desk.plan(job.id) == 2
    assert desk.plan(job.id) == 0
    german, english = alerts.due(now + timedelta(seconds=1), 10)
    assert desk.reason(german).startswith("Weil Sie nach „teilzeit pflege münchen“ suchen (in der Anzeige: pflege, ")
    assert "Ort: München" in desk.reason(german)
    assert "Teilzeit" in desk.reason(german)
    assert desk.reason(english).startswith("Because you are looking for “nursing munich” (occupation, ")
    assert desk.close_due(date(2030, 1, 1)) == ()
    board.close(job.id)
    assert alerts.due(now + timedelta(days=1), 10) == ()
