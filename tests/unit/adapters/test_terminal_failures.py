import json
import re
from pathlib import Path

import pytest

from tests.fakes.assistant import CommandLine


def test_an_unexpected_error_is_logged_under_the_reference_that_the_apology_names(
    lotse: CommandLine, data_dir: Path
) -> None:
    result = lotse("ask", "crash vertraulich 'so'")
    assert (result.exit_code, result.stdout) == (2, "")
    found = re.fullmatch(
        rf"Entschuldigung, .* Nummer ([0-9A-F]{{8}}), Näheres in {re.escape(str(data_dir / 'lotse.log'))}\n",
        result.stderr,
    )
    assert found
    [event] = [json.loads(line) for line in (data_dir / "lotse.log").read_text("utf-8").splitlines()]
    assert event["reference"] == found[1]
    assert event["kind"] == "RuntimeError"
    assert "in reply" in event["exception"]
    assert "vertraulich" not in json.dumps(event)
    assert "[message]" in event["exception"]


def test_the_apology_speaks_the_settings_language_or_the_one_asked_for(
    lotse: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lotse("ask", "crash", "--language", "en").stderr.startswith("Sorry, something went wrong")
    monkeypatch.setenv("LOTSE_ANSWERS__LANGUAGE", "en")
    assert lotse("ask", "crash").stderr.startswith("Sorry, something went wrong")
    assert lotse("ask", "crash", "--language", "de").stderr.startswith("Entschuldigung")


def test_an_error_of_the_services_is_apologised_for_with_the_log(
    lotse: CommandLine, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lotse.services, "diagnose", lambda settings: 1 / 0)
    result = lotse("doctor")
    assert result.exit_code == 2
    assert str(data_dir / "lotse.log") in result.stderr
    assert "ZeroDivisionError" in (data_dir / "lotse.log").read_text("utf-8")


def test_an_error_before_there_is_a_log_still_has_an_apology(
    lotse: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.terminal.session.load_settings", lambda: 1 / 0)
    result = lotse("doctor")
    assert result.exit_code == 2
    assert re.fullmatch(r"Entschuldigung, .* \(ZeroDivisionError\)\. Nummer [0-9A-F]{8}\n", result.stderr)


@pytest.mark.parametrize(
    "command", [("ask", "x"), ("chat",), ("index",), ("doctor",), ("evaluate", ".")], ids=lambda command: command[0]
)
def test_a_wrong_setting_stops_every_command(
    command: tuple[str, ...], lotse: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_WEB__PROT", "1")
    result = lotse(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "LOTSE_WEB__PROT: unknown setting; did you mean LOTSE_WEB__PORT?\n"


def test_a_data_folder_that_cannot_be_written_to_is_named(
    lotse: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path / "file"))
    result = lotse("ask", "x")
    assert result.exit_code == 2
    assert f"data_dir: {tmp_path / 'file'} must be a folder that can be written to" in result.stderr
