"""YAML becomes plain data with the line of every value."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ContentError
from knowledge.yaml_source import YamlSource, read_yaml


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str | bytes) -> YamlSource:
        file = tmp_path / "file.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_yaml(file, "file.yaml")

    return read_text


def test_every_value_knows_its_line(read):
    source = read("a: 1\nb:\n  - x\n  - c: >\n      long\n      text\n")
    assert source.data == {"a": 1, "b": ["x", {"c": "long text\n"}]}
    assert [source.line(place) for place in ((), ("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "c"))] == [
        1,
        1,
        2,
        3,
        4,
        4,
    ]


def test_what_the_file_does_not_hold_is_placed_at_what_is_around_it(read):
    source = read("a:\n  b:\n    c: 1\n")
    assert source.line(("a", "b", "missing", 3)) == 2
    assert source.line(("elsewhere",)) == 1
    assert str(source.mistake(("a", "b", "missing"), "is required")) == "file.yaml:2: is required"


def test_words_that_yaml_takes_for_booleans_or_dates_stay_words(read):
    text = "no: [no, on, Yes, true, 2024-05-01, 1.5, 1_000, 0x10, -5, '7', 1:30]"
    assert read(text).data == {
        "no": ["no", "on", "Yes", "true", "2024-05-01", "1.5", "1_000", "0x10", "-5", "7", "1:30"]
    }


def test_whole_numbers_are_numbers_and_nothing_is_nothing(read):
    assert read("a: 97\nb: null\nc: ~\nd:\n").data == {"a": 97, "b": None, "c": None, "d": None}


def test_a_number_longer_than_any_is_a_word(read):
    assert read(f"a: {'9' * 5000}").data == {"a": "9" * 5000}


def test_a_tag_makes_no_object(read):
    assert read("a: !!python/object:os.system x").data == {"a": "x"}


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", ["3: the key 'a' stands twice"], id="a key twice"),
        pytest.param(
            "a:\n  x: 1\n  x: 2\nb: 1\nb: 2\n",
            ["3: the key 'x' stands twice", "5: the key 'b' stands twice"],
            id="two keys twice",
        ),
        pytest.param("a: 1\n? [b, c]\n: 2\n", ["2: a key must be a word"], id="a list as key"),
        pytest.param(
            "a: &x\n  - 1\nb: *x\n", ["1: anchors and aliases (&, *) are not used here"], id="an alias"
        ),
        pytest.param("a: &x [1, *x]\n", ["1: anchors and aliases (&, *) are not used here"], id="an endless alias"),
        pytest.param("a: 1\n---\nb: 1\n", ["2: not valid YAML: but found another document"], id="two documents"),
        pytest.param(
            "a: 1\n\tb: 2\n", ["2: not valid YAML: found a tab character that violates indentation"], id="a tab"
        ),
        pytest.param(
            "ä: 1\nb: \x07\n", ["2: not valid YAML: control characters are not allowed"], id="a control character"
        ),
        pytest.param(b"a: 1\nb: \xe4\n", ["2: the file must be UTF-8"], id="Latin-1"),
        pytest.param("a: 1\n".encode("utf-16"), ["1: the file must be UTF-8"], id="UTF-16"),
        pytest.param("\n" + "[" * 900 + "]" * 900, ["2: nested too deeply"], id="a deep nest"),
    ],
)  # fmt: skip
def test_what_is_no_plain_yaml_is_reported_with_its_line(read, text, mistakes):
    with pytest.raises(ContentError) as caught:
        read(text)
    assert [str(mistake) for mistake in caught.value.mistakes] == [f"file.yaml:{mistake}" for mistake in mistakes]


def test_a_missing_file_is_reported(tmp_path: Path):
    with pytest.raises(ContentError, match=r"^gone\.yaml:1: the file cannot be read: No such file or directory$"):
        read_yaml(tmp_path / "gone.yaml", "gone.yaml")


def lines_of_mistakes(path: Path) -> list[int]:
    """Any error but a ContentError fails the test."""
    try:
        read_yaml(path, "file.yaml")
    except ContentError as error:
        return [mistake.line for mistake in error.mistakes]
    return []


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_content_error(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("bytes") / "file.yaml"
    file.write_bytes(data)
    assert all(line >= 1 for line in lines_of_mistakes(file))


@given(st.text(alphabet="abk:- \n\t[]{}&*?!|>\"'#,%@0", max_size=80))
def test_no_yaml_like_text_raises_anything_but_a_content_error(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("texts") / "file.yaml"
    file.write_text(text, encoding="utf-8")
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of_mistakes(file))
