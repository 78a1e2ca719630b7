"""The command line as a process: pipes, a real terminal, what it imports and how soon its help is there."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FAKE = (sys.executable, "-m", "tests.fakes.assistant")
ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r")


def environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm-256color"} | changes


def piped(*arguments: str, given: bytes = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*FAKE, *arguments], input=given, capture_output=True, env=environment(**changes), timeout=30, check=False
    )


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # only a controlling terminal turns Ctrl-C into an interrupt


class Terminal:
    """A process that believes a person sits before it."""

    def __init__(self, *arguments: str, width: int = 80, **changes: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        self.process = subprocess.Popen(
            [*FAKE, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment(**changes),
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - no threads here
        )
        os.close(slave)
        self.raw = ""

    @property
    def text(self) -> str:
        return ANSI.sub("", self.raw)

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def wait_for(self, expected: str, seconds: float = 60) -> None:
        """Read until `expected` shows after what was waited for before."""
        deadline = time.monotonic() + seconds
        while expected not in self.text:
            assert time.monotonic() < deadline, f"{expected!r} is not in {self.text!r}"
            self._read()

    def end(self, seconds: float = 60) -> int:
        """Read all that comes and return the exit status."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read()
        self._read()
        return self.process.wait(timeout=10)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def _read(self) -> None:
        if not select.select([self._master], [], [], 0.1)[0]:
            return
        try:
            self.raw += os.read(self._master, 65536).decode("utf-8", "replace")
        except OSError:  # Linux reports the far end's closing as an error
            time.sleep(0.05)


@pytest.fixture
def chat() -> Iterator[Terminal]:
    terminal = Terminal("chat")
    yield terminal
    terminal.close()


def test_a_conversation_in_a_terminal(chat: Terminal) -> None:
    chat.wait_for("Lotse zeigt, wo sich Menschen für offene Stellen finden lassen")
    chat.wait_for("Bauleiter in Köln, wo posten?")
    chat.wait_for("/help zeigt die Befehle")
    chat.wait_for("> ")
    chat.type("Bauleiter\r")
    chat.wait_for("2 Warum nicht TikTok?")
    assert "\x1b[" in chat.raw
    chat.type("2\r")
    chat.wait_for("2: Warum nicht TikTok?")
    chat.type("/quit\r")
    assert chat.end() == 0
    assert chat.text.rstrip().endswith("Auf Wiedersehen!")


@pytest.mark.parametrize("key", ["\x04", "\x03"], ids=["Ctrl-D", "Ctrl-C"])
def test_leaving_by_a_key_is_polite(key: str, chat: Terminal) -> None:
    chat.wait_for("\n> ")
    time.sleep(0.3)  # readline misses an interrupt between showing its prompt and waiting for a key
    chat.type(key)
    assert chat.end() == 0
    assert chat.text.rstrip().endswith("Auf Wiedersehen!")
    assert "Traceback" not in chat.text


def test_the_last_line_comes_back_by_the_arrow(chat: Terminal) -> None:
    chat.wait_for("\n> ")
    chat.type("hallo\r")
    chat.wait_for("1: hallo")
    chat.type("\x1b[A\r")
    chat.wait_for("2: hallo")


def test_the_welcome_speaks_the_settings_language() -> None:
    terminal = Terminal("chat", LOTSE_ANSWERS__LANGUAGE="en")
    try:
        terminal.wait_for("Site manager in Cologne, where to post?")
        terminal.type("/quit\r")
        terminal.wait_for("Goodbye!")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_no_color_is_respected() -> None:
    terminal = Terminal("ask", "Bauleiter", NO_COLOR="1")
    try:
        assert terminal.end() == 0
        assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", terminal.raw)
    finally:
        terminal.close()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_an_answer_keeps_to_the_terminals_width(width: int) -> None:
    terminal = Terminal("ask", "Bauleiter", width=width)
    try:
        assert terminal.end() == 0
        assert max(len(line) for line in terminal.text.splitlines()) <= min(width, 110)
    finally:
        terminal.close()


