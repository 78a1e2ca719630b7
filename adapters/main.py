"""The entry point `lotse`: the terminal's commands, and `serve`, which starts what answers elsewhere."""

import gc
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.terminal.app import create_app, real_services, run_command, start

if TYPE_CHECKING:
    from adapters.terminal.failures import Status
    from adapters.terminal.services import Examiner
    from adapters.terminal.session import Session

COLLECT_AFTER = 50_000
"""Objects. Loading the index makes some hundred thousand that stay; by default they are looked through again
and again, which took a twelfth of the time of `lotse ask`."""
SERVE_EXAMPLE = "Example: LOTSE_WEB__PORT=9000 lotse serve --no-browser"


def serve(
    ctx: typer.Context,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page where a browser is at hand.")
    ] = True,
) -> None:
    """Serve the web chat and its API on web.host and web.port, and the chats that tokens are set for, until Ctrl-C."""

    def command(session: "Session") -> "Status":
        return _serve(session, browser=browser)

    run_command(ctx, command)


def command_line() -> typer.Typer:
    """Return all commands on the real services."""
    app = create_app(real_services, _examiners)
    app.command(epilog=SERVE_EXAMPLE)(serve)
    return app


def main() -> None:
    """Run the command line."""
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
    start(command_line())


def _examiners() -> tuple["Examiner", ...]:
    from adapters import examining  # noqa: PLC0415 - heavy

    return (examining.slack, examining.telegram, examining.handoffs, examining.deliveries, examining.folders)


def _serve(session: "Session", *, browser: bool) -> "Status":
    from adapters import serve as server  # noqa: PLC0415 - heavy, as all below
    from adapters.terminal.failures import Status  # noqa: PLC0415
    from bot import bootstrap  # noqa: PLC0415

    server.serve(session.settings, bootstrap, _Teller(session), browser=browser)
    return Status.FINE


class _Teller:
    """Says where Lotse is on standard output."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    def serving(self, address: str) -> None:
        """The web chat is served here."""
        self._session.say(self._session.words.serving.format(address=address))

    def connected(self, where: str) -> None:
        """A chat platform is connected."""
        self._session.say(self._session.words.connected.format(where=where))


if __name__ == "__main__":
    main()
