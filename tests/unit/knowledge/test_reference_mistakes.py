"""Every broken rule between content files is reported where the reference stands."""

import pytest

from knowledge.library import load_library

TOPICS, XING, VK = "topics/basics.yaml", "channels/xing.yaml", "channels/vk.yaml"
SECOND_DEFINITION = """
  - id: definition
    audiences: [recruiter]
    source: guide
    title: {de: "Noch einmal", en: "Again"}
    question: {de: "Was?", en: "What?"}
    passages:
      - id: lead
        points: [4]
        text: {de: "Etwas.", en: "Something."}
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        pytest.param(
            TOPICS, "related: [audiences, platforms-overview]", "related: [audiences, platforms]",
            f"{TOPICS}:24: unknown topic 'platforms'",
            id="an unknown related topic",
        ),
        pytest.param(
            TOPICS, "    parent: definition\n", "\n    parent: beginnings\n",
            f"{TOPICS}:38: unknown topic 'beginnings'",
            id="an unknown parent",
        ),
        pytest.param(
            TOPICS, "        topic: audiences\n", "        topic: audience\n",
            f"{TOPICS}:20: unknown topic 'audience'",
            id="an item that leads to an unknown topic",
        ),
        pytest.param(
            TOPICS, "related: [audiences, platforms-overview]", "related: [audiences, platform:tiktok]",
            f"{TOPICS}:24: unknown topic 'platform:tiktok'",
            id="the topic of an unknown channel",
        ),
        pytest.param(
            TOPICS, "related: [audiences, platforms-overview]", "related: [audiences, definition]",
            f"{TOPICS}:24: a topic is not related to itself",
            id="a topic related to itself",
        ),
        pytest.param(
            TOPICS, "    parent: definition\n", "    parent: audiences\n",
            f"{TOPICS}:37: a topic must not be its own ancestor",
            id="a topic under itself",
        ),
        pytest.param(
            TOPICS, "    list: entries\n", "",
            f"{TOPICS}:17: items need `list: steps` or `list: entries`",
            id="items without list",
        ),
        pytest.param(
            TOPICS, "      - id: doubt", "      - id: lead",
            f"{TOPICS}:14: the id 'lead' stands twice",
            id="a caveat with a passage's id",
        ),
        pytest.param(
            TOPICS, "      - id: first", "      - id: doubt",
            f"{TOPICS}:19: the id 'doubt' stands twice",
            id="an item with a caveat's id",
        ),
        pytest.param(
            TOPICS, '      - id: lead\n        points: [80]', '      - id: xing\n        points: [80]',
            f"{TOPICS}:43: the id 'xing' stands twice",
            id="a passage of an overview with a channel's id",
        ),
        pytest.param(
            TOPICS, '"Wen erreiche ich?", en: "Whom do I reach?"}', '"Wen?", en: "Whom?"}\n    list: steps',
            f"{TOPICS}:42: `list` needs items",
            id="a list without items",
        ),
        pytest.param(
            XING, "source: guide", "source: gide",
            f"{XING}:7: unknown source 'gide'",
            id="an unknown source",
        ),
        pytest.param(
            XING, "trait: professional", "trait: executive",
            f"{XING}:20: unknown trait 'executive'",
            id="an unknown trait of a reason",
        ),
        pytest.param(
            XING, "when: young", "when: old",
            f"{XING}:28: unknown trait 'old'",
            id="an unknown condition of a limit",
        ),
        pytest.param(
            XING, "when: young", "when: region",
            f"{XING}:28: the condition 'region' stands twice",
            id="a condition twice",
        ),
        pytest.param(
            XING, "regions: [DE, CIS]", "regions: [DE, Russia]",
            f"{XING}:18: region 'Russia' is no country code",
            id="a region that is no code",
        ),
        pytest.param(
            XING, "when: region", "when: always",
            f"{XING}:24: a channel with regions needs a limit `when: region`",
            id="regions without a limit by region",
        ),
        pytest.param(
            VK, "when: always", "when: region",
            f"{VK}:21: a limit `when: region` needs regions",
            id="a limit by region without regions",
        ),
        pytest.param(
            VK, "aliases: [vkontakti]", "aliases: [vkontakti, OpenBC]",
            f"{XING}:3: the name 'openbc' belongs to channel 'vk' too",
            id="a name of two channels",
        ),
        pytest.param(
            "occupations/building.yaml", "traits: [professional]", "traits: [young, profesional]",
            "occupations/building.yaml:7: unknown trait 'profesional'",
            id="an unknown trait of an occupation",
        ),
        pytest.param(
            "seniorities.yaml", "traits: []", "traits: [junior]",
            "seniorities.yaml:5: unknown trait 'junior'",
            id="an unknown trait of a seniority",
        ),
        pytest.param(
            "seniorities.yaml", "inferred: [young]", "inferred: [junior]",
            "seniorities.yaml:6: unknown trait 'junior'",
            id="an unknown inferred trait",
        ),
    ],
)  # fmt: skip
def test_a_broken_reference_is_reported_where_it_stands(content, file, old, new, mistake):
    content.replace(file, old, new)
    assert content.mistakes() == [mistake]


def test_a_reason_for_a_trait_stands_once(content):
    reason = (content.path / XING).read_text(encoding="utf-8").split("reasons:\n")[1].split("limits:")[0]
    content.replace(XING, "limits:\n", f"{reason}limits:\n")
    assert content.mistakes() == [f"{XING}:24: the trait 'professional' stands twice"]


def test_a_channels_file_is_called_like_its_id(content):
    (content.path / VK).rename(content.path / "channels/vkontakte.yaml")
    assert content.mistakes() == ["channels/vkontakte.yaml:1: the file of channel 'vk' must be called vk.yaml"]


def test_a_channel_in_two_files_is_one_mistake_that_names_both(content):
    content.write("channels/xing-copy.yaml", (content.path / XING).read_bytes())
    assert content.mistakes() == [
        # The files are read by name, so the copy is first and the other finds its id taken.
        "channels/xing-copy.yaml:1: the file of channel 'xing' must be called xing.yaml",
        f"{XING}:1: the id 'xing' is taken: channels/xing-copy.yaml:1",
    ]


def test_a_topic_in_two_files_is_a_mistake_that_names_both(content):
    content.write("topics/more.yaml", "topics:" + SECOND_DEFINITION)
    assert content.mistakes() == [f"topics/more.yaml:2: the id 'definition' is taken: {TOPICS}:2"]


def test_a_topic_with_the_id_of_a_channels_topic_is_a_mistake(content):
    content.write("topics/more.yaml", "topics:" + SECOND_DEFINITION.replace("id: definition", "id: platform:vk"))
    assert content.mistakes() == [f"topics/more.yaml:2: the id 'platform:vk' is taken: {VK}:1"]


def test_a_trait_twice_in_a_file_is_a_mistake(content):
    content.replace("traits.yaml", "id: professional", "id: young")
    content.replace(XING, "trait: professional", "trait: young")
    content.replace("occupations/building.yaml", "[professional]", "[young]")
    assert content.mistakes() == ["traits.yaml:7: the id 'young' is taken: traits.yaml:2"]


def test_the_overviews_take_their_items_from_the_channels_files(content):
    items = """\
    list: steps
    items:
      - id: xing-again
        points: [55]
        title: {de: "XING", en: "XING"}
        text: {de: "Ein Netzwerk.", en: "A network."}
