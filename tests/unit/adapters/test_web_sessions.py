import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import TimestampSigner

from adapters.web.sessions import DAYS, SECONDS_A_DAY, Session, Sessions

sessions = Sessions(b"k" * 32)
MOMENT = 1_800_000_000


def at(moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: moment)


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_cookie_brings_its_session_back(signed_in: bool) -> None:
    session = sessions.issue(signed_in=signed_in)
    assert sessions.read(sessions.cookie(session)) == session


def test_ids_are_long_and_never_the_same() -> None:
    ids = {sessions.issue().id for _ in range(1000)}
    assert len(ids) == 1000
    assert min(map(len, ids)) >= 32  # 24 bytes: nobody guesses 192 bits


def test_no_single_character_of_a_cookie_can_be_changed() -> None:
    cookie = sessions.cookie(sessions.issue())
    signature = cookie.rindex(".") + 1
    for position in range(len(cookie)):
        for character in ("A", "B"):
            forged = cookie[:position] + character + cookie[position + 1 :]
            # The last character of 32 bytes in Base64 holds two bits that mean nothing.
            if forged != cookie and position < len(cookie) - 1:
                assert sessions.read(forged) is None, (position, position >= signature)


def test_a_visitor_cannot_sign_in_by_changing_the_cookie() -> None:
    cookie = sessions.cookie(sessions.issue())
    assert ".out." in cookie
    assert sessions.read(cookie.replace(".out.", ".in.")) is None


@pytest.mark.parametrize("cookie", [None, "", ".", "..", "a.b.c", "x" * 10_000, "ü.in.ü", "\x00", "a.in.AAAA.AAAA"])
def test_what_was_not_signed_here_is_no_session(cookie: str | None) -> None:
    assert sessions.read(cookie) is None


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=255), max_size=200))
def test_no_text_is_a_session(cookie: str) -> None:
    assert sessions.read(cookie) is None


def test_another_secret_signs_nothing_here() -> None:
    session = sessions.issue(signed_in=True)
    assert sessions.read(Sessions(b"l" * 32).cookie(session)) is None


def test_a_cookie_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    at(MOMENT, monkeypatch)
    session = sessions.issue(signed_in=True)
    cookie = sessions.cookie(session)
    at(MOMENT + DAYS * SECONDS_A_DAY, monkeypatch)
    assert sessions.read(cookie) == session
    at(MOMENT + DAYS * SECONDS_A_DAY + 1, monkeypatch)
    assert sessions.read(cookie) is None


def test_a_cookie_from_the_future_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    at(MOMENT, monkeypatch)
    cookie = sessions.cookie(sessions.issue())
    at(MOMENT - 60, monkeypatch)
    assert sessions.read(cookie) is None


def test_a_user_owns_conversations_whatever_the_browser() -> None:
    assert Session("a", user="ada").owner == Session("b", user="ada").owner == "user:ada"
    assert Session("a").owner == "session:a"


def test_no_user_can_be_named_like_a_session() -> None:
    assert Session("b", user="session:a").owner != Session("a").owner


def test_a_form_token_is_one_sessions_and_one_servers() -> None:
    mine, other = sessions.issue(), sessions.issue()
    token = sessions.form_token(mine)
    assert sessions.is_form_token(mine, token)
    assert not sessions.is_form_token(other, token)
    assert not sessions.is_form_token(Session(mine.id, user="ada"), token)
    assert not Sessions(b"l" * 32).is_form_token(mine, token)
    assert set(token) <= set(string.hexdigits)


@pytest.mark.parametrize("wrong", ["", "0" * 64, "ü", "\ud800", "\x00", "x" * 100_000])
def test_a_wrong_form_token_is_refused(wrong: str) -> None:
    assert not sessions.is_form_token(sessions.issue(), wrong)


def test_a_form_token_cut_short_or_in_capitals_is_refused() -> None:
    session = sessions.issue()
    token = sessions.form_token(session)
    assert not sessions.is_form_token(session, token[:-1])
    assert not sessions.is_form_token(session, token.upper())
