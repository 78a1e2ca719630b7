"""Answer → messages for Telegram. Pure: nothing is lost, nothing exceeds a limit, no text becomes markup."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from adapters.display import blank, clean, cut
from adapters.telegram import pressed
from adapters.telegram.calls import Button, Keyboard
from adapters.telegram.markup import EMPTY, Line, Run, line, lines, packed
from bot.models import (
    Answer,
    Block,
    Checklist,
    Citation,
    Comparison,
    Entry,
    Heading,
    Listing,
    Notice,
    Reasoning,
    Recommendation,
    Recommendations,
    Text,
    Understood,
)
from bot.phrases import Phrases

LABEL = 60
"""Characters of a button's label; phones show about forty of them."""
MOST_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Message:
    """A message in Telegram's HTML; the buttons stand below the last one of an answer."""

    html: str
    keyboard: Keyboard = ()


def render(answer: Answer, exchange: str, question: str, words: Phrases, about: str = "") -> tuple[Message, ...]:
    """Return the answer as messages. `question` is shown where a button asked it, so that nobody wrote it; else "".

    `about` is a line that stands above the answer, "" for none.
    """
    writer = _Writer(answer, words)
    texts = packed([*line(about, "i"), *writer.lines(question)])
    return (*(Message(text) for text in texts[:-1]), Message(texts[-1], writer.keyboard(exchange)))


def plain_lines(answer: Answer, words: Phrases) -> list[Line]:
    """Return an answer's blocks as lines, for what is no reply and stands without sources and suggestions."""
    return _Writer(answer, words).lines("")


def passages(citations: Sequence[Citation], answer: Answer, words: Phrases) -> tuple[Message, ...]:
    """Return what an answer rests on, word for word."""
    made = line(words.say("sources.title", answer.language), "b")
    for citation in citations:
        made += [EMPTY, *line(citation.title, "b"), *lines((Run(citation.text),), quote=True)]
        made += line(", ".join(_origin(citation, answer, words)), "i")
    return tuple(Message(text) for text in packed(made))


def _origin(citation: Citation, answer: Answer, words: Phrases) -> Iterator[str]:
    if not blank(citation.source):
        yield citation.source
    if citation.points:
        yield words.say("answer.points", answer.language, points=_joined(citation.points))


