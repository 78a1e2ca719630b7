"""Everything but convenience works without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, CHECKLIST, IN_A_CONVERSATION, tag
from tests.browser.conftest import Visit


@pytest.fixture
def plain(visit: Visit) -> Page:
    """A page that runs no script."""
    return visit(java_script_enabled=False)


def send(page: Page, text: str) -> None:
    page.locator("#question").fill(text)
    page.get_by_role("button", name="Fragen", exact=True).last.click()
    expect(page.locator("[data-question]").last).to_contain_text(text)


def test_asking_and_following_up(plain: Page) -> None:
    plain.goto("/")
    send(plain, ADVICE)
    expect(plain).to_have_url(re.compile(IN_A_CONVERSATION.pattern + "#e-"))
    expect(plain.locator(".card").first).to_be_visible()
    expect(plain.locator(".script-only")).to_be_hidden()
    send(plain, "und in Wien?")
    expect(plain.locator(".exchange")).to_have_count(2)
    expect(tag(plain.locator(".exchange").last, "Stelle")).to_contain_text("Bauleiter")


def test_ticks_are_saved_by_a_button(plain: Page) -> None:
    plain.goto("/")
    send(plain, CHECKLIST)
    plain.get_by_role("checkbox").nth(1).check()
    plain.get_by_role("button", name="Haken speichern").click()
    expect(plain.locator(".progress")).to_have_text("1 von 8 erledigt")
    expect(plain.get_by_role("checkbox").nth(1)).to_be_checked()


def test_feedback(plain: Page) -> None:
    plain.goto("/")
    send(plain, ADVICE)
    plain.get_by_role("button", name="Nicht hilfreich").click()
    plain.get_by_label("Was hat gefehlt?").fill("Preise")
    plain.get_by_role("button", name="Senden").click()
    expect(plain.locator(".reason q")).to_have_text("Preise")


def test_deleting(plain: Page) -> None:
    plain.goto("/")
    send(plain, ADVICE)
    plain.get_by_text("Gespräche", exact=True).click()
    plain.get_by_role("button", name=f"Gespräch löschen: {ADVICE}").click()
    expect(plain.locator(".welcome")).to_be_visible()
    expect(plain.locator(".conversations a")).to_have_count(0)


def test_language_and_example(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("button", name="EN", exact=True).click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    plain.get_by_role("button", name="Xing or LinkedIn?").click()
    expect(plain.locator("table.comparison")).to_be_visible()


def test_another_language_leaves_the_filter_as_it_is(plain: Page) -> None:
    plain.goto("/channels?people=gaming&q=Video")
    plain.get_by_role("button", name="EN", exact=True).click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain).to_have_url(re.compile(r"/channels\?people=gaming&q=Video$"))


def test_the_answer_can_be_read_as_markdown(plain: Page) -> None:
    plain.goto("/")
    send(plain, ADVICE)
    link = plain.get_by_role("link", name="Als Markdown kopieren").get_attribute("href")
    assert plain.request.get(link or "").text().startswith(f"> {ADVICE}")


def test_the_map_is_filtered_by_a_button(plain: Page) -> None:
    plain.goto("/channels")
    every = plain.locator(".map-row").count()
    plain.locator("#map-people").select_option("gaming")
    plain.get_by_role("button", name="Anzeigen").click()
    expect(plain).to_have_url(re.compile("people=gaming"))
    assert 0 < plain.locator(".map-row").count() < every
