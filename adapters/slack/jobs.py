"""Job posts in Slack: a modal with a list, a post, and a form with a preview. Shown at once, nothing is posted."""

from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from adapters.slack.blocks import Json
from adapters.slack.job_form import (
    About,
    JobForm,
    Shown,
    about_of,
    digest,
    errors,
    field_blocks,
    typed,
    wants_publishing,
)
from adapters.slack.job_views import ADD, CLOSE, EDIT, NEW, OPEN, PUBLISH, JobViews
from adapters.slack.outbound import answer_blocks
from bot.errors import BotError
from bot.jobs.desk import JobDesk
from bot.jobs.drafts import draft_of
from bot.jobs.editing import asked_for, differing
from bot.jobs.errors import EditConflictError, InvalidJobError, NoSuchJobError
from bot.jobs.models import Job, JobDraft, JobPost, new_token
from bot.jobs.preview import preview
from bot.jobs.words import JobWords
from bot.models import Language
from bot.phrases import Phrases

AUTHOR = "slack"
"""Who wrote a post is not kept, only where."""
USUAL_CURRENCY = "EUR"

Acknowledgement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Jobs:
    """What recruiters do with posts from Slack. `recruiters` may, beside admins. Its methods block."""

    desk: JobDesk
    words: Phrases
    job_words: dict[Language, JobWords]
    recruiters: frozenset[str] = field(default_factory=frozenset)

    def list(self, language: Language, said: str = "") -> Json:
        """Return the modal with all posts. Raises StoreError."""
        return self._views(language).list(self.desk.lines(), self._say(said, language) if said else "")

    def pressed(self, action: str, value: str, language: Language) -> Json:
        """Do what a button says and return the modal that follows: the list where a post is gone. Raises StoreError."""
        if action == NEW:
            return self._new(language)
        id_, _, rest = value.partition("/")
        try:
            job = self.desk.job(id_)
            if action.startswith(OPEN):
                return self._post(job, language)
            if action == EDIT or action.startswith(ADD):
                return self._edit(job, language, rest)
            if action == CLOSE:
                return self._post(self.desk.close(job.id), language, "job.done_closed")
            if action == PUBLISH:
                return self._publish(job, rest, language)
        except NoSuchJobError:
            return self.list(language, "job.gone")
        return self.list(language)

    def submitted(self, view: object, language: Language) -> Acknowledgement:
        """Return how to acknowledge a form: its mistakes, its preview, or the post that was kept."""
        try:
            return self._submitted(view, language)
        except InvalidJobError as error:
            return _wrong(errors(error.mistakes, view, self.job_words[language]))
        except BotError as error:  # what was typed stays where it is
            structlog.get_logger("lotse.slack").error("slack.job_not_kept", kind=type(error).__name__)
            return self.refusal(view, "job.not_kept", language)

    def refusal(self, view: object, key: str, language: Language) -> Acknowledgement:
        """Return the acknowledgement that says at the form's first field why nothing was done."""
        return _wrong({next(iter(field_blocks(view).values()), ""): self._say(key, language)})

    def _submitted(self, view: object, language: Language) -> Acknowledgement:
        about = about_of(view)
        job = self.desk.job(about.job) if about.job else None
        draft = typed(view, job)
        post = self.desk.check(draft)
        if job and job.version != about.version and job.post != post:
            return _update(self._overtaken(job, draft, post, about, language))
        if about.seen != digest(draft):
            return _update(self._previewed(job, draft, post, about, language))
        try:
            kept = self._kept(job, draft, about)
        except EditConflictError:
            return _update(self._overtaken(self.desk.job(about.job), draft, post, about, language))
        if wants_publishing(view):
            return _update(self._post(self.desk.publish(kept.id), language, "job.done_published"))
        return _update(self._post(kept, language, "job.done_changed" if kept.open else "job.done_kept"))

    def _kept(self, job: Job | None, draft: JobDraft, about: About) -> Job:
        if job is None:
            return self.desk.add_or_edit(draft, AUTHOR, f"slack:{about.key}")
        return self.desk.edit(job.id, draft, about.version)

    def _new(self, language: Language) -> Json:
        draft = JobDraft(language=language, currency=USUAL_CURRENCY)
        return self._form(language).view(draft, About(key=new_token()), None, Shown())

    def _edit(self, job: Job, language: Language, aspect: str) -> Json:
        """The form, with what candidates asked beside the fields; `aspect` leads to one of them."""
        gaps = self.desk.gaps(job)
        focused = next((gap.field for gap in gaps if gap.aspect == aspect), None)
        shown = Shown(asked=asked_for(gaps, self.job_words[language]), focused=focused)
        return self._form(language).view(_draft_of(job), About(job.id, job.version), job, shown)

    def _publish(self, job: Job, version: str, language: Language) -> Json:
        if version != str(job.version):
            return self._post(job, language, "job.look_again")
        try:
            return self._post(self.desk.publish(job.id), language, "job.done_published")
        except InvalidJobError as error:
            words = self.job_words[language]
            notes = tuple(words.mistake(one) for one in error.mistakes)
            shown = Shown(notes, focused=error.mistakes[0].field)
            return self._form(language).view(_draft_of(job), About(job.id, job.version), job, shown)

    def _previewed(self, job: Job | None, draft: JobDraft, post: JobPost, about: About, language: Language) -> Json:
        own = self.job_words[post.language]
        seen = self._views(language).preview(answer_blocks(preview(post, own), self.words))
        return self._form(language).view(draft, replace(about, seen=digest(draft)), job, Shown(preview=seen))

    def _overtaken(self, job: Job, draft: JobDraft, post: JobPost, about: About, language: Language) -> Json:
        """The same form on the version of now, which says what somebody else wrote meanwhile."""
        words = self.job_words[language]
        theirs = differing(post, job.post, words).items()
        nothing = self._say("job.nothing", language)
        notes = (
            self._say("job.overtaken", language),
            *(f"{words.field(one)}: {said or nothing}" for one, said in theirs),
        )
        return self._form(language).view(draft, replace(about, version=job.version, seen=""), job, Shown(notes))

    def _post(self, job: Job, language: Language, said: str = "") -> Json:
        own, asked = self.job_words[job.post.language], self.desk.board.asked(job.id)
        told = self._say(said, language) if said else ""
        return self._views(language).post(job, asked, self.desk.gaps(job), own, told)

    def _views(self, language: Language) -> JobViews:
        return JobViews(self.words, self.job_words[language])

    def _form(self, language: Language) -> JobForm:
        return JobForm(self.words, self.job_words[language])

    def _say(self, key: str, language: Language) -> str:
        return self.words.say(key, language)


def is_jobs(said: str) -> bool:
    """Whether a command's text asks for the job posts."""
    return said.strip().casefold() in ("jobs", "stellen")


def _draft_of(job: Job) -> JobDraft:
    draft = draft_of(job.post)
    return draft if job.post.salary else replace(draft, currency=USUAL_CURRENCY)


def _update(view: Json) -> Acknowledgement:
    return {"response_action": "update", "view": view}


def _wrong(found: dict[str, str]) -> Acknowledgement:
    return {"response_action": "errors", "errors": found}
