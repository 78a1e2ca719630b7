import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.redaction import MASK, is_secret_key, redacted, redacted_text
from tests.timing import growth

TELEGRAM = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"https://api.telegram.org/bot{TELEGRAM}/getMe", f"https://api.telegram.org/bot{MASK}/getMe"),
        ("token xoxb-12-34-aBc was refused", f"token {MASK} was refused"),
        ("xapp-1-A0-99-ff", MASK),
        ("postgresql+psycopg://lotse:p@ss/w0rd@db/x", f"postgresql+psycopg://{MASK}@db/x"),
        ("redis://:pw@host", f"redis://{MASK}@host"),
        ("https://user-token@host/x", f"https://{MASK}@host/x"),
        ('{"password": "hunter2", "x": 1}', f'{{"password": "{MASK}", "x": 1}}'),
        ("api_key=abc&q=1", f"api_key={MASK}&q=1"),
        ("https://hooks.slack.com/services/T0/B0/abc", f"https://hooks.slack.com/{MASK}"),
    ],
)
def test_what_is_shaped_like_a_secret_is_masked(text: str, expected: str) -> None:
    assert redacted_text(text) == expected


@pytest.mark.parametrize(
    "text", ["Bauleiter in Köln, wo posten?", "https://example.org/@user?x=1", "12:30 Uhr", "mail to a@b.de", ""]
)
def test_everyday_text_stays(text: str) -> None:
    assert redacted_text(text) == text


def test_a_bearer_token_is_masked() -> None:
    assert "abcdefgh12345" not in redacted_text("Authorization: Bearer abcdefgh12345")


@pytest.mark.parametrize(
    "key", ["token", "bot_token", "botToken", "SIGNING_SECRET", "x-api-key", "Authorization", "database_url"]
)
def test_telling_keys(key: str) -> None:
    assert is_secret_key(key)
    assert redacted("anything", key) == MASK


@pytest.mark.parametrize("key", ["tokens", "tokenizer", "monkey", "url", "event", ""])
def test_harmless_keys(key: str) -> None:
    assert not is_secret_key(key)


def test_containers_are_walked_and_objects_become_text() -> None:
    class Client:
        def __repr__(self) -> str:
            return f"Client({TELEGRAM})"

    value = {"slack": {"app_token": "xapp-1", "port": 1}, "list": [f"x {TELEGRAM}", 2.5, None], "client": Client()}
    assert redacted(value) == {
        "slack": {"app_token": MASK, "port": 1},
        "list": [f"x {MASK}", 2.5, None],
        "client": f"Client({MASK})",
    }


@given(st.text(), st.text())
def test_a_token_is_masked_wherever_it_stands(before: str, after: str) -> None:
    assert TELEGRAM not in redacted_text(f"{before} {TELEGRAM} {after}")


@pytest.mark.parametrize("piece", ["http://", "http://a:", "1", "a", "token=", "a.b-", "basic "])
def test_long_texts_take_no_undue_time(piece: str) -> None:
    assert growth(redacted_text, piece * 50_000) < 3
