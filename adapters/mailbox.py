"""How a command asks the process that holds a folder: by a file in it, which is answered by another file.

Needed because on SQLite only one process may write. Both files are for this user only, and gone once they are read.

MailboxError(AdapterError)
    the request was not carried out, or nobody knows; the text says what to do
SilentError(MailboxError)
    nobody answered in time
"""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import structlog

from adapters.errors import AdapterError
from bot.errors import BotError
from bot.store_errors import FolderInUseError

T = TypeVar("T")

REQUEST, ANSWER, UNFINISHED = ".request", ".answer", ".part"
LOOK_SECONDS = 0.05
STALE_SECONDS = 600.0
"""What lies about for longer was left by a command that was killed: it is removed without being carried out."""
_ANSWERED, _REFUSED = "answer", "refused"


class MailboxError(AdapterError):
    """The request was not carried out, or nobody knows whether it was."""


class SilentError(MailboxError):
    """Nobody answered in time."""


@contextmanager
def own_or_asked(open_own: Callable[[], AbstractContextManager[T]], asked: Callable[[], T]) -> Iterator[T]:
    """Give what opens, or, where another process holds the folder, what asks that one. Raises StoreError."""
    with ExitStack() as opened:
        try:
            reached = opened.enter_context(open_own())
        except FolderInUseError:
            reached = asked()
        yield reached


def ask(folder: Path, request: str, seconds: float) -> str:
    """Return what the process that looks into `folder` answers within `seconds`.

    Raises:
        SilentError: it did not answer in time. The text says whether the request may still be carried out.
        MailboxError: it refused, in its words; or the folder cannot be written.
    """
    name = secrets.token_hex(16)
    asked, answered = folder / f"{name}{REQUEST}", folder / f"{name}{ANSWER}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put(asked, request)
    except OSError as error:
        raise MailboxError(f"{folder}: cannot be written ({error.strerror}). Mend: allow writing there") from None
    try:
        return _read(_waited(answered, seconds) or _given_up(asked, seconds))
    finally:
        asked.unlink(missing_ok=True)
        answered.unlink(missing_ok=True)


def attend(folder: Path, answer: Callable[[str], str]) -> None:
    """Carry out what was asked for, each request once: one look. Errors are told to the one who asked."""
    for file in sorted(folder.glob(f"*{REQUEST}")):
        request = _taken(file)
        if request is not None:
            _put(file.with_suffix(ANSWER), json.dumps(_outcome(answer, request)))
    for file in folder.glob("*"):
        if _age(file) > STALE_SECONDS:
            file.unlink(missing_ok=True)


def _waited(answered: Path, seconds: float) -> str | None:
    until = time.monotonic() + seconds
    while not answered.exists():
        if time.monotonic() > until:
            return None
        time.sleep(LOOK_SECONDS)
    return answered.read_text(encoding="utf-8")


def _given_up(asked: Path, seconds: float) -> NoReturn:
    """Take the request back, where nobody has taken it."""
    try:
        asked.unlink()
    except FileNotFoundError:
        raise SilentError(
            f"the process that uses the data folder took the request, but gave no answer within {seconds:g} s. "
            "It may have been carried out. Mend: look at its log, then ask again"
        ) from None
    raise SilentError(
        f"another process uses the data folder and did not answer within {seconds:g} s; nothing was done. "
        "Mend: stop it and try again"
    )


def _read(text: str) -> str:
    envelope = json.loads(text)
    if _REFUSED in envelope:
        raise MailboxError(str(envelope[_REFUSED]))
    return str(envelope[_ANSWERED])


def _taken(file: Path) -> str | None:
    """None where whoever asked has given up; then it must not be done."""
    try:
        stale = _age(file) > STALE_SECONDS
        text = file.read_text(encoding="utf-8")
        file.unlink()
    except FileNotFoundError:
        return None
    return None if stale else text


def _outcome(answer: Callable[[str], str], request: str) -> dict[str, str]:
    try:
        return {_ANSWERED: answer(request)}
    except (AdapterError, BotError) as error:
        return {_REFUSED: str(error)}
    except Exception as error:  # noqa: BLE001 - the edge: whoever asked hears of it, and the process goes on
        structlog.get_logger("lotse.mailbox").exception("mailbox.failed")
        return {_REFUSED: f"it went wrong unexpectedly ({type(error).__name__}); the log of the data folder says more"}


def _age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _put(file: Path, text: str) -> None:
    """Whole or not at all, since the other side reads whatever it finds."""
    unfinished = file.with_suffix(UNFINISHED)
    unfinished.touch(mode=0o600)
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)
