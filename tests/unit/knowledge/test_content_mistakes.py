"""Every kind of mistake inside one content file is reported with its file, line and rule."""

from pathlib import Path

import pytest

from knowledge.errors import ContentError, KnowledgeError
from knowledge.library import load_library

MISSING = "the translation is missing; every text stands in German and in English"
TOPICS, XING = "topics/basics.yaml", "channels/xing.yaml"


def test_the_small_content_breaks_no_rule(content):
    library = load_library(content.path)
    assert list(library.topics) == [
        "platform:vk", "audience:vk", "platform:xing", "audience:xing", "definition", "platforms-overview", "audiences",
    ]  # fmt: skip
    assert library.everyday_words == ("weil", "reading")
    assert library.cues["exclude-before"].terms.de == ("kein", "no", "on")


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        pytest.param(
            TOPICS, '          en: "A sentence."\n', "",
            f"{TOPICS}:10: topics.0.passages.0.text.en: {MISSING}",
            id="a text without English",
        ),
        pytest.param(
            TOPICS, '{de: "Begriff", en: "Term"}', '{en: "Term"}',
            f"{TOPICS}:5: topics.0.title.de: {MISSING}",
            id="a title without German",
        ),
        pytest.param(
            "occupations/building.yaml", "    en: [site manager]\n", "",
            f"occupations/building.yaml:3: groups.0.en: {MISSING}",
            id="an occupation without English titles",
        ),
        pytest.param(
            TOPICS, '"A sentence."', '"   "',
            f"{TOPICS}:12: topics.0.passages.0.text.en: must not be empty, but it is '   '",
            id="a text of blanks",
        ),
        pytest.param(
            TOPICS, '"A sentence."', "",
            f"{TOPICS}:12: topics.0.passages.0.text.en: must be text, but it is None",
            id="a text left out after its key",
        ),
        pytest.param(
            TOPICS, '"A sentence."', f'"{"x" * 601}"',
            f"{TOPICS}:12: topics.0.passages.0.text.en: has at most 600 characters, but it is '{'x' * 79}",
            id="a text too long",
        ),
        pytest.param(
            TOPICS, '"Begriff"', f'"{"x" * 121}"',
            f"{TOPICS}:5: topics.0.title.de: has at most 120 characters, but it is '{'x' * 79}",
            id="a title too long",
        ),
        pytest.param(
            TOPICS, "points: [7]", "points: [98]",
            f"{TOPICS}:15: topics.0.caveats.0.points.0: must be at most 97, but it is 98",
            id="a point after the guide's last",
        ),
        pytest.param(
            TOPICS, "points: [7]", "points: [0]",
            f"{TOPICS}:15: topics.0.caveats.0.points.0: must be at least 1, but it is 0",
            id="a point before the guide's first",
        ),
        pytest.param(
            TOPICS, "points: [7]", 'points: ["7"]',
            f"{TOPICS}:15: topics.0.caveats.0.points.0: must be a whole number, but it is '7'",
            id="a point in quotes",
        ),
        pytest.param(
            TOPICS, "points: [7]", "points: [7.5]",
            f"{TOPICS}:15: topics.0.caveats.0.points.0: must be a whole number, but it is '7.5'",
            id="half a point",
        ),
        pytest.param(
            TOPICS, "points: [7]", "points: [7, 8, 7]",
            f"{TOPICS}:15: topics.0.caveats.0.points: must name each only once, but it is [7, 8, 7]",
            id="a point named twice",
        ),
        pytest.param(
            TOPICS, "points: [7]", "points: []",
            f"{TOPICS}:15: topics.0.caveats.0.points: needs at least one entry, but it is []",
            id="no point at all",
        ),
        pytest.param(
            TOPICS, "points: [7]", "points: 7",
            f"{TOPICS}:15: topics.0.caveats.0.points: must be a list, but it is 7",
            id="a single point without brackets",
        ),
        pytest.param(
            TOPICS, "    related: [", "    realted: [",
            f"{TOPICS}:24: topics.0.realted: unknown key; did you mean 'related'?",
            id="a misspelt key",
        ),
        pytest.param(
            TOPICS, "    related: [", "    zzz: [",
            f"{TOPICS}:24: topics.0.zzz: unknown key",
            id="a key like no other",
        ),
        pytest.param(
            TOPICS, "  - id: definition\n", "  - parent: audiences\n",
            f"{TOPICS}:2: topics.0.id: is required",
            id="a topic without id",
        ),
        pytest.param(
            TOPICS, "id: doubt", "id: Großer Zweifel",
            f"{TOPICS}:14: topics.0.caveats.0.id: must be small letters and digits, joined by - or :, "
            "but it is 'Großer Zweifel'",
            id="an id with capitals and blanks",
        ),
        pytest.param(
            TOPICS, "list: entries", "list: stepps",
            f"{TOPICS}:17: topics.0.list: must be 'steps' or 'entries', but it is 'stepps'",
            id="a list of an unknown kind",
        ),
        pytest.param(
            TOPICS, '"Begriff", en: "Term"}', '"Begriff", en: [Term]}',
            f"{TOPICS}:5: topics.0.title.en: must be text, but it is ['Term']",
            id="a list where a text is expected",
        ),
        pytest.param(
            TOPICS, 'title: {de: "Erstens", en: "First"}', "title: Erstens",
            f"{TOPICS}:22: topics.0.items.0.title: must have keys and values, but it is 'Erstens'",
            id="a text where both languages are expected",
        ),
        pytest.param(
            XING, "audiences: [recruiter]", "audiences: [everybody]",
            f"{XING}:6: audiences.0: must be 'recruiter' or 'candidate', but it is 'everybody'",
            id="an unknown audience",
        ),
        pytest.param(
            XING, "kind: professional-network", "kind: network",
            f"{XING}:5: kind: must be 'social-network', 'visual-network', 'microblog', 'professional-network', "
            "'video', 'messenger', 'community', 'blog-network', 'events' or 'live-streaming', but it is 'network'",
            id="a channel of an unknown kind",
        ),
        pytest.param(
            XING, "strength: 2", "strength: 4",
            f"{XING}:21: reasons.0.strength: must be at most 3, but it is 4",
            id="a reason too strong",
        ),
        pytest.param(
            XING, "{from: 18, to: 34}", "{from: 12, to: 34}",
            f"{XING}:17: age.from: must be at least 13, but it is 12",
            id="an age below all terms of use",
        ),
        pytest.param(
            XING, "{from: 18, to: 34}", "{from: 34, to: 18}",
            f"{XING}:17: age: must run from the lower age to the higher, but it is {{'from': 34, 'to': 18}}",
            id="an age range upside down",
        ),
        pytest.param(
            "places.yaml", "countries: [DE, AT, CH]", "countries: [DE, Österreich, CH]",
            "places.yaml:5: groups.0.countries.1: must be a country's code of two capital letters (ISO 3166-1), "
            "but it is 'Österreich'",
            id="a country by name",
        ),
        pytest.param(
            "cues.yaml", "en: [no]", "en: [no, '']",
            "cues.yaml:4: cues.0.en.1: must not be empty, but it is ''",
            id="an empty cue",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_file_line_and_rule(content, file, old, new, mistake):
    content.replace(file, old, new)
    assert content.mistakes() == [mistake]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        pytest.param("", "traits.yaml:1: the file is empty", id="empty"),
        pytest.param("# nothing yet\n\n", "traits.yaml:1: the file is empty", id="only a note"),
        pytest.param("- young\n", "traits.yaml:1: must have keys and values, but it is ['young']", id="a list"),
        pytest.param("\n\nyoung\n", "traits.yaml:3: must have keys and values, but it is 'young'", id="a word"),
        pytest.param(b"traits:\n  # f\xfcr\n", "traits.yaml:2: the file must be UTF-8", id="Latin-1"),
        pytest.param(
            "traits:\n  - id: [\n", "traits.yaml:2: not valid YAML: did not find expected node content", id="no YAML"
        ),
    ],
)
def test_a_file_that_is_no_content_is_reported(content, text, mistake):
    content.write("traits.yaml", text)
    assert content.mistakes() == [mistake]


