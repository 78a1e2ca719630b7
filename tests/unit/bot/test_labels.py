import pytest

from bot.understanding.labels import DECLINED, SOCIAL, is_topic, learned_label, share
from knowledge.models import Intent


@pytest.mark.parametrize(
    ("label", "learned"),
    [
        ("platform:xing", "platform"),
        ("audience:vk", "audience"),
        ("trend:mobile", "trend:mobile"),
        ("definition", "definition"),
        ("audience", "audience"),
        ("outside", "outside"),
        ("elsewhere", "outside"),
    ],
)
def test_which_channel_is_meant_is_not_learned_with_the_facet(label: str, learned: str) -> None:
    assert learned_label(label) == learned


def test_intents_are_no_topics() -> None:
    assert not any(is_topic(intent) for intent in Intent)
    assert all(is_topic(label) for label in ("definition", "platform", "trend:ai"))


def test_shares_add_up_and_missing_labels_count_nothing() -> None:
    assert share({"outside": 0.25, "gibberish": 0.5, "thanks": 0.25}, DECLINED) == 0.75
    assert share({}, DECLINED) == 0


def test_no_intent_is_both_declined_and_social() -> None:
    assert not DECLINED & SOCIAL
