"""The form of job posts: nothing typed is lost, mistakes stand at their field, nothing hostile becomes markup."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest

from adapters.web.gate import Login
from adapters.web.job_pages import jobs_area
from bot.bootstrap import make_job_desk, open_store
from bot.jobs.desk import JobDesk
from bot.jobs.models import Aspect, Job, JobField, JobState
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.jobs import POST, make_post
from tests.fakes.web import Browser, Got, elements, make_web, skeleton
from tests.fakes.web_forms import sent

TYPED = {
    "title": "Bauleiter Hochbau",
    "employer": "Brückner & Söhne Bau",
    "place": "Köln",
    "remote": "partly",
    "employment": ["full-time", "part-time"],
    "salary_min": "58.000",
    "salary_max": "72.000 €",
    "currency": "EUR",
    "period": "year",
    "description": "Sie leiten Baustellen im Kölner Norden.\r\n\r\nSie planen Termine und Kosten.",
    "requirements": "- Studium Bauingenieurwesen oder Meister\r\n- Führerschein Klasse B",
    "benefits": "• 30 Tage Urlaub\r\n• Dienstwagen",
    "apply_link": "jobs.example.com/bauleiter",
    "apply_email": "jobs@example.com",
    "deadline": "31.12.2099",
    "contact": "Jana Weber, 0221 5550",
    "language": "de",
}
KEPT = make_post(deadline=date(2099, 12, 31))
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202e"


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with open_store(Settings(data_dir=tmp_path)) as stores:
        yield stores


@pytest.fixture
def desk(stores: Stores) -> JobDesk:
    return make_job_desk(stores.jobs)


@pytest.fixture
def browser(desk: JobDesk) -> Browser:
    return make_web(areas=[jobs_area(desk)]).browser()


def only(desk: JobDesk) -> Job:
    [job] = desk.board.jobs()
    return job


def written(browser: Browser, address: str = "/jobs/new", **values: object) -> Got:
    """Fill a form in and go on to the preview."""
    return browser.post(address, sent(browser.get(address).text, **{"action": "preview", **TYPED, **values}))


def publish(desk: JobDesk, **values: object) -> Job:
    job = desk.board.publish(desk.board.add(make_post(deadline=None, **values), "test").id)
    assert job
    return job


def wrong_fields(page: str) -> list[str]:
    return [fields["name"] for _, fields in elements(page) if fields.get("aria-invalid") == "true"]


def test_from_a_form_over_the_preview_to_a_published_post_that_is_changed_and_closed(
    browser: Browser, desk: JobDesk
) -> None:
    seen = written(browser)
    assert (seen.status, desk.board.jobs()) == (200, ())
    for text in (KEPT.title, "58.000 € bis 72.000 € pro Jahr", "Vollzeit, Teilzeit", "31. Dezember 2099"):
        assert text in unescape(seen.text)
    got = browser.post("/jobs/new", sent(seen.text, action="publish"))
    job = only(desk)
    assert (got.status, got.header("location")) == (303, f"/jobs/{job.id}?done=published")
    assert (job.post, job.state, job.author) == (KEPT, JobState.PUBLISHED, "web")
    assert "Die Stelle ist jetzt zu finden." in browser.get(got.header("location")).text

    form = browser.get(f"/jobs/{job.id}/edit").text
    again = browser.post(f"/jobs/{job.id}/edit", sent(form, action="preview", place="Bonn"))
    assert desk.job(job.id).post == KEPT
    got = browser.post(f"/jobs/{job.id}/edit", sent(again.text, action="keep"))
    assert got.header("location") == f"/jobs/{job.id}?done=changed"
    assert (only(desk).post, only(desk).version) == (make_post(deadline=KEPT.deadline, place="Bonn"), 2)

    page = browser.get(f"/jobs/{job.id}").text
    assert browser.post(f"/jobs/{job.id}/state", sent(page, action="close")).status == 303
    assert only(desk).state is JobState.CLOSED
    page = browser.get(f"/jobs/{job.id}?done=closed").text
    assert "Diese Stelle ist geschlossen." in page
    assert browser.post(f"/jobs/{job.id}/state", sent(page, action="publish", version="2")).status == 303
    assert only(desk).open


def test_a_draft_is_kept_unseen_and_a_form_sent_twice_is_one_post(browser: Browser, desk: JobDesk) -> None:
    seen = written(browser).text
    for place in ("Köln", "Köln", "Bonn"):
        assert browser.post("/jobs/new", sent(seen, action="keep", place=place)).status == 303
    assert (only(desk).state, only(desk).post.place) == (JobState.DRAFT, "Bonn")
    assert desk.board.find(only(desk).token) is None
    assert ">Entwurf<" in browser.get("/jobs").text


@pytest.mark.parametrize(
    ("typed", "fields", "says"),
    [
        ({"title": " "}, ["title"], "Bitte ausfüllen."),
        ({"title": "x" * 121}, ["title"], "höchstens 120 Zeichen"),
        ({"place": "", "remote": ""}, ["place"], "ganz aus der Ferne"),
        ({"salary_min": "viel"}, ["salary_min"], "ist kein Betrag"),
        ({"salary_min": "80000"}, ["salary_max"], "liegt unter dem Anfang"),
        ({"period": ""}, ["period"], "Wähle, wofür das Gehalt gilt"),
        ({"currency": "Taler"}, ["currency"], "ist keine Währung"),
        ({"apply_link": "javascript:alert(1)", "apply_email": "x"}, ["apply_link", "apply_email"], "kein Link ins Web"),
        ({"apply_link": "", "apply_email": ""}, ["apply_link"], "Nenne einen Link oder eine E-Mail"),
        ({"deadline": "2020-01-01"}, ["deadline"], "ist vorbei"),
        ({"deadline": "31.2.2099"}, ["deadline"], "ist kein Datum"),
        ({"requirements": "\n".join(map(str, range(31)))}, ["requirements"], "höchstens 30"),
        ({"employment": ["astronaut"]}, ["employment"], "gibt es hier nicht"),
        ({"remote": "mars"}, ["remote"], "gibt es hier nicht"),
        ({"language": "fr"}, ["language"], "gibt es hier nicht"),
        ({"title": "", "employer": "", "description": ""}, ["title", "employer", "description"], "3 Felder"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    browser: Browser, desk: JobDesk, typed: dict[str, object], fields: list[str], says: str
) -> None:
    got = written(browser, **typed)
    assert got.status == 422
    assert wrong_fields(got.text) == fields
    assert says in unescape(got.text)
    assert desk.board.jobs() == ()
    focused = [one.get("name") for _, one in elements(got.text) if "autofocus" in one]
    assert focused == fields[:1]
    back = sent(got.text)
    for name, text in {**TYPED, **typed}.items():
        if text in (["astronaut"], "mars", "fr"):
            continue
        shown = back[name]
        assert (shown.replace("\r\n", "\n") if isinstance(shown, str) else shown) == (
            text.replace("\r\n", "\n") if isinstance(text, str) else text
        ), name


def test_from_the_preview_one_can_go_back_with_everything(browser: Browser, desk: JobDesk) -> None:
    job = publish(desk)
    seen = browser.post(
        f"/jobs/{job.id}/edit", sent(browser.get(f"/jobs/{job.id}/edit").text, action="preview", **TYPED)
    )
    back = sent(browser.post(f"/jobs/{job.id}/edit", sent(seen.text, action="change")).text)
    assert {name: back[name] for name in TYPED} == {
        name: text.replace("\r\n", "\n") if isinstance(text, str) else text for name, text in TYPED.items()
    }
    assert back["version"] == "1"
    assert only(desk) == job


def test_who_edits_second_is_told_and_may_go_on(browser: Browser, desk: JobDesk) -> None:
    job = publish(desk)
    address = f"/jobs/{job.id}/edit"
    mine, theirs = browser.get(address).text, browser.get(address).text
    browser.post(address, sent(theirs, action="keep", place="Bonn", remote="", contact="<b>Eva</b>"))
    for action in ("preview", "keep"):
        got = browser.post(address, sent(mine, action=action, benefits="Sauna"))
        assert got.status == 409
        assert "Jemand hat die Stelle inzwischen geändert." in got.text
        assert 'Jetzt steht da: <span class="team-words">Bonn</span>' in got.text
        assert "Jetzt ist das Feld leer." in got.text
        assert "&lt;b&gt;Eva&lt;/b&gt;" in got.text
        assert only(desk).post.place == "Bonn"
    assert sent(got.text)["benefits"] == "Sauna"
    assert browser.post(address, sent(got.text, action="keep")).status == 303
    assert (only(desk).post, only(desk).version) == (make_post(deadline=None, benefits=("Sauna",)), 3)


def test_sending_an_edit_twice_is_no_conflict(browser: Browser, desk: JobDesk) -> None:
    job = publish(desk)
    form = sent(browser.get(f"/jobs/{job.id}/edit").text, action="keep", place="Bonn")
    assert [browser.post(f"/jobs/{job.id}/edit", form).status for _ in range(2)] == [303, 303]
    assert only(desk).version == 2


def test_nobody_publishes_what_was_changed_under_their_eyes(browser: Browser, desk: JobDesk) -> None:
    job = desk.board.add(POST, "test")
    page = browser.get(f"/jobs/{job.id}").text
    desk.board.edit(job.id, make_post(place="Bonn"), 1)
    got = browser.post(f"/jobs/{job.id}/state", sent(page, action="publish", version="1"))
    assert (got.status, "noch nicht veröffentlicht" in got.text, only(desk).state) == (409, True, JobState.DRAFT)


def test_a_deadline_that_has_passed_leads_to_its_field(browser: Browser, desk: JobDesk) -> None:
    job = desk.board.add(make_post(deadline=date(2020, 1, 1)), "test")
    got = browser.post(
        f"/jobs/{job.id}/state", sent(browser.get(f"/jobs/{job.id}").text, action="publish", version="1")
    )
    assert (got.status, wrong_fields(got.text)) == (422, ["deadline"])
    assert only(desk).state is JobState.DRAFT


def test_hostile_words_stay_words(browser: Browser, desk: JobDesk) -> None:
    texts = ("title", "employer", "place", "description", "requirements", "benefits", "contact")
    harmless, hostile = (dict.fromkeys(texts, text) for text in ("Wort", HOSTILE))
    pages = []
    for values in (harmless, hostile):
        seen = written(browser, **values)
        job = seen.status == 200 and browser.post("/jobs/new", sent(seen.text, action="publish"))
        assert job
        address = job.header("location").partition("?")[0]
        pages.append((seen.text, browser.get(address).text, browser.get(f"{address}/edit").text))
    assert [skeleton(page) for page in pages[0]] == [skeleton(page) for page in pages[1]]
    assert "49" not in pages[1][1].partition("job-seen")[2][:200]
    refused = written(browser, apply_link=HOSTILE, deadline=HOSTILE, salary_min=HOSTILE, currency=HOSTILE)
    assert refused.status == 422
    assert "<img" not in refused.text
    assert "<script>" not in refused.text
    assert "<img" not in browser.get("/jobs").text


def test_only_who_may_use_the_web_chat_and_only_by_its_own_forms(desk: JobDesk, browser: Browser) -> None:
    job = publish(desk)
    stranger = make_web(areas=[jobs_area(desk)], login=Login.PASSWORD).browser()
    for path in ("/jobs", "/jobs/new", f"/jobs/{job.id}", f"/jobs/{job.id}/edit"):
        assert stranger.get(path).header("location") == "/login"
    forms = {"/jobs/new": TYPED, f"/jobs/{job.id}/edit": TYPED, f"/jobs/{job.id}/state": {"version": "1"}}
    for path, typed in forms.items():
        for action in ("keep", "publish", "close", "preview"):
            assert browser.post(path, {**typed, "action": action, "form_token": "x"}).status == 403
    for path, typed in forms.items():
        assert stranger.post(path, {**typed, "action": "close"}).status in (303, 401, 403)
    assert only(desk) == job


@pytest.mark.parametrize("id_", ["x", "A" * 32, "0" * 32])
def test_what_is_not_there_is_not_found(browser: Browser, desk: JobDesk, id_: str) -> None:
    job = publish(desk)
    for address in (id_, f"{id_}/edit", job.id[:8], job.id[:24]):
        assert browser.get(f"/jobs/{address}").status == 404
    assert browser.post(f"/jobs/{id_}/state", {"action": "close", "version": "1"}).status == 404
    assert browser.post(f"/jobs/{id_}/edit", TYPED).status == 404
    assert browser.post(f"/jobs/{job.id}/state", {"action": "dance", "version": "1"}).status == 400


def test_what_was_asked_is_counted_and_leads_to_the_field(browser: Browser, desk: JobDesk) -> None:
    job = publish(desk, salary=None)
    for number in range(12):
        desk.board.note_question(job.id, Aspect.SALARY, f"s{number}", answered=False)
    desk.board.note_question(job.id, Aspect.START, "b1", answered=False)
    desk.board.note_question(job.id, Aspect.PLACE, "p1", answered=True)
    listed = browser.get("/jobs").text
    assert "14-mal gefragt" in listed
    assert "13 ohne Antwort" in listed
    page = browser.get(f"/jobs/{job.id}").text
    assert "12 haben nach dem Gehalt gefragt: Trag es ein." in page
    [link] = re.findall(r'href="([^"]+asked=salary[^"]*)"', page)
    form = browser.get(link.partition("#")[0]).text
    marked = [fields for _, fields in elements(form) if "autofocus" in fields]
    assert [(one["name"], one["value"]) for one in marked] == [(JobField.SALARY_MIN, "")]
    assert "salary_min-asked" in marked[0]["aria-describedby"]
    assert "12 haben nach dem Gehalt gefragt" in form
    assert "(Beginn): Schreib einen Satz dazu." in form
    assert not [one for _, one in elements(browser.get(f"/jobs/{job.id}/edit?asked=<x>").text) if "autofocus" in one]
    browser.post(f"/jobs/{job.id}/edit", sent(form, action="keep", salary_min="50000", period="year"))
    assert "1 ohne Antwort" in browser.get("/jobs").text


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_list_is_filtered_and_in_both_languages(browser: Browser, desk: JobDesk, language: str) -> None:
    draft, open_ = desk.board.add(make_post(title="Koch (m/w/d)"), "test"), publish(desk, title="Maler (m/w/d)")
    for show, titles in (
        ("", {"Koch", "Maler"}),
        ("?show=draft", {"Koch"}),
        ("?show=published", {"Maler"}),
        ("?show=closed", set()),
    ):
        page = browser.get(f"/jobs{show}", accept_language=language).text
        assert {title for title in ("Koch", "Maler") if title in page} == titles
    for job in (draft, open_):
        for path in ("", "/edit"):
            assert browser.get(f"/jobs/{job.id}{path}", accept_language=language).status == 200
    assert datetime.now(UTC).year == open_.created_at.year
