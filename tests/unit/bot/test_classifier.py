from pathlib import Path

import numpy as np
import pytest

from bot.understanding.classifier import (
    MEANING_WEIGHT,
    Classifier,
    Guess,
    facet_of,
    load_classifier,
    mixed_probabilities,
)
from bot.understanding.linear_model import LinearModel, View, save_model
from bot.understanding.reading import Reader
from knowledge.models import Attitude, Language
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.understanding import make_guess


def fixed(dimension: int = 0, **probabilities: float) -> LinearModel:
    """A model over two views that always says the same."""
    names = {"wanted": Attitude.WANTED, "unwanted": Attitude.UNWANTED}
    labels = tuple(str(names.get(name, name)) for name in probabilities)
    views = (View({"\0": 0}, np.ones(1, np.float32)), View({"\1": 0}, np.ones(1, np.float32)))
    coefficients = np.zeros((2 + dimension, len(labels)), np.float32)
    return LinearModel(labels, views, coefficients, np.log(np.array(list(probabilities.values()), np.float32)))


@pytest.mark.parametrize("language", list(Language))
def test_the_models_on_words_and_on_meaning_are_mixed_by_language(language: Language) -> None:
    share = MEANING_WEIGHT[language]
    mixed = mixed_probabilities(np.array([0.9, 0.1], np.float32), np.array([0.1, 0.9], np.float32), language)
    np.testing.assert_allclose(mixed, [0.9 - 0.8 * share, 0.1 + 0.8 * share], rtol=1e-5)


def test_the_embedding_weighs_more_in_the_language_of_the_embedding_model() -> None:
    assert MEANING_WEIGHT[Language.EN] > MEANING_WEIGHT[Language.DE]


def test_a_message_is_classified_by_label_channel_and_attitude(reader: Reader) -> None:
    embedder = FakeEmbedder(4)
    classifier = Classifier(
        words=fixed(definition=0.7, trends=0.3),
        meaning=fixed(4, definition=0.7, trends=0.3),
        channels=fixed(4, xing=0.2, vk=0.8),
        attitude=fixed(wanted=0.4, unwanted=0.6),
        embedder=embedder,
    )
    guess = classifier.classify(reader.read("Was ist Xing?"), Language.DE)
    assert dict(guess.labels) == pytest.approx({"definition": 0.7, "trends": 0.3})
    assert dict(guess.channels) == pytest.approx({"xing": 0.2, "vk": 0.8})
    assert guess.unwanted == pytest.approx(0.6)
    assert embedder.texts == ["Was ist Xing?"], "the text as typed, once"


def test_a_classifier_is_loaded_from_the_folder_it_was_built_in(tmp_path: Path, reader: Reader) -> None:
    save_model(fixed(definition=0.7, trends=0.3), tmp_path / "words")
    save_model(fixed(4, definition=0.7, trends=0.3), tmp_path / "meaning")
    save_model(fixed(4, xing=1.0), tmp_path / "channels")
    save_model(fixed(wanted=0.4, unwanted=0.6), tmp_path / "attitude")
    guess = load_classifier(tmp_path, FakeEmbedder(4)).classify(reader.read("hm"), Language.EN)
    assert guess.ranked() == ("definition", "trends")
    assert guess.unwanted == pytest.approx(0.6, abs=0.01)


def test_labels_are_ranked_by_probability_then_name() -> None:
    assert Guess({"b": 0.3, "a": 0.3, "c": 0.4}, {}, 0.5).ranked() == ("c", "a", "b")


@pytest.mark.parametrize(
    ("labels", "facet"),
    [
        ({"platform": 0.3, "audience": 0.2}, "platform"),
        ({"platform": 0.2, "audience": 0.3}, "audience"),
        ({}, "platform"),
    ],
)
def test_the_facet_that_is_asked_for(labels: dict[str, float], facet: str) -> None:
    assert facet_of(make_guess(labels)) == facet
