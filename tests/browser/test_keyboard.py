"""Everything is reached and left again with the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, asked, exchange, tag
from tests.browser.conftest import Visit

_FOCUSED = """
() => {
  const focused = document.activeElement;
  return focused.getAttribute("aria-label") || focused.textContent.trim() || focused.getAttribute("name") || "";
}
"""
# How much of what has the focus the field at the bottom or the header covers.
_COVERED = """
() => {
  const box = document.activeElement.getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 20), y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return !(top && (document.activeElement.contains(top) || top.contains(document.activeElement)));
}
"""


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/checklists")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_order_of_stops_is_that_of_reading(page: Page) -> None:
    page.goto("/checklists")
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FOCUSED))
    header = ["Zum Inhalt", "Lotse", "Fragen", "Kanäle", "Checklisten", "Einarbeitung", "Team"]
    assert stops == [*header, "DE", "EN", "hell", "wie das Gerät", "dunkel"]


def test_one_can_type_at_once_and_go_on_typing(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(ADVICE)
    page.keyboard.press("Enter")
    exchange(page, 0)
    page.keyboard.type("und in Wien?")
    page.keyboard.press("Enter")
    expect(tag(exchange(page, 1), "Ort")).to_contain_text("Wien")


def test_escape_closes_a_tags_form_and_returns_to_it(page: Page) -> None:
    place = tag(asked(page, ADVICE), "Ort")
    place.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(place.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(place.get_by_role("textbox")).to_be_hidden()
    expect(place.locator("summary")).to_be_focused()


def test_a_click_elsewhere_closes_a_tags_form(page: Page) -> None:
    answer = asked(page, ADVICE)
    place = tag(answer, "Ort")
    place.locator("summary").click()
    expect(place.get_by_role("textbox")).to_be_visible()
    answer.locator("h2").first.click()
    expect(place.get_by_role("textbox")).to_be_hidden()


def test_a_suggestion_asked_by_keyboard_moves_the_focus_to_its_answer(page: Page) -> None:
    suggestion = asked(page, ADVICE).locator(".suggestions button").first
    suggestion.focus()
    page.keyboard.press("Enter")
    expect(exchange(page, 1)).to_be_focused()


def test_nothing_that_has_the_focus_is_covered(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")  # no gliding, whose end would have to be awaited
    asked(page, ADVICE)
    page.locator(".sources > summary").click()
    page.locator(".exchange").evaluate("(exchange) => exchange.focus()")
    stops = page.locator(".exchange :is(summary, a, button, select):visible").count()
    assert stops > 15
    for _ in range(stops):
        page.keyboard.press("Tab")
        assert not page.evaluate(_COVERED), page.evaluate(_FOCUSED)
