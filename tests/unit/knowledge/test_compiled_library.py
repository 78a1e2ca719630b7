"""What is compiled when the index is built comes back the same, and fast."""

import json
from dataclasses import FrozenInstanceError

import pytest

from knowledge.errors import CompiledContentError
from knowledge.gazetteer import dump_gazetteer, parse_gazetteer
from knowledge.library import dump_library, load_library, parse_library
from knowledge.models import Audience, Language, ListKind
from tests.timing import cpu_seconds


def test_a_dumped_library_parses_to_the_same(shipped):
    data = dump_library(shipped)
    assert parse_library(data) == shipped
    assert dump_library(parse_library(data)) == data


def test_order_and_types_survive(content):
    library = load_library(content.path)
    parsed = parse_library(dump_library(library))
    assert list(parsed.topics) == list(library.topics)
    assert parsed.topics["definition"].list_kind is ListKind.ENTRIES
    assert parsed.topics["definition"].audiences == (Audience.RECRUITER,)
    assert parsed.channels["xing"].regions == ("DE", "CIS")
    assert parsed.channels["xing"].age == library.channels["xing"].age
    assert parsed.occupations["site-managers"].heads == ("bauleiter",)
    assert parsed.seniorities["apprentice"].inferred == ("young",)
    assert parsed.everyday_words == ("weil", "reading")


def test_values_cannot_be_changed(content):
    topic = load_library(content.path).topics["definition"]
    with pytest.raises(FrozenInstanceError):
        topic.parent = "audiences"  # type: ignore[misc]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"sources": {}, "topics": {}, "channels": 1}'])
def test_a_damaged_library_is_refused(data):
    with pytest.raises(CompiledContentError, match=r"^the compiled library is damaged .*; build the index again$"):
        parse_library(data)


def test_the_library_is_parsed_in_a_few_times_what_its_json_takes(shipped):
    data = dump_library(shipped)
    assert cpu_seconds(lambda: parse_library(data)) < 12 * cpu_seconds(lambda: json.loads(data))


def test_the_gazetteer_is_parsed_in_little_more_than_its_json_takes(gazetteer):
    data = dump_gazetteer(gazetteer)
    assert cpu_seconds(lambda: parse_gazetteer(data)) < 3 * cpu_seconds(lambda: json.loads(data))


def test_a_place_is_looked_up_without_looking_at_others(gazetteer):
    names = parse_gazetteer(dump_gazetteer(gazetteer)).names
    looked_up = cpu_seconds(lambda: [names.get(name) for name in ("koln", "wien", "nowhere") * 100])
    assert looked_up < cpu_seconds(lambda: [names[name] for name in names]) / 20


def test_both_languages_of_a_text_are_told_apart(content):
    title = load_library(content.path).topics["definition"].title
    assert (title.within(Language.DE), title.within(Language.EN)) == ("Begriff", "Term")
