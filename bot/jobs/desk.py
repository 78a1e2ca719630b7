"""What recruiters do with posts, whichever way they come: command line, form, modal, file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.jobs.board import PostBoard
from bot.jobs.drafts import DraftReader, passed_deadline
from bot.jobs.errors import EditConflictError, InvalidJobError, NoSuchJobError
from bot.jobs.importing import ImportReport, JobFileReader
from bot.jobs.models import Asked, Aspect, Job, JobDraft, JobField, JobPost
from bot.jobs.words import JobWords
from knowledge.models import Language

SHORTEST_ID = 4
"""Letters of an id that name a post, where no other begins so."""

_FIELDS = {
    Aspect.SALARY: JobField.SALARY_MIN,
    Aspect.REMOTE: JobField.REMOTE,
    Aspect.HOURS: JobField.EMPLOYMENT,
    Aspect.PLACE: JobField.PLACE,
    Aspect.REQUIREMENTS: JobField.REQUIREMENTS,
    Aspect.BENEFITS: JobField.BENEFITS,
    Aspect.DEADLINE: JobField.DEADLINE,
    Aspect.CONTACT: JobField.CONTACT,
}
"""Aspects that have a field. The others are said in the description."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a post was asked about without saying it, how often, and the field where it belongs."""

    aspect: Aspect
    questions: int
    field: JobField


@dataclass(frozen=True, slots=True)
class JobLine:
    """A post in a list: how often it was asked about, and how often about what it still does not say."""

    job: Job
    questions: int
    unsaid: int


class JobDesk:
    """Validates what was typed and keeps it. Methods that take a name take a post's id or the beginning of one."""

    def __init__(
        self, board: PostBoard, drafts: DraftReader, files: JobFileReader, today: Callable[[], date] = date.today
    ) -> None:
        self._board = board
        self._drafts = drafts
        self._files = files
        self._today = today

    @property
    def board(self) -> PostBoard:
        """The board that the posts hang on."""
        return self._board

    def check(self, draft: JobDraft) -> JobPost:
        """Return the post that `draft` would be, to be looked at. Raises InvalidJobError."""
        post = self._drafts.read(draft)
        if mistakes := passed_deadline(post, self._today()):
            raise InvalidJobError(mistakes)
        return post

    def add(self, draft: JobDraft, author: str, *, key: str | None = None) -> Job:
        """Keep a draft. Raises InvalidJobError, StoreError."""
        return self._board.add(self.check(draft), author, key=key)

    def add_or_edit(self, draft: JobDraft, author: str, key: str) -> Job:
        """Keep what a form says; sent again under its `key`, with other words, it edits the draft that it made.

        Raises InvalidJobError, EditConflictError, StoreError.
        """
        job = self.add(draft, author, key=key)
        return job if job.post == self._drafts.read(draft) else self.edit(job.id, draft, job.version)

    def edit(self, name: str, draft: JobDraft, version: int) -> Job:
        """Replace what a post says; to repeat an edit is safe.

        Raises InvalidJobError, EditConflictError, NoSuchJobError, StoreError.
        """
        job, post = self.job(name), self._drafts.read(draft)
        try:
            return self._there(self._board.edit(job.id, post, version), name)
        except EditConflictError:
            now = self.job(job.id)
            if now.post == post:
                return now
            raise

    def publish(self, name: str) -> Job:
        """Open a post to candidates. Raises InvalidJobError where its deadline passed, NoSuchJobError, StoreError."""
        job = self.job(name)
        if mistakes := passed_deadline(job.post, self._today()):
            raise InvalidJobError(mistakes)
        return self._there(self._board.publish(job.id), name)

    def close(self, name: str) -> Job:
        """Close a post. Raises NoSuchJobError, StoreError."""
        return self._there(self._board.close(self.job(name).id), name)

    def read_file(self, path: Path, language: Language | None = None) -> ImportReport:
        """Return what is in a file; nothing is kept. Raises JobFileError."""
        return self._files.read(path, language)

    def keep(self, report: ImportReport, author: str) -> tuple[Job, ...]:
        """Keep the posts of a file that was read, all or none. Raises StoreError."""
        return self._board.add_all(report.posts, author)

    def job(self, name: str) -> Job:
        """Return the post. Raises NoSuchJobError where none, or more than one, is meant."""
        if found := self._board.get(name):
            return found
        meant = [job for job in self._board.jobs() if job.id.startswith(name)] if len(name) >= SHORTEST_ID else []
        if len(meant) > 1:
            raise NoSuchJobError(f"“{name}” begins the ids of {len(meant)} posts. Mend: give more of it")
        return self._there(meant[0] if meant else None, name)

    def gaps(self, job: Job) -> tuple[Gap, ...]:
        """Return what the post does not say although it was asked, the most frequent first. Raises StoreError."""
        return _gaps(job, self._board.asked(job.id))

    def lines(self) -> tuple[JobLine, ...]:
        """Return all posts, the latest edited first. Raises StoreError."""
        asked = self._board.all_asked()
        return tuple(_line(job, asked.get(job.id, ())) for job in self._board.jobs())

    def _there(self, job: Job | None, name: str) -> Job:
        if job is None:
            raise NoSuchJobError(f"there is no post “{name}”. Mend: lotse jobs list shows the ids")
        return job


def gap_text(gap: Gap, words: JobWords) -> str:
    """Return what to do about a gap."""
    key = f"gap.{gap.aspect}" if gap.aspect in _FIELDS else "gap.text"
    one = "_one" if gap.questions == 1 else ""
    return words.say(key + one, questions=gap.questions, aspect=words.say(f"aspect.{gap.aspect}"))


def hints(post: JobPost, words: JobWords) -> tuple[str, ...]:
    """Return what candidates will miss in a post."""
    missing = {
        "salary": post.salary is None,
        "remote": post.remote is None,
        "deadline": post.deadline is None,
        "contact": not post.contact,
    }
    return tuple(words.say(f"hint.{name}") for name, lacks in missing.items() if lacks)


def _line(job: Job, asked: Iterable[Asked]) -> JobLine:
    known = tuple(asked)
    return JobLine(job, sum(one.questions for one in known), sum(gap.questions for gap in _gaps(job, known)))


def _gaps(job: Job, asked: Iterable[Asked]) -> tuple[Gap, ...]:
    open_ = (one for one in asked if one.unanswered and one.aspect is not Aspect.OTHER)
    gaps = (Gap(one.aspect, one.unanswered, _FIELDS.get(one.aspect, JobField.DESCRIPTION)) for one in open_)
    missing = (gap for gap in gaps if gap.field is JobField.DESCRIPTION or not _says(job.post, gap.field))
    return tuple(sorted(missing, key=lambda gap: -gap.questions))


def _says(post: JobPost, field: JobField) -> bool:
    said = post.salary if field is JobField.SALARY_MIN else getattr(post, field.value)
    return bool(said)
