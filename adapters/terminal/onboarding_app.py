"""`lotse onboarding` and what stands below it: only the arguments stand here."""

from typing import Annotated

import typer

from adapters.terminal.running import run_command
from bot.models import Language

PATH_EXAMPLE = "Example: lotse onboarding --language en"
DRAFT_EXAMPLE = "Example: lotse onboarding draft 3f2a91c04b7d"


def onboarding(
    ctx: typer.Context,
    language: Annotated[Language | None, typer.Option("--language", help="The language of the path.")] = None,
) -> None:
    """Work through the onboarding path: modules with questions, which come back where an answer was wrong."""
    from adapters.terminal import onboarding as command  # noqa: PLC0415 - heavy

    if ctx.invoked_subcommand is None:
        run_command(ctx, lambda session: command.learn(session, language))


def draft(
    ctx: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The id, as `lotse documents list` shows it.")],
) -> None:
    """Make a draft of a module from a document of the team's: its text word for word, questions left open."""
    from adapters.terminal import module_drafts as command  # noqa: PLC0415 - heavy

    run_command(ctx, lambda session: command.draft(session, document))


def create_onboarding_app() -> typer.Typer:
    """Return the command with those below it."""
    app = typer.Typer(invoke_without_command=True, epilog=PATH_EXAMPLE)
    app.callback()(onboarding)
    app.command("draft", epilog=DRAFT_EXAMPLE)(draft)
    return app
