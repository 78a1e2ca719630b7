import pytest

from bot.understanding.lexicon import Lexicon, Term, build_lexicon, tokenize
from bot.understanding.title_forms import english_forms, german_forms


def lexicon(
    *phrases: tuple[str, str, str], heads: dict[str, Term] | None = None, known: tuple[str, ...] = ()
) -> Lexicon:
    return build_lexicon(((text, Term(kind, id_)) for text, kind, id_ in phrases), heads or {}, frozenset(known))


def found(lex: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(mention.kind, mention.id) for mention in lex.find(tokenize(text))]


def test_umlauts_and_their_transcriptions_are_one() -> None:
    lex = lexicon(("Geschäftsführer", "job", "gf"))
    assert found(lex, "geschaeftsfuehrer") == found(lex, "Geschäftsführer") == [("job", "gf")]
    assert found(lex, "geschaftsfuhrer") == [("job", "gf")]


def test_the_longest_phrase_of_a_kind_wins() -> None:
    lex = lexicon(("cook", "job", "cook"), ("line cook", "job", "line-cook"), ("line", "channel", "line"))
    assert found(lex, "line cook wanted") == [("channel", "line"), ("job", "line-cook")]


def test_word_starts_match_any_ending() -> None:
    lex = lexicon(("zock*", "trait", "gaming"))
    assert found(lex, "leute die zocken") == [("trait", "gaming")]
    assert found(lex, "der bock") == []


def test_the_last_word_of_a_phrase_may_have_any_ending() -> None:
    lex = lexicon(("opinion leader*", "trait", "opinion"), ("opinion", "cue", "opinion"))
    assert found(lex, "the Opinion Leaders") == [("cue", "opinion"), ("trait", "opinion")]
    assert found(lex, "opinion leader") == [("cue", "opinion"), ("trait", "opinion")]
    for other in ("opinion lead", "opinions leaders", "opinion of leaders", "leaders", "my opinion"):
        assert ("trait", "opinion") not in found(lex, other), other


def test_a_compound_is_known_by_its_longest_head() -> None:
    heads = {"leiter": Term("job", "lead"), "bauleiter": Term("job", "site")}
    lex = lexicon(heads=heads)
    assert found(lex, "Oberbauleiter") == [("job", "site")]
    assert found(lex, "Filialleiter") == [("job", "lead")]


def test_typing_errors_are_forgiven_by_length() -> None:
    lex = lexicon(("linkedin", "channel", "linkedin"), ("krankenpfleger", "job", "nurse"))
    assert found(lex, "linkdein") == [("channel", "linkedin")]
    assert found(lex, "krnkenpflegre") == [("job", "nurse")]
    assert found(lex, "lnkdein") == [], "two errors in a short word are too many"


def test_known_words_are_never_corrected() -> None:
    lex = lexicon(("twitch", "channel", "twitch"), known=("switch", "twitsh"))
    assert found(lex, "twitsh") == []


def test_gender_marks_do_not_split_a_title() -> None:
    lex = lexicon(("bauleiterin", "job", "site"), ("bauleiterinnen", "job", "site"))
    for typed in ("Bauleiter:in", "Bauleiter*in", "Bauleiter_in", "Bauleiter/in", "Bauleiter/-in", "Bauleiter:innen"):
        assert found(lex, typed) == [("job", "site")], typed


def test_tokens_keep_signs_that_belong_to_a_name() -> None:
    assert [token.text for token in tokenize("C++ und C#, R&D, .NET (m/w/d)")][:4] == ["C++", "und", "C#", "R&D"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Bauleiter", "bauleiterinnen"),
        ("Arzt", "arztin"),
        ("Koch", "koche"),
        ("Kaufmann", "kauffrau"),
        ("Kaufmann", "kaufleute"),
        ("Medizinischer Fachangestellter", "medizinische fachangestellte"),
        ("Ingenieur", "ingenieurinnen"),
        ("Pädagoge", "padagogin"),
        ("Auszubildender", "auszubildende"),
    ],
)
def test_german_titles_are_typed_in_all_their_forms(title: str, typed: str) -> None:
    assert typed in set(german_forms(title))


@pytest.mark.parametrize(
    ("title", "typed"),
    [("nurse", "nurses"), ("salesman", "salesmen"), ("secretary", "secretaries"), ("coach", "coaches")],
)
def test_english_titles_have_plurals(title: str, typed: str) -> None:
    assert typed in set(english_forms(title))
