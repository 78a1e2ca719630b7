"""`lotse ingest` and `lotse documents`: the team's own documents come in, are listed, and go."""

import getpass
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from adapters.document_wording import DocumentWording, document_wording, outcome, passages
from adapters.terminal.failures import Status
from adapters.terminal.look import Look
from adapters.terminal.progress import shown_progress
from adapters.terminal.session import Session
from bot.documents import Details, DocumentSummary
from bot.ingest import FileReport


def ingest(session: Session, paths: Sequence[Path], details: Details) -> Status:
    """Bring files in and show what became of each."""
    settings = session.settings
    session.services.stand_back()
    with shown_progress(session.errors) as progress:
        reports = session.services.ingest(settings, paths, details, user_name(), progress)
    words = document_wording(session.language)
    session.show(report_table(reports, words, session.look))
    refused = sum(1 for report in reports if report.refusal)
    session.say(words.summary.format(kept=len(reports) - refused, refused=refused))
    return Status.SOME_FAILED if refused else Status.FINE


def list_documents(session: Session) -> Status:
    """Show all documents, by title."""
    settings = session.settings
    with session.services.open_documents(settings) as documents:
        summaries = documents.summaries()
    words = document_wording(session.language)
    if summaries:
        session.show(documents_table(summaries, date.today(), words, session.look))
    else:
        session.say(words.none)
    return Status.FINE


def remove_documents(session: Session, ids: Sequence[str]) -> Status:
    """Remove documents; an id that there is not is named."""
    settings = session.settings
    asked = tuple(dict.fromkeys(ids))
    session.services.stand_back()
    with shown_progress(session.errors) as progress:
        missing = session.services.remove_documents(settings, asked, progress)
    words = document_wording(session.language)
    for id_ in missing:
        session.complain(words.unknown.format(id=id_))
    session.say(words.removed.format(number=len(asked) - len(missing)))
    return Status.SOME_FAILED if missing else Status.FINE


def user_name() -> str:
    """Return the name that the system knows; empty where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def report_table(reports: Sequence[FileReport], words: DocumentWording, look: Look) -> RenderableType:
    """Return the reports, a row each: a sign, the file, and what became of it."""
    table = _grid(look)
    for report in reports:
        sign = Text(look.signs.objection, style="bold red") if report.refusal else Text(look.signs.ok, style="green")
        table.add_row(sign, Text(look.line(report.source), style="bold"), Text(look.text(outcome(report, words))))
    return table


def documents_table(
    summaries: Sequence[DocumentSummary], today: date, words: DocumentWording, look: Look
) -> RenderableType:
    """Return the documents, a row each: the id, the title, and what is known of it."""
    table = _grid(look)
    for summary in summaries:
        details = Text(look.text("; ".join(_details(summary, today, words))))
        about = Group(details, Text(look.text(summary.source), style="dim"))
        table.add_row(Text(summary.id, style="cyan"), Text(look.line(summary.title), style="bold"), about)
    return table


def _grid(look: Look) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=max(look.width // 3, 8))
    table.add_column(overflow="fold")
    return table


def _details(summary: DocumentSummary, today: date, words: DocumentWording) -> Iterator[str]:
    yield words.audiences[summary.audience]
    yield passages(summary.passages, words)
    if summary.owner:
        yield words.owner.format(owner=summary.owner)
    if summary.review_on:
        wording = words.overdue if summary.review_on <= today else words.review
        yield wording.format(date=summary.review_on.isoformat())
    added = words.added if summary.added_by else words.added_alone
    yield added.format(date=summary.added_at.date().isoformat(), by=summary.added_by)