@pytest.mark.parametrize(
    ("missing", "pattern"),
    [
        ("sources.yaml", "sources.yaml"),
        ("traits.yaml", "traits.yaml"),
        ("topics/basics.yaml", "topics/*.yaml"),
        ("occupations/building.yaml", "occupations/*.yaml"),
        ("seniorities.yaml", "seniorities.yaml"),
        ("places.yaml", "places.yaml"),
        ("cues.yaml", "cues.yaml"),
    ],
)
def test_a_missing_file_is_one_mistake(content, missing, pattern):
    (content.path / missing).unlink()
    assert content.mistakes() == [f"{pattern}:1: no such file, but one is needed"]


def test_a_missing_folder_is_one_mistake(tmp_path: Path):
    with pytest.raises(KnowledgeError) as caught:
        load_library(tmp_path / "nowhere")
    assert str(caught.value) == f"{tmp_path / 'nowhere'}:1: no such content folder"


def test_a_file_that_nothing_reads_is_a_mistake(content):
    content.write("channels/line.yml", "id: line\n")
    content.write("topic/more.yaml", "topics: []\n")
    assert content.mistakes() == [
        "channels/line.yml:1: no content is read from a file of this name",
        "topic/more.yaml:1: no content is read from a file of this name",
    ]


def test_a_folder_in_a_files_place_is_a_mistake(content):
    (content.path / "cues.yaml").unlink()
    (content.path / "cues.yaml").mkdir()
    assert content.mistakes() == ["cues.yaml:1: the file cannot be read: Is a directory"]


