from collections import Counter

import numpy as np
import pytest

from bot.understanding.language import SURE, LanguageDetector, LinguaShare
from bot.understanding.linear_model import LinearModel, View
from knowledge.models import Language

DE, EN = Language.DE, Language.EN


def model(own: float, labels: tuple[str, str] = ("de", "en")) -> LinearModel:
    """A model that always says the same."""
    german = np.log(own / (1 - own)) if 0 < own < 1 else (50.0 if own else -50.0)
    scores = {"de": german, "en": 0.0}
    return LinearModel(
        labels,
        (View({"\0": 0}, np.ones(1, np.float32)),),
        np.zeros((1, 2), np.float32),
        np.array([scores[label] for label in labels], np.float32),
    )


def detector(own: float, lingua: float) -> LanguageDetector:
    return LanguageDetector(lambda text: lingua, model(own))


def test_the_own_model_counts_twice_as_much_as_lingua() -> None:
    assert detector(own=0.8, lingua=0.2).german_share("drei worte hier") == pytest.approx(0.6)
    assert detector(own=0.2, lingua=1.0).german_share("drei worte hier") == pytest.approx(1.4 / 3)


@pytest.mark.parametrize("own", [0.5 + SURE + 0.01, 0.5 - SURE - 0.01])
def test_lingua_is_not_asked_where_the_own_model_is_sure(own: float) -> None:
    def lingua(text: str) -> float:
        pytest.fail("it takes long to load")

    assert LanguageDetector(lingua, model(own)).german_share("drei worte hier") == pytest.approx(own)


def test_the_models_labels_may_stand_in_any_order() -> None:
    turned = LanguageDetector(lambda text: 0.8, model(0.8, labels=("en", "de")))
    assert turned.german_share("drei worte hier") == pytest.approx(0.8)


@pytest.mark.parametrize(
    "text",
    [
        "Zürich",
        "ÄRZTE",
        "Straße",
    ],
)
def test_an_umlaut_speaks_for_german_and_is_no_proof(text: str) -> None:
    assert detector(0.5, 0.5).german_share(text) == pytest.approx(0.7)
    assert detector(0.1, 0.1).german_share(text) < 0.5
    assert detector(1.0, 1.0).german_share(text) == 1


@pytest.mark.parametrize(
    ("share", "conversation", "fallback", "language"),
    [
        (0.9, None, EN, DE),
        (0.1, None, DE, EN),
        (0.9, EN, EN, DE),
        (0.1, DE, DE, EN),
        # Between both the conversation decides,
        (0.6, EN, DE, EN),
        (0.4, DE, EN, DE),
        # without one, whatever is the more probable,
        (0.6, None, EN, DE),
        (0.4, None, DE, EN),
        # and where nothing is, the settings.
        (0.5, None, EN, EN),
        (0.51, None, EN, EN),
        (0.49, None, DE, DE),
    ],
)
def test_a_sentence_changes_the_language_where_it_is_clear(
    share: float, conversation: Language | None, fallback: Language, language: Language
) -> None:
    assert detector(share, share).detect("drei ganze worte", conversation, fallback) is language


@pytest.mark.parametrize(
    ("share", "conversation", "language"),
    [(0.9, EN, EN), (0.1, DE, DE), (0.95, EN, DE), (0.05, DE, EN), (0.9, None, DE), (0.1, None, EN)],
)
def test_one_or_two_words_change_it_only_where_it_is_nearly_certain(
    share: float, conversation: Language | None, language: Language
) -> None:
    assert detector(share, share).detect("und tiktok", conversation, DE) is language


@pytest.mark.parametrize(("text", "own", "fallback"), [("???", 0.3, DE), ("", 0.7, EN), ("12345", 0.3, DE)])
def test_a_message_without_a_word_is_answered_in_the_language_of_the_settings(
    text: str, own: float, fallback: Language
) -> None:
    assert detector(own, own).detect(text, None, fallback) is fallback


@pytest.mark.parametrize("conversation", [DE, EN])
@pytest.mark.parametrize("text", ["in", "In", "so in", "x 12"])
def test_words_of_both_languages_change_nothing(text: str, conversation: Language) -> None:
    assert detector(0.01, 0.01).detect(text, conversation, DE) is conversation


def test_lingua_tells_german_from_english() -> None:
    german_share = LinguaShare()
    assert german_share("Wo finde ich gute Leute für meine Firma?") > 0.9
    assert german_share("Where do I find good people for my company?") < 0.1


def test_the_model_sees_the_text_as_typed() -> None:
    seen: list[Counter[str]] = []

    class Spy(LinearModel):
        def probabilities(self, counts, vector=None):  # type: ignore[no-untyped-def]
            seen.extend(counts)
            return super().probabilities(counts, vector)

    given = model(0.5)
    spy = Spy(given.labels, given.views, given.coefficients, given.intercepts)
    LanguageDetector(lambda text: 0.5, spy).german_share("Käse")
    assert seen[0][" kä"] == 1
