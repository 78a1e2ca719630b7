"""What was understood can be corrected, and is answered anew."""

from playwright.sync_api import Page, expect

from tests.browser.acting import ADVICE, asked, exchange, tag


def test_a_tag_opens_with_its_value_selected(page: Page) -> None:
    place = tag(asked(page, ADVICE), "Ort")
    place.locator("summary").click()
    expect(place.get_by_role("textbox")).to_be_focused()
    assert page.evaluate("() => getSelection().toString()").startswith("Köln")


def test_another_place_is_answered_anew(page: Page) -> None:
    place = tag(asked(page, ADVICE), "Ort")
    place.locator("summary").click()
    place.get_by_role("textbox").fill("Wien")
    place.get_by_role("button", name="Übernehmen").click()
    second = exchange(page, 1)
    expect(tag(second, "Ort")).to_contain_text("Wien")
    expect(tag(second, "Stelle")).to_contain_text("Bauleiter")
    expect(second.locator(".asked.correction ins")).to_have_text("Wien")
    expect(second.locator(".card").first).to_be_visible()


def test_a_tag_can_be_taken_away(page: Page) -> None:
    level = tag(asked(page, ADVICE), "Ebene")
    level.locator("summary").click()
    level.get_by_role("button", name="Entfernen").click()
    second = exchange(page, 1)
    expect(second.locator(".card").first).to_be_visible()
    expect(tag(second, "Ebene")).to_have_count(0)


def test_a_detail_can_be_added(page: Page) -> None:
    adding = asked(page, ADVICE).locator(".tag.add")
    adding.locator("summary").click()
    adding.get_by_role("combobox").select_option("headcount")
    adding.get_by_role("textbox").fill("5")
    adding.get_by_role("button", name="Übernehmen").click()
    expect(tag(exchange(page, 1), "Anzahl")).to_contain_text("5")


def test_only_the_latest_vacancy_can_be_changed(page: Page) -> None:
    first = asked(page, ADVICE)
    page.locator("#question").fill("Pflegekräfte in Leipzig, wo posten?")
    page.locator("#question").press("Enter")
    second = exchange(page, 1)
    expect(second.locator(".tag.add")).to_be_visible()
    expect(first.locator(".tag.add")).to_be_hidden()
    first.locator(".tag summary").first.focus()
    page.keyboard.press("Enter")
    expect(first.locator(".tag form").first).to_be_hidden()
