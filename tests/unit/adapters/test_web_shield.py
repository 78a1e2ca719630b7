import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.web.inbound import new_id
from adapters.web.shield import MAX_BODY, Shield, host_name
from config.logging import configure_logging
from tests.fakes.web import Browser, Got, Web, WebAssistant, elements, make_web

FORM = "application/x-www-form-urlencoded"
ID = "c" * 24


@pytest.fixture(scope="module")
def one() -> Web:
    return make_web()


@pytest.fixture
def web(one: Web) -> Web:
    """The same for all; every browser has a conversation of its own."""
    one.index.assistant.messages.clear()
    return one


@pytest.fixture
def browser(web: Web) -> Browser:
    return web.browser(conversation=new_id())


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:8080", "127.0.0.1"),
        ("LOCALHOST", "localhost"),
        ("[::1]:8080", "::1"),
        ("lotse.example:443", "lotse.example"),
        ("", ""),
        ("[::1", ""),
        ("a b", "a b"),
        ("evil.example/127.0.0.1", "evil.example"),
    ],
)
def test_a_host_header_names_a_host(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "evil.example:8080"])
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/conversations", "/static/x/y"])
def test_no_other_host_is_served(web: Web, host: str, path: str) -> None:
    got = web.browser(host=host).get(path)
    assert got.status == 421
    assert not got.all("set-cookie")
    assert got.is_html is not path.startswith("/api")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST:8080"])
def test_known_hosts_are_served_on_any_port(web: Web, host: str) -> None:
    assert web.browser(host=host).get("/").status == 200


def test_without_hosts_every_name_is_served() -> None:
    assert make_web(hosts=()).browser(host="chat.example").get("/").status == 200


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": ""}, False),
        ({"origin": "http://127.0.0.1:8080"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://[::1"}, False),
        ({"sec_fetch_site": "cross-site", "origin": "http://127.0.0.1:8080"}, False),
        ({"sec_fetch_site": "same-origin", "origin": "http://evil.example"}, True),
    ],
)
def test_other_sites_change_nothing_even_with_a_token(
    web: Web, browser: Browser, headers: dict[str, str], allowed: bool
) -> None:
    form = browser.ask("Wo?", **headers)
    program = browser.api("POST", "/answers", {"question": "Wo?"}, **headers)
    deletion = browser.api("DELETE", "/conversations", **headers)
    assert {form.status, program.status, deletion.status} == ({303, 200} if allowed else {403})
    assert len(web.index.assistant.messages) == (2 if allowed else 0)


def test_other_sites_may_link_here(browser: Browser) -> None:
    assert browser.get("/", sec_fetch_site="cross-site", origin="http://evil.example").status == 200


@pytest.mark.parametrize("token", ["", "0" * 64, "\ud800"])
def test_a_form_without_its_token_changes_nothing(web: Web, browser: Browser, token: str) -> None:
    fields = {"form_token": token.encode("utf-8", "replace"), "text": "Wo?", "conversation": ID}
    assert browser.post("/ask", fields).status == (403 if token else 400)
    assert web.index.assistant.messages == []


def test_another_sessions_token_is_worth_nothing(web: Web, browser: Browser) -> None:
    assert browser.post("/ask", {"form_token": web.browser().token(), "text": "Wo?", "conversation": ID}).status == 403


def stream(browser: Browser, target: str, body: Any, **headers: str) -> Got:
    return asyncio.run(browser.sending("POST", target, body, **headers))


@pytest.mark.parametrize(("target", "kind"), [("/api/v1/answers", "application/json"), ("/ask", FORM)])
def test_too_much_is_refused_by_its_announcement_and_by_its_length(browser: Browser, target: str, kind: str) -> None:
    browser.get("/")
    start = b'{"question": "' if "api" in target else b"text="
    pieces = [start, *[b"x" * 50_000] * 8]
    announced = stream(browser, target, b"".join(pieces), content_type=kind)
    streamed = stream(browser, target, pieces, content_type=kind)
    lying = stream(browser, target, pieces, content_type=kind, content_length="10")
    assert {announced.status, streamed.status, lying.status} == {413}


@pytest.mark.parametrize(
    ("length", "status"), [(str(MAX_BODY + 1), 413), (str(MAX_BODY), 400), ("9" * 40, 400), ("-1", 400), ("x", 400)]
)
def test_an_announcement_is_enough_where_it_can_be_read(browser: Browser, length: str, status: int) -> None:
    assert stream(browser, "/ask", [b""], content_type=FORM, content_length=length).status == status


def test_the_longest_question_fits_in_however_it_is_encoded(browser: Browser) -> None:
    assert browser.ask("\U0001f600" * 2000).status == 303


