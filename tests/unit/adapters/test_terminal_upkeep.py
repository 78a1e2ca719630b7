import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.terminal.app import create_app
from adapters.terminal.progress import LineProgress, shown_progress
from adapters.terminal.session import Session
from bot.diagnosis import Finding, FindingState
from bot.errors import BuildError
from config.settings import Settings
from tests.fakes.assistant import CommandLine


def test_an_index_is_built_with_plain_lines_where_nobody_watches(lotse: CommandLine) -> None:
    result = lotse("index")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "passages: 0/100",
        "passages: 25/100",
        "passages: 50/100",
        "passages: 75/100",
        "passages: 100/100",
        "[bold]model: 0/0",
    ]
    assert result.stdout.startswith("Der Index ist gebaut (0.")


def test_a_current_index_is_left_alone_unless_forced(lotse: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    lotse.services.current = True
    result = lotse("index")
    assert (result.exit_code, lotse.services.builds) == (0, 0)
    assert result.stdout.startswith("Der Index ist aktuell.")
    monkeypatch.setenv("LOTSE_ANSWERS__LANGUAGE", "en")
    assert lotse("index").stdout.startswith("The index is current.")
    assert lotse("index", "--force").stdout.startswith("The index is built")
    assert lotse.services.builds == 1


def test_every_mistake_of_a_build_is_told(lotse: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(settings: object, progress: object) -> None:
        raise BuildError("topics.yaml:3: unknown point 98\nchannels.yaml:7: [en] is missing")

    monkeypatch.setattr(lotse.services, "build_index", fail)
    result = lotse("index")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "topics.yaml:3: unknown point 98\nchannels.yaml:7: [en] is missing\n"


def test_the_doctor_shows_findings_with_remedies(lotse: CommandLine) -> None:
    result = lotse("doctor")
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "✓ ok       Index         312 Passagen",
        "⚠ warning  Sprachmodell  wird ohne Export bedient",
        "                         → lotse index",
    ]


@pytest.mark.parametrize("state", [FindingState.MISSING, FindingState.ERROR])
def test_the_doctor_fails_where_something_must_be_mended(state: FindingState, lotse: CommandLine) -> None:
    lotse.services.findings = (Finding("[red]Index", state, "fehlt " * 30, "lotse index"),)
    result = lotse("doctor")
    assert result.exit_code == 1
    assert f"✗ {state.value}" in result.stdout
    assert "[red]Index" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_the_doctor_shows_what_other_adapters_find(lotse: CommandLine, data_dir: Path) -> None:
    def examine(settings: Settings) -> list[Finding]:
        return [Finding("Slack", FindingState.ERROR, f"kein Schlüssel, {settings.data_dir == data_dir}", "holen")]

    app = create_app(lambda: lotse.services, lambda: (examine,))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert result.stdout.startswith("✓ ok       Index")
    assert "✗ error    Slack         kein Schlüssel, True" in result.stdout
    assert "→ holen" in result.stdout


def test_figures_to_read_and_as_json(lotse: CommandLine, tmp_path: Path) -> None:
    assert [line.split() for line in lotse("evaluate", str(tmp_path)).stdout.splitlines()] == [
        ["mrr@10", "0.9612"],
        ["p50_ms", "12.5"],
        ["answerable_auroc", "nan"],
    ]
    figures = json.loads(lotse("evaluate", str(tmp_path), "--json").stdout)
    assert figures == {"mrr@10": 0.961235, "p50_ms": 12.5, "answerable_auroc": None}
    german = json.loads(lotse("evaluate", str(tmp_path), "--language", "de", "--json").stdout)
    assert german["answerable_auroc"] == 0.8


def test_a_folder_that_is_missing_is_told(lotse: CommandLine) -> None:
    result = lotse("evaluate", "nowhere")
    assert result.exit_code == 2
    assert "'nowhere' does not exist" in result.stderr


def test_a_step_that_goes_on_says_only_what_is_new(lotse: CommandLine, capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(Session(lambda: lotse.services).errors) as progress:
        assert isinstance(progress, LineProgress)
        for done in (0, 1, 1, 2):
            progress.step("embed", done, 2)
    assert capsys.readouterr().err.splitlines() == ["embed: 0/2", "embed: 1/2", "embed: 2/2"]


def test_the_version_is_shown(lotse: CommandLine) -> None:
    result = lotse("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("lotse ")


@pytest.mark.parametrize("command", ["ask", "chat", "index", "doctor", "evaluate", "deliveries", "data"])
def test_every_command_has_help_with_an_example(command: str, lotse: CommandLine) -> None:
    result = lotse(command, "--help")
    assert result.exit_code == 0
    assert f"Example: lotse {command}" in result.stdout
    assert command in lotse("--help").stdout


def test_the_exit_statuses_are_documented(lotse: CommandLine) -> None:
    text = " ".join(lotse("--help").stdout.split())
    assert "0 all is fine; 1 some lines or checks failed; 2 cannot run" in text


def test_real_services_come_from_the_composition_root() -> None:
    from adapters.terminal.services import real_services

    assert callable(real_services().build_assistant)
