"""Words are compared in one form, however their umlauts, accents and capitals are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import fold, words

LATIN = st.text(alphabet=st.characters(codec="latin-1"), max_size=40)
GERMAN = st.text(alphabet="aeiouäöüßsnrt AÄÖÜ-", max_size=40)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Köln", "Koeln", "koln", "KÖLN", "Ko\u0308ln"),
        ("Müller", "Mueller", "Muller", "MUELLER"),
        ("Straße", "Strasse", "STRASSE", "STRAẞE"),
        ("Zürich", "Zuerich", "zurich"),
        ("São Paulo", "Sao Paulo"),
        ("Łódź", "Łodz"),
        ("Istanbul", "İstanbul"),
        ("Büro", "Bu\u0308ro", "Buero"),
        ("ﬁx", "fix"),
    ],
)
def test_spellings_of_a_word_fold_alike(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Bär", "Bor"), ("Kiel", "Kehl"), ("Wien", "Wein"), ("c", "c++")])
def test_other_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(LATIN)
def test_case_makes_no_difference(text):
    assert fold(text.upper().replace("\u039c", "µ")) == fold(text) == fold(text.lower())


@given(GERMAN)
def test_umlauts_their_transcriptions_and_bare_vowels_fold_alike(text):
    transcribed, bare = text, text
    for umlaut, vowel in zip("äöüÄÖÜ", "aouAOU", strict=True):
        transcribed = transcribed.replace(umlaut, vowel + "e")
        bare = bare.replace(umlaut, vowel)
    assert fold(text) == fold(transcribed.replace("ß", "ss"))
    assert fold(bare) == fold(text.replace("ß", "ss"))


@given(st.text())
def test_folded_text_has_no_capitals_and_no_umlauts(text):
    assert not set(fold(text)) & set("ABCDEFGHIJKLMNOPQRSTUVWXYZäöüß")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wo posten wir?", ("Wo", "posten", "wir")),
        ("C++, C# und R&D", ("C++", "C#", "und", "R&D")),
        ("node.js-Entwickler", ("node.js", "Entwickler")),
        ("Ende. Anfang", ("Ende", "Anfang")),
        ("Bad Neustadt a.d. Saale", ("Bad", "Neustadt", "a.d", "Saale")),
        ("  ", ()),
        ("?!…", ()),
        ("日本 & Köln", ("日本", "Köln")),
    ],
)
def test_words_are_returned_as_typed(text, expected):
    assert words(text) == expected


@given(st.text())
def test_words_come_from_the_text_in_its_order(text):
    position = 0
    for word in words(text):
        position = text.index(word, position) + len(word)


@given(st.text())
def test_words_joined_by_blanks_are_the_same_words(text):
    assert words(" ".join(words(text))) == words(text)