class _Writer:
    def __init__(self, answer: Answer, words: Phrases) -> None:
        self._answer = answer
        self._words = words

    def lines(self, question: str) -> list[Line]:
        """All lines, paragraphs apart from each other."""
        made = [] if blank(question) else line(self._say("answer.asked", question=question), "i")
        for block in self._answer.blocks:
            made += _apart(made, self._block(block))
        made = made or line(self._say("answer.empty"))
        made += _apart(made, self._sources())
        return made + _apart(made, self._long_suggestions())

    def keyboard(self, exchange: str) -> Keyboard:
        """Each suggestion in a row of its own, then sources and thumbs."""
        asked = [
            (Button(cut(text, LABEL), pressed.suggestion(exchange, number)),)
            for number, text in enumerate(self._answer.suggestions[:MOST_SUGGESTIONS])
            if not blank(text)
        ]
        row = [Button(self._say("answer.read"), pressed.sources(exchange))] if self._answer.citations else []
        row += [
            Button("👍", pressed.rating(exchange, helpful=True)),
            Button("👎", pressed.rating(exchange, helpful=False)),
        ]
        return (*asked, tuple(row))

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(key, self._answer.language, **values)

    def _block(self, block: Block) -> list[Line]:
        match block:
            case Understood():
                return self._understood(block)
            case Heading(text):
                return [Line(one.runs, heading=True) for one in line(text, "b")]
            case Text(text, points):
                return _statement(text, points)
            case Notice():
                label = Run(f"{self._say(f'notice.{block.kind.value}')} ", "b")
                return _statement(block.text, block.points, label, quote=True)
            case Recommendations(items):
                return [one for number, item in enumerate(items, 1) for one in self._recommendation(number, item)]
            case Listing(entries):
                return [one for entry in entries for one in _entry(entry, "• ")]
            case Checklist():
                return self._checklist(block)
            case Comparison():
                return list(_comparison(block))

    def _understood(self, block: Understood) -> list[Line]:
        shown = []
        for tag in block.tags:
            text = f"{tag.label}: {tag.value}" if tag.label else tag.value
            shown.append(f"{text} ({self._say('answer.assumed')})" if tag.inferred else text)
        return line(f"{self._say('answer.understood')}: {' · '.join(shown)}", "i") if shown else []

    def _recommendation(self, number: int, item: Recommendation) -> list[Line]:
        made = lines((Run(f"{number}. {item.name}", "b"),))
        for reason in item.reasons:
            made += self._reasoning("✓", reason)
        for limit in item.limits:
            made += self._reasoning(f"✗ {self._say('answer.limit')}:", limit)
        return made

    def _reasoning(self, sign: str, reason: Reasoning) -> list[Line]:
        assumed = f" ({self._say('answer.assumed')})" if reason.inferred else ""
        return _statement(reason.text, reason.points, Run(f"{sign}{assumed} "))

    def _checklist(self, block: Checklist) -> list[Line]:
        named = any(isinstance(one, Heading) and one.text == block.title for one in self._answer.blocks)
        title = [] if named else [Line(one.runs, heading=True) for one in line(block.title, "b")]
        return [*title, *(one for n, step in enumerate(block.steps, 1) for one in _entry(step, f"{n}. "))]

    def _sources(self) -> list[Line]:
        named = "; ".join(self._sources_of(self._answer.citations))
        return line(f"{self._say('answer.sources')}: {named}", "i") if named else []

    def _sources_of(self, citations: Sequence[Citation]) -> Iterator[str]:
        grouped: dict[str, list[Citation]] = {}
        for citation in citations:
            grouped.setdefault(citation.source, []).append(citation)
        for source, group in grouped.items():
            points = sorted({point for citation in group for point in citation.points})
            titles = dict.fromkeys(one.title for one in group if not one.points and not blank(one.title))
            label = [self._say("answer.points", points=_joined(points))] if points else []
            yield ", ".join([source, *label, *titles])

    def _long_suggestions(self) -> list[Line]:
        """A label is cut: what it leaves out is written out."""
        shown = self._answer.suggestions
        long = (text for n, text in enumerate(shown) if n >= MOST_SUGGESTIONS or cut(text, LABEL) != clean(text))
        return [one for text in long for one in lines((Run("→ "), Run(text)))] if any(map(clean, shown)) else []


def _apart(before: Sequence[Line], more: Iterable[Line]) -> list[Line]:
    following = list(more)
    return [EMPTY, *following] if before and following else following


def _statement(text: str, points: Sequence[int], label: Run | None = None, *, quote: bool = False) -> list[Line]:
    if blank(text) and not points:
        return []
    runs = [Run(text), *([Run(f" [{_joined(points)}]")] * bool(points))]
    return lines((label, *runs) if label else runs, quote=quote)


def _entry(entry: Entry, sign: str) -> list[Line]:
    if blank(entry.title) or blank(entry.text) or entry.title == entry.text:
        return _statement(entry.text if blank(entry.title) else entry.title, entry.points, Run(sign))
    joint = " " if entry.title.rstrip()[-1] in ".:?!" else ": "
    return _statement(entry.text, entry.points, Run(f"{sign}{entry.title}{joint}", "b"))


def _comparison(block: Comparison) -> Iterator[Line]:
    for label, cells in block.rows:
        yield from line(label, "b")
        for name, cell in zip_longest(block.names, cells, fillvalue=""):
            yield from lines((Run(f"• {name or '–'}: ", "b"), Run(cell or "–")))


def _joined(points: Iterable[int]) -> str:
    return ", ".join(map(str, points))
