"""From a command to its exit status. Only this module, `app` and `operating` know typer."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from adapters.terminal.failures import Status
    from adapters.terminal.services import Examiner, Services
    from adapters.terminal.session import Session


@dataclass(frozen=True, slots=True)
class Parts:
    """What commands work with, each loaded when a command needs it."""

    load_services: Callable[[], "Services"]
    load_examiners: Callable[[], tuple["Examiner", ...]]


def run_command(ctx: typer.Context, command: Callable[["Session"], "Status"]) -> NoReturn:
    """Run a command to its exit status and end the process."""
    from adapters.terminal.session import Session  # noqa: PLC0415 - heavy

    parts: Parts = ctx.obj
    status = Session(parts.load_services, parts.load_examiners).run(command)
    sys.stdout.flush()
    raise typer.Exit(int(status))
