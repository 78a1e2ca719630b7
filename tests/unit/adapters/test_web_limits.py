import pytest

from adapters.web.app import SIGN_INS_PER_MINUTE
from adapters.web.gate import Login
from tests.fakes.web import PASSWORD, Web, make_web

LIMIT = 3


@pytest.fixture
def web() -> Web:
    return make_web(questions_per_minute=LIMIT)


def test_too_many_questions_are_declined_until_the_minute_is_over(web: Web) -> None:
    browser = web.browser()
    assert [browser.ask("Wo?").status for _ in range(LIMIT + 1)] == [303] * LIMIT + [429]
    refused = browser.ask("Wo?")
    assert refused.header("retry-after") == "60"
    assert refused.is_html
    assert len(web.index.assistant.messages) == LIMIT


def test_the_api_counts_with_the_pages(web: Web) -> None:
    browser = web.browser()
    browser.ask("Wo?")
    statuses = [browser.api("POST", "/answers", {"question": "Wo?"}).status for _ in range(LIMIT)]
    assert statuses == [200] * (LIMIT - 1) + [429]
    refused = browser.api("POST", "/answers", {"question": "Wo?"})
    assert refused.header("retry-after") == "60"
    assert set(refused.json) == {"detail"}


def test_corrections_count_as_questions(web: Web) -> None:
    browser = web.browser()
    for _ in range(LIMIT):
        browser.ask("Wo?")
    assert browser.post(f"/c/{'c' * 24}/correct", {"kind": "place", "becomes": "Bonn"}).status == 429


def test_the_limit_is_one_sessions(web: Web) -> None:
    busy, other = web.browser(), web.browser()
    for _ in range(LIMIT + 1):
        busy.ask("Wo?")
    assert other.ask("Wo?", "d" * 24).status == 303
    assert busy.get("/").status == 200


def test_a_users_browsers_share_the_limit() -> None:
    web = make_web(login=Login.PROXY, questions_per_minute=1)
    first, second = (web.browser(headers={"X-Forwarded-User": "ada"}) for _ in range(2))
    for browser in (first, second):
        browser.get("/")
    asked = [browser.post("/ask", {"form_token": browser.token("/"), "text": "Wo?", "conversation": "c" * 24})
             for browser in (first, second)]  # fmt: skip
    assert [got.status for got in asked] == [303, 429]


def test_what_is_malformed_or_forged_does_not_count(web: Web) -> None:
    browser = web.browser()
    for _ in range(LIMIT + 1):
        browser.post("/ask", {"form_token": "x", "text": "Wo?", "conversation": "c" * 24})
        browser.api("POST", "/answers", {"question": 7})
    assert browser.ask("Wo?").status == 303


def test_passwords_cannot_be_tried_without_end() -> None:
    web = make_web(login=Login.PASSWORD)
    tries = [web.browser().sign_in("wrong") for _ in range(SIGN_INS_PER_MINUTE + 1)]
    assert [got.status for got in tries] == [401] * SIGN_INS_PER_MINUTE + [429]
    assert tries[-1].header("retry-after") == "60"
    assert web.browser().sign_in(PASSWORD).status == 429