REQUESTS = (
    ("GET", "/", 200),
    ("GET", "/login", 303),
    ("GET", "/nope", 404),
    ("GET", f"/c/{ID}", 404),
    ("POST", "/", 405),
    ("POST", "/ask", 400),
    ("GET", "/healthz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/static/nope", 404),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/nope", 404),
    ("POST", "/api/v1/answers", 422),
    ("DELETE", "/api/v1/answers", 405),
)


def is_shielded(got: Got) -> bool:
    policy = dict(part.strip().partition(" ")[::2] for part in got.header("content-security-policy").split(";"))
    return (
        policy["default-src"] == "'none'"
        and policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        and policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        and got.all("x-content-type-options") == ["nosniff"]
        and got.all("referrer-policy") == ["same-origin"]
        and got.all("x-frame-options") == ["DENY"]
    )


@pytest.mark.parametrize(("method", "target", "status"), REQUESTS)
def test_every_response_has_the_headers(browser: Browser, method: str, target: str, status: int) -> None:
    got = browser.send(method, target)
    assert got.status == status
    assert is_shielded(got)
    assert got.header("cache-control") == "no-store"


def static_addresses(browser: Browser) -> list[str]:
    fields = [fields for _, fields in elements(browser.get("/").text)]
    return [value for one in fields for value in (one.get("src", ""), one.get("href", "")) if "/static/" in value]


def test_static_files_are_kept_by_browsers_and_shielded_too(browser: Browser) -> None:
    addresses = static_addresses(browser)
    assert len(addresses) >= 5
    for address in addresses:
        got = browser.get(address)
        assert got.status == 200, address
        assert is_shielded(got)
        assert "immutable" in got.header("cache-control")
        assert not got.all("set-cookie")


@pytest.mark.parametrize(
    "path",
    ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "css/../../app.py", "css/%00", "css", "x" * 5000],
)
def test_only_static_files_are_served(browser: Browser, path: str) -> None:
    root = static_addresses(browser)[0].split("/")[2]
    got = browser.get(f"/static/{root}/{path}")
    assert got.status == 404
    assert is_shielded(got)


def test_pages_name_no_other_host_and_no_inline_script(browser: Browser) -> None:
    browser.ask("Bauleiter in Köln, wo posten?")
    for target in ("/", f"/c/{browser.conversation}", "/channels", "/channels/xing", "/checklists", "/api", "/nope"):
        for tag, fields in elements(browser.get(target).text):
            addresses = [fields.get(name, "") for name in ("src", "action", "formaction")]
            addresses += [fields.get("href", "")] if tag == "link" else []
            assert not [one for one in addresses if "//" in one], (target, tag, fields)
            assert not [name for name in fields if name.startswith("on") or name == "style"], (target, tag, fields)
            assert tag != "style"
            assert tag != "script" or fields["src"]


@pytest.mark.parametrize(("hx", "api"), [(False, False), (True, False), (False, True)])
def test_a_fault_gives_a_reference_whose_log_entry_has_no_words(tmp_path: Path, hx: bool, api: bool) -> None:
    log = configure_logging(tmp_path)
    browser = make_web(WebAssistant()).browser()
    headers = {"hx_request": "true"} if hx else {}
    text = "crash Geheimnis von Frau Meier"
    got = browser.api("POST", "/answers", {"question": text}) if api else browser.ask(text, **headers)
    assert got.status == 500
    assert got.header("cache-control") == "no-store"
    assert is_shielded(got)
    reference = re.search(r"\b[0-9A-F]{8}\b", got.text)
    assert reference is not None
    assert got.text.startswith("{" if api else ("<div" if hx else "<!doctype html>"))
    entry = log.read_text(encoding="utf-8")
    assert reference[0] in entry
    assert "RuntimeError" in entry
    assert "tests/fakes/assistant.py" in entry
    assert not [word for word in ("Geheimnis", "Meier", browser.token()) if word in entry + got.text]


def test_an_expected_refusal_has_no_reference(browser: Browser) -> None:
    assert not re.search(r"\b[0-9A-F]{8}\b", browser.get("/nope").text)


def test_a_fault_after_the_response_began_is_logged_and_ends_it(tmp_path: Path) -> None:
    log, words = configure_logging(tmp_path), " ".join(("said", "too", "much"))

    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError(words)

    def page(*_: Any) -> Any:
        raise AssertionError("a second response")

    got = Browser(Shield(breaks, frozenset(), page)).get("/")
    assert (got.status, got.body) == (200, b"")
    assert "ValueError" in log.read_text()
    assert words not in log.read_text()
