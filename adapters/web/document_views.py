"""Documents and reports → what the templates show; and what stands in the form. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from adapters.display import clean, cut
from adapters.document_wording import DocumentWording, outcome, passages
from adapters.web.inbound import well_formed
from bot.documents import Details, DocumentAudience, DocumentSummary
from bot.ingest import ARCHIVE, FileReport
from bot.upload_names import PREFIX, upload_source

LONGEST_TITLE, LONGEST_OWNER = 200, 120
PAGE = 50


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it is listed."""

    id: str
    title: str
    audience: DocumentAudience
    audience_name: str
    owner: str
    review_on: date | None
    is_due: bool
    passages: str
    languages: str
    source: str
    added_on: date
    added_by: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What became of a file."""

    name: str
    title: str
    is_read: bool
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed into the form, as it was typed."""

    audience: str = ""
    title: str = ""
    owner: str = ""
    review_on: str = ""

    def details(self) -> Details:
        """Return what is said of the documents. Call where `mistakes` finds none."""
        day = date.fromisoformat(self.review_on) if self.review_on else None
        return Details(DocumentAudience(self.audience), self.title, self.owner, day)


def filled(audience: str, title: str, owner: str, review_on: str) -> Filled:
    """Return the form's texts on one line each."""
    return Filled(audience.strip(), *(" ".join(clean(well_formed(text)).split()) for text in (title, owner, review_on)))


def mistakes(form: Filled, names: Sequence[str]) -> tuple[str, ...]:
    """Return the rules that the form breaks, as the ends of their wordings' keys."""
    several = len(names) > 1 or any(name.lower().endswith(ARCHIVE) for name in names)
    broken = {
        "no_file": not names,
        "same_name": len({upload_source(name) for name in names}) < len(names),
        "no_audience": form.audience not in frozenset(DocumentAudience),
        "one_title": bool(form.title) and several,
        "long_title": len(form.title) > LONGEST_TITLE,
        "long_owner": len(form.owner) > LONGEST_OWNER,
        "no_date": not _is_day(form.review_on),
    }
    return tuple(rule for rule, is_broken in broken.items() if is_broken)


def document_view(summary: DocumentSummary, today: date, words: DocumentWording) -> DocumentView:
    """Return a document as it is listed; what its file said of itself may be anything."""
    return DocumentView(
        id=summary.id,
        title=cut(summary.title, LONGEST_TITLE) or shown_source(summary.source),
        audience=summary.audience,
        audience_name=words.audiences[summary.audience],
        owner=cut(summary.owner, LONGEST_OWNER),
        review_on=summary.review_on,
        is_due=summary.review_on is not None and summary.review_on <= today,
        passages=passages(summary.passages, words),
        languages=", ".join(words.languages[language] for language in summary.languages),
        source=shown_source(summary.source),
        added_on=summary.added_at.date(),
        added_by=cut(summary.added_by, LONGEST_OWNER),
    )


def matching(summaries: Sequence[DocumentSummary], wanted: str) -> tuple[DocumentSummary, ...]:
    """Return the documents whose title, owner or source holds what is looked for."""
    sought = wanted.casefold()
    return tuple(one for one in summaries if sought in f"{one.title}\n{one.owner}\n{one.source}".casefold())


def report_view(report: FileReport, words: DocumentWording) -> ReportView:
    """Return what became of a file."""
    title = cut(report.title, LONGEST_TITLE)
    return ReportView(shown_source(report.source), title, report.refusal is None, cut(outcome(report, words), 600))


def shown_source(source: str) -> str:
    """Return where a document comes from as people know it: a sent file by its name alone."""
    archive, mark, within = source.removeprefix(PREFIX).partition(f"{ARCHIVE}!")
    return cut(f"{archive}{ARCHIVE} › {within}" if mark else archive, 300)


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False
