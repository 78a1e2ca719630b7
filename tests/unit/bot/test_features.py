import pytest

from bot.understanding.features import (
    character_features,
    character_ngrams,
    masked_words,
    text_ngrams,
    word_features,
)
from bot.understanding.reading import Reader


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bauleiter in Köln, wo posten?", ("jobx", "in", "placex", "wo", "posten")),
        ("wen erreiche ich auf Xing", ("wen", "erreiche", "ich", "auf", "platformx")),
        ("kein Facebook für Köche", ("kein", "unwantedx", "fur", "jobx")),
        ("Head of Sales in New York", ("jobx", "in", "placex")),
        ("wo finde ich Leute", ("wo", "finde", "ich", "leute")),
        ("line cook on Line", ("jobx", "on", "platformx")),
        ("", ()),
    ],
)
def test_channels_jobs_and_places_are_masked(reader: Reader, text: str, words: tuple[str, ...]) -> None:
    assert masked_words(reader.read(text)) == words


def test_which_channel_job_or_place_it_is_makes_no_difference(reader: Reader) -> None:
    one, other = (reader.read(text) for text in ("Koch in Ulm auf Xing?", "Maurer in Graz auf TikTok?"))
    assert character_features(one) == character_features(other)
    assert word_features(one) == word_features(other)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Köche und Maurer in Ulm oder Graz", {"+job:2", "+place:2", "+channel:0", "+excluded:0", "+level:0"}),
        ("Xing, LinkedIn, TikTok", {"+channel:2", "+job:0"}),
        ("kein Xing", {"+channel:0", "+excluded:1"}),
        ("Junior Koch", {"+level:1", "+job:1"}),
        ("kreative Leute", {"+trait:creative", "+trait", "+job:0"}),
        ("ja", {"+length:0"}),
        ("eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn", {"+length:4"}),
    ],
)
def test_what_was_recognised_is_marked(reader: Reader, text: str, marks: set[str]) -> None:
    features = word_features(reader.read(text))
    assert marks <= set(features)
    assert ("+trait" in features) is ("+trait" in marks)


def test_words_count_alone_and_in_pairs(reader: Reader) -> None:
    features = word_features(reader.read("was ist das, was"))
    assert (features["was"], features["was ist"], features["das was"]) == (2, 1, 1)
    assert features["ist was"] == 0


def test_ngrams_mark_the_ends_of_words() -> None:
    assert list(character_ngrams("abc", 2, 3)) == [" a", "ab", "bc", "c ", " ab", "abc", "bc "]


def test_a_short_word_is_one_ngram_at_most_as_long_as_itself() -> None:
    assert list(character_ngrams("a", 2, 5)) == [" a", "a ", " a "]


def test_language_features_keep_umlauts() -> None:
    ngrams = text_ngrams("Käse Käse")
    assert ngrams["ä"] == 2
    assert ngrams[" kä"] == 2
    assert "K" not in ngrams
