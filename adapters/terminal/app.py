"""The command line. Only this module knows typer; the rest of Lotse is imported when a command runs."""

import io
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.models import Audience, Language

if TYPE_CHECKING:
    from adapters.terminal.failures import Status
    from adapters.terminal.services import Services
    from adapters.terminal.session import Session

EPILOG = """Exit status: 0 all is fine; 1 some lines or checks failed; 2 cannot run, the reason is on standard error.

Settings come from lotse.toml and from LOTSE_… variables; lotse doctor shows how they stand.

Start with: lotse index, then lotse chat"""

LanguageOption = Annotated[
    Language | None, typer.Option("--language", help="Answer in this language; otherwise in the question's.")
]
AudienceOption = Annotated[Audience, typer.Option("--audience", help="Who asks; candidates see no internal knowledge.")]


def ask(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The question; - reads it from standard input.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option("--batch", metavar="FILE", help="JSON lines with id, q and, optionally, context; - reads them."),
    ] = None,
    language: LanguageOption = None,
    audience: AudienceOption = Audience.RECRUITER,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as a line of JSON.")] = False,
) -> None:
    """Answer one question, or with --batch a file of them."""
    if (text is None) == (batch is None):
        raise typer.BadParameter("give either TEXT or --batch FILE")
    if batch is not None and not as_json:
        raise typer.BadParameter("--batch prints JSON lines and needs --json")
    from adapters.terminal import ask as command  # noqa: PLC0415 - heavy

    asker = command.Asker(audience, language)
    if batch is not None:
        _run(ctx, lambda session: command.answer_batch(session, batch, asker))
    answer = command.write_answer if as_json else command.show_answer
    _run(ctx, lambda session: answer(session, text or "", asker))


def chat(ctx: typer.Context, language: LanguageOption = None, audience: AudienceOption = Audience.RECRUITER) -> None:
    """Talk with Lotse; lines from a pipe are answered one after the other."""
    from adapters.terminal import ask as asking  # noqa: PLC0415 - heavy
    from adapters.terminal import chat as command  # noqa: PLC0415 - heavy

    _run(ctx, lambda session: command.chat(session, asking.Asker(audience, language)))


def index(
    ctx: typer.Context,
    force: Annotated[bool, typer.Option("--force", help="Build all of it anew, even what seems current.")] = False,
) -> None:
    """Build the index that answers come from; what has not changed is kept."""
    from adapters.terminal import upkeep  # noqa: PLC0415 - heavy

    _run(ctx, upkeep.rebuild if force else upkeep.bring_up_to_date)


def doctor(ctx: typer.Context) -> None:
    """Show what is configured, what is missing and how to mend it."""
    from adapters.terminal import upkeep  # noqa: PLC0415 - heavy

    _run(ctx, upkeep.diagnose)


def evaluate(
    ctx: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="A set in the BEIR layout: corpus, queries, qrels/test.tsv.",
        ),
    ],
    language: Annotated[Language | None, typer.Option("--language", help="The language of the set.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure retrieval on a set of questions with known answers."""
    from adapters.terminal import upkeep  # noqa: PLC0415 - heavy

    measure = upkeep.write_figures if as_json else upkeep.show_figures
    _run(ctx, lambda session: measure(session, folder, language))


def show_version(wanted: bool) -> None:
    """Print the version and leave, where it is wanted."""
    if not wanted:
        return
    try:
        version = metadata.version("lotse")
    except metadata.PackageNotFoundError:
        version = "(not installed)"
    typer.echo(f"lotse {version}")
    raise typer.Exit


def root(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Lotse: where to find people for a job, with reasons and sources, in German and English, fully local."""


EXAMPLES: tuple[tuple[Callable[..., None], str], ...] = (
    (ask, 'Example: lotse ask "Bauleiter in Köln, wo posten?"\n\nExample: lotse ask --batch questions.jsonl --json'),
    (chat, "Example: lotse chat --language en"),
    (index, "Example: lotse index --force"),
    (doctor, "Example: lotse doctor"),
    (evaluate, "Example: lotse evaluate sets/de --language de --json"),
)


def create_app(load_services: Callable[[], "Services"]) -> typer.Typer:
    """Return the command line on the services that `load_services` returns when a command needs them."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        epilog=EPILOG,
        context_settings={"obj": load_services, "help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for command, example in EXAMPLES:
        app.command(epilog=example)(command)
    return app


def main() -> None:
    """Run the command line on the real services."""
    start(_real_services)


def start(load_services: Callable[[], "Services"]) -> None:
    """Run the command line of this process; ends it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an odd letter must not end a command
    create_app(load_services)(prog_name="lotse")


def _real_services() -> "Services":
    from adapters.terminal.services import real_services  # noqa: PLC0415 - heavy

    return real_services()


def _run(ctx: typer.Context, command: Callable[["Session"], "Status"]) -> NoReturn:
    from adapters.terminal.session import Session  # noqa: PLC0415 - heavy

    status = Session(ctx.obj).run(command)
    sys.stdout.flush()
    raise typer.Exit(int(status))


if __name__ == "__main__":
    main()
