"""With a team's password: nobody gets in without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pydantic import SecretStr

from config.groups import WebSettings
from config.settings import Settings
from tests.browser.acting import ADVICE, PHONE, WIDE, asked
from tests.browser.axe import SCHEMES, violations
from tests.browser.conftest import Visit
from tests.browser.serving import index_source, serving

PASSWORD = "leuchtturm-am-kanal"


@pytest.fixture
def guarded(index: Settings, store_folder: Path) -> Iterator[str]:
    web = WebSettings(port=1, login="password", password=SecretStr(PASSWORD))
    with serving(store_folder, index_source(index), web) as address:
        yield address


def test_in_with_the_password_and_out_again(visit: Visit, guarded: str) -> None:
    page = visit(base_url=guarded, tolerated="status of 401")
    page.goto("/checklists")
    expect(page).to_have_url(f"{guarded}/login")
    page.get_by_label("Kennwort des Teams").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Das Kennwort stimmt nicht.")
    page.get_by_label("Kennwort des Teams").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".welcome")).to_be_visible()
    asked(page, ADVICE)
    where = page.url
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(f"{guarded}/login")
    page.goto(where)
    expect(page).to_have_url(f"{guarded}/login")


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_the_login_is_accessible(visit: Visit, guarded: str, locale: str) -> None:
    page = visit(base_url=guarded, locale=locale)
    page.goto("/login")
    assert violations(page, SCHEMES, (WIDE, PHONE)) == []
