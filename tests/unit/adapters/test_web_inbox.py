"""The inbox's forms: once each, only its own, only what is there, never a draft."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.web.inbox import LONGEST, inbox_area
from bot.bootstrap import open_store
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import EntryKind, Side
from bot.models import Language
from config.settings import Settings
from tests.fakes.handoffs import ANNA, PROMISE, SHARED, opened
from tests.fakes.web import Browser, make_web


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[HandoffDesk]:
    with open_store(Settings(data_dir=tmp_path)) as stores:
        yield HandoffDesk(stores.handoffs, PROMISE)


@pytest.fixture
def browser(desk: HandoffDesk) -> Browser:
    return make_web(areas=[inbox_area(desk, {}.get)]).browser()


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


def filled(browser: Browser, token: str, **values: str) -> dict[str, str]:
    page = browser.get(f"/inbox/{token}").text
    return {"form_token": field(page, "form_token"), "message": field(page, "message"), **values}


def kinds(desk: HandoffDesk, token: str) -> list[EntryKind]:
    talk = desk.store.talk(token)
    assert talk
    return [entry.kind for entry in talk.entries]


def test_a_form_that_is_sent_twice_answers_once(desk: HandoffDesk, browser: Browser) -> None:
    token = opened(desk.store).token
    form = filled(browser, token, text=" Ja, eines. ")
    assert [browser.post(f"/inbox/{token}/reply", form).status for _ in range(2)] == [303, 303]
    [entry] = desk.store.untold(Side.CANDIDATE, 9)
    assert entry.text == "Ja, eines."
    assert kinds(desk, token) == [EntryKind.CANDIDATE, EntryKind.RECRUITER]


def test_what_was_answered_leads_to_its_gap(desk: HandoffDesk) -> None:
    token = opened(desk.store).token
    browser = make_web(areas=[inbox_area(desk, {token: "a1b2"}.get)]).browser()
    assert "/gaps/" not in browser.get(f"/inbox/{token}").text, "there is no answer yet"
    browser.post(f"/inbox/{token}/reply", filled(browser, token, text="Ja, eines."))
    assert '<a href="/gaps/a1b2">Daraus eine Antwort für alle machen</a>' in browser.get(f"/inbox/{token}").text


@pytest.mark.parametrize(("text", "says"), [(" \n", "Bitte schreib"), ("x" * (LONGEST + 1), "zu lang")])
def test_what_cannot_be_sent_is_said_and_stays_typed(desk: HandoffDesk, browser: Browser, text: str, says: str) -> None:
    token = opened(desk.store).token
    got = browser.post(f"/inbox/{token}/reply", filled(browser, token, text=text))
    assert got.status == 422
    assert says in got.text
    assert text.strip() in got.text
    assert len(kinds(desk, token)) == 1


def test_an_answer_to_what_has_ended_meanwhile_is_not_lost_from_sight(desk: HandoffDesk, browser: Browser) -> None:
    token = opened(desk.store).token
    form = filled(browser, token, text="Zu spät")
    desk.close("x", token, Side.CANDIDATE)
    got = browser.post(f"/inbox/{token}/reply", form)
    assert (got.status, "Zu spät" in got.text, "nicht angekommen" in got.text) == (409, True, True)


def test_drafts_and_what_is_not_there_are_not_shown(desk: HandoffDesk, browser: Browser) -> None:
    draft = desk.draft("d", (ANNA, "telegram:7:4001"), SHARED, Language.DE)
    for token in (draft.token, "A" * 32, "short"):
        assert browser.get(f"/inbox/{token}").status == 404
    assert SHARED.words not in browser.get("/inbox").text


def test_a_form_of_another_page_is_refused(desk: HandoffDesk, browser: Browser) -> None:
    token = opened(desk.store).token
    form = filled(browser, token, text="Ja")
    for way in ("reply", "end"):
        assert browser.post(f"/inbox/{token}/{way}", form | {"form_token": "forged"}).status == 403
    assert browser.post(f"/inbox/{token}/reply", form | {"message": "short"}).status == 404
    assert len(kinds(desk, token)) == 1
