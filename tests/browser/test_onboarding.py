"""A new member goes through a module: a wrong answer, its repetition when the clock has moved, and the finish."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from bot.onboarding.joining import offer
from bot.stores import Stores
from config.groups import SlackSettings
from config.settings import Settings
from tests.browser.acting import PHONE
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.serving import index_source, serving
from tests.browser.test_phone import assert_fits
from tests.fakes.onboarding import START, Clock

TITLE = "Was Social Recruiting ist"
RIGHT = (
    "Über soziale Medien mögliche Kandidaten erkennen und gewinnen",
    "Social Distribution oder Active Sourcing",
    "LinkedIn und XING",
)
WRONG = "Die privaten Profile von Bewerbern prüfen"


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def path(index: Settings, tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[str]:
    """A server whose clock stands until it is moved."""
    with serving(tmp_path_factory.mktemp("path"), index_source(index), clock=clock) as served:
        yield served


def answer(page: Page, number: int, option: str, result: str) -> None:
    question = page.locator(".learn-question").nth(number)
    question.get_by_label(option).check()
    question.get_by_role("button", name="Antworten").click()
    expect(question.get_by_role("status")).to_contain_text(result)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_through_a_module_with_a_wrong_answer_and_its_repetition(
    path: str, visit: Visit, clock: Clock, script: bool
) -> None:
    member = visit(PHONE, tolerated="status of 422", base_url=path, java_script_enabled=script)
    member.goto("/")
    member.get_by_role("link", name="Einarbeitung").click()
    expect(member.get_by_role("progressbar")).to_have_attribute("value", "0")
    assert not script or violations(member, ("light", "dark"), (PHONE,)) == []
    member.get_by_role("link", name="Anfangen").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(TITLE)
    member.get_by_role("button", name="Modul abschließen").click()
    expect(member.get_by_role("alert")).to_contain_text("Beantworte zuerst alle Fragen")

    answer(member, 0, WRONG, "Nicht richtig")
    first = member.locator(".learn-question").first
    expect(first).to_contain_text(RIGHT[0])
    expect(first).to_contain_text("Punkt 4")
    expect(first).to_contain_text("kommt am")
    for number in (1, 2):
        answer(member, number, RIGHT[number], "Richtig")
    if script:
        expect(member.locator(":focus")).to_contain_text("Richtig")
        assert violations(member, ("light", "dark"), (PHONE,)) == []
        assert_fits(member)
    member.get_by_role("button", name="Modul abschließen").click()
    expect(member.get_by_role("status")).to_contain_text("ist abgeschlossen")
    expect(member.get_by_role("progressbar")).to_have_attribute("value", "1")
    expect(member.get_by_role("region", name="Zum Wiederholen")).to_have_count(0)

    assert not script or violations(member, ("light",), (PHONE,)) == []

    for days in (1, 3, 7) if script else (1,):
        clock.now += timedelta(days=days)
        member.goto("/onboarding")
        due = member.get_by_role("region", name="Zum Wiederholen")
        due.get_by_role("link").click()
        expect(member.locator(".learn-question").first).to_contain_text("Diese Frage kommt wieder")
        answer(member, 0, RIGHT[0], "Richtig")
    member.goto("/onboarding")
    expect(member.get_by_role("region", name="Zum Wiederholen")).to_have_count(0)

    member.get_by_label("Dein Name").fill("Mia")
    member.get_by_label("Abgeschlossene Module").check()
    member.get_by_role("button", name="Speichern").click()
    expect(member.get_by_role("status")).to_have_text("Gespeichert.")
    lead = visit(base_url=path, java_script_enabled=script)
    lead.goto("/onboarding/team/progress")
    expect(lead.get_by_role("listitem").filter(has_text="Mia").first).to_contain_text(TITLE)
    assert not script or violations(lead, ("light",), (PHONE,)) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_progress_in_the_browser_is_joined_with_that_of_slack(
    index: Settings, visit: Visit, tmp_path: Path, script: bool
) -> None:
    codes: list[str] = []

    def fill(stores: Stores) -> None:
        stores.progress.finish("slack:T1:U1", "trends", START)
        codes.append(offer(stores.progress, "slack:T1:U1", START))

    slack = SlackSettings(bot_token=SecretStr("xoxb-1-fake"))
    with serving(tmp_path, index_source(index), slack=slack, fill=fill, clock=Clock()) as served:
        page = visit(PHONE, tolerated="status of 422", base_url=served, java_script_enabled=script)
        page.goto("/onboarding")
        page.get_by_label("Code aus Slack").fill("ABCD")
        page.get_by_role("button", name="Verbinden").click()
        expect(page.get_by_role("alert")).to_contain_text("Diesen Code gibt es nicht")
        assert not script or violations(page, ("light", "dark"), (PHONE,)) == []
        page.get_by_label("Code aus Slack").fill(codes[0])
        page.get_by_role("button", name="Verbinden").click()
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "1")
        assert not script or violations(page, ("light", "dark"), (PHONE,)) == []
        page.get_by_role("button", name="Verbindung beenden").click()
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "0")


def test_by_keyboard_alone_and_on_to_the_chat(path: str, visit: Visit) -> None:
    page = visit(base_url=path, locale="en-GB")
    page.goto("/onboarding/trends")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".learn-question").first.get_by_role("status")).to_be_focused()
    page.get_by_label("Ask Lotse").fill("What does that mean?")
    page.keyboard.press("Enter")
    answered = page.get_by_role("article", name="What does that mean?")
    expect(answered).to_contain_text(re.compile("trends", re.IGNORECASE))
    page.locator("#question").fill("What does that mean?")
    page.keyboard.press("Enter")
    expect(answered).to_have_count(2)