def test_a_byte_order_mark_is_no_mistake(content):
    content.write("traits.yaml", b"\xef\xbb\xbf" + (content.path / "traits.yaml").read_bytes())
    assert "young" in load_library(content.path).traits


def test_mistakes_in_several_files_are_reported_at_once_in_their_order(content):
    content.replace("sources.yaml", ', en: "Guide"', "")
    content.replace(TOPICS, "points: [7]", "points: [98]")
    content.replace(TOPICS, '"Eins."', '""')
    content.replace(XING, "- trait: professional", "- trait: profesional")
    content.replace("channels/vk.yaml", "source: guide", "source: gide")
    content.replace("seniorities.yaml", "inferred: [young]", "inferred: [yuong]")
    content.write("cues.yaml", "cues: [\n")
    content.replace("places.yaml", "countries: [DE, AT, CH]", "countries: []")
    assert content.mistakes() == [
        f"{XING}:20: unknown trait 'profesional'",
        "cues.yaml:1: not valid YAML: did not find expected node content",
        "places.yaml:5: groups.0.countries: needs at least one entry, but it is []",
        "seniorities.yaml:6: unknown trait 'yuong'",
        f"sources.yaml:3: sources.0.title.en: {MISSING}",
        f"{TOPICS}:15: topics.0.caveats.0.points.0: must be at most 97, but it is 98",
        f"{TOPICS}:23: topics.0.items.0.text.de: must not be empty, but it is ''",
    ]


def test_several_mistakes_in_one_file_are_all_reported(content):
    content.replace(XING, 'en: "What is XING?"', 'english: "What is XING?"')
    content.replace(XING, "strength: 2", "strength: strong")
    assert content.mistakes() == [
        f"{XING}:11: platform.question.en: {MISSING}",
        f"{XING}:11: platform.question.english: unknown key",
        f"{XING}:21: reasons.0.strength: must be a whole number, but it is 'strong'",
    ]


def test_the_error_carries_the_mistakes_as_values(content):
    content.replace(TOPICS, "points: [7]", "points: [98]")
    with pytest.raises(ContentError) as caught:
        load_library(content.path)
    (mistake,) = caught.value.mistakes
    assert (mistake.file, mistake.line) == (TOPICS, 15)
    assert str(caught.value) == str(mistake)
