"""The pages of the team's documents: what is sent is read, reported and listed; what is hostile stays harmless."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from adapters.web.document_pages import documents_area
from adapters.web.document_works import Outcome, Work, Works
from bot.documents import DocumentAudience
from bot.errors import BuildError
from bot.store_errors import StoreError
from tests.fakes.document_desk import Shelf
from tests.fakes.files import zipped
from tests.fakes.web import Browser, Got, make_web, skeleton

BOUNDARY = "xxBOUNDARYxx"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
GERMAN = "# Handbuch\n\n## Urlaub\n\nDer Urlaub endet am letzten Tag im März, wenn er nicht vorher abgesprochen wurde."
INTERNAL = {"audience": "internal"}
MEGABYTES = 2


@pytest.fixture
def browser(shelf: Shelf) -> Browser:
    return make_web(areas=[documents_area(shelf.desk, MEGABYTES)]).browser()


def form(fields: Mapping[str, str], files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a form as a browser sends it; a field `files` without any file has an empty name."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, data in files or [("", b"")]:
        quoted = name.replace('"', "%22").encode("utf-8", "surrogatepass")
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="'.encode() + quoted + b'"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n"
        )
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def send(browser: Browser, fields: Mapping[str, str], *files: tuple[str, bytes], **headers: str) -> Got:
    token = fields["form_token"] if "form_token" in fields else browser.token("/documents")
    body = form({**fields, "form_token": token}, files)
    return browser.send("POST", "/documents", body, **{"content_type": MULTIPART, **headers})


def finished(browser: Browser, got: Got) -> str:
    """Return the page of a work once it is over."""
    assert got.status == 303, got.text
    until = time.monotonic() + 60
    while "http-equiv" in (page := browser.get(got.header("location")).text):
        assert time.monotonic() < until
        time.sleep(0.02)
    return page


def test_a_page_tells_of_one_moment_of_a_work() -> None:
    works, goes_on = Works(), Event()

    def job(work: Work) -> Outcome:
        goes_on.wait(60)
        return Outcome(removed="Handbuch")

    id_ = works.start(job)
    assert id_ is not None
    before = works.find(id_)
    goes_on.set()
    until = time.monotonic() + 60
    while not ((now := works.find(id_)) and now.is_over):
        assert time.monotonic() < until
    assert before is not None
    assert not before.is_over


def test_a_file_is_read_reported_listed_and_replaced(browser: Browser, shelf: Shelf) -> None:
    details = {"audience": "public", "title": " Unser  Handbuch ", "owner": "HR", "review_on": "2027-01-31"}
    page = finished(browser, send(browser, details, ("handbuch.md", GERMAN.encode())))
    assert "1 aufgenommen, 0 nicht." in page
    assert "neu; 1 Abschnitt; Deutsch" in page
    [document] = shelf.documents()
    assert (document.title, document.owner, document.review_on) == ("Unser Handbuch", "HR", date(2027, 1, 31))
    assert (document.audience, document.source) == (DocumentAudience.PUBLIC, "upload/handbuch.md")
    listed = browser.get("/documents").text
    assert all(
        words in listed for words in ("Unser Handbuch", "öffentlich", "HR", "31.01.2027", "1 Abschnitt", "Deutsch")
    )
    again = finished(browser, send(browser, INTERNAL, ("Ordner/handbuch.md", f"{GERMAN} Neu.".encode())))
    assert "ersetzt; 1 Abschnitt" in again
    [document] = shelf.documents()
    assert (document.audience, document.title) == (DocumentAudience.INTERNAL, "Handbuch")
    assert shelf.published == 2


def test_one_bad_file_keeps_no_other_out_and_an_archive_is_read(browser: Browser, shelf: Shelf) -> None:
    export = zipped({"a.md": GERMAN, "b.zip": zipped({"c.md": GERMAN})})
    page = finished(browser, send(browser, INTERNAL, ("x.png", b"\x89PNG\0\0"), ("e.zip", export), ("leer.txt", b"")))
    assert "1 aufgenommen, 3 nicht." in page
    for words in ("kann Lotse nicht lesen", "ein Archiv in einem Archiv", "die Datei ist leer", "e.zip › a.md"):
        assert words in page
    assert [document.source for document in shelf.documents()] == ["upload/e.zip!a.md"]


@pytest.mark.parametrize(
    ("fields", "files", "says"),
    [
        ({}, [("a.md", b"x")], "Es fehlt, wer daraus"),
        ({"audience": "everybody"}, [("a.md", b"x")], "Es fehlt, wer daraus"),
        (INTERNAL, [], "keine Datei ausgewählt"),
        ({**INTERNAL, "title": "T"}, [("a.md", b"x"), ("b.md", b"x")], "Ein Titel gehört zu einer einzelnen"),
        ({**INTERNAL, "title": "T"}, [("a.ZIP", b"x")], "Ein Titel gehört zu einer einzelnen"),
        ({**INTERNAL, "review_on": "31.1.2027"}, [("a.md", b"x")], "Das Datum gibt es nicht"),
        (INTERNAL, [("x/a.md", b"x"), ("y/a.md", b"y")], "heißen gleich"),
        ({**INTERNAL, "owner": "x" * 121}, [("a.md", b"x")], "mehr als 120"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_read(
    browser: Browser, shelf: Shelf, fields: dict[str, str], files: list[tuple[str, bytes]], says: str
) -> None:
    got = send(browser, fields, *files)
    assert got.status == 422
    assert says in got.text
    assert shelf.brought_in == []


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_from_elsewhere_is_refused(browser: Browser, shelf: Shelf, token: str) -> None:
    assert send(browser, {**INTERNAL, "form_token": token}, ("a.md", GERMAN.encode())).status in (400, 403)
    assert send(browser, INTERNAL, ("a.md", GERMAN.encode()), origin="http://evil.example").status == 403
    assert browser.post("/documents/abc/remove", {"form_token": "0" * 64}).status == 403
    assert shelf.brought_in == []


def test_too_much_is_refused_by_its_announcement_before_any_of_it_is_read(browser: Browser) -> None:
    browser.get("/documents")
    # Whoever read from a body of no pieces would wait for ever.
    sending = browser.sending("POST", "/documents", [], content_type=MULTIPART, content_length="999999999")
    got = asyncio.run(asyncio.wait_for(sending, 20))
    assert got.status == 413
    assert "höchstens 2 MB" in got.text


def test_too_much_that_was_not_announced_is_cut_off(browser: Browser, shelf: Shelf) -> None:
    whole = form({"form_token": browser.token("/documents"), **INTERNAL}, [("a.md", b"x" * 10_000_000)])
    pieces = [whole[start : start + 500_000] for start in range(0, len(whole), 500_000)]
    got = asyncio.run(browser.sending("POST", "/documents", pieces, content_type=MULTIPART))
    assert (got.status, shelf.brought_in) == (413, [])


def test_no_other_address_takes_more_than_before(browser: Browser) -> None:
    browser.get("/documents")
    got = asyncio.run(browser.sending("POST", "/documents/abc/remove", b"x" * 300_000, content_type=MULTIPART))
    assert got.status == 413
    assert "2.000 Zeichen" in got.text


HOSTILE = (
    "../../../etc/passwd.md",
    "..\\..\\windows\\win.md",
    "\u202egnp.exe.md",
    "a\x01\x07b.md",
    "<script>alert(1)</script>.md",
    "Ü" * 300 + ".md",
    "'; DROP TABLE documents;--.md",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_files_name_is_only_ever_shown(browser: Browser, shelf: Shelf, tmp_path: Path, name: str) -> None:
    plain = skeleton(finished(browser, send(browser, INTERNAL, ("a.md", GERMAN.encode()))))
    before = {path for path in tmp_path.rglob("*") if "documents" not in path.parts}
    page = finished(browser, send(browser, INTERNAL, (name, GERMAN.encode())))
    assert "1 aufgenommen" in page
    assert skeleton(page) == plain
    [source] = {document.source for document in shelf.documents()} - {"upload/a.md"}
    shown = source.removeprefix("upload/")
    assert not re.search(r"[\x00-\x1f\u202a-\u202e/\\]", shown)
    assert len(shown) <= 120
    assert shown.endswith(".md")
    assert {path for path in tmp_path.rglob("*") if "documents" not in path.parts} == before
    assert "\u202e" not in browser.get("/documents").text


def test_removing_is_asked_for_and_leaves_nothing(browser: Browser, shelf: Shelf) -> None:
    finished(browser, send(browser, INTERNAL, ("a.md", GERMAN.encode())))
    [document] = shelf.documents()
    address = f"/documents/{document.id}/remove"
    assert "Dokument entfernen?" in browser.get(address).text
    assert shelf.documents()
    page = finished(browser, browser.post(address))
    assert "wird nicht mehr zitiert" in page
    assert shelf.documents() == ()
    assert browser.get(address).status == browser.post(address).status == 404
    assert shelf.published == 2


@pytest.mark.parametrize("problem", [BuildError("no model"), RuntimeError("a secret")])
def test_what_goes_wrong_is_told_without_its_words(browser: Browser, shelf: Shelf, problem: Exception) -> None:
    token = browser.token("/documents")
    shelf.problem = problem
    page = finished(browser, send(browser, {**INTERNAL, "form_token": token}, ("a.md", GERMAN.encode())))
    assert "Das hat nicht geklappt" in page
    assert not [words for words in ("a secret", "no model") if words in page]
    assert "1 aufgenommen" in finished(browser, send(browser, INTERNAL, ("a.md", GERMAN.encode())))


def test_a_list_that_somebody_else_holds_is_said_to_be(browser: Browser, shelf: Shelf) -> None:
    shelf.problem = StoreError("in use by process 7")
    got = browser.get("/documents")
    assert got.status == 503
    assert "an anderer Stelle" in got.text
    assert "process 7" not in got.text


def test_a_work_that_is_not_known_is_said_to_be_long_ago(browser: Browser) -> None:
    got = browser.get("/documents/work/nope")
    assert got.status == 404
    assert "schon länger her" in got.text


def test_a_list_is_searched_and_cut_into_pages(browser: Browser, shelf: Shelf) -> None:
    files = [
        (f"d{number:02}.md", f"Regel Nummer {number} gilt für alle Leute im Haus.".encode()) for number in range(52)
    ]
    finished(browser, send(browser, INTERNAL, *files))
    assert len(re.findall(r"<h3", browser.get("/documents").text)) == 50
    assert "Seite 2 von 2" in browser.get("/documents?page=99").text
    found = browser.get("/documents?q=D07.").text
    assert len(re.findall(r"<h3", found)) == 1
    assert "Dazu gibt es kein Dokument" in browser.get("/documents?q=nirgends").text


def test_without_a_login_there_is_no_page() -> None:
    assert make_web().browser().get("/documents").status == 404
