"""The command line for operators: what the delivery could not do, and what is kept of one person."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.terminal.running import run_command

DELIVERIES_EXAMPLE = "Example: lotse deliveries --json\n\nExample: lotse deliveries resend --all"
RESEND_EXAMPLE = "Example: lotse deliveries resend slack:T0ACME:C0JOBS:1764097200.000100"

DATA_EXAMPLE = "Example: lotse data export U0ANNA --output anna.json\n\nExample: lotse data forget U0ANNA"
WHO = """USER in Slack: the member ID (profile, ⋮, Copy member ID), U0ANNA; whole, slack:T0ACME:U0ANNA.

USER in the web chat: the name that the proxy gives, anna; whole, user:anna. Without a proxy, session:ID, where ID is
what stands before the first dot in the cookie lotse_session."""
ForWhom = Annotated[str, typer.Argument(metavar="USER", help="Who it is about; see below.")]


def deliveries(
    ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False
) -> None:
    """Show how many messages from chat platforms wait, are being answered or failed, and why they failed."""
    if ctx.invoked_subcommand is not None:
        return
    from adapters.terminal import deliveries as command  # noqa: PLC0415 - heavy

    run_command(ctx, command.write_report if as_json else command.show_report)


def resend(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="Of a failed one, as the list shows it.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
) -> None:
    """Send again what failed; what did arrive of it is not repeated. Also while lotse serve runs."""
    if (key is None) != everything:
        raise typer.BadParameter("give either KEY or --all")
    from adapters.terminal import deliveries as command  # noqa: PLC0415 - heavy

    run_command(ctx, command.resend_all if key is None else lambda session: command.resend_one(session, key))


def export(
    user: ForWhom,
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="A new file, for you only; otherwise printed.")
    ] = None,
) -> None:
    """Write everything that is kept of one person as JSON. Also while lotse serve runs."""
    from adapters.terminal import data as command  # noqa: PLC0415 - heavy

    if output is None:
        run_command(ctx, lambda session: command.write_export(session, user))
    run_command(ctx, lambda session: command.save_export(session, user, output))


def forget(
    user: ForWhom,
    ctx: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask back; needed where nobody sits before a terminal.")
    ] = False,
) -> None:
    """Remove everything that is kept of one person, after showing what. Also while lotse serve runs."""
    from adapters.terminal import data as command  # noqa: PLC0415 - heavy

    remove = command.forget_at_once if yes else command.forget_confirmed
    run_command(ctx, lambda session: remove(session, user))


def data() -> None:
    """Hand out or remove what is kept of one person."""


def add_operating(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    delivering = typer.Typer(invoke_without_command=True, epilog=DELIVERIES_EXAMPLE)
    delivering.callback()(deliveries)
    delivering.command(epilog=RESEND_EXAMPLE)(resend)
    app.add_typer(delivering, name="deliveries")
    personal = typer.Typer(no_args_is_help=True, epilog=DATA_EXAMPLE)
    personal.callback()(data)
    for command in (export, forget):
        personal.command(epilog=f"{WHO}\n\nExample: lotse data {command.__name__} U0ANNA")(command)
    app.add_typer(personal, name="data")
