"""German is German, English is English, and both say the same in their own words."""

import re

import pytest
from lingua import Language as Lingua
from lingua import LanguageDetectorBuilder

from knowledge.advice import load_advice
from knowledge.library import shipped_content
from knowledge.models import Language, Library, Localized

NO_TRANSCRIPTION = re.compile("[aeoäöüq]ue|uell|zue|influe|israel", re.IGNORECASE)
"""Where ae, oe, ue are no umlaut: after a vowel ("neue", "Frauen"), in foreign words ("aktuell"), between parts."""
LOST_LETTERS = re.compile(
    r"\b(heiss\w*|gross\w*|grösst\w*|ausser\w*|massnahme\w*|strasse\w*|schliess\w*|spass|gemäss|\w+mässig\w*|"
    r"fur|uber|konnen|mussen|wahlen|kanale\w*|fahigkeit\w*|burger|lander\w*|trager\w*|arzte\w*|buro\w*|fuhr\w*)\b",
    re.IGNORECASE,
)
NAMES = {
    "Employer Branding", "Social Distribution (Active Sourcing)", "Social Profiling (Internet Sourcing)",
    "LinkedIn", "Facebook", "Instagram", "X (Twitter)", "YouTube", "Pinterest", "Snapchat", "TikTok", "Reddit",
    "Tumblr", "WhatsApp", "WeChat", "Line", "Telegram", "VKontakte (VK)", "Sina Weibo", "XING", "Meetup", "Twitch",
    "Discord", "Affiliate-Marketing", "Retargeting", "Storytelling",
}  # fmt: skip


def localized(library: Library) -> list[tuple[str, Localized]]:
    """Every text that users see, with where it stands."""
    found = [(f"{topic.id} title", topic.title) for topic in library.topics.values()]
    found += [(f"{topic.id} question", topic.question) for topic in library.topics.values()]
    found += [(f"{topic.id}#{part.id}", part.text) for topic in library.topics.values() for part in topic.parts()]
    found += [(f"{topic.id}#{item.id} title", item.title) for topic in library.topics.values() for item in topic.items]
    for channel in library.channels.values():
        found += [(f"{channel.id} for {reason.trait}", reason.text) for reason in channel.reasons]
        found += [(f"{channel.id} against {limit.when}", limit.text) for limit in channel.limits]
        found.append((f"{channel.id} short", channel.short))
    for source in library.sources.values():
        found += [(f"{source.id} title", source.title), (f"{source.id} note", source.note)]
    found += [(f"trait {trait.id}", trait.name) for trait in library.traits.values()]
    return found


@pytest.fixture(scope="module")
def everything(shipped: Library) -> Library:
    """The guide and the advice for candidates."""
    return load_advice(shipped_content()).beside(shipped)


def vocabulary_titles(library: Library) -> list[tuple[str, Localized]]:
    """What the vocabularies show to users."""
    return [
        *((f"occupation {occupation.id}", occupation.title) for occupation in library.occupations.values()),
        *((f"seniority {seniority.id}", seniority.title) for seniority in library.seniorities.values()),
        *((f"place {group.id}", group.title) for group in library.place_groups.values()),
    ]


def test_no_german_text_transcribes_its_umlauts(everything):
    betrayed = [
        (place, word)
        for place, text in (*localized(everything), *vocabulary_titles(everything))
        for word in re.findall(r"\w*(?:ae|oe|ue)\w*", text.de, re.IGNORECASE)
        if re.search("ae|oe|ue", NO_TRANSCRIPTION.sub("", word), re.IGNORECASE)
    ]
    assert betrayed == []


def test_no_german_text_loses_a_sharp_s_or_an_umlaut(everything):
    everything = (*localized(everything), *vocabulary_titles(everything))
    assert [(place, text.de) for place, text in everything if LOST_LETTERS.search(text.de)] == []


@pytest.mark.parametrize("word", ["fuer", "ueber", "Kanaele", "groesser", "koennen", "Fuehrungskraefte", "Aerzte"])
def test_a_transcribed_umlaut_would_be_seen(word):
    assert re.search("ae|oe|ue", NO_TRANSCRIPTION.sub("", word), re.IGNORECASE)


def test_no_english_text_holds_german_letters(everything):
    assert [(place, text.en) for place, text in localized(everything) if re.search("[äöüßÄÖÜ„]", text.en)] == []


def test_no_text_is_the_same_in_both_languages_but_names(everything):
    same = {text.de for _, text in localized(everything) if text.de == text.en}
    assert same <= NAMES


def test_no_text_was_left_in_the_other_language(everything):
    detector = LanguageDetectorBuilder.from_languages(Lingua.GERMAN, Lingua.ENGLISH).build()
    names = re.compile("|".join(map(re.escape, (*NAMES, "VKontakte", "VK"))))
    for expected, language in ((Lingua.GERMAN, Language.DE), (Lingua.ENGLISH, Language.EN)):
        texts = [(place, names.sub("", text.within(language))) for place, text in localized(everything)]
        sentences = [(place, text) for place, text in texts if len(text.split()) >= 6 and text.endswith(".")]
        assert [entry for entry in sentences if detector.detect_language_of(entry[1]) != expected] == []


def test_a_text_is_about_as_long_in_both_languages(everything):
    odd = [
        (place, text.de, text.en)
        for place, text in localized(everything)
        if not 0.5 <= (len(text.de) + 20) / (len(text.en) + 20) <= 2
    ]
    assert odd == []


def test_german_addresses_people_with_du(shipped):
    formal = re.compile(r"(?<![.!?:] )(?<!^)\b(Sie|Ihnen|Ihre[nrms]?)\b")
    assert [(place, text.de) for place, text in localized(shipped) if formal.search(text.de)] == []


def test_texts_are_sentences(everything):
    texts = [
        (place, text.within(language))
        for place, text in localized(everything)
        for language in Language
        if "#" in place and "title" not in place
    ]
    assert [(place, text) for place, text in texts if not re.fullmatch(r"[A-ZÄÖÜ].*[.!?]", text)] == []


def test_no_text_holds_doubled_blanks_or_straight_dashes(everything):
    for language in Language:
        texts = [(place, text.within(language)) for place, text in localized(everything)]
        assert [(place, text) for place, text in texts if re.search(r"\s\s| - | ,|\n", text)] == []


def test_no_text_names_a_price_or_a_share(everything):
    figures = re.compile(r"€|\$|\bEuro\b|\bUSD\b|\d+ ?%|\bProzent\b|\bpercent\b")
    assert [place for place, text in localized(everything) if figures.search(f"{text.de} {text.en}")] == []
