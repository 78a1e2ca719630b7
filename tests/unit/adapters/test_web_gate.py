import pytest

from adapters.web.gate import MAX_USER, Login, cookies
from adapters.web.sessions import COOKIE
from tests.fakes.web import PASSWORD, Browser, Web, WebAssistant, elements, make_web

ID = "c" * 24
INSIDE = ("/", f"/c/{ID}", "/channels", "/checklists", "/api", "/metrics", "/nope")
OUTSIDE = (("/healthz", 200), ("/readyz", 200), ("/favicon.ico", 204))


def flags(cookie: str) -> set[str]:
    return {part.strip().lower() for part in cookie.split(";")[1:]}


@pytest.fixture(scope="module")
def free() -> Web:
    return make_web()


@pytest.fixture(scope="module")
def closed() -> Web:
    """Asks for a password that nobody tries; only so many tries are allowed."""
    return make_web(login=Login.PASSWORD)


@pytest.fixture
def locked() -> Web:
    return make_web(login=Login.PASSWORD)


@pytest.fixture
def proxied() -> Web:
    return make_web(login=Login.PROXY)


def as_user(web: Web, user: str) -> Browser:
    return web.browser(headers={"X-Forwarded-User": user})


def test_without_a_login_everybody_gets_a_session_once(free: Web) -> None:
    browser = free.browser()
    first, second = browser.get("/"), browser.get("/")
    assert len(first.all("set-cookie")) == 1
    assert second.all("set-cookie") == []
    assert flags(first.header("set-cookie")) == {"httponly", "path=/", "samesite=lax", "max-age=15552000"}


@pytest.mark.parametrize("cookie", ["", "forged.in.AAAA.BBBB", '"', "ü", "x" * 5000])
def test_a_forged_cookie_gets_a_new_session(free: Web, cookie: str) -> None:
    browser = free.browser(cookies={COOKIE: cookie})
    browser.get("/")
    assert browser.cookies[COOKIE] != cookie
    assert browser.get("/").all("set-cookie") == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_are_for_tls_only_where_there_is_tls(scheme: str) -> None:
    browser = make_web(login=Login.PASSWORD).browser(scheme=scheme)
    set_cookies = [
        browser.get("/login").header("set-cookie"),
        browser.sign_in().header("set-cookie"),
        browser.post("/preferences", {"language": "en", "theme": "dark"}).header("set-cookie"),
    ]
    for cookie in set_cookies:
        assert {"httponly", "samesite=lax"} <= flags(cookie.replace(",", ";")), cookie
        assert ("secure" in flags(cookie.replace(",", ";"))) is (scheme == "https")


@pytest.mark.parametrize("path", INSIDE)
def test_a_password_is_asked_for(closed: Web, path: str) -> None:
    got = closed.browser().get(path)
    assert (got.status, got.header("location")) == (303, "/login")


def test_the_api_says_that_a_login_is_needed(locked: Web) -> None:
    browser = locked.browser()
    for got in (browser.api("GET", "/conversations"), browser.api("POST", "/answers", {"question": "Wo?"})):
        assert (got.status, got.json) == (401, {"detail": "sign in first"})
    assert locked.index.assistant.messages == []


@pytest.mark.parametrize(("path", "status"), OUTSIDE)
@pytest.mark.parametrize("login", list(Login))
def test_what_is_everybodys_needs_no_login_and_gets_no_cookie(path: str, status: int, login: Login) -> None:
    got = make_web(login=login).browser().get(path)
    assert (got.status, got.all("set-cookie")) == (status, [])


def test_the_login_page_is_usable_without_a_login(locked: Web) -> None:
    browser = locked.browser()
    page = browser.get("/login")
    assert page.status == 200
    for tag, fields in elements(page.text):
        address = fields.get("src" if tag == "script" else "href", "")
        if tag in ("script", "link"):
            assert browser.get(address).status == 200
    assert browser.post("/preferences", {"language": "en", "back": "/login"}).header("location") == "/login"


