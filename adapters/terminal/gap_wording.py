"""What the terminal says of gaps and of the report, in both languages. Words in braces are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.gaps.models import AnswerAudience, GapKind, GapState, Rule
from bot.models import Language


@dataclass(frozen=True, slots=True)
class GapWording:
    """The words of one language."""

    columns: tuple[str, ...]
    states: Mapping[GapState, str]
    kinds: Mapping[GapKind, str]
    audiences: Mapping[AnswerAudience, str]
    rules: Mapping[Rule, str]
    none: str
    unknown: str
    several: str
    asked: str
    proposed: str
    version: str
    withdrawn: str
    published: str
    restored: str
    taken_back: str
    week_columns: tuple[str, ...]
    waiting: str
    topics: str
    channels: str


_GERMAN = GapWording(
    columns=("Kennung", "Stand", "Leute", "Mal", "Frage"),
    states={
        GapState.OPEN: "offen",
        GapState.AGAIN: "wieder gefragt",
        GapState.ANSWERED: "beantwortet",
        GapState.SET_ASIDE: "zurückgestellt",
    },
    kinds={
        GapKind.UNKNOWN: "nicht gewusst",
        GapKind.UNHELPFUL: "nicht geholfen",
        GapKind.HAND_OFF: "an Menschen übergeben",
        GapKind.CANDIDATE: "aus der Bewerbung",
    },
    audiences={AnswerAudience.INTERNAL: "intern", AnswerAudience.PUBLIC: "öffentlich"},
    rules={
        Rule.NO_WORDING: "es fehlt eine Frage, auf die das die Antwort ist (--question)",
        Rule.TOO_MANY_WORDINGS: "es sind höchstens 12 Fragen erlaubt",
        Rule.LONG_WORDING: "eine Frage hat höchstens 300 Zeichen",
        Rule.NO_TEXT: "die Antwort fehlt (--text-de oder --text-en)",
        Rule.LONG_TEXT: "eine Antwort hat höchstens 4.000 Zeichen",
        Rule.NO_AUTHOR: "der Name fehlt oder ist länger als 80 Zeichen (--author)",
    },
    none="Es gibt keine offenen Wissenslücken.",
    unknown="{id}: keine Wissenslücke hat diese Kennung oder Fassung; lotse gaps list --all zeigt alle.",
    several="{id}: so beginnen mehrere Kennungen.",
    asked="Gefragt ({people} Leute, {times} Mal):",
    proposed="Vorschlag von {by}, {date}:",
    version="Fassung {version}, {author}, {date}, {audience}:",
    withdrawn="Fassung {version}, {author}, {date}: zurückgezogen",
    published="Veröffentlicht als Fassung {version}. Wer gefragt hat, erfährt es.",
    restored="Fassung {restores} wird wieder gezeigt, als Fassung {version}.",
    taken_back="Zurückgezogen. Die Antwort wird nicht mehr gezeigt.",
    week_columns=("Woche ab", "Fragen", "Anteil", "hilfreich", "nicht", "Lücken", "beantw.", "Median", "95 %"),
    waiting="Offene Wissenslücken: {number}",
    topics="Themen: {list}",
    channels="Empfohlene Kanäle: {list}",
)

_ENGLISH = GapWording(
    columns=("Id", "State", "People", "Times", "Question"),
    states={
        GapState.OPEN: "open",
        GapState.AGAIN: "asked again",
        GapState.ANSWERED: "answered",
        GapState.SET_ASIDE: "set aside",
    },
    kinds={
        GapKind.UNKNOWN: "not known",
        GapKind.UNHELPFUL: "did not help",
        GapKind.HAND_OFF: "handed to a person",
        GapKind.CANDIDATE: "from a candidate",
    },
    audiences={AnswerAudience.INTERNAL: "internal", AnswerAudience.PUBLIC: "public"},
    rules={
        Rule.NO_WORDING: "a question that this answers is missing (--question)",
        Rule.TOO_MANY_WORDINGS: "no more than 12 questions are allowed",
        Rule.LONG_WORDING: "a question has 300 characters at most",
        Rule.NO_TEXT: "the answer is missing (--text-de or --text-en)",
        Rule.LONG_TEXT: "an answer has 4,000 characters at most",
        Rule.NO_AUTHOR: "the name is missing, or longer than 80 characters (--author)",
    },
    none="There are no open gaps.",
    unknown="{id}: no gap has this id or version; lotse gaps list --all shows all.",
    several="{id}: several ids begin so.",
    asked="Asked ({people} people, {times} times):",
    proposed="Proposed by {by}, {date}:",
    version="Version {version}, {author}, {date}, {audience}:",
    withdrawn="Version {version}, {author}, {date}: withdrawn",
    published="Published as version {version}. Whoever asked will be told.",
    restored="Version {restores} is shown again, as version {version}.",
    taken_back="Withdrawn. The answer is shown no longer.",
    week_columns=("week from", "asked", "share", "helpful", "not", "gaps", "closed", "median", "95 %"),
    waiting="Open gaps: {number}",
    topics="Topics: {list}",
    channels="Channels recommended: {list}",
)


def gap_wording(language: Language) -> GapWording:
    """Return the words of `language`."""
    return _GERMAN if language is Language.DE else _ENGLISH
