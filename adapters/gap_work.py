"""Gaps and the report, reached from a command: in the store, or through the process that holds it.

On SQLite one process may use the store. Where that is a serving one, it is asked by files, see `adapters/mailbox.py`.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import TypeAdapter

from adapters.mailbox import ask, own_or_asked
from adapters.people import PATIENCE_SECONDS, requests_folder
from bot.gaps.desk import GapDesk
from bot.gaps.models import AnswerVersion, Draft, Editor, Gap, GapSummary
from bot.gaps.report import Report, Reports

PREFIX = "gaps."
"""Begins the names of these requests."""
_LIST, _SHOW, _ANSWER, _RESTORE, _WITHDRAW, _REPORT = (
    f"{PREFIX}{name}" for name in ("list", "show", "answer", "restore", "withdraw", "report")
)
_SUMMARIES = TypeAdapter(tuple[GapSummary, ...])
_GAP, _DRAFT, _EDITOR = TypeAdapter(Gap), TypeAdapter(Draft), TypeAdapter(Editor)
_VERSION, _WEEKS = TypeAdapter(AnswerVersion), TypeAdapter(Report)


class GapWork(Protocol):
    """What commands do with gaps; `bot.gaps.desk.GapDesk` says more. Everything may raise StoreError, GapError."""

    def gaps(self) -> tuple[GapSummary, ...]:
        """Return all gaps, those that most people asked first."""
        ...

    def gap(self, gap: str) -> Gap:
        """Return a gap."""
        ...

    def publish(self, gap: str, draft: Draft, editor: Editor) -> AnswerVersion:
        """Serve an answer."""
        ...

    def restore(self, gap: str, version: int, editor: Editor) -> AnswerVersion:
        """Serve an earlier version again."""
        ...

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion:
        """Serve a gap's answer no longer."""
        ...

    def report(self, weeks: int) -> Report:
        """Count the last weeks."""
        ...


@dataclass(frozen=True, slots=True)
class OwnGaps:
    """Fulfils `GapWork` on an open store."""

    desk: GapDesk
    reports: Reports

    def gaps(self) -> tuple[GapSummary, ...]:
        """Return all gaps."""
        return self.desk.gaps()

    def gap(self, gap: str) -> Gap:
        """Return a gap."""
        return self.desk.gap(gap)

    def publish(self, gap: str, draft: Draft, editor: Editor) -> AnswerVersion:
        """Serve an answer."""
        return self.desk.publish(gap, draft, editor)

    def restore(self, gap: str, version: int, editor: Editor) -> AnswerVersion:
        """Serve an earlier version again."""
        return self.desk.restore(gap, version, editor)

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion:
        """Serve a gap's answer no longer."""
        return self.desk.withdraw(gap, editor)

    def report(self, weeks: int) -> Report:
        """Count the last weeks."""
        return self.reports.report(weeks, datetime.now(UTC).date())


class AskedGaps:
    """Fulfils `GapWork` through the process that holds the data folder. Everything may raise MailboxError."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = requests_folder(data_dir)

    def gaps(self) -> tuple[GapSummary, ...]:
        """Return all gaps."""
        return _SUMMARIES.validate_json(self._asked(_LIST))

    def gap(self, gap: str) -> Gap:
        """Return a gap."""
        return _GAP.validate_json(self._asked(_SHOW, gap=gap))

    def publish(self, gap: str, draft: Draft, editor: Editor) -> AnswerVersion:
        """Serve an answer."""
        values = {"draft": _DRAFT.dump_python(draft, mode="json"), "editor": _by(editor)}
        return _VERSION.validate_json(self._asked(_ANSWER, gap=gap, **values))

    def restore(self, gap: str, version: int, editor: Editor) -> AnswerVersion:
        """Serve an earlier version again."""
        return _VERSION.validate_json(self._asked(_RESTORE, gap=gap, version=version, editor=_by(editor)))

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion:
        """Serve a gap's answer no longer."""
        return _VERSION.validate_json(self._asked(_WITHDRAW, gap=gap, editor=_by(editor)))

    def report(self, weeks: int) -> Report:
        """Count the last weeks."""
        return _WEEKS.validate_json(self._asked(_REPORT, weeks=weeks))

    def _asked(self, what: str, **values: Any) -> str:
        return ask(self._folder, json.dumps({"what": what, **values}), PATIENCE_SECONDS)


def reached(data_dir: Path, open_own: Callable[[], AbstractContextManager[GapWork]]) -> AbstractContextManager[GapWork]:
    """Give what opens, or, where another process holds the folder, what that process does. Raises StoreError."""
    return own_or_asked(open_own, lambda: AskedGaps(data_dir))


def answered(work: GapWork, request: str) -> str:
    """Do what a command asks for, on the side of the process that holds the store. Raises StoreError, GapError."""
    asked = json.loads(request)
    match asked["what"]:
        case what if what == _LIST:
            return _SUMMARIES.dump_json(work.gaps()).decode()
        case what if what == _SHOW:
            return _GAP.dump_json(work.gap(asked["gap"])).decode()
        case what if what == _REPORT:
            return _WEEKS.dump_json(work.report(asked["weeks"])).decode()
    return _VERSION.dump_json(_changed(work, asked)).decode()


def _changed(work: GapWork, asked: dict[str, Any]) -> AnswerVersion:
    gap, editor = asked["gap"], _EDITOR.validate_python(asked["editor"])
    match asked["what"]:
        case what if what == _ANSWER:
            return work.publish(gap, _DRAFT.validate_python(asked["draft"]), editor)
        case what if what == _RESTORE:
            return work.restore(gap, asked["version"], editor)
        case what if what == _WITHDRAW:
            return work.withdraw(gap, editor)
    raise ValueError(f"{asked['what']} is no request")


def _by(editor: Editor) -> Any:
    return _EDITOR.dump_python(editor, mode="json")
