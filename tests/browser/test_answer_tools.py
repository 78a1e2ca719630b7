"""What can be done with an answer: feedback, copying, printing."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, COMPARISON, ask, asked, is_kept
from tests.browser.conftest import Visit

# Playwright's chromium has no dialog for printing; what would be printed is noted instead.
_NOTE_PRINTING = """
window.print = () => {
  const shown = [...document.querySelectorAll(".exchange")].map((one) => one.matches(".printed"));
  window.lotsePrinted = { one: document.documentElement.matches(".print-one"), shown };
};
"""


def test_feedback_with_a_reason_is_kept(page: Page) -> None:
    answer = asked(page, ADVICE)
    bad = answer.get_by_role("button", name="Nicht hilfreich")
    bad.focus()
    page.keyboard.press("Enter")
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(bad).to_be_focused()
    answer.get_by_label("Was hat gefehlt?").fill('mehr <b>Beispiele</b> & "Preise"')
    page.keyboard.press("Enter")
    for _ in range(2):
        expect(answer.locator(".reason q")).to_have_text('mehr <b>Beispiele</b> & "Preise"')
        is_kept(page)
        page.reload()
    expect(answer.get_by_role("button", name="Hilfreich", exact=True)).to_have_attribute("aria-pressed", "false")


def test_an_opinion_can_be_changed(page: Page) -> None:
    answer = asked(page, ADVICE)
    answer.get_by_role("button", name="Nicht hilfreich").click()
    expect(answer.get_by_label("Was hat gefehlt?")).to_be_visible()
    answer.get_by_role("button", name="Hilfreich", exact=True).click()
    expect(answer.get_by_label("Was war gut?")).to_be_visible()
    is_kept(page)
    page.reload()
    expect(answer.get_by_role("button", name="Hilfreich", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(answer.get_by_role("button", name="Nicht hilfreich")).to_have_attribute("aria-pressed", "false")


def test_an_answer_is_copied_as_markdown(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    answer = asked(page, ADVICE)
    copy = answer.get_by_role("link", name="Als Markdown kopieren")
    copy.click()
    expect(answer.locator("[data-copy]")).to_have_text("Kopiert")
    text = page.evaluate("() => navigator.clipboard.readText()")
    assert text.startswith(f"> {ADVICE}")
    assert f"1. **{answer.locator('.card h3').first.inner_text()}**" in text
    assert "**Quellen**" in text
    expect(answer.locator("[data-copy]")).to_have_text("Als Markdown kopieren")


def test_where_copying_is_refused_the_text_is_shown(visit: Visit) -> None:
    page = visit(tolerated="status of 404")  # what is no page has no icon, and chromium asks for /favicon.ico
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
    answer = asked(page, ADVICE)
    answer.get_by_role("link", name="Als Markdown kopieren").click()
    expect(page).to_have_url(re.compile(r"\.md$"))
    expect(page.locator("body")).to_contain_text("Quellen")


def test_paper_shows_the_answer_with_its_passages_and_nothing_else(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    answer = asked(page, ADVICE)
    passage = answer.locator(".sources blockquote p").first
    expect(passage).to_be_hidden()
    page.emulate_media(media="print")
    for unwanted in (".site-header", ".sidebar", "#composer", ".tools", ".suggestions", ".why-not", ".tag.add"):
        expect(page.locator(unwanted).first).to_be_hidden()
    expect(answer.locator(".asked")).to_be_visible()
    expect(answer.locator(".card").first).to_be_visible()
    expect(passage).to_be_visible()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_printing_one_answer_leaves_out_the_others(page: Page) -> None:
    page.add_init_script(_NOTE_PRINTING)
    asked(page, ADVICE)
    second = ask(page, COMPARISON)
    second.get_by_role("button", name="Drucken").click()
    assert page.evaluate("() => window.lotsePrinted") == {"one": True, "shown": [False, True]}
    expect(page.locator(".printed")).to_have_count(0)


def test_a_checklist_fits_on_one_sheet(page: Page) -> None:
    page.goto("/checklists")
    page.get_by_role("link", name="Druckansicht").first.click()
    expect(page.locator(".sheet-step")).to_have_count(8)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
