"""On a phone: nothing makes the page scroll sideways, and what is needed is within reach."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, CHECKLIST, COMPARISON, UNKNOWN, ask, asked, tag
from tests.browser.conftest import Visit

PAGES = ("/", "/channels", "/channels/xing", "/channels?people=young&limits=1", "/checklists", "/api")
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_fits(page: Page) -> None:
    assert page.evaluate(_SIDEWAYS) <= 0, page.url


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_pages_fit(visit: Visit, width: int, locale: str) -> None:
    page = visit((width, 640), locale=locale)
    for path in PAGES:
        page.goto(path)
        assert_fits(page)
    page.goto("/checklists")
    page.locator(".sheets-open").first.click()
    expect(page.locator(".sheet")).to_be_visible()
    assert_fits(page)


@pytest.mark.parametrize("width", [320, 360])
def test_answers_fit(visit: Visit, width: int) -> None:
    page = visit((width, 640))
    page.goto("/")
    for question in (ADVICE, COMPARISON, CHECKLIST, UNKNOWN, "Donaudampfschifffahrt" * 12):
        ask(page, question)
        assert_fits(page)
    page.locator(".sources > summary").first.click()
    page.get_by_role("button", name="Nicht hilfreich").first.click()
    expect(page.get_by_label("Was hat gefehlt?")).to_be_visible()
    assert_fits(page)


@pytest.mark.parametrize("kind", ["Stelle", "Ebene", "Ort"])
def test_a_tags_form_stays_on_the_screen(visit: Visit, kind: str) -> None:
    page = visit((320, 640))
    chosen = tag(asked(page, ADVICE), kind)
    chosen.locator("summary").click()
    box = chosen.locator("form").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert_fits(page)


def test_the_conversations_are_folded_away(visit: Visit) -> None:
    page = visit((360, 640))
    asked(page, ADVICE)
    expect(page.locator(".conversations a").first).to_be_hidden()
    page.get_by_text("Gespräche", exact=True).click()
    expect(page.locator(".conversations a").first).to_be_visible()
    assert_fits(page)


def test_the_keyboard_of_a_touch_screen_does_not_cover_the_answer(visit: Visit) -> None:
    page = visit((360, 640), has_touch=True, is_mobile=True)
    answer = asked(page, ADVICE)
    expect(answer.locator(".card").first).to_be_visible()
    expect(page.locator("#question")).not_to_be_focused()
    expect(answer.locator(".answer h2")).to_be_in_viewport()
