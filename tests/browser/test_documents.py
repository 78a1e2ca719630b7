"""A document is uploaded, quoted by the next answer, and removed; meanwhile other questions are answered."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from adapters.keeper import Source
from bot import bootstrap
from config.settings import Settings
from tests.browser.acting import PHONE, ask
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.serving import serving

QUESTION = "Wo gebe ich den Dienstwagen am letzten Arbeitstag zurück?"
TEXT = "Der Dienstwagen ist bis zum letzten Arbeitstag mittags am Empfang in Haus B zurückzugeben."


@pytest.fixture
def team(index: Settings, tmp_path: Path) -> Iterator[str]:
    """A server whose index is its own, and exchanged as it changes."""
    settings = Settings(data_dir=tmp_path / "data")
    shutil.copytree(bootstrap.index_folder(index), bootstrap.index_folder(settings))
    source = Source(lambda: bootstrap.generation(settings), lambda: bootstrap.host(settings))
    with serving(settings.data_dir, source) as served:
        yield served


def test_from_a_file_to_a_quotation_and_back(team: str, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "fuhrpark.md"
    file.write_text(f"# Fuhrpark\n\n## Rückgabe\n\n{TEXT}\n", encoding="utf-8")
    editor, recruiter = visit(base_url=team), visit(base_url=team)
    editor.goto("/team")
    editor.get_by_role("link", name="Dokumente").last.click()
    assert violations(editor, ("light",), (PHONE,)) == []
    editor.get_by_label("Dateien", exact=True).set_input_files(file)
    editor.get_by_label("Intern: nur Recruiter").check()
    editor.get_by_label("Verantwortlich").fill("Fuhrparkleitung")
    editor.get_by_role("button", name="Aufnehmen").click()
    recruiter.goto("/")
    expect(ask(recruiter, "Was ist Social Recruiting?")).to_be_visible()
    expect(editor.get_by_role("heading", name="Fertig gelesen")).to_be_visible()
    expect(editor.get_by_role("status")).to_contain_text("neu; 1 Abschnitt; Deutsch")
    assert violations(editor, ("light",), (PHONE,)) == []

    expect(ask(recruiter, QUESTION)).to_contain_text(TEXT)
    expect(recruiter.locator(".exchange").last).to_contain_text("Fuhrparkleitung")

    plain = visit(base_url=team, java_script_enabled=False)
    plain.goto("/documents")
    plain.get_by_role("link", name="Fuhrpark entfernen").click()
    plain.get_by_role("button", name="Endgültig entfernen").click()
    expect(plain.get_by_role("heading", name="Entfernt")).to_be_visible()
    expect(ask(recruiter, f"{QUESTION} Danke!")).not_to_contain_text("Haus B")
