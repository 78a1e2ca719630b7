"""Documents: what the team has brought in, uploading more, removing. Works without JavaScript.

What takes long runs beside the page: a form leads to the page of a work, which tells how far it is and what came of it.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from adapters.document_wording import document_wording
from adapters.web.areas import Area, Place
from adapters.web.days import shown_day
from adapters.web.document_views import (
    PAGE,
    DocumentView,
    Filled,
    document_view,
    filled,
    matching,
    mistakes,
    report_view,
)
from adapters.web.document_works import Outcome, Work, Works
from adapters.web.inbound import well_formed
from adapters.web.site import Site, session_of
from bot.document_desk import DocumentDesk
from bot.documents import MAX_FILE_BYTES, Details, DocumentAudience
from bot.ingest import Incoming
from bot.store_errors import StoreError
from bot.upload_names import NOBODY, upload_source

ADDRESS = "/documents"
CHUNK = 1024 * 1024
FORM_BYTES = 64 * 1024
"""What the fields and the boundaries of an upload's form take beside its files."""

Field = Annotated[str, Form()]
Token = Annotated[str, Form(alias="form_token")]
Files = Annotated[list[UploadFile] | None, File()]


def documents_area(desk: DocumentDesk, upload_megabytes: int) -> Area:
    """Return the area of documents; one upload holds `upload_megabytes` at most."""
    most = upload_megabytes * 1_000_000
    bodies = {ADDRESS: most + FORM_BYTES}
    return Area("documents", ADDRESS, Place.TEAM, lambda site: _routes(site, desk, most), bodies)


def _routes(site: Site, desk: DocumentDesk, most: int) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    pages = _Pages(site, desk, Works(), most)
    router.get(ADDRESS)(pages.overview)
    router.post(ADDRESS)(pages.upload)
    router.get(f"{ADDRESS}/work/{{work}}")(pages.work)
    router.get(f"{ADDRESS}/{{document}}/remove")(pages.ask)
    router.post(f"{ADDRESS}/{{document}}/remove")(pages.remove)
    return router


@dataclass(frozen=True, slots=True)
class _Pages:
    """The handlers. They are called in worker threads, since the store blocks."""

    _site: Site
    _desk: DocumentDesk
    _works: Works
    _most: int

    def overview(self, request: Request, q: str = "", page: int = 1) -> Response:
        """List the documents, and show the form."""
        return self._overview(request, Filled(), q=" ".join(well_formed(q).split())[:200], number=page)

    def upload(
        self,
        request: Request,
        token: Token,
        files: Files = None,
        audience: Field = "",
        title: Field = "",
        owner: Field = "",
        review_on: Field = "",
    ) -> Response:
        """Begin to read files."""
        self._site.checked_form(request, token)
        form = filled(audience, title, owner, review_on)
        sent = [file for file in files or () if file.filename]
        if wrong := mistakes(form, [file.filename or "" for file in sent]):
            return self._overview(request, form, 422, wrong=wrong)
        return self._begun(request, form, _Upload(self._desk, sent, form.details()))

    def work(self, request: Request, work: str) -> Response:
        """Tell how far a work is, or what came of it; to the script, only what changes."""
        found = self._works.find(work)
        words = document_wording(self._site.rendering.preferences(request.scope).language)
        reports = found.outcome.reports if found and found.outcome else ()
        views = tuple(report_view(one, words) for one in reports)
        read = sum(1 for one in views if one.is_read)
        context = {"work": found, "id": work, "reports": views, "read": read, "refused": len(views) - read}
        fragment = request.headers.get("hx-request") == "true"
        template = "team/document_progress.html" if fragment else "team/document_work.html"
        return self._page(request, template, 200 if found else 404, **context)

    def ask(self, request: Request, document: str) -> Response:
        """Ask whether a document is to go."""
        return self._page(request, "team/document_remove.html", document=self._found(request, document))

    def remove(self, request: Request, document: str, token: Token) -> Response:
        """Remove a document for good."""
        self._site.checked_form(request, token)
        found = self._found(request, document)

        def job(work: Work) -> Outcome:
            self._desk.remove((document,), work)
            return Outcome(removed=found.title)

        return self._to_work(request, Filled(), self._works.start(job))

    def _begun(self, request: Request, form: Filled, upload: "_Upload") -> Response:
        id_ = self._works.start(upload.run)
        if id_ is None:
            upload.discard()
        return self._to_work(request, form, id_)

    def _to_work(self, request: Request, form: Filled, id_: str | None) -> Response:
        if id_ is None:
            return self._overview(request, form, 503, wrong=("busy",))
        return RedirectResponse(f"{ADDRESS}/work/{id_}", 303)

    def _overview(
        self,
        request: Request,
        form: Filled,
        status: int = 200,
        *,
        wrong: Sequence[str] = (),
        q: str = "",
        number: int = 1,
    ) -> Response:
        try:
            known = self._desk.documents()
        except StoreError:
            known, status = None, max(status, 503)
        found = matching(known or (), q)
        last = max(1, -(-len(found) // PAGE))
        number = min(max(number, 1), last)
        shown = found[(number - 1) * PAGE : number * PAGE]
        return self._page(
            request,
            "team/documents.html",
            status,
            documents=tuple(self._view(request, one) for one in shown),
            total=None if known is None else len(known),
            q=q,
            number=number,
            last=last,
            form=form,
            wrong=wrong,
            most=self._most,
            most_file=MAX_FILE_BYTES,
            audiences=tuple(DocumentAudience),
        )

    def _found(self, request: Request, id_: str) -> DocumentView:
        try:
            found = self._desk.document(id_)
        except StoreError:
            raise HTTPException(503, "documents") from None
        if found is None:
            raise HTTPException(404, "document")
        return self._view(request, found)

    def _view(self, request: Request, summary: Any) -> DocumentView:
        words = document_wording(self._site.rendering.preferences(request.scope).language)
        return document_view(summary, datetime.now(UTC).date(), words)

    def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        token = self._site.sessions.form_token(session_of(request))
        language = self._site.rendering.preferences(request.scope).language

        def day(moment: date) -> str:
            return shown_day(moment, language)

        return self._site.rendering.page(request, template, status, form_token=token, day=day, **context)


class _Upload:
    """Files that were sent, copied to where they outlive the request, and removed once they are read."""

    def __init__(self, desk: DocumentDesk, sent: Sequence[UploadFile], details: Details) -> None:
        self._desk = desk
        self._details = details
        self._folder = tempfile.TemporaryDirectory(prefix="lotse-", ignore_cleanup_errors=True)
        self._files = tuple(self._copied(place, file) for place, file in enumerate(sent))

    def run(self, work: Work) -> Outcome:
        """Read them."""
        try:
            return Outcome(reports=self._desk.bring_in(self._files, self._details, NOBODY, work))
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove the copies."""
        self._folder.cleanup()

    def _copied(self, place: int, file: UploadFile) -> Incoming:
        """No name that somebody sent becomes a name on this machine: its number does."""
        source = upload_source(file.filename or "")
        path = Path(self._folder.name, f"{place}{PurePosixPath(source).suffix}")
        with path.open("wb") as copy:
            shutil.copyfileobj(file.file, copy, CHUNK)
        return Incoming(path, source)
