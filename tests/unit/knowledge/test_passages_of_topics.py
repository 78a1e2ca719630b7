"""A passage is one text in one language with all that a citation needs."""

from knowledge.library import load_library
from knowledge.models import Audience, Language
from knowledge.passages import library_passages, passage_id


def test_a_passages_id_names_topic_part_and_language():
    assert passage_id("trend:ai", "lead", Language.DE) == "trend:ai#lead.de"


def test_a_topic_becomes_a_passage_for_each_part_and_language(content):
    found = [p for p in library_passages(load_library(content.path)) if p.topic == "definition"]
    assert [p.id for p in found] == [
        "definition#lead.de", "definition#doubt.de", "definition#first.de",
        "definition#lead.en", "definition#doubt.en", "definition#first.en",
    ]  # fmt: skip
    item = found[-1]
    assert (item.title, item.text, item.points, item.source) == ("Term: First", "One.", (27,), "guide")
    assert item.audiences == (Audience.RECRUITER,)
    assert found[1].title == "Begriff"
    assert found[1].text == "Nicht überall."


def test_ids_are_unique(passages):
    assert len({passage.id for passage in passages}) == len(passages)


def test_every_passage_carries_what_a_citation_needs(shipped, passages):
    for passage in passages:
        assert passage.topic in shipped.topics
        assert passage.source in shipped.sources
        assert passage.audiences
        assert passage.points
        assert set(passage.points) <= set(range(1, 98))
        assert passage.title
        assert passage.text


def test_both_languages_have_the_same_parts(passages):
    def parts(language: Language) -> list[tuple[str, tuple[int, ...]]]:
        return [(p.id.removesuffix(f".{language}"), p.points) for p in passages if p.language is language]

    assert parts(Language.DE) == parts(Language.EN)


def test_no_passage_says_what_another_of_its_topic_says(passages):
    texts = [(passage.topic, passage.language, passage.text) for passage in passages]
    assert len(set(texts)) == len(texts)
