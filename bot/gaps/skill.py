"""Answers that an editor wrote: quoted with author and date, never reworded, before what else is known."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.gaps.models import AnswerVersion, Notice
from bot.gaps.shelf import Answers, Match
from bot.models import Answer, Block, Citation, Heading, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Request, Voice
from knowledge.models import Intent, Language

PREFIX = "answer:"
"""Begins the id by which an editor's answer is cited; no passage of the guide or of a document begins with it."""
_KEPT = frozenset({Intent.INJECTION, Intent.JUDGE_PERSON})
"""What is refused stays refused, whatever is written about it."""
_MARKS: Mapping[Language, str] = {Language.DE: "„{}“", Language.EN: "“{}”"}
_LOCALES = {Language.DE: "de", Language.EN: "en_GB"}


class AnswerSkill:
    """Puts an editor's answer before another one, or in the place of one that knows nothing."""

    def __init__(self, served: Callable[[], Answers], phrases: Phrases) -> None:
        self._served = served
        self._phrases = phrases

    def join(self, request: Request, answer: Answer) -> Answer:
        """Return `answer` itself where no editor answers; else what the editor wrote, and the rest below it."""
        found = self._find(request, answer)
        if found is None:
            return answer
        quoted = tuple(answer_blocks(found.answer, found.wording, Voice(self._phrases, request.language)))
        cited = citation(found.answer, Voice(self._phrases, request.language))
        if answer.outcome is not Outcome.ANSWERED:
            return Answer(Outcome.ANSWERED, request.language, quoted, citations=(cited,))
        heading = Heading(Voice(self._phrases, request.language).say("editor.else"))
        return replace(answer, blocks=(*quoted, heading, *answer.blocks), citations=(cited, *answer.citations))

    def _find(self, request: Request, answer: Answer) -> Match | None:
        understanding = request.understanding
        if understanding.intent in _KEPT:
            return None
        found = self._served().find(understanding.text, request.audience, request.language)
        if found is None or answer.outcome is not Outcome.ANSWERED:
            return found
        return found if found.nearest else None


def is_editors(answer: Answer) -> bool:
    """Whether an answer quotes what an editor wrote."""
    return any(cited.passage.startswith(PREFIX) for cited in answer.citations)


def answer_blocks(answer: AnswerVersion, wording: str, voice: Voice) -> Iterator[Block]:
    """Yield which question was answered, by whom and when, and the answer in the reader's language where there is one.

    `wording` is the question as it stands with the answer.
    """
    language, text = shown_text(answer, voice.language)
    key = "editor.frame" if answer.author else "editor.frame_nobody"
    asked = _MARKS[voice.language].format(wording)
    yield Text(voice.say(key, question=asked, author=answer.author, date=_day(answer, voice.language)))
    for paragraph in _quoted(text, language):
        yield Text(paragraph)


def told_texts(notice: Notice, voice: Voice) -> tuple[str, ...]:
    """Return what somebody is told: that their question has an answer now, and the answer as it was written."""
    answer = notice.answer
    language, text = shown_text(answer, voice.language)
    key = "editor.told" if answer.author else "editor.told_nobody"
    asked = _MARKS[voice.language].format(notice.question)
    told = voice.say(key, question=asked, author=answer.author, date=_day(answer, voice.language))
    return told, *_quoted(text, language)


def shown_text(answer: AnswerVersion, language: Language) -> tuple[Language, str]:
    """Return the answer's text in `language`, or in the one that there is, with that language."""
    texts = answer.draft.texts
    chosen = language if language in texts else next(iter(texts))
    return chosen, texts[chosen]


def citation(answer: AnswerVersion, voice: Voice) -> Citation:
    """Return the whole text with author and date."""
    key = "editor.source" if answer.author else "editor.source_nobody"
    source = voice.say(key, author=answer.author, date=_day(answer, voice.language))
    _, text = shown_text(answer, voice.language)
    return Citation(f"{PREFIX}{answer.gap}@{answer.version}", answer.draft.wordings[0], (), source, text)


def _quoted(text: str, language: Language) -> list[str]:
    """The paragraphs of a text between quotation marks, as they are."""
    opening, closing = _MARKS[language].split("{}")
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    paragraphs[0] = opening + paragraphs[0]
    paragraphs[-1] += closing
    return paragraphs


def _day(answer: AnswerVersion, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - 0.1 s that only such an answer needs

    return format_date(answer.at.date(), "long", locale=_LOCALES[language])
