from collections.abc import Mapping

from bot.composition import caveat, entry, item_list, paragraph, points_of, topic_passage_ids
from bot.models import (
    Checklist,
    Comparison,
    Entry,
    Heading,
    Listing,
    Notice,
    NoticeKind,
    Reasoning,
    Recommendation,
    Recommendations,
    Text,
    Understood,
)
from knowledge.models import Language, Library, Passage


def test_steps_become_a_checklist_of_the_topics_id(library: Library) -> None:
    topic = library.topics["strategy-checklist"]
    block = item_list(topic, Language.EN)
    assert isinstance(block, Checklist)
    assert (block.id, block.title, len(block.steps)) == (topic.id, topic.title.en, 8)
    assert block.steps[6] == entry(topic.items[6], Language.EN)


def test_entries_become_a_list_in_the_files_order(library: Library) -> None:
    topic = library.topics["challenges"]
    block = item_list(topic, Language.DE)
    assert isinstance(block, Listing)
    assert [one.title for one in block.entries] == [item.title.de for item in topic.items]


def test_everything_carries_its_points_and_language(library: Library) -> None:
    topic = library.topics["audiences"]
    lead, item, limit = topic.statements[0], topic.items[0], topic.caveats[0]
    assert paragraph(lead, Language.EN) == Text(lead.text.en, lead.points)
    assert paragraph(item, Language.DE) == Text(item.text.de, item.points)
    assert caveat(limit, Language.DE) == Notice(NoticeKind.CAVEAT, limit.text.de, limit.points)
    assert entry(item, Language.EN) == Entry(item.id, item.title.en, item.text.en, item.points)


def test_a_topics_passages_are_named_in_reading_order(library: Library, passages: Mapping[str, Passage]) -> None:
    topic = library.topics["challenges"]
    ids = list(topic_passage_ids(topic, Language.DE))
    assert [passages[id_].text for id_ in ids] == [part.text.de for part in topic.parts()]
    assert ids[0] == "challenges#lead.de"


def test_the_points_of_every_block_are_found() -> None:
    reasons, limits = (Reasoning("…", (1,)), Reasoning("…", (2,))), (Reasoning("…", (3,)),)
    blocks = (
        Recommendations((Recommendation("xing", "XING", 1.0, reasons, limits),)),
        Text("…", (4, 5)),
        Notice(NoticeKind.CAVEAT, "…", (6,)),
        Listing((Entry("a", "…", "", (7,)),)),
        Checklist("b", "…", (Entry("c", "…", "", (8, 1)),)),
        Heading("…"),
        Understood(()),
        Comparison((), ()),
    )
    assert points_of(blocks) == frozenset(range(1, 9))
