"""Documents → excerpts."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Document, FileKind, Part
from knowledge.splitting import JOINED, LONG, SHORT, split_document


def document(text: str, kind: FileKind = FileKind.MARKDOWN, page: int | None = None, title: str = "") -> Document:
    return Document("a", title, kind, "0", (Part(text, page),))


def test_headings_make_the_path_and_end_with_their_level() -> None:
    text = "# Haus\n\n## Küche\n\nHerd.\n\n### Kaffee\n\nMahlen.\n\n## Flur\n\nJacken.\n\n# Garten\n\nBeete."
    found = [(one.section, one.text) for one in split_document(document(text, title="Haus"))]
    assert found == [
        (("Küche",), "Herd."),
        (("Küche", "Kaffee"), "Mahlen."),
        (("Flur",), "Jacken."),
        (("Garten",), "Beete."),
    ]


def test_marks_and_pictures_fall_away_and_words_stay() -> None:
    text = "Ein **fetter** [Verweis](https://a.example) mit `code`,\n![Bild](data:image/png;base64,A) und <b>Rest</b>."
    (excerpt,) = split_document(document(text))
    assert excerpt.text == "Ein fetter Verweis mit code, und Rest."


def test_short_paragraphs_are_joined_and_long_ones_stay_alone() -> None:
    short, long = "Kurz und gut.", "Lang. " * 100
    found = split_document(document(f"{short}\n\n{short}\n\n{long}\n\n{long}"))
    assert [len(one.text) for one in found] == [len(short) * 2 + 1 + 600, 599]
    assert len(short) < SHORT < len(long)


def test_what_is_too_long_is_cut_between_sentences() -> None:
    sentence = "Dieser Satz hat genau sieben kurze Wörter."
    found = split_document(document(" ".join([sentence] * 200)))
    assert len(found) > 5
    assert all(one.text.startswith("Dieser") and one.text.endswith("Wörter.") for one in found)
    assert all(len(one.text) <= JOINED + len(sentence) for one in found)


def test_lines_of_a_page_are_put_together_and_hyphens_undone() -> None:
    text = "Der Resturlaub ver-\nfällt im März. E-\nMail an HR-\nTeam.\n\nNeuer Absatz " + "lang " * 80
    found = split_document(document(text, FileKind.PDF, page=3))
    assert found[0].text.startswith("Der Resturlaub verfällt im März. E- Mail an HR- Team.")
    assert {one.page for one in found} == {3}


def test_a_table_of_questions_within_a_text_is_understood() -> None:
    text = "## FAQ\n\n| Frage | Antwort |\n|---|---|\n| Wo? | Hier. |\n| Wer? | Wir. |"
    found = [(one.section, one.text) for one in split_document(document(text))]
    assert found == [(("FAQ", "Wo?"), "Hier."), (("FAQ", "Wer?"), "Wir.")]


def test_a_list_keeps_its_items_apart() -> None:
    (excerpt,) = split_document(document("- eins\n- zwei\n  - drei"))
    assert excerpt.text == "- eins\n- zwei\n- drei"


ALPHABET = st.text("ab .!\n#-|*>`[]()<&\\\t1Ä~_=", max_size=400)


@given(ALPHABET, st.sampled_from(FileKind))
def test_anything_is_split_into_bounded_texts(text: str, kind: FileKind) -> None:
    first = split_document(document(text, kind))
    assert first == split_document(document(text, kind))
    assert all(one.text.strip() and len(one.text) <= LONG for one in first)


@given(st.lists(st.text("abcäöü,; ", min_size=1, max_size=900).filter(str.strip), min_size=1, max_size=8))
def test_no_word_of_a_plain_text_is_lost(paragraphs: list[str]) -> None:
    found = split_document(document("\n\n".join(paragraphs), FileKind.TEXT))
    assert " ".join(one.text for one in found).split() == " ".join(paragraphs).split()
