"""Asking: the answer appears in place, the address becomes the conversation's, and follow-ups go on from it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, IN_A_CONVERSATION, ask, asked, exchange, is_kept, tag
from tests.browser.conftest import Visit


def test_enter_asks_and_channels_come_as_cards(page: Page) -> None:
    answer = asked(page, ADVICE)
    expect(page).to_have_url(IN_A_CONVERSATION)
    cards = answer.locator(".card")
    assert cards.count() >= 2
    for card in cards.all():
        expect(card.locator("h3 a")).to_have_attribute("href", re.compile(r"^/channels/[a-z-]+$"))
        expect(card.locator(".fit")).to_have_text(re.compile(r"Passung \d{1,3} %"))
        expect(card.locator(".reasons .points").first).to_have_text(re.compile(r"\d"))
    expect(page).to_have_title(f"{ADVICE} · Lotse")
    expect(page.locator(".welcome, .examples")).to_have_count(0)
    expect(page.locator("#question")).to_have_value("")
    expect(page.locator("#question")).to_be_focused()


def test_a_source_unfolds_to_the_passage(page: Page) -> None:
    sources = asked(page, ADVICE).locator(".sources")
    passage = sources.locator("blockquote p").first
    expect(passage).not_to_be_visible()
    sources.locator("> summary").click()
    sources.locator("li summary").first.click()
    expect(passage).to_be_visible()
    assert len(passage.inner_text()) > 20


def test_a_follow_up_keeps_job_and_address(page: Page) -> None:
    asked(page, ADVICE)
    where = page.url
    second = ask(page, "und in Wien?")
    expect(tag(second, "Stelle")).to_contain_text("Bauleiter")
    expect(tag(second, "Ort")).to_contain_text("Wien")
    assert page.url == where


def test_enter_twice_asks_once(page: Page) -> None:
    page.goto("/")
    page.locator("#question").fill(ADVICE)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    exchange(page, 0)
    is_kept(page)
    expect(page.locator(".exchange")).to_have_count(1)


def test_shift_and_enter_begins_a_line_that_is_kept(page: Page) -> None:
    page.goto("/")
    page.locator("#question").fill("Bauleiter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("in Köln")
    expect(page.locator("#question")).to_have_value("Bauleiter\nin Köln")
    expect(page.locator(".exchange")).to_have_count(0)


def test_an_empty_question_is_not_sent(page: Page) -> None:
    page.goto("/")
    page.locator("#question").fill("   ")
    page.keyboard.press("Enter")
    is_kept(page)
    expect(page.locator(".exchange, .notice:visible")).to_have_count(0)


def test_an_example_is_asked_by_a_click(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Xing oder LinkedIn?").click()
    expect(exchange(page, 0).locator("table.comparison thead th")).to_have_text(["XING", "LinkedIn"])
    expect(page).to_have_url(IN_A_CONVERSATION)


def test_a_suggestion_is_asked_by_a_click(page: Page) -> None:
    suggestion = asked(page, ADVICE).locator(".suggestions button").first
    text = suggestion.inner_text()
    suggestion.click()
    expect(exchange(page, 1).locator("[data-question]")).to_contain_text(text)
    expect(exchange(page, 1).locator(".answer")).to_be_in_viewport()


def test_why_not_asks_about_the_channel_chosen(page: Page) -> None:
    form = asked(page, ADVICE).locator(".why-not")
    recommended = page.locator(".card h3").all_inner_texts()
    offered = form.locator("option").all_inner_texts()
    assert len(offered) >= 15
    assert not set(recommended) & set(offered)
    form.locator("select").select_option(label="Discord")
    form.get_by_role("button", name="Fragen").click()
    second = exchange(page, 1)
    expect(second.locator("[data-question]")).to_contain_text("Warum nicht Discord?")
    expect(second.locator(".answer")).to_contain_text("Discord")


def test_what_is_too_long_is_told_so(page: Page) -> None:
    page.goto("/")
    page.locator("#question").focus()
    page.keyboard.insert_text("Bauleiter in Köln. " * 150)
    page.keyboard.press("Enter")
    first = exchange(page, 0)
    expect(first.locator(".answer")).to_contain_text(re.compile(r"2\.?000"))
    expect(first.locator(".card")).to_have_count(0)
    expect(ask(page, ADVICE).locator(".card").first).to_be_visible()


def test_markup_is_shown_as_text_and_runs_nowhere(page: Page) -> None:
    hostile = """<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"--></textarea>{{ 7 * 7 }}"""
    asked(page, hostile)
    for _ in range(2):
        expect(exchange(page, 0).locator("[data-question]")).to_contain_text(hostile)
        expect(page.locator(".conversations a").first).to_contain_text("<script>")
        assert page.evaluate("() => window.hacked") is None
        assert page.locator(".exchange script, .exchange img").count() == 0
        page.reload()
    page.goto("/?q=" + "%3C/textarea%3E%3Cscript%3Ewindow.hacked=1%3C/script%3E")
    expect(page.locator("#question")).to_have_value("</textarea><script>window.hacked=1</script>")
    assert page.evaluate("() => window.hacked") is None


def test_a_server_that_is_away_costs_no_question(visit: Visit) -> None:
    page = visit(tolerated="ERR_INTERNET_DISCONNECTED|^htmx:(sendError|afterRequest)")
    page.goto("/")
    page.context.set_offline(True)
    page.locator("#question").fill(ADVICE)
    page.locator("#question").press("Enter")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#question")).to_have_value(ADVICE)
    page.context.set_offline(False)
    page.locator("#question").press("Enter")
    expect(exchange(page, 0).locator(".card").first).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()


def test_back_leads_to_the_page_before_however_much_was_asked(page: Page) -> None:
    asked(page, ADVICE)
    where = page.url
    ask(page, "und in Wien?")
    ask(page, "und in Zürich?")
    page.go_back()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)
    page.go_forward()
    expect(page).to_have_url(where)
    expect(page.locator(".exchange")).to_have_count(3)
