"""The inbox, with and without scripts: who waits, an answer, the end; hostile words; axe-core finds nothing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from bot.handoffs.models import EntryKind, NewEntry, Shared, Side
from bot.stores import Stores
from config.groups import TelegramSettings
from config.settings import Settings
from tests.browser.acting import PHONE, WIDE
from tests.browser.axe import SCHEMES, violations
from tests.browser.conftest import Visit
from tests.browser.serving import index_source, serving
from tests.fakes.handoffs import opened

HOSTILE = '<script>alert(1)</script> <b>fett</b>\n"><img src=x onerror=alert(2)>'
TELEGRAM = TelegramSettings(token=SecretStr("700000001:AAfake-token_for-tests_0123456789abcdef"))


def fill(stores: Stores) -> None:
    """One who waits too long, one who waits, one who was answered, one whose conversation has ended."""
    store, now = stores.handoffs, datetime.now(UTC)
    opened(store, "late", owner="telegram:1", shared=Shared(HOSTILE, "<i>Kim</i>", "j1", "Bauleiter (m/w/d)"), due=now)
    store.escalate(now + timedelta(seconds=1), now + timedelta(days=1))
    opened(store, "waits", owner="telegram:2", shared=Shared("Gibt es ein Jobticket?", "Cem"))
    answered = opened(store, "answered", owner="telegram:3", shared=Shared("Wo ist das?", "Ada"))
    said = NewEntry("r", EntryKind.RECRUITER, frozenset({Side.CANDIDATE}), "In Köln.", "user:rita")
    store.write(answered.token, said)
    over = opened(store, "over", owner="telegram:4", shared=Shared("Hat sich erledigt", "Bo"))
    store.close(over.token, NewEntry("x", EntryKind.CLOSED, frozenset()), Side.TEAM)


@pytest.fixture(scope="module")
def inbox(index: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("inbox")
    with serving(folder, index_source(index), telegram=TELEGRAM, fill=fill) as served:
        yield served


def names(page: Page) -> list[str]:
    return page.locator(".team-card h2").all_inner_texts()


def test_who_waits_too_long_is_on_top_and_words_stay_words(visit: Visit, inbox: str) -> None:
    page = visit(base_url=inbox)
    page.goto("/")
    page.get_by_role("link", name="Team").click()
    page.get_by_role("link", name="Posteingang").last.click()
    assert names(page) == ["<i>Kim</i>", "Cem", "Ada", "Bo"]
    expect(page.locator(".chip").first).to_have_text("wartet zu lange")
    page.get_by_role("link", name="<i>Kim</i>").click()
    expect(page.locator(".team-talk .team-words").first).to_have_text(HOSTILE)
    assert page.locator(".team-talk script, .team-talk img, .team-talk b").count() == 0


@pytest.mark.parametrize("path", ["list", "talk"])
@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_axe_finds_nothing(visit: Visit, inbox: str, path: str, locale: str) -> None:
    page = visit(base_url=inbox, locale=locale)
    page.goto("/inbox")
    if path == "talk":
        page.get_by_role("link", name="Cem").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page, SCHEMES, (WIDE, PHONE)) == []


def test_answering_and_ending_without_scripts(visit: Visit, inbox: str) -> None:
    page = visit(base_url=inbox, java_script_enabled=False, tolerated="status of 4")
    page.goto("/inbox")
    page.get_by_role("link", name="Cem").click()
    page.get_by_label("Deine Antwort").fill("Ja, <zu 100 %> & mehr")
    page.get_by_role("button", name="Antwort senden").click()
    expect(page).to_have_url(re.compile("#latest$"))
    expect(page.locator("#latest .team-words")).to_have_text("Ja, <zu 100 %> & mehr")
    expect(page.locator(".chip")).to_have_text("beantwortet")
    page.reload()
    expect(page.locator(".team-talk li")).to_have_count(2)
    page.get_by_role("button", name="Gespräch beenden").click()
    expect(page.locator(".team-card", has_text="Cem").locator(".chip")).to_have_text("beendet")
    page.get_by_role("link", name="Cem").click()
    expect(page.get_by_label("Deine Antwort")).to_have_count(0)
