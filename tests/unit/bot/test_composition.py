from collections.abc import Mapping

from bot.composition import caveat, entry, item_list, paragraph, topic_passage_ids
from bot.models import Checklist, Entry, Listing, Notice, NoticeKind, Text
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
