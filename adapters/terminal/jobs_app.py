"""`lotse jobs …`: what recruiters type to write, show, publish and close job posts. Only the arguments stand here."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.models import Language

if TYPE_CHECKING:
    from adapters.terminal.failures import Status
    from adapters.terminal.session import Session

    Run = Callable[[typer.Context, Callable[[Session], Status]], object]

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The post's id, or how it begins.")]
Title = Annotated[str | None, typer.Option(help="German titles get (m/w/d) where it is missing.")]
Employer = Annotated[str | None, typer.Option()]
Place = Annotated[str | None, typer.Option(help="The town; empty for a fully remote job.")]
Remote = Annotated[str | None, typer.Option(help="none, partly or fully.")]
Employment = Annotated[str | None, typer.Option(help="full-time, part-time, mini-job, …; several with commas.")]
SalaryMin = Annotated[str | None, typer.Option()]
SalaryMax = Annotated[str | None, typer.Option()]
Currency = Annotated[str | None, typer.Option(help="EUR, CHF, …")]
Period = Annotated[str | None, typer.Option(help="hour, day, week, month or year.")]
Description = Annotated[str | None, typer.Option()]
Requirement = Annotated[list[str] | None, typer.Option("--requirement", help="One requirement; may be repeated.")]
Benefit = Annotated[list[str] | None, typer.Option("--benefit", help="One benefit; may be repeated.")]
ApplyLink = Annotated[str | None, typer.Option()]
ApplyEmail = Annotated[str | None, typer.Option()]
Deadline = Annotated[
    str | None, typer.Option(help="2026-12-31 or 31.12.2026; the post closes by itself the day after.")
]
Contact = Annotated[str | None, typer.Option()]
PostLanguage = Annotated[str | None, typer.Option("--language", help="de or en.")]
Publish = Annotated[bool, typer.Option("--publish", help="Open to candidates at once.")]


def create_jobs_app(run: "Run") -> typer.Typer:
    """Return the commands; `run` takes one to its exit status."""
    app = typer.Typer(no_args_is_help=True, help="Job posts: write, show, publish, close and import them.")

    @app.command(epilog='Example: lotse jobs add --title Koch --employer "Gasthof Linde" --place Ulm --language de …')
    def add(
        ctx: typer.Context,
        title: Title = None,
        employer: Employer = None,
        place: Place = None,
        remote: Remote = None,
        employment: Employment = None,
        salary_min: SalaryMin = None,
        salary_max: SalaryMax = None,
        currency: Currency = None,
        period: Period = None,
        description: Description = None,
        requirement: Requirement = None,
        benefit: Benefit = None,
        apply_link: ApplyLink = None,
        apply_email: ApplyEmail = None,
        deadline: Deadline = None,
        contact: Contact = None,
        language: PostLanguage = None,
        publish: Publish = False,
    ) -> None:
        """Write a post and show it as candidates will see it. It stays a draft without --publish."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        typed = command.typed_fields(locals())
        work = command.add_and_publish if publish else command.add
        run(ctx, lambda session: work(session, typed))

    @app.command(epilog="Example: lotse jobs edit 3f2a --salary-min 52000 --currency EUR --period year")
    def edit(
        ctx: typer.Context,
        id_: IdArgument,
        title: Title = None,
        employer: Employer = None,
        place: Place = None,
        remote: Remote = None,
        employment: Employment = None,
        salary_min: SalaryMin = None,
        salary_max: SalaryMax = None,
        currency: Currency = None,
        period: Period = None,
        description: Description = None,
        requirement: Requirement = None,
        benefit: Benefit = None,
        apply_link: ApplyLink = None,
        apply_email: ApplyEmail = None,
        deadline: Deadline = None,
        contact: Contact = None,
        language: PostLanguage = None,
    ) -> None:
        """Change the fields that are given, "" empties one; show the post as candidates will see it."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        typed = command.typed_fields(locals())
        run(ctx, lambda session: command.edit(session, id_, typed))

    _add_short_commands(app, run)
    return app


def _add_short_commands(app: typer.Typer, run: "Run") -> None:
    @app.command(name="list", epilog="Example: lotse jobs list")
    def list_(ctx: typer.Context) -> None:
        """List all posts: id, state, title, place, deadline, and how often each was asked about."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        run(ctx, command.list_posts)

    @app.command(epilog="Example: lotse jobs show 3f2a")
    def show(ctx: typer.Context, id_: IdArgument) -> None:
        """Show a post as candidates see it, what they asked about it, and what it should say."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        run(ctx, lambda session: command.show(session, id_))

    @app.command(epilog="Example: lotse jobs publish 3f2a")
    def publish(ctx: typer.Context, id_: IdArgument) -> None:
        """Open a post to candidates."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        run(ctx, lambda session: command.publish(session, id_))

    @app.command(epilog="Example: lotse jobs close 3f2a")
    def close(ctx: typer.Context, id_: IdArgument) -> None:
        """Close a post: it can still be read by its link, and nobody is told of it any more."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        run(ctx, lambda session: command.close(session, id_))

    @app.command(name="import", epilog="Example: lotse jobs import posts.csv --language de")
    def import_(
        ctx: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON, or HTML with schema.org JobPostings.")],
        language: Annotated[Language | None, typer.Option("--language", help="Of posts that tell none.")] = None,
        partly: Annotated[
            bool, typer.Option("--partly", help="Keep the posts without mistakes, leave the rest.")
        ] = False,
    ) -> None:
        """Keep the posts of a file as drafts, all or none; every mistake is told with line, field and rule."""
        from adapters.terminal import jobs as command  # noqa: PLC0415 - heavy

        work = command.import_valid if partly else command.import_all
        run(ctx, lambda session: work(session, file, language))