@pytest.mark.parametrize("wrong", ["", "wrong", PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD} ", "ü", "x" * 10_000])
def test_a_wrong_password_opens_nothing(locked: Web, wrong: str) -> None:
    browser = locked.browser()
    got = browser.sign_in(wrong)
    assert got.status == 401
    assert not wrong or wrong not in got.text
    assert browser.get("/").status == 303


def test_the_right_password_opens_and_signing_out_closes(locked: Web) -> None:
    browser = locked.browser()
    assert browser.sign_in().header("location") == "/"
    assert browser.get("/").status == 200
    assert browser.ask("Wo?").status == 303
    assert browser.get(f"/c/{ID}").status == 200
    assert browser.post("/logout", {"form_token": browser.token("/")}).status == 303
    assert browser.get("/").status == 303
    browser.sign_in()
    assert browser.get(f"/c/{ID}").status == 404


def test_a_login_needs_the_forms_token(locked: Web) -> None:
    browser = locked.browser()
    assert browser.post("/login", {"password": PASSWORD, "form_token": "x"}).status == 403
    assert browser.get("/").status == 303


def test_the_session_is_another_after_a_login_and_the_one_before_stays_outside(locked: Web) -> None:
    browser = locked.browser()
    browser.get("/login")
    planted = dict(browser.cookies)
    got = browser.sign_in()
    assert len(got.all("set-cookie")) == 1
    assert browser.cookies[COOKIE].split(".")[0] != planted[COOKIE].split(".")[0]
    assert locked.browser(cookies=planted).get("/").status == 303


def test_a_session_from_before_a_login_was_asked_for_is_outside(free: Web, closed: Web) -> None:
    before = free.browser()
    before.get("/")
    assert closed.browser(cookies=before.cookies).get("/").status == 303


def test_a_proxy_names_the_user(proxied: Web) -> None:
    ada = as_user(proxied, "ada")
    assert ada.get("/").status == 200
    assert ada.ask("Wo?").status == 303
    assert as_user(proxied, "ada").get(f"/c/{ID}").status == 200, "another browser of hers"
    assert as_user(proxied, "bob").get(f"/c/{ID}").status == 404


@pytest.mark.parametrize("user", ["", "  ", "x" * (MAX_USER + 1)])
def test_without_a_user_the_proxy_lets_nobody_in(proxied: Web, user: str) -> None:
    for path in INSIDE:
        assert as_user(proxied, user).get(path).status == 401
    assert proxied.browser().get("/").status == 401


@pytest.mark.parametrize("user", ["x" * MAX_USER, "Jürgen Übel", "ada@example.org", "session:abc", "<b>"])
def test_users_have_names_of_all_kinds(proxied: Web, user: str) -> None:
    browser = as_user(proxied, user)
    assert browser.ask("Wo?").status == 303
    assert browser.get(f"/c/{ID}").status == 200


@pytest.mark.parametrize("login", [Login.NONE, Login.PASSWORD])
def test_the_proxys_header_is_worth_nothing_where_the_login_is_another(login: Login) -> None:
    web = make_web(WebAssistant(), login=login)
    ada = as_user(web, "ada")
    assert ada.get("/").status == (200 if login is Login.NONE else 303)
    if login is Login.NONE:
        ada.ask("Wo?")
        assert as_user(web, "ada").get(f"/c/{ID}").status == 404


def test_a_proxied_users_form_token_is_hers(proxied: Web) -> None:
    ada = as_user(proxied, "ada")
    bob = Browser(proxied.app, headers={"X-Forwarded-User": "bob"}, cookies=ada.cookies)
    token = ada.token("/")
    bob.cookies = dict(ada.cookies)
    assert bob.post("/ask", {"form_token": token, "text": "Wo?", "conversation": ID}).status == 403


def test_there_is_no_password_to_try_where_none_is_asked_for(free: Web) -> None:
    browser = free.browser()
    assert browser.get("/login").header("location") == "/"
    assert browser.sign_in("").status == 404


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([], {}),
        (["a=1; b=2"], {"a": "1", "b": "2"}),
        (["a=1", 'b="x y"'], {"a": "1", "b": "x y"}),
        (["a=b=c; novalue; =x;;"], {"a": "b=c", "": "x"}),
    ],
)
def test_cookies_are_read_leniently(headers: list[str], found: dict[str, str]) -> None:
    assert cookies(headers) == found


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "https://evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http://[::1",
        "/a\r\nSet-Cookie: x=y",
        "\ud800",
        "///evil.example//x",
        "http:evil.example",
        "\t//evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(free: Web, back: str) -> None:
    browser = free.browser()
    got = browser.post("/preferences", {"back": back.encode("utf-8", "surrogatepass")})
    location = got.header("location")
    assert got.status == 303
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "x=y" not in browser.cookies.values()


def test_people_come_back_to_their_page_in_their_language(free: Web) -> None:
    browser = free.browser(headers={"Accept-Language": "de"})
    assert '<html lang="de" data-theme="auto">' in browser.get("/").text
    got = browser.post("/preferences", {"back": "/channels?q=x&only=1", "language": "en", "theme": "dark"})
    assert got.header("location") == "/channels?q=x&only=1"
    assert '<html lang="en" data-theme="dark">' in browser.get("/").text
    assert browser.post("/preferences", {"language": "fr", "theme": "pink"}).all("set-cookie") == []
