"""A recruiter writes a job post: preview, publishing, an edit, the end; what was asked, by keyboard; axe is silent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.jobs.models import Aspect
from bot.stores import Stores
from config.settings import Settings
from tests.browser.acting import PHONE, WIDE
from tests.browser.axe import SCHEMES, violations
from tests.browser.conftest import Visit
from tests.browser.serving import index_source, serving
from tests.browser.test_phone import assert_fits
from tests.fakes.jobs import make_post

TITLE = "Bauleiter Hochbau"


def fill(stores: Stores) -> None:
    """A post that was asked about something it does not say."""
    job = stores.jobs.publish(stores.jobs.add(make_post(title="Koch (m/w/d)", salary=None, deadline=None), "test").id)
    assert job
    for number in range(12):
        stores.jobs.note_question(job.id, Aspect.SALARY, f"q{number}", answered=False)


@pytest.fixture(scope="module")
def jobs(index: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("jobs")
    with serving(folder, index_source(index), fill=fill) as served:
        yield served


def look_at(page: Page) -> None:
    assert violations(page, SCHEMES, (PHONE, WIDE)) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert_fits(page)


def test_from_a_new_post_to_its_end(jobs: str, visit: Visit) -> None:
    page = visit(PHONE, tolerated="status of 422", base_url=jobs)
    page.goto("/team")
    page.get_by_role("link", name="Stellen").last.click()
    look_at(page)
    page.get_by_role("link", name="Neue Stelle").click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Arbeitgeber").fill("Gasthof Linde")
    page.get_by_label("Beschreibung").fill("Sie leiten Baustellen.\n\nSie planen Termine.")
    page.get_by_label("Bewerbung per E-Mail").fill("linde")
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.get_by_role("alert")).to_contain_text("2 Felder")
    expect(page.get_by_label("Arbeitsort")).to_be_focused()
    look_at(page)
    page.get_by_label("Arbeitsort").fill("Ulm")
    page.get_by_label("Bewerbung per E-Mail").fill("linde@example.com")
    page.get_by_label("Vollzeit").check()
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    seen = page.get_by_role("region", name="So werden es Bewerberinnen und Bewerber sehen")
    expect(seen).to_contain_text(f"{TITLE} (m/w/d)")
    look_at(page)
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("status")).to_contain_text("Veröffentlicht")
    expect(page.locator(".job-seen .statement")).to_have_count(3)  # two paragraphs and the day
    look_at(page)

    page.get_by_role("link", name="Bearbeiten").click()
    expect(page.get_by_label("Vollzeit")).to_be_checked()
    page.get_by_label("Arbeitsort").fill("Bonn")
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    page.get_by_role("button", name="Noch etwas ändern").click()
    page.get_by_label("Arbeitsort").fill("Köln")
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    page.get_by_role("button", name="Änderung veröffentlichen").click()
    expect(page.get_by_role("status")).to_contain_text("Geändert")
    expect(page.get_by_role("region", name="So sehen es Bewerberinnen und Bewerber")).to_contain_text("Köln")
    page.get_by_role("button", name="Schließen").click()
    expect(page.get_by_role("status")).to_contain_text("Geschlossen")


def test_what_was_asked_leads_to_its_field_by_keyboard_alone(jobs: str, visit: Visit) -> None:
    page = visit(base_url=jobs)
    page.goto("/jobs")
    page.get_by_role("link", name="Koch (m/w/d)").press("Enter")
    expect(page.get_by_role("region", name="Danach wurde gefragt")).to_contain_text("12 haben nach dem Gehalt gefragt")
    page.get_by_role("link", name="Ergänzen: Gehalt").press("Enter")
    field = page.get_by_label("Gehalt von")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("12 haben nach dem Gehalt gefragt: Trag es ein.")
    look_at(page)
    field.focus()
    page.keyboard.type("3.100")
    for _ in range(3):  # the end of the range, the currency, the period
        page.keyboard.press("Tab")
    page.keyboard.type("pro Monat")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Beschreibung")).to_be_focused()
    field.press("Enter")
    expect(page.get_by_text("ab 3.100 € pro Monat")).to_be_visible()
    page.get_by_role("button", name="Änderung veröffentlichen").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Geändert")
    expect(page.get_by_role("region", name="Danach wurde gefragt")).to_have_count(0)
