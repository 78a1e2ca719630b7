"""axe-core finds nothing on any page, in both languages, light and dark, wide and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import PHONE, WIDE, ask, asked, tag
from tests.browser.axe import SCHEMES, violations
from tests.browser.conftest import Visit

LOCALES = ("de-DE", "en-GB")
PATHS = (
    "/", "/channels", "/channels?people=young&limits=1", "/channels?q=nichts-davon", "/channels/xing", "/checklists",
    "/api", "/c/AAAAAAAAAAAAAAAAAAAAAAAA", "/jobs", "/jobs/new",
)  # fmt: skip
QUESTIONS = {
    "de-DE": (
        "Azubis Pflege, Raum Leipzig",
        "Xing oder LinkedIn?",
        "Welche Trends gibt es im Social Recruiting?",
        "Checkliste für die Ansprache von Zielgruppen",
        "Wie wird morgen das Wetter?",
        "Ist Herr Meier ein guter Kandidat?",
    ),
    "en-GB": (
        "Apprentice nurses near Leipzig",
        "Xing or LinkedIn?",
        "Which trends are there in social recruiting?",
        "checklist for addressing target groups",
        "What will the weather be tomorrow?",
        "Is Mr Smith a good candidate?",
    ),
}
BLOCKS = (".understood", ".cards", ".notice", "table.comparison", ".listing", ".checklist", ".answer.unknown")


def assert_accessible(page: Page) -> None:
    assert violations(page, SCHEMES, (WIDE, PHONE)) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("path", PATHS)
def test_pages(visit: Visit, path: str, locale: str) -> None:
    page = visit(locale=locale, tolerated="status of 404")
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_conversation_with_every_kind_of_block(visit: Visit, locale: str) -> None:
    page = visit(locale=locale)
    page.goto("/")
    for question in QUESTIONS[locale]:
        ask(page, question)
    assert [block for block in BLOCKS if page.locator(block).count() == 0] == []
    assert_accessible(page)
    page.reload()
    assert_accessible(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_unfolded(visit: Visit, locale: str) -> None:
    page = visit(locale=locale)
    answer = asked(page, QUESTIONS[locale][0])
    answer.locator(".sources > summary").click()
    answer.locator(".sources li summary").first.click()
    answer.locator(".checklist summary").click()
    answer.get_by_role("checkbox").first.check()
    answer.locator(".feedback button").nth(1).click()
    expect(answer.locator(".reason")).to_be_visible()
    tag(answer, "Ort|place|Place").locator("summary").click()
    expect(answer.get_by_role("textbox").first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_checklist_to_print(visit: Visit, locale: str) -> None:
    page = visit(locale=locale)
    page.goto("/checklists")
    page.locator(".sheets-open").first.click()
    expect(page.locator(".sheet")).to_be_visible()
    assert_accessible(page)


def test_an_answer_is_announced(page: Page) -> None:
    page.goto("/")
    thread = page.get_by_role("log", name="Fragen und Antworten")
    expect(thread).to_have_attribute("aria-live", "polite")
    answer = ask(page, QUESTIONS["de-DE"][0])
    expect(thread.get_by_role("article")).to_have_count(1)
    expect(answer).to_have_accessible_name(QUESTIONS["de-DE"][0])
    expect(thread).not_to_have_attribute("aria-busy", "true")
