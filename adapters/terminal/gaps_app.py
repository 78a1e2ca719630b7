"""`lotse gaps …` and `lotse report`: only the arguments stand here."""

from typing import Annotated

import typer

from adapters.terminal.running import run_command
from bot.gaps.models import AnswerAudience

GapId = Annotated[str, typer.Argument(metavar="ID", help="The gap's id, or how it begins.")]
Author = Annotated[
    str | None, typer.Option("--author", help="The name with the answer; otherwise that of the system's user.")
]
LIST_EXAMPLE = "Example: lotse gaps list --all"
ANSWER_EXAMPLE = (
    'Example: lotse gaps answer 3f2a --audience internal --text-de "Die Leitung." --question "Wer gibt Anzeigen frei?"'
)


def list_gaps(
    ctx: typer.Context, everything: Annotated[bool, typer.Option("--all", help="Answered and set aside too.")] = False
) -> None:
    """List what nobody could answer or what did not help, what most people asked first."""
    from adapters.terminal import gaps as command  # noqa: PLC0415 - heavy

    run_command(ctx, command.list_all if everything else command.list_open)


def show(ctx: typer.Context, id_: GapId) -> None:
    """Show how it was asked, what was proposed, and every version of the answer."""
    from adapters.terminal import gaps as command  # noqa: PLC0415 - heavy

    run_command(ctx, lambda session: command.show(session, id_))


def answer(
    ctx: typer.Context,
    id_: GapId,
    audience: Annotated[
        AnswerAudience, typer.Option("--audience", help="internal: recruiters; public: candidates too.")
    ],
    text_de: Annotated[str, typer.Option("--text-de", help="The answer in German.")] = "",
    text_en: Annotated[str, typer.Option("--text-en", help="The answer in English.")] = "",
    question: Annotated[
        list[str] | None,
        typer.Option("--question", help="A way to ask for it; may be repeated. Otherwise as it was asked."),
    ] = None,
    author: Author = None,
) -> None:
    """Publish an answer: it is served from the next question on, and whoever asked is told."""
    from adapters.terminal import gaps as command  # noqa: PLC0415 - heavy

    written = command.Written(audience, text_de, text_en, tuple(question or ()), author)
    run_command(ctx, lambda session: command.answer(session, id_, written))


def undo(
    ctx: typer.Context,
    id_: GapId,
    to: Annotated[
        int | None, typer.Option("--to", help="The version to bring back; otherwise it is withdrawn.")
    ] = None,
    author: Author = None,
) -> None:
    """Withdraw an answer, or bring an earlier version of it back."""
    from adapters.terminal import gaps as command  # noqa: PLC0415 - heavy

    run_command(ctx, lambda session: command.undo(session, id_, to, author))


def report(
    ctx: typer.Context,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=260, help="How many, the current one included.")] = 12,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print it as CSV.")] = False,
) -> None:
    """Count questions, answers, opinions, topics, channels, gaps and times by week; nothing that anybody said."""
    from adapters.terminal import gaps as command  # noqa: PLC0415 - heavy

    work = command.write_report if as_csv else command.show_report
    run_command(ctx, lambda session: work(session, weeks))


def add_gaps(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    gaps = typer.Typer(no_args_is_help=True, help="Questions without an answer: list, show, answer, undo.")
    for name, command, example in (
        ("list", list_gaps, LIST_EXAMPLE),
        ("show", show, "Example: lotse gaps show 3f2a"),
        ("answer", answer, ANSWER_EXAMPLE),
        ("undo", undo, "Example: lotse gaps undo 3f2a --to 1"),
    ):
        gaps.command(name, epilog=example)(command)
    app.add_typer(gaps, name="gaps")
    app.command(epilog="Example: lotse report --weeks 4 --csv")(report)
