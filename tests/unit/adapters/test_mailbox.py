"""Asking another process by files: a thread plays the one that holds the folder."""

import json
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters import mailbox
from adapters.errors import AdapterError
from adapters.mailbox import MailboxError, SilentError, ask, attend


@contextmanager
def attending(folder: Path, answer: Callable[[str], str]) -> Iterator[None]:
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.01):
            attend(folder, answer)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_what_is_asked_is_answered_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "requests"
    with attending(folder, lambda text: f"{text}, gehört"):
        assert ask(folder, "Größe", 10) == "Größe, gehört"
    assert list(folder.iterdir()) == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_many_ask_at_once(tmp_path: Path) -> None:
    answers: dict[int, str] = {}
    with attending(tmp_path, str.upper):
        threads = [
            threading.Thread(target=lambda n=number: answers.update({n: ask(tmp_path, f"q{n}", 10)}))
            for number in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {number: f"Q{number}" for number in range(20)}


def test_only_this_user_reads_requests_and_answers(tmp_path: Path) -> None:
    mailbox._put(tmp_path / "a.request", "x")
    attend(tmp_path, lambda text: text)
    assert stat.S_IMODE((tmp_path / "a.answer").stat().st_mode) == 0o600


def test_where_nobody_looks_nothing_is_done_and_nothing_lies_about(tmp_path: Path) -> None:
    with pytest.raises(SilentError, match="nothing was done"):
        ask(tmp_path, "x", 0.1)
    assert list(tmp_path.iterdir()) == []


def test_a_request_that_was_taken_may_have_been_carried_out(tmp_path: Path) -> None:
    taken = threading.Event()

    def take() -> None:
        while not (found := list(tmp_path.glob("*.request"))):
            time.sleep(0.01)
        found[0].unlink()
        taken.set()

    thread = threading.Thread(target=take)
    thread.start()
    with pytest.raises(SilentError, match="may have been carried out"):
        ask(tmp_path, "x", 1)
    thread.join()
    assert taken.is_set()


def test_a_refusal_comes_back_in_its_words(tmp_path: Path) -> None:
    def refuse(text: str) -> str:
        raise AdapterError(f"no {text}")

    with attending(tmp_path, refuse), pytest.raises(MailboxError, match=r"^no x$"):
        ask(tmp_path, "x", 10)


def test_a_failure_nobody_expected_tells_its_kind_only(tmp_path: Path) -> None:
    def fail(text: str) -> str:
        raise ValueError(f"cannot deal with {text}")

    with attending(tmp_path, fail):
        with pytest.raises(MailboxError, match="ValueError") as failure:
            ask(tmp_path, "secret", 10)
        assert "secret" not in str(failure.value)
        with pytest.raises(MailboxError):
            ask(tmp_path, "again", 10)


def test_what_a_killed_command_left_is_removed_and_not_carried_out(tmp_path: Path) -> None:
    old = time.time() - mailbox.STALE_SECONDS - 60
    for name in ("a.request", "b.answer", "c.part"):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (old, old))
    done: list[str] = []
    attend(tmp_path, lambda text: done.append(text) or "")  # type: ignore[func-returns-value]
    assert (done, list(tmp_path.iterdir())) == ([], [])


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MailboxError, match="Mend"):
        ask(tmp_path / "file" / "requests", "x", 0.1)


def test_an_answer_is_an_envelope_so_that_any_text_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "a.request").write_text("x")
    attend(tmp_path, lambda text: '{"refused": 1}')
    assert json.loads((tmp_path / "a.answer").read_text()) == {"answer": '{"refused": 1}'}


def test_a_folder_that_nobody_has_made_yet_holds_no_requests(tmp_path: Path) -> None:
    attend(tmp_path / "none", lambda text: text)
    assert list(tmp_path.iterdir()) == []
