"""Job posts: all of them, one with what candidates asked, and a form with a preview. Works without JavaScript."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from adapters.web.areas import Area, Place
from adapters.web.days import shown_day
from adapters.web.inbound import is_id
from adapters.web.job_form import Marks, TypedJob, blank_draft, form_view
from adapters.web.outbound import block_views
from adapters.web.site import Site, checked_id, session_of
from bot.jobs.desk import JobDesk, gap_text, hints
from bot.jobs.drafts import draft_of
from bot.jobs.editing import asked_for, differing
from bot.jobs.errors import EditConflictError, InvalidJobError, NoSuchJobError
from bot.jobs.models import Job, JobDraft, JobPost, JobState
from bot.jobs.preview import preview, shown
from bot.jobs.words import JobWords, load_job_words
from bot.models import Language

ADDRESS = "/jobs"
AUTHOR = "web"
"""Who wrote a post is not kept, only where."""
ALL = "all"
FILTERS = (ALL, *(state.value for state in (JobState.PUBLISHED, JobState.DRAFT, JobState.CLOSED)))
DONE = ("kept", "published", "changed", "closed")

T = TypeVar("T")
Typed = Annotated[TypedJob, Form()]
Field = Annotated[str, Form()]
Number = Annotated[int, Form()]
Token = Annotated[str, Form(alias="form_token")]


def jobs_area(desk: JobDesk) -> Area:
    """Return the area of job posts."""
    return Area("jobs", ADDRESS, Place.TEAM, partial(_routes, desk))


def _routes(desk: JobDesk, site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    pages = _Pages(desk, site)
    router.get(ADDRESS)(pages.overview)
    router.get(f"{ADDRESS}/new")(pages.blank)
    router.post(f"{ADDRESS}/new")(pages.write_new)
    router.get(f"{ADDRESS}/{{job}}")(pages.show)
    router.get(f"{ADDRESS}/{{job}}/edit")(pages.edit)
    router.post(f"{ADDRESS}/{{job}}/edit")(pages.write)
    router.post(f"{ADDRESS}/{{job}}/state")(pages.change)
    return router


class _Pages:
    """The handlers. They are called in worker threads, since the store blocks."""

    def __init__(self, desk: JobDesk, site: Site) -> None:
        self._desk = desk
        self._site = site
        self._words = load_job_words()

    def overview(self, request: Request, show: str = ALL) -> Response:
        """List the posts of one state, or all, the latest edited first."""
        chosen = show if show in FILTERS else ALL
        lines = tuple(line for line in self._desk.lines() if chosen in (ALL, line.job.state))
        return self._page(request, "jobs/list.html", lines=lines, chosen=chosen, filters=FILTERS)

    def show(self, request: Request, job: str, done: str = "") -> Response:
        """Show one post as candidates see it, and what they asked."""
        return self._one(request, self._found(job), done=done if done in DONE else "")

    def blank(self, request: Request) -> Response:
        """Show an empty form."""
        return self._form(request, None, blank_draft(self._language(request)))

    def edit(self, request: Request, job: str, asked: str = "") -> Response:
        """Show the form of a post, with what candidates asked beside its fields; `asked` leads to one of them."""
        found = self._found(job)
        gaps = self._desk.gaps(found)
        field = next((gap.field for gap in gaps if gap.aspect == asked), None)
        marks = Marks(asked=asked_for(gaps, self._reader(request)), focused=field)
        return self._form(request, found, draft_of(found.post), marks)

    def write_new(self, request: Request, typed: Typed) -> Response:
        """Show a new post as candidates will see it, keep it, or open it."""
        return self._write(request, typed, None)

    def write(self, request: Request, job: str, typed: Typed) -> Response:
        """Show a changed post as candidates will see it, or keep it."""
        self._site.checked_form(request, typed.form_token)
        return self._write(request, typed, self._found(job))

    def change(self, request: Request, job: str, token: Token, action: Field, version: Number) -> Response:
        """Open a post to candidates, or close it; not where it says something else by now."""
        self._site.checked_form(request, token)
        found = self._found(job)
        if action not in ("publish", "close"):
            raise HTTPException(400, "action")
        if action == "close":
            self._desk.close(found.id)
            return _back(found, "closed")
        if found.version != version:
            return self._one(request, found, 409, overtaken=True)
        try:
            self._desk.publish(found.id)
        except InvalidJobError as error:
            return self._form(request, found, draft_of(found.post), Marks(error.mistakes), 422)
        return _back(found, "published")

    def _write(self, request: Request, typed: TypedJob, job: Job | None) -> Response:
        self._site.checked_form(request, typed.form_token)
        draft = typed.draft()
        again = partial(self._form, request, job, draft, version=typed.version, key=typed.key)
        if typed.action == "change":
            return again()
        try:
            post = self._desk.check(draft)
            if job and job.version != typed.version and job.post != post:
                raise EditConflictError  # noqa: TRY301 - told like the one that the store finds
            if typed.action not in ("keep", "publish"):
                return self._preview(request, job, draft, post, typed)
            kept = self._kept(job, draft, typed)
            published = typed.action == "publish" and bool(self._desk.publish(kept.id))
        except InvalidJobError as error:
            return again(Marks(error.mistakes), 422)
        except EditConflictError:
            now = self._found(job.id) if job else None
            theirs = differing(post, now.post, self._reader(request)) if now else {}
            return self._form(request, now, draft, Marks(theirs=theirs), 409, overtaken=True)
        return _back(kept, "published" if published else "changed" if kept.open else "kept")

    def _kept(self, job: Job | None, draft: JobDraft, typed: TypedJob) -> Job:
        if job is None:
            return self._desk.add_or_edit(draft, AUTHOR, f"web:{checked_id(typed.key)}")
        return self._desk.edit(job.id, draft, typed.version)

    def _one(self, request: Request, job: Job, status: int = 200, **context: Any) -> Response:
        words, own = self._reader(request), self._words[job.post.language]
        gaps = self._desk.gaps(job)
        return self._page(
            request,
            "jobs/post.html",
            status,
            job=job,
            blocks=block_views(preview(job.post, own) if job.state is JobState.DRAFT else shown(job, own)),
            hints=hints(job.post, words),
            asked=self._desk.board.asked(job.id),
            gaps=tuple((gap, gap_text(gap, words)) for gap in gaps),
            **{"done": "", "overtaken": False, **context},
        )

    def _form(
        self,
        request: Request,
        job: Job | None,
        draft: JobDraft,
        marks: Marks = Marks(),  # noqa: B008 - frozen
        status: int = 200,
        *,
        version: int | None = None,
        key: str = "",
        overtaken: bool = False,
    ) -> Response:
        """`version` is the one that somebody began with, where it is not the post's own."""
        known = (job.version if job else 0) if version is None else version
        form = form_view(draft, self._reader(request), known, key if is_id(key) else "", marks)
        return self._page(request, "jobs/form.html", status, job=job, form=form, overtaken=overtaken)

    def _preview(self, request: Request, job: Job | None, draft: JobDraft, post: JobPost, typed: TypedJob) -> Response:
        words = self._reader(request)
        return self._page(
            request,
            "jobs/preview.html",
            job=job,
            post=post,
            blocks=block_views(preview(post, self._words[post.language])),
            hints=hints(post, words),
            form=form_view(draft, words, typed.version, typed.key if is_id(typed.key) else ""),
        )

    def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        token = self._site.sessions.form_token(session_of(request))
        day, words = partial(shown_day, language=self._language(request)), self._reader(request)
        return self._site.rendering.page(request, template, status, form_token=token, day=day, words=words, **context)

    def _reader(self, request: Request) -> JobWords:
        return self._words[self._language(request)]

    def _language(self, request: Request) -> Language:
        return self._site.rendering.preferences(request.scope).language

    def _found(self, job: str) -> Job:
        """Whole ids only: the beginning of one is for people who type."""
        found = self._or_missing(lambda: self._desk.job(checked_id(job)))
        if found.id != job:
            raise HTTPException(404, "job")
        return found

    def _or_missing(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except NoSuchJobError:
            raise HTTPException(404, "job") from None


def _back(job: Job, done: str) -> RedirectResponse:
    return RedirectResponse(f"{ADDRESS}/{job.id}?done={done}", 303)
