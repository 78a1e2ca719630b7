"""The labels that phrasings are filed under, grouped by what they lead to."""

from collections.abc import Iterable, Mapping

from knowledge.models import ELSEWHERE, Intent

PLATFORM = "platform"
AUDIENCE = "audience"
FACETS = (PLATFORM, AUDIENCE)
"""`platform:<id>` and `audience:<id>` are learned as one label each: which channel is meant the vocabulary knows."""

INTENTS = frozenset(Intent)
DECLINED = frozenset({Intent.OUTSIDE, Intent.GIBBERISH, Intent.INJECTION, Intent.JUDGE_PERSON})
SOCIAL = frozenset(
    {
        Intent.GREETING,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.CAPABILITIES,
        Intent.ACKNOWLEDGEMENT,
        Intent.INSULT_OR_PRAISE,
        Intent.HUMAN,
    }
)


def learned_label(label: str) -> str:
    """Return the label under which a phrasing trains the classifier."""
    if label == ELSEWHERE:
        return Intent.OUTSIDE
    facet, _, channel = label.partition(":")
    return facet if channel and facet in FACETS else label


def is_topic(label: str) -> bool:
    """Whether a learned label stands for a topic."""
    return label not in INTENTS


def share(probabilities: Mapping[str, float], labels: Iterable[str]) -> float:
    """Return the summed probability of some labels."""
    return sum(probabilities.get(label, 0.0) for label in labels)