def test_an_index_is_built_with_bars() -> None:
    terminal = Terminal("index")
    try:
        assert terminal.end() == 0
        assert "passages" in terminal.text
        assert "100/100" in terminal.text
        assert "[bold]model" in terminal.text
        assert "Der Index ist gebaut" in terminal.text
    finally:
        terminal.close()


def test_a_chat_through_pipes_has_no_prompt() -> None:
    result = piped("chat", given=b"eins\nzwei\n")
    assert result.returncode == 0
    assert result.stdout.decode().splitlines()[0] == "1: eins"
    assert b"\x1b" not in result.stdout
    assert b"> " not in result.stdout
    assert result.stderr == b""


def test_a_batch_is_flushed_line_by_line() -> None:
    with subprocess.Popen(
        [*FAKE, "ask", "--batch", "-", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2):
            process.stdin.write(f'{{"id": {number}, "q": "x"}}\n'.encode())
            process.stdin.flush()
            assert select.select([process.stdout], [], [], 20)[0], "no answer before the end of the input"
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_a_reader_that_leaves_is_no_crash() -> None:
    with subprocess.Popen(
        [*FAKE, "ask", "--batch", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout
        process.stdout.close()
        _, errors = process.communicate(b'{"id": 1, "q": "x"}\n' * 50, timeout=60)
    assert b"Traceback" not in errors
    assert b"Entschuldigung" not in errors


def test_ctrl_c_ends_a_batch_at_once() -> None:
    with subprocess.Popen(
        [*FAKE, "ask", "--batch", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b'{"id": 1, "q": "x"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 130
    assert b"Traceback" not in errors


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_is_served(encoding: str) -> None:
    for arguments in (("ask", "Bauleiter €"), ("--help",), ("doctor",), ("chat",)):
        result = piped(*arguments, given="Bauleiter ✓\n/help\n".encode(), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert result.returncode == 0, result.stderr
        assert b"Traceback" not in result.stderr


def test_json_is_utf8_whatever_the_terminal() -> None:
    result = piped("ask", "Größe", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(result.stdout.decode("utf-8"))["text"] == "1: Größe"


def test_an_argument_that_is_not_utf8_is_no_crash() -> None:
    result = subprocess.run(
        [*FAKE, "ask", b"a\xff", "--json"], capture_output=True, env=environment(), timeout=30, check=False
    )
    assert result.returncode == 0
    assert json.loads(result.stdout)["text"] == "1: a?"


def seconds(code: str) -> tuple[float, subprocess.CompletedProcess[bytes]]:
    """Run it in an interpreter of its own, and say how long that took."""
    started = time.perf_counter()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=False)
    return time.perf_counter() - started, result


@pytest.mark.alone
def test_the_help_imports_nothing_heavy_and_is_there_at_once() -> None:
    code = (
        "import sys; from adapters.main import command_line\n"
        "try: command_line()(['--help'], prog_name='lotse')\n"
        "except SystemExit: pass\n"
        "heavy = ('torch', 'sklearn', 'onnxruntime', 'faiss', 'numpy', 'pydantic_settings', 'structlog')\n"
        "sys.exit(', '.join(name for name in heavy if name in sys.modules) or 0)"
    )
    helping, importing = [], []
    for _ in range(3):
        importing.append(seconds("import typer, rich.console")[0])
        took, result = seconds(code)
        helping.append(took)
        assert result.returncode == 0, result.stderr
        assert b"Exit status: 0 all is fine" in result.stdout
    assert min(helping) < 5 * min(importing), (helping, importing)


def test_answering_loads_nothing_that_only_operators_need(tmp_path: Path) -> None:
    code = (
        "import sys; from adapters.main import command_line\n"
        "try: command_line()(['ask', 'Hallo'], prog_name='lotse')\n"
        "except SystemExit: pass\n"
        "heavy = ('sqlalchemy', 'dbos', 'slack_sdk', 'aiohttp', 'alembic', 'adapters.delivery', 'adapters.mailbox')\n"
        "sys.exit(', '.join(name for name in heavy if name in sys.modules) or 0)"
    )
    own = environment(LOTSE_DATA_DIR=str(tmp_path))
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=own, check=False)
    assert result.returncode == 0, result.stderr
    assert b"lotse index" in result.stderr  # it came as far as loading the index
