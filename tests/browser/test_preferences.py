"""Language and colours: by the browser's settings, and by choice, which is kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, asked
from tests.browser.conftest import Visit

LIGHT, DARK = "rgb(246, 247, 249)", "rgb(16, 22, 29)"
HEADINGS = {"de-DE": "Wen suchst du?", "en-GB": "Who are you looking for?", "fr-FR": "Wen suchst du?"}


@pytest.mark.parametrize("locale", HEADINGS)
def test_the_browser_chooses_the_language(visit: Visit, locale: str) -> None:
    page = visit(locale=locale)
    page.goto("/")
    expect(page.locator(".welcome h2")).to_have_text(HEADINGS[locale])
    expect(page.locator("html")).to_have_attribute("lang", locale[:2] if locale[:2] in ("de", "en") else "de")


def test_the_language_is_switched_on_the_page_one_is_on_and_kept(page: Page) -> None:
    asked(page, ADVICE)
    where = page.url
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(where)
    expect(page.get_by_role("link", name="New conversation")).to_be_visible()
    expect(page.locator(".answer")).to_have_attribute("lang", "de")
    page.goto("/channels")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="EN", exact=True)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_the_device_chooses_the_colours(visit: Visit, scheme: str, colour: str) -> None:
    page = visit(color_scheme=scheme)
    page.goto("/")
    expect(page.locator("html")).to_have_css("background-color", colour)


def test_the_colours_are_switched_and_kept(page: Page) -> None:
    page.goto("/")
    html = page.locator("html")
    page.get_by_role("button", name="dunkel").click()
    expect(html).to_have_css("background-color", DARK)
    page.reload()
    expect(html).to_have_css("background-color", DARK)
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="hell").click()
    expect(html).to_have_css("background-color", LIGHT)
    page.get_by_role("button", name="wie das Gerät").click()
    expect(html).to_have_css("background-color", DARK)
    page.emulate_media(color_scheme="light")
    expect(html).to_have_css("background-color", LIGHT)
