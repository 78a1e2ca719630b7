"""A passage of a document → blocks and a citation: its best sentences verbatim, framed in the question's language."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from bot.models import Block, Citation, Notice, NoticeKind, Text
from bot.phrases import Phrases
from bot.skills.request import Request, Voice
from knowledge.models import Language, Passage
from knowledge.team import ARROW, PREFIX, DocumentCard
from knowledge.text import fold, words
from retrieval.models import Hit
from retrieval.sentences import split_sentences

WHOLE = 320
"""Characters. A passage up to this length is quoted whole."""
GAP = "[…]"
SHORTEST_WORD = 4
"""Letters. Shorter words are mostly grammar, which every sentence has."""
COMMON_START = 5
"""Letters that two words share to count as the same: "verfällt" and "verfallen"."""
_ITEM = "- "
_LOCALES = {Language.DE: "de", Language.EN: "en_GB"}
_MARKS = {Language.DE: "„{}“", Language.EN: "“{}”"}


class Quoter:
    """Quotes documents. `today` is asked at each answer."""

    def __init__(self, cards: Iterable[DocumentCard], phrases: Phrases, today: Callable[[], date]) -> None:
        self._cards: Mapping[str, DocumentCard] = {f"{PREFIX}{card.id}": card for card in cards}
        self._phrases = phrases
        self._today = today

    def blocks(self, hit: Hit, request: Request) -> Iterator[Block]:
        """Yield where it stands, what it says, and how old that is; a caveat where it is past its review date."""
        passage, voice = hit.passage, Voice(self._phrases, request.language)
        card, section, page = self._place(passage)
        place = _place_words(section, page, voice)
        frame = voice.say("document.frame_at", title=card.title, place=place) if place else None
        yield Text(frame or voice.say("document.frame", title=card.title))
        quote = best_sentences(passage.text, request.understanding.text, hit.sentence)
        yield Text(_MARKS[passage.language].format(quote))
        yield Text(self._standing(card, voice))
        if card.review_on and card.review_on <= self._today():
            key = "document.overdue" if card.owner else "document.overdue_unowned"
            day = _day(card.review_on, request.language)
            yield Notice(NoticeKind.CAVEAT, voice.say(key, date=day, owner=card.owner))

    def citation(self, passage: Passage, language: Language) -> Citation:
        """Return the whole passage with document, section, page, owner and date."""
        card, section, page = self._place(passage)
        voice = Voice(self._phrases, language)
        source = ", ".join(part for part in (card.title, self._owner(card, voice), self._as_of(card, voice)) if part)
        title = _place_words(section, page, voice) or card.title
        return Citation(passage.id, title, (), source, passage.text)

    def _place(self, passage: Passage) -> tuple[DocumentCard, tuple[str, ...], int | None]:
        card = self._cards[passage.topic]
        section, page = card.places[int(passage.id.rpartition("#")[2])]
        return card, section, page

    def _standing(self, card: DocumentCard, voice: Voice) -> str:
        from babel.dates import format_timedelta  # noqa: PLC0415 - 0.1 s that only a quotation needs

        age = self._today() - card.added_at.date()
        locale = _LOCALES[voice.language]
        ago = format_timedelta(-age, granularity="day", add_direction=True, locale=locale) if age.days else ""
        said = [self._owner(card, voice), self._as_of(card, voice) + (f" ({ago})" if ago else "")]
        line = "; ".join(part for part in said if part)
        return f"{line[:1].upper()}{line[1:]}."

    def _owner(self, card: DocumentCard, voice: Voice) -> str:
        return voice.say("document.owner", owner=card.owner) if card.owner else ""

    def _as_of(self, card: DocumentCard, voice: Voice) -> str:
        return voice.say("document.as_of", date=_day(card.added_at.date(), voice.language))


def best_sentences(text: str, question: str, nearest: str) -> str:
    """Return what of `text` answers best, verbatim but for white space.

    That is the sentence nearest in meaning with the one after it, which often says "it" or "they" of the same thing,
    and the one that has the most words of the question. What lies between them is marked as left out.
    """
    whole = " ".join(text.split())
    if len(whole) <= WHOLE:
        return whole.removeprefix(_ITEM)
    sentences = split_sentences(text)
    shared = [_shared(sentence, question) for sentence in sentences]
    wordiest = max(range(len(sentences)), key=lambda place: shared[place])
    first = sentences.index(nearest) if nearest in sentences else wordiest
    chosen = {first, min(first + 1, len(sentences) - 1)} | ({wordiest} if shared[wordiest] > shared[first] else set())
    return _with_gaps(sentences, sorted(chosen))


def _with_gaps(sentences: Sequence[str], places: Sequence[int]) -> str:
    pieces = [sentences[places[0]].removeprefix(_ITEM)]
    for before, place in pairwise(places):
        pieces += [sentences[place]] if place == before + 1 else [GAP, sentences[place]]
    return " ".join(pieces)


def _shared(sentence: str, question: str) -> int:
    asked = {fold(word)[:COMMON_START] for word in words(question) if len(word) >= SHORTEST_WORD}
    return len(asked & {fold(word)[:COMMON_START] for word in words(sentence)})


def _place_words(section: Sequence[str], page: int | None, voice: Voice) -> str:
    parts = [ARROW.join(section)] if section else []
    parts += [voice.say("document.page", page=page)] if page else []
    return ", ".join(parts)


def _day(day: date, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - as above

    return format_date(day, "long", locale=_LOCALES[language])
