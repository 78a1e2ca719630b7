import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from config.logging import LOG_FILE, configure_logging
from config.settings import ConfigError

TELEGRAM = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def logged(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / LOG_FILE).read_text("utf-8").splitlines()]


def fail(text: str) -> None:
    raise ValueError(text)


def test_events_become_lines_of_json(tmp_path: Path) -> None:
    path = configure_logging(tmp_path / "new" / "data")
    structlog.get_logger("lotse.test").info("index built", passages=312, model="größer")
    [event] = logged(path.parent)
    assert path == tmp_path / "new" / "data" / LOG_FILE
    assert event | {"timestamp": ""} == {
        "event": "index built",
        "passages": 312,
        "model": "größer",
        "level": "info",
        "logger": "lotse.test",
        "timestamp": "",
    }


def test_secrets_are_masked_in_values_strings_and_exceptions(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    log = structlog.get_logger("lotse.test")
    log.info(
        "connected", bot_token="abc", url=f"https://api.telegram.org/bot{TELEGRAM}/getMe", nested={"password": "p"}
    )
    try:
        fail(f"bad token {TELEGRAM}")
    except ValueError:
        log.exception("failed")
    logging.getLogger("library").warning("POST %s with %s", "https://u:hunter2@host/x", "xoxb-1-2-abc")
    text = (tmp_path / LOG_FILE).read_text("utf-8")
    assert not [secret for secret in (TELEGRAM, '"abc"', "hunter2", "xoxb-1", ': "p"') if secret in text]
    assert "ValueError: bad token [redacted]" in text
    assert "POST https://[redacted]@host/x with [redacted]" in text


def test_exceptions_show_no_local_variables(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    local_value = "".join(["local", "-", "value"])
    try:
        fail("boom")
    except ValueError:
        structlog.get_logger("lotse.test").exception("failed")
    text = (tmp_path / LOG_FILE).read_text("utf-8")
    assert "boom" in text
    assert local_value not in text


@pytest.mark.parametrize("library", ["httpx", "httpcore", "httpx2", "bm25s", "faiss.loader"])
def test_talkative_libraries_are_heard_only_from_warning(library: str, tmp_path: Path) -> None:
    configure_logging(tmp_path)
    logging.getLogger(library).setLevel(logging.DEBUG)  # as some libraries do themselves
    logging.getLogger(library).info("HTTP Request: GET https://example.org")
    logging.getLogger(library).warning("slow")
    assert [event["event"] for event in logged(tmp_path)] == ["slow"]


def test_warnings_reach_a_console_where_one_is_given(tmp_path: Path) -> None:
    console = io.StringIO()
    configure_logging(tmp_path, console)
    structlog.get_logger("lotse.test").info("quiet")
    structlog.get_logger("lotse.test").warning("heard", token="abc")
    assert "heard" in console.getvalue()
    assert "quiet" not in console.getvalue()
    assert "abc" not in console.getvalue()


def test_only_the_last_configuration_counts(tmp_path: Path) -> None:
    configure_logging(tmp_path / "first")
    configure_logging(tmp_path / "second")
    structlog.get_logger("lotse.test").info("once")
    assert logged(tmp_path / "first") == []
    assert [event["event"] for event in logged(tmp_path / "second")] == ["once"]


def test_the_file_is_rotated_by_size(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    for _ in range(6):
        structlog.get_logger("lotse.test").info("x" * 1_000_000)
    assert (tmp_path / f"{LOG_FILE}.1").exists()
    assert (tmp_path / LOG_FILE).stat().st_size < 5_000_000


def test_lone_surrogates_do_not_lose_the_line(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    structlog.get_logger("lotse.test").info("odd \ud800 letter")
    assert [event["event"] for event in logged(tmp_path)] == ["odd \ud800 letter"]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ConfigError) as caught:
            configure_logging(folder)
        assert f"data_dir: {folder} must be a folder that can be written to" in str(caught.value)
