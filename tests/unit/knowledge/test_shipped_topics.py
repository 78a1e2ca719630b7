"""The content that comes with Lotse holds the whole guide."""

from collections import Counter

import pytest

from knowledge.models import Audience, Language, ListKind
from knowledge.place_names import place_key
from knowledge.text import fold

CHANNELS = (
    "facebook", "instagram", "x", "linkedin", "youtube", "pinterest", "snapchat", "tiktok", "reddit", "tumblr",
    "whatsapp", "wechat", "line", "telegram", "vk", "weibo", "xing", "meetup", "twitch", "discord",
)  # fmt: skip
TRENDS = (
    "mobile", "video-interviews", "personal-branding", "candidate-experience", "ai", "social-media-integration",
    "diversity",
)  # fmt: skip
ADVANTAGES = ("reach", "targeting", "employer-brand", "candidate-experience", "viral", "tracking")
TOPICS = {
    "definition", "social-distribution-active-sourcing", "social-profiling-internet-sourcing", "active-sourcing",
    "active-sourcing-vs-social-media-recruiting", "why-sensible", "advantages", "why-important", "marketing-channels",
    "passive-candidates", "platforms-overview", "audiences", "address-audiences-checklist", "strategy-checklist",
    "challenges", "trends", "summary",
    *(f"adv-{advantage}" for advantage in ADVANTAGES),
    *(f"trend:{trend}" for trend in TRENDS),
    *(f"platform:{channel}" for channel in CHANNELS),
    *(f"audience:{channel}" for channel in CHANNELS),
}  # fmt: skip
"""The topic ids by which answers are judged."""


def test_the_vocabularies_are_there(shipped):
    assert len(shipped.occupations) >= 100
    assert len(shipped.seniorities) >= 5
    assert {"dach", "cis", "asia"} <= set(shipped.place_groups)
    assert shipped.everyday_words


def test_every_area_of_the_classification_has_occupations(shipped):
    """KldB 2010 has ten areas, the first digit of its codes."""
    areas = {code[0] for occupation in shipped.occupations.values() for code in occupation.kldb}
    assert areas == set("0123456789")


def test_no_job_title_belongs_to_two_occupations(shipped):
    owners = {
        (fold(title), occupation.id)
        for occupation in shipped.occupations.values()
        for title in (*occupation.titles.every(), *occupation.abbreviations)
    }
    counts = Counter(title for title, _ in owners)
    assert [title for title, count in counts.items() if count > 1] == []


def test_no_name_belongs_to_two_groups_of_places(shipped):
    owners = {(place_key(name), group.id) for group in shipped.place_groups.values() for name in group.names.every()}
    assert len({name for name, _ in owners}) == len(owners)
    assert all(name for name, _ in owners)


def test_every_country_of_a_group_has_a_name(shipped, gazetteer):
    assert {code for group in shipped.place_groups.values() for code in group.countries} <= set(gazetteer.countries)


def test_every_topic_is_there_and_no_other(shipped):
    assert set(shipped.topics) == TOPICS


def test_every_channel_is_there_and_no_other(shipped):
    assert set(shipped.channels) == set(CHANNELS)


def test_every_point_of_the_guide_is_used(passages):
    for language in Language:
        assert {point for p in passages if p.language is language for point in p.points} == set(range(1, 98))


@pytest.mark.parametrize(
    ("topic", "kind", "items"),
    [
        ("address-audiences-checklist", ListKind.STEPS, 8),
        ("strategy-checklist", ListKind.STEPS, 8),
        ("challenges", ListKind.ENTRIES, 7),
        ("trends", ListKind.ENTRIES, 7),
        ("marketing-channels", ListKind.ENTRIES, 10),
        ("advantages", ListKind.ENTRIES, 6),
        ("platforms-overview", ListKind.ENTRIES, 20),
        ("audiences", ListKind.ENTRIES, 20),
    ],
)
def test_a_list_is_whole(shipped, topic, kind, items):
    assert shipped.topics[topic].list_kind is kind
    assert len(shipped.topics[topic].items) == items


def test_the_checklists_are_in_the_guides_order(shipped):
    def steps(topic: str) -> list[str]:
        return [step.id for step in shipped.topics[topic].items]

    assert steps("address-audiences-checklist") == [
        "know-platforms", "analyse-target-group", "visual-content", "storytelling", "encourage-interaction",
        "influencer-marketing", "targeted-ads", "analyse-and-optimise",
    ]  # fmt: skip
    assert steps("strategy-checklist") == [
        "analyse-target-group", "choose-platforms", "build-employer-brand", "create-content",
        "communicate-and-engage", "targeted-ads", "track-and-analyse", "adapt-and-optimise",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("list_topic", "topics"),
    [
        ("trends", [f"trend:{trend}" for trend in TRENDS]),
        ("advantages", [f"adv-{advantage}" for advantage in ADVANTAGES]),
    ],
)
def test_each_entry_leads_to_its_own_topic_in_the_guides_order(shipped, list_topic, topics):
    assert [item.topic for item in shipped.topics[list_topic].items] == topics
    assert {shipped.topics[topic].parent for topic in topics} == {list_topic}


@pytest.mark.parametrize(
    ("topic", "point", "de", "en"),
    [
        ("definition", 7, "andere quellen", "other sources"),
        ("social-distribution-active-sourcing", 7, "andere quellen", "other sources"),
        ("social-profiling-internet-sourcing", 8, "andere quellen", "other sources"),
        ("audiences", 83, "grobe", "rough"),
        ("challenges", 86, "einzelheiten", "detail"),
        ("trend:ai", 91, "bewertet keine menschen", "never evaluates or ranks people"),
        ("adv-tracking", 32, "formeln", "formulas"),
        ("adv-targeting", 80, "schwierig", "hard"),
    ],
)
def test_a_topic_is_honest_about_its_limits(shipped, topic, point, de, en):
    caveats = [caveat.text for caveat in shipped.topics[topic].caveats if point in caveat.points]
    assert any(de in caveat.de.casefold() and en in caveat.en.casefold() for caveat in caveats)


def test_every_topic_leads_on(shipped):
    assert [topic.id for topic in shipped.topics.values() if not 2 <= len(topic.related) <= 4] == []


def test_every_title_and_question_is_the_topics_own(shipped):
    for language in Language:
        for texts in (
            [topic.title.within(language) for topic in shipped.topics.values() if not topic.parent],
            [topic.question.within(language) for topic in shipped.topics.values()],
        ):
            assert len({text.casefold() for text in texts}) == len(texts)


def test_every_question_asks(shipped):
    questions = [q for topic in shipped.topics.values() for q in (topic.question.de, topic.question.en)]
    assert [question for question in questions if not question.endswith("?")] == []


def test_the_guide_is_for_recruiters_only(passages):
    assert {passage.audiences for passage in passages} == {(Audience.RECRUITER,)}


def test_the_source_says_what_it_is_not(shipped):
    assert list(shipped.sources) == ["guide"]
    assert "eine Studie ist er nicht" in shipped.sources["guide"].note.de
    assert "not a study" in shipped.sources["guide"].note.en
