"""`lotse jobs …`: the work behind the commands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from adapters.errors import InputError
from adapters.job_work import reached_board
from adapters.terminal.failures import Status
from adapters.terminal.job_wording import JobTerms, job_terms
from adapters.terminal.look import Look
from adapters.terminal.outbound import render
from adapters.terminal.session import Session
from bot.jobs.board import PostBoard
from bot.jobs.desk import JobDesk, gap_text, hints
from bot.jobs.drafts import draft_of
from bot.jobs.errors import InvalidJobError
from bot.jobs.importing import ImportMistake, ImportReport
from bot.jobs.models import Job, JobDraft, JobField
from bot.jobs.preview import shown
from bot.jobs.words import JobWords, load_job_words
from bot.models import Language

AUTHOR = "terminal"
SHOWN_ID = 8
"""Letters of an id that are shown; they suffice to name a post."""

_LISTS = {"requirement": JobField.REQUIREMENTS, "benefit": JobField.BENEFITS}

Typed = Mapping[str, str]


def typed_fields(arguments: Mapping[str, object]) -> Typed:
    """Return the fields that were given on the command line, by their names in a draft."""
    fields: dict[str, str] = {}
    for name, value in arguments.items():
        field = _LISTS.get(name, name)
        if isinstance(value, list) and name in _LISTS:
            fields[field] = "\n".join(value)
        elif isinstance(value, str) and field in set(JobField):
            fields[field] = value
    return fields


def add(session: Session, typed: Typed) -> Status:
    """Keep a draft and show it."""
    return _kept(session, typed, _keep_draft)


def add_and_publish(session: Session, typed: Typed) -> Status:
    """Keep a post, open it, and show it."""
    return _kept(session, typed, _keep_published)


def edit(session: Session, name: str, typed: Typed) -> Status:
    """Change fields of a post and show it."""

    def work(desk: JobDesk) -> Job:
        known = desk.job(name)
        return desk.edit(known.id, replace(draft_of(known.post), **typed), known.version)

    with _desk(session) as desk:
        job = _told(session, lambda: work(desk))
    return _show_changed(session, job, _terms(session).edited)


def publish(session: Session, name: str) -> Status:
    """Open a post."""
    with _desk(session) as desk:
        job = _told(session, lambda: desk.publish(name))
    session.say(_terms(session).published.format(id=_short(job)))
    return Status.FINE


def close(session: Session, name: str) -> Status:
    """Close a post."""
    with _desk(session) as desk:
        job = desk.close(name)
    session.say(_terms(session).closed.format(id=_short(job)))
    return Status.FINE


def show(session: Session, name: str) -> Status:
    """Show a post, what was asked and what it should say."""
    words = _words(session)
    with _desk(session) as desk:
        job = desk.job(name)
        asked, gaps = desk.board.asked(job.id), desk.gaps(job)
    session.show(render(shown(job, load_job_words()[job.post.language]), session.look))
    if asked:
        listed = ", ".join(f"{words.say(f'aspect.{one.aspect}')} {one.questions}" for one in asked)
        session.say("\n" + _terms(session).questions.format(list=listed))
    for text in (*(gap_text(gap, words) for gap in gaps), *hints(job.post, words)):
        session.say(f"{session.look.signs.arrow} {text}")
    return Status.FINE


def list_posts(session: Session) -> Status:
    """List all posts."""
    with _desk(session) as desk:
        jobs = [(line.job, line.questions) for line in desk.lines()]
    if jobs:
        session.show(jobs_table(jobs, _words(session), _terms(session), session.look))
    else:
        session.say(_terms(session).none)
    return Status.FINE


def import_all(session: Session, file: Path, language: Language | None) -> Status:
    """Keep the posts of a file where none has a mistake."""
    with _desk(session) as desk:
        report = desk.read_file(file, language)
        if not report.mistakes:
            desk.keep(report, AUTHOR)
    _tell_mistakes(session, file, report)
    if report.mistakes:
        session.complain(_terms(session).nothing_imported.format(number=len(report.posts)))
        return Status.CANNOT_RUN
    session.say(_counted(_terms(session).imported, _terms(session).imported_one, len(report.posts)))
    return Status.FINE


def import_valid(session: Session, file: Path, language: Language | None) -> Status:
    """Keep the posts of a file that have no mistake."""
    with _desk(session) as desk:
        report = desk.read_file(file, language)
        desk.keep(report, AUTHOR)
    _tell_mistakes(session, file, report)
    session.say(_counted(_terms(session).imported, _terms(session).imported_one, len(report.posts)))
    if not report.mistakes:
        return Status.FINE
    session.complain(_counted(_terms(session).left_out, _terms(session).left_out_one, report.wrong_entries))
    return Status.SOME_FAILED


def jobs_table(jobs: Sequence[tuple[Job, int]], words: JobWords, terms: JobTerms, look: Look) -> RenderableType:
    """Return the posts, a row each, with how often each was asked about."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for name in terms.columns:
        table.add_column(name, overflow="fold", no_wrap=name == terms.columns[0])
    table.add_row(*(Text(look.line(name), style="bold") for name in terms.columns))
    for job, questions in jobs:
        post = job.post
        deadline = post.deadline.isoformat() if post.deadline else ""
        cells = (_short(job), words.say(f"state.{job.state}"), post.title, words.workplace(post), deadline)
        table.add_row(*(Text(look.line(cell)) for cell in (*cells, str(questions))))
    return table


