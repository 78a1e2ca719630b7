"""An editor goes from a gap to a published answer; whoever asked is told once; it is undone; the report counts it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from config.settings import Settings
from tests.browser.acting import PHONE, ask
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.serving import index_source, serving
from tests.gaps import indexed_folder

QUESTION = "Wie hoch ist unsere Prämie für empfohlene Mitarbeiter?"
OTHER_WORDS = "Gibt es eine Prämie, wenn ich einen Mitarbeiter empfehle?"
TEXT = "Wir zahlen 1.500 Euro nach der Probezeit."


@pytest.fixture(scope="module")
def team(index: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose store and answers are its own."""
    folder = indexed_folder(index, tmp_path_factory.mktemp("team"))
    with serving(folder, index_source(Settings(data_dir=folder))) as served:
        yield served


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_from_a_gap_to_an_answer_and_back(team: str, visit: Visit, script: bool) -> None:
    recruiter = visit(base_url=team)
    recruiter.goto("/")
    ask(recruiter, QUESTION)
    expect(recruiter.locator(".answer").last).to_have_class("answer unknown")
    conversation = recruiter.url

    editor = visit(tolerated="status of 422", base_url=team, java_script_enabled=script)
    editor.goto("/team")
    editor.get_by_role("link", name="Wissenslücken").last.click()
    assert not script or violations(editor, ("light",), (PHONE,)) == []
    editor.get_by_role("link", name=QUESTION).click()
    expect(editor.get_by_label("Wie danach gefragt wird")).to_have_value(QUESTION)
    editor.get_by_label("Antwort auf Deutsch").fill(TEXT)
    editor.get_by_role("button", name="Veröffentlichen").click()
    expect(editor.get_by_role("alert")).to_contain_text("Dein Name fehlt")
    editor.get_by_label("Dein Name").first.fill("Eva Sommer")
    editor.get_by_role("button", name="Ausprobieren").click()
    expect(editor.get_by_role("region", name="So würde jetzt geantwortet")).to_contain_text("mit dieser Antwort")
    assert not script or violations(editor, ("light",), (PHONE,)) == []
    editor.get_by_role("button", name="Veröffentlichen").click()
    expect(editor.get_by_role("status")).to_contain_text("Veröffentlicht")
    assert not script or violations(editor, ("light",), (PHONE,)) == []

    recruiter.goto(conversation)
    expect(recruiter.locator(".news")).to_contain_text(TEXT)
    recruiter.reload()
    expect(recruiter.locator(".exchange")).to_be_visible()
    expect(recruiter.locator(".news")).to_have_count(0)
    ask(recruiter, OTHER_WORDS)
    expect(recruiter.locator(".answer").last).to_contain_text("Eva Sommer")
    expect(recruiter.locator(".answer").last).to_contain_text(TEXT)

    editor.get_by_label("Dein Name").last.fill("Ben")
    editor.get_by_role("button", name="Zurückziehen").click()
    expect(editor.get_by_role("status")).to_contain_text("Zurückgezogen")
    ask(recruiter, f"{OTHER_WORDS} Bitte!")
    expect(recruiter.locator(".answer").last).not_to_contain_text("Eva Sommer")

    editor.goto("/report")
    expect(editor.get_by_role("table")).to_contain_text(" %")
    assert not script or violations(editor, ("light",), (PHONE,)) == []
