"""What a file is called that somebody sent, whatever it was called."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.upload_names import LONGEST_NAME, safe_name, upload_source


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Handbuch 2026.docx", "Handbuch 2026.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\Regeln.pdf", "Regeln.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\tb\n.csv", "a b.csv"),
        ("u\u0308ber.md", "über.md"),
        ("", "document"),
        ("...", "document"),
        (".md", "document.md"),
        ("\u200b\u2066.md", "document.md"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Version 1. Entwurf vom Mai", "Version 1. Entwurf vom Mai"),
    ],
)
def test_a_name_is_what_people_see_of_it(given_name: str, name: str) -> None:
    assert safe_name(given_name) == name


@given(st.text(max_size=400))
def test_any_name_is_harmless_and_stays_what_it_became(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= LONGEST_NAME
    assert not set(name) & set("/\\\n\t")
    assert name not in (".", "..")
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for letter in name)
    assert safe_name(name) == name
    assert upload_source(name) == upload_source(text)