"""
    content.replace(TOPICS, "  - id: audiences\n", f"{items}  - id: audiences\n")
    assert content.mistakes() == [f"{TOPICS}:37: the items of this topic are the channels and come from their files"]


def test_an_unused_point_is_a_mistake_once_nothing_else_is(content):
    content.replace(TOPICS, "94, 95, 96, 97]", "94, 96]")
    content.replace(XING, "source: guide", "source: gide")
    assert content.mistakes() == [f"{XING}:7: unknown source 'gide'"]
    content.replace(XING, "source: gide", "source: guide")
    assert content.mistakes() == ["topics/:1: no text rests on point 95, 97 of the guide"]


@pytest.mark.parametrize("broken", ["traits.yaml", "sources.yaml", TOPICS, VK])
def test_what_a_broken_file_may_declare_is_not_called_unknown(content, broken):
    content.write(broken, "[")
    assert content.mistakes() == [f"{broken}:1: not valid YAML: did not find expected node content"]


def test_the_overviews_list_every_channel(content):
    topics = load_library(content.path).topics
    assert [(item.id, item.topic) for item in topics["platforms-overview"].items] == [
        ("vk", "platform:vk"),
        ("xing", "platform:xing"),
    ]
    assert [item.text.de for item in topics["audiences"].items] == ["Menschen.", "Berufstätige."]
