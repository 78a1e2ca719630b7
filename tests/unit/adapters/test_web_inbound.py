import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.web.inbound import accepted_language, correction, is_id, new_id, question, shown_question, well_formed
from bot.models import MAX_MESSAGE_LENGTH, Audience, Correction, Language, Message

ID = "c" * 22
ANYTHING = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", Language.DE),
        ("en", Language.EN),
        ("de-AT,de;q=0.9,en;q=0.8", Language.DE),
        ("en-GB,en;q=0.9,de;q=0.8", Language.EN),
        ("fr,de;q=0.5,en;q=0.7", Language.EN),
        ("EN-us", Language.EN),
        (" de ; q = 0.3 , en ; q = 0.2 ", Language.DE),
        ("en;q=0,de;q=0.1", Language.DE),
        ("de;q=0.8,en;q=0.8", Language.DE),
        ("english", None),
        ("deutsch, en;q=0.1", Language.EN),
        ("fr", None),
        ("*", None),
        ("", None),
        ("de;q=0", None),
        (";;;,,,=", None),
        (",".join(["fr"] * 20 + ["en"]), None),
    ],
)
@pytest.mark.parametrize("fallback", list(Language))
def test_the_browsers_language_is_taken(header: str, language: Language | None, fallback: Language) -> None:
    assert accepted_language(header, fallback) is (language or fallback)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_header_is_too_strange(header: str) -> None:
    assert accepted_language(header, Language.DE) in Language


def test_new_ids_have_the_shape_of_ids_and_never_repeat() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(map(is_id, ids))


@pytest.mark.parametrize(
    "text",
    ["", "c" * 21, "c" * 65, "c" * 22 + "\n", "../" * 8, "c" * 21 + ".", "ü" * 22, "c" * 21 + "\x00", "٣" * 22],
)
def test_nothing_else_has_the_shape_of_an_id(text: str) -> None:
    assert not is_id(text)


def test_what_no_store_holds_is_taken_out() -> None:
    assert well_formed("a\x00b\ud800c\U0001f600ä") == "ab?c\U0001f600ä"


@settings(deadline=None)
@given(ANYTHING)
def test_well_formed_texts_can_be_kept_and_stay_as_they_are(text: str) -> None:
    once = well_formed(text)
    assert "\x00" not in once
    assert once.encode("utf-8").decode("utf-8") == once
    assert well_formed(once) == once


def test_a_question_is_a_message_of_its_conversation() -> None:
    assert question("Wo?\x00", ID) == Message("Wo?", Audience.RECRUITER, ID)
    asked = question("Where?", ID, Language.EN, Audience.CANDIDATE)
    assert (asked.language, asked.audience) == (Language.EN, Audience.CANDIDATE)


def test_a_correction_is_a_message_without_text() -> None:
    changed = correction("place", "Köln\x00", " Bonn\ud800 ", ID)
    assert changed == Message("", Audience.RECRUITER, ID, None, (Correction("place", "Köln", "Bonn?"),))
    assert correction("place", "Köln", "  ", ID).corrections[0].becomes == ""


def test_of_a_text_that_is_too_long_the_beginning_is_kept() -> None:
    exact, longer = "x" * MAX_MESSAGE_LENGTH, "x" * (MAX_MESSAGE_LENGTH + 1)
    assert shown_question(question(f"  {exact} ", ID)) == exact
    assert shown_question(question(longer, ID)) == exact + "…"
