"""Checklists are ticked in the answer and kept."""

import time

from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, CHECKLIST, ask, asked, is_kept


def test_ticks_are_kept(page: Page) -> None:
    steps = asked(page, CHECKLIST).get_by_role("checkbox")
    steps.nth(0).check()
    steps.nth(2).check()
    expect(page.locator(".progress")).to_have_text("2 von 8 erledigt")
    is_kept(page)
    page.reload()
    expect(page.locator(".progress")).to_have_text("2 von 8 erledigt")
    expect(steps.nth(0)).to_be_checked()
    expect(steps.nth(1)).not_to_be_checked()
    expect(steps.nth(2)).to_be_checked()


def test_a_tick_is_taken_back_with_the_keyboard(page: Page) -> None:
    step = asked(page, CHECKLIST).get_by_role("checkbox").first
    step.focus()
    page.keyboard.press("Space")
    expect(page.locator(".progress")).to_have_text("1 von 8 erledigt")
    expect(step).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".progress")).to_have_text("0 von 8 erledigt")
    is_kept(page)
    page.reload()
    expect(step).not_to_be_checked()


def test_a_tick_is_kept_when_the_page_is_left_at_once(page: Page) -> None:
    steps = asked(page, CHECKLIST).get_by_role("checkbox")
    conversation = page.url
    page.route("**/ticks", lambda route: None if route.request.resource_type == "xhr" else route.continue_())
    steps.nth(1).check()
    page.goto("/channels")
    deadline = time.monotonic() + 15
    page.goto(conversation)
    while not steps.nth(1).is_checked() and time.monotonic() < deadline:
        page.reload()
    expect(steps.nth(1)).to_be_checked()


def test_the_checklist_of_an_advice_is_folded_until_something_is_ticked(page: Page) -> None:
    first = asked(page, ADVICE).locator(".checklist")
    expect(first.get_by_role("checkbox").first).to_be_hidden()
    first.locator("summary").click()
    first.get_by_role("checkbox").first.check()
    expect(first.locator(".progress")).to_have_text("1 von 8 erledigt")
    is_kept(page)
    page.reload()
    expect(first.get_by_role("checkbox").first).to_be_checked()
    expect(first.get_by_role("checkbox").first).to_be_visible()


def test_a_checklist_that_stands_in_two_answers_is_one(page: Page) -> None:
    first = asked(page, ADVICE).locator(".checklist")
    second = ask(page, "und für die Schweiz?").locator(".checklist")
    for checklist, step in ((first, 0), (second, 1)):
        checklist.locator("summary").click()
        checklist.get_by_role("checkbox").nth(step).check()
        is_kept(page)
    page.reload()
    expect(page.locator(".progress").first).to_have_text("2 von 8 erledigt")
