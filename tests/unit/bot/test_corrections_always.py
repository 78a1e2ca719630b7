"""Whatever is corrected, in whatever order: nothing raises, and what is shown is what was left, changed or added."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import Correction, Language, Tag, TagKind
from bot.phrases import Phrases
from bot.skills.channel_words import ChannelWords
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief
from bot.understanding.brief_reader import BriefReader
from bot.understanding.cleaning import clean
from bot.understanding.corrections import Corrector, Misread
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from bot.understanding.typed import TypedReader
from knowledge.text import fold
from tests.fakes.requests import make_request

MESSAGES = (
    "Azubis als Koch in Köln und Bonn, 18 bis 25 Jahre, kein Facebook",
    "3 junge Grafikdesigner remote, mit Video",
    "Chinesische Vertriebler, weltweit",
    "Senior nurse in Vienna or Ulm, no XING, we plan an event",
    "Leute",
)
TYPED = (
    *(
        "Koch",
        "Senior Bauleiterin",
        "Azubi",
        "Zwörgelbatz",
        "junge Kellner in Wien",
        "Ausbildung",
        "Leitung",
        "Executive",
    ),
    *("Hamburg", "köln", "Bonn und Wien", "Paris (USA)", "weltweit", "remote", "DACH", "chinesisch", "Essen", "Qwxyz"),
    *("18-25", "50", "unter 30", "3", "x5", "abc", "0", "kreativ", "junge Zielgruppe", "Videos", "visual content"),
    *("Messenger", "Forum", "Active Sourcing", "Messe", "Blogartikel", "Fotos", "XING", "insta und fb", "Line", "???"),
    *("", " ", "\u200b", "x" * 300, "ﷺ", "🙂", "{kind}", "[bold]", "'; DROP TABLE"),
)
TOUCHES = {
    TagKind.ROLE: {"role", "level", "trait"},
    TagKind.LEVEL: {"level", "trait"},
    TagKind.AGE: {"age", "trait"},
    TagKind.PLACE: {"place", "remote", "trait"},
    TagKind.REMOTE: {"place", "remote", "trait"},
    TagKind.WISH: {"wish", "trait"},
    TagKind.CONTENT: {"content", "trait"},
}
"""What a correction of a kind may change beside its own."""
SINGLE = {"role", "level", "age", "headcount", "remote"}
Shown = set[tuple[str, str]]
Step = tuple[int, str, str]

steps = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.sampled_from(list(TagKind)),
        st.one_of(st.sampled_from(TYPED), st.text(max_size=12)),
    ),
    max_size=6,
)


class Table:
    """Makes corrections and looks at what is shown."""

    def __init__(
        self, corrector: Corrector, typed: TypedReader, words: ChannelWords, knowledge: Knowledge, reads: Reader
    ) -> None:
        self.corrector, self.typed, self.words, self.knowledge, self.reads = corrector, typed, words, knowledge, reads

    def shown(self, brief: Brief, language: Language) -> tuple[Tag, ...]:
        return self.words.understood(brief, make_request(self.knowledge, brief=brief, language=language)).tags

    def values(self, brief: Brief, language: Language) -> Shown:
        return {(tag.kind, tag.value) for tag in self.shown(brief, language)}


@pytest.fixture(scope="module")
def table(
    corrector: Corrector,
    typed_reader: TypedReader,
    phrases: Phrases,
    finder: PlaceFinder,
    knowledge: Knowledge,
    reader: Reader,
) -> Table:
    return Table(corrector, typed_reader, ChannelWords(phrases, finder), knowledge, reader)


def correction_of(shown: tuple[Tag, ...], step: Step) -> Correction:
    """Of a tag that is shown where the number picks one, else a new one."""
    number, kind, typed = step
    return (
        Correction(shown[number].kind, shown[number].value, typed)
        if number < len(shown)
        else Correction(kind, "", typed)
    )


@pytest.mark.no_cover
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.sampled_from(MESSAGES), language=st.sampled_from(list(Language)), taken=steps)
def test_what_is_shown_is_what_was_corrected(
    table: Table, briefs: BriefReader, message: str, language: Language, taken: list[Step]
) -> None:
    brief = briefs.read(table.reads.read(message), {})
    for step in taken:
        tags = table.shown(brief, language)
        correction = correction_of(tags, step)
        result = table.corrector.correct(brief, [correction], language)
        if isinstance(result, Misread):
            assert clean(correction.becomes), "anything can be removed"
            continue
        check(table, brief, result, correction, language)
        brief = result


def check(table: Table, before: Brief, after: Brief, correction: Correction, language: Language) -> None:
    kind, typed = TagKind(correction.kind), clean(correction.becomes)
    same = fold(typed) == fold(correction.value)
    old, new = table.values(before, language), table.values(after, language)
    news = table.typed.read(kind, typed) if typed and not same else None
    added = table.values(news, language) if news else set()
    assert added <= new, f"{correction} is not shown"
    named = (correction.kind, correction.value)
    if not same and named not in added:
        assert named not in new, f"{correction} is still shown"
    untouched = {tag for tag in old if tag[0] not in TOUCHES.get(kind, {kind})}
    assert untouched == {tag for tag in new if tag[0] not in TOUCHES.get(kind, {kind})}
    if kind not in SINGLE:
        assert {tag for tag in old if tag[0] == kind} - {named} <= new, f"{correction} took more than its own"
    assert len(table.shown(after, language)) == len(new), "nothing is shown twice"


@pytest.mark.no_cover
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    corrections=st.lists(
        st.builds(Correction, st.sampled_from(list(TagKind)), st.text(max_size=20), st.text(max_size=30)), max_size=4
    )
)
def test_any_text_is_read_or_declined(table: Table, corrections: list[Correction]) -> None:
    result = table.corrector.correct(Brief(), corrections, Language.EN)
    assert isinstance(result, Brief | Misread)
