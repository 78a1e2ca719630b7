"""Several conversations, each with its own address, seen by their session only, and deleted on request."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, COMPARISON, IN_A_CONVERSATION, ask, asked, exchange
from tests.browser.conftest import Visit

MISSING = "Das gibt es hier nicht."


def test_conversations_are_found_again(page: Page) -> None:
    asked(page, ADVICE)
    first = page.url
    ask(page, "und in Wien?")
    page.get_by_role("link", name="Neues Gespräch").click()
    ask(page, COMPARISON)
    assert page.url != first
    titles = page.locator(".conversations a")
    expect(titles).to_have_text([COMPARISON, ADVICE])
    expect(page.locator(".conversations .current")).to_have_text(re.compile(re.escape(COMPARISON)))
    page.reload()
    expect(titles).to_have_text([COMPARISON, ADVICE])
    titles.nth(1).click()
    expect(page).to_have_url(first)
    expect(page.locator("[data-question]")).to_contain_text([ADVICE, "und in Wien?"])


def test_deleting_one_asks_first_and_leaves_the_others(page: Page) -> None:
    asked(page, ADVICE)
    deleted = page.url
    asked(page, COMPARISON)
    kept = page.url
    button = page.get_by_role("button", name=f"Gespräch löschen: {ADVICE}")
    page.once("dialog", lambda dialog: dialog.dismiss())
    button.click()
    expect(page.locator(".conversations a")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept())
    button.click()
    expect(page.locator(".conversations a")).to_have_text([COMPARISON])
    assert page.request.get(deleted).status == 404
    assert page.request.get(kept).status == 200


def test_deleting_all_leaves_none(page: Page) -> None:
    asked(page, ADVICE)
    gone = page.url
    asked(page, COMPARISON)
    said: list[str] = []
    page.once("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Alle Gespräche löschen").click()
    expect(page.locator("#conversations")).to_contain_text("Noch keine Gespräche.")
    assert said == ["Alle Gespräche löschen? Das lässt sich nicht rückgängig machen."]
    assert page.request.get(gone).status == 404


def test_a_conversation_that_does_not_exist_is_told_so(visit: Visit) -> None:
    page = visit(tolerated="status of 404")
    response = page.goto("/c/AAAAAAAAAAAAAAAAAAAAAAAA")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(MISSING)
    page.get_by_role("link", name="Zur Startseite").click()
    expect(page.locator(".welcome")).to_be_visible()


def test_another_session_sees_nothing_of_it(visit: Visit) -> None:
    mine, theirs = visit(), visit(tolerated="status of 404")
    asked(mine, ADVICE)
    response = theirs.goto(mine.url)
    assert response is not None
    assert response.status == 404
    expect(theirs.locator("body")).not_to_contain_text("Bauleiter")
    expect(theirs.get_by_role("heading", level=1)).to_have_text(MISSING)
    theirs.goto("/")
    expect(theirs.locator(".conversations a")).to_have_count(0)


def test_another_session_cannot_go_on_with_it(visit: Visit) -> None:
    mine, theirs = visit(), visit(tolerated="status of 404|Status Error Code 404 from /ask")
    asked(mine, ADVICE)
    theirs.goto("/")
    theirs.locator("#composer [name=conversation]").evaluate(
        "(hidden, id) => { hidden.value = id; }", mine.url.rpartition("/")[2]
    )
    theirs.locator("#question").fill("und in Wien?")
    theirs.locator("#question").press("Enter")
    expect(theirs.get_by_role("alert").filter(has_text=MISSING)).to_be_visible()
    expect(theirs.locator("#question")).to_have_value("und in Wien?")
    mine.reload()
    expect(mine.locator(".exchange")).to_have_count(1)


def test_two_windows_of_one_session_share_the_conversation(page: Page) -> None:
    asked(page, ADVICE)
    other = page.context.new_page()
    other.goto(page.url)
    expect(exchange(other, 0).locator(".card").first).to_be_visible()
    ask(other, "und in Wien?")
    page.reload()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page).to_have_url(IN_A_CONVERSATION)