@contextmanager
def _desk(session: Session) -> Iterator[JobDesk]:
    settings, services = session.settings, session.services

    @contextmanager
    def opened() -> Iterator[PostBoard]:
        with services.open_store(settings) as stores:
            yield stores.jobs

    with reached_board(settings.data_dir, opened) as board:
        yield services.make_job_desk(board)


def _keep_draft(desk: JobDesk, draft: JobDraft) -> Job:
    return desk.add(draft, AUTHOR)


def _keep_published(desk: JobDesk, draft: JobDraft) -> Job:
    return desk.publish(desk.add(draft, AUTHOR).id)


def _kept(session: Session, typed: Typed, keep: Callable[[JobDesk, JobDraft], Job]) -> Status:
    with _desk(session) as desk:
        job = _told(session, lambda: keep(desk, JobDraft(**typed)))
    return _show_changed(session, job, _terms(session).published if job.open else _terms(session).kept)


def _show_changed(session: Session, job: Job, said: str) -> Status:
    session.show(render(shown(job, load_job_words()[job.post.language]), session.look))
    session.say("")
    for hint in hints(job.post, _words(session)):
        session.say(f"{session.look.signs.arrow} {hint}")
    session.say(said.format(id=_short(job), version=job.version))
    return Status.FINE


def _told(session: Session, work: Callable[[], Job]) -> Job:
    """The mistakes of a draft, in the reader's language, each on a line."""
    try:
        return work()
    except InvalidJobError as error:
        raise InputError("\n".join(map(_words(session).mistake, error.mistakes))) from error


def _tell_mistakes(session: Session, file: Path, report: ImportReport) -> None:
    for mistake in report.mistakes:
        session.complain(_line(session, file, mistake))


def _line(session: Session, file: Path, found: ImportMistake) -> str:
    mistake = _words(session).mistake(found.mistake)
    return _terms(session).line.format(file=file, line=found.line, entry=found.entry, mistake=mistake)


def _words(session: Session) -> JobWords:
    _ = session.settings  # which tell the language
    return load_job_words()[session.language]


def _terms(session: Session) -> JobTerms:
    _ = session.settings
    return job_terms(session.language)


def _counted(many: str, one: str, number: int) -> str:
    return one if number == 1 else many.format(number=number)


def _short(job: Job) -> str:
    return job.id[:SHOWN_ID]
