"""The command line for everybody; the rest of Lotse is imported when a command runs."""

import io
import sys
from collections.abc import Callable
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.terminal.gaps_app import add_gaps
from adapters.terminal.jobs_app import create_jobs_app
from adapters.terminal.onboarding_app import create_onboarding_app
from adapters.terminal.operating import add_operating
from adapters.terminal.running import Parts
from adapters.terminal.running import run_command as run_command
from bot.documents import DocumentAudience
from bot.models import Audience, Language

if TYPE_CHECKING:
    from adapters.terminal.services import Examiner, Services

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
        run_command(ctx, lambda session: command.answer_batch(session, batch, asker))
    answer = command.write_answer if as_json else command.show_answer
    run_command(ctx, lambda session: answer(session, text or "", asker))


def chat(ctx: typer.Context, language: LanguageOption = None, audience: AudienceOption = Audience.RECRUITER) -> None:
    """Talk with Lotse; lines from a pipe are answered one after the other."""
    from adapters.terminal import ask as asking  # noqa: PLC0415 - heavy
    from adapters.terminal import chat as command  # noqa: PLC0415 - heavy

    run_command(ctx, lambda session: command.chat(session, asking.Asker(audience, language)))


def index(
    ctx: typer.Context,
    force: Annotated[bool, typer.Option("--force", help="Build all of it anew, even what seems current.")] = False,
) -> None:
    """Build the index that answers come from; what has not changed is kept."""
    from adapters.terminal import upkeep  # noqa: PLC0415 - heavy

    run_command(ctx, upkeep.rebuild if force else upkeep.bring_up_to_date)


def doctor(ctx: typer.Context) -> None:
    """Show what is configured, what is missing and how to mend it."""
    from adapters.terminal import upkeep  # noqa: PLC0415 - heavy

    run_command(ctx, upkeep.diagnose)


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
    run_command(ctx, lambda session: measure(session, folder, language))


def ingest(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, folders, or zip exports of files.")],
    audience: Annotated[
        DocumentAudience,
        typer.Option("--audience", help="Who may see it: internal is for recruiters, public for candidates too."),
    ],
    title: Annotated[str, typer.Option("--title", help="The document's title, otherwise its own; for one file.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Who answers for what it says, a person or a team.")] = "",
    review_date: Annotated[
        datetime | None,
        typer.Option("--review-date", formats=["%Y-%m-%d"], help="From this day on answers say that it is due."),
    ] = None,
) -> None:
    """Bring the team's own documents in; the same file again replaces what was read from it."""
    from adapters.terminal import documents as command  # noqa: PLC0415 - heavy
    from bot.documents import Details  # noqa: PLC0415

    details = Details(audience, title.strip(), owner.strip(), review_date.date() if review_date else None)
    run_command(ctx, lambda session: command.ingest(session, paths, details))


def list_documents(ctx: typer.Context) -> None:
    """List the team's documents."""
    from adapters.terminal import documents as command  # noqa: PLC0415 - heavy

    run_command(ctx, command.list_documents)


def remove_documents(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="The ids that lotse documents list shows.")],
) -> None:
    """Remove documents, with every passage and every trace in the index."""
    from adapters.terminal import documents as command  # noqa: PLC0415 - heavy

    run_command(ctx, lambda session: command.remove_documents(session, ids))


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
    (ingest, "Example: lotse ingest handbook.pdf faq.xlsx --audience internal --owner HR --review-date 2027-01-31"),
    (doctor, "Example: lotse doctor"),
    (evaluate, "Example: lotse evaluate sets/de --language de --json"),
)


DOCUMENT_EXAMPLES: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("list", list_documents, "Example: lotse documents list"),
    ("remove", remove_documents, "Example: lotse documents remove 3f2a91c04b7d"),
)


def create_app(
    load_services: Callable[[], "Services"], load_examiners: Callable[[], tuple["Examiner", ...]] = tuple
) -> typer.Typer:
    """Return the command line on the services that `load_services` returns when a command needs them.

    `lotse doctor` shows what the examiners find beside what the services do.
    """
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        epilog=EPILOG,
        context_settings={"obj": Parts(load_services, load_examiners), "help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for command, example in EXAMPLES:
        app.command(epilog=example)(command)
    app.add_typer(create_onboarding_app(), name="onboarding")
    app.add_typer(create_jobs_app(run_command), name="jobs")
    documents = typer.Typer(no_args_is_help=True, help="List and remove the team's own documents.")
    for name, command, example in DOCUMENT_EXAMPLES:
        documents.command(name, epilog=example)(command)
    app.add_typer(documents, name="documents")
    add_gaps(app)
    add_operating(app)
    return app


def start(app: typer.Typer) -> None:
    """Run the command line of this process; ends it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an odd letter must not end a command
    app(prog_name="lotse")


def real_services() -> "Services":
    """Return the composition root, imported when a command needs it."""
    from adapters.terminal.services import real_services as load  # noqa: PLC0415 - heavy

    return load()
