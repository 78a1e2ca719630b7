"""Answer → messages for Slack. Pure: nothing is lost, nothing exceeds a limit, nothing a text says becomes active."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from adapters.slack import checklists
from adapters.slack.blocks import (
    BUTTON_TEXT,
    BUTTON_VALUE,
    Json,
    Line,
    Run,
    actions,
    blank,
    button,
    clean,
    context,
    header,
    plain,
    rich,
    select,
    weight,
)
from adapters.slack.packing import Rendered, packed
from adapters.slack.pressed import FEEDBACK, PERSON, SHARE, SOURCES, WHY_NOT, value_of
from adapters.slack.received import Ref
from bot.chat_state import LivingChecklist
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

TABLE_COLUMNS, TABLE_ROWS, TABLE_WEIGHT, CELL = 20, 100, 8_000, 400
LONGEST_QUESTION = 140
"""Characters of "Warum nicht …?", which is a menu's value: Slack allows 150."""
SUGGESTION_VALUE = 1_900


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an answer. `question` is shown where nobody wrote it; `others` are channels by (id, name).

    `thread` is where a private answer may be shared. Without `living` there are no boxes to tick.
    """

    about: Ref
    question: str = ""
    others: tuple[tuple[str, str], ...] = ()
    person: bool = False
    private: bool = False
    thread: str = ""
    living: bool = True

    @property
    def boxes(self) -> bool:
        """Whether a checklist can be ticked; where only one person sees the answer, nobody else could see it."""
        return self.living and not self.private


@dataclass(frozen=True, slots=True)
class Reply:
    """The messages of an answer, those of its checklists last, and the checklists to be kept."""

    messages: tuple[Rendered, ...]
    checklists: tuple[LivingChecklist, ...]


def render(answer: Answer, frame: Frame, owner: str, words: Phrases) -> Reply:
    """Return the answer as messages."""
    writer = _Writer(answer, frame, words)
    living = tuple(_living(answer, frame, owner)) if frame.boxes else ()
    first = packed(writer.blocks(), headline(answer))
    ticked = (message for one in living for message in checklists.messages(one, (), words))
    return Reply((*first, *ticked), living)


def answer_blocks(answer: Answer, words: Phrases) -> list[Json]:
    """Return what an answer says, with nothing around it: no sources, no buttons."""
    writer = _Writer(answer, Frame(Ref("", "", ""), living=False), words)
    return [made for block in answer.blocks for made in writer.block(block)]


def headline(answer: Answer) -> str:
    """Return the answer's first line."""
    texts = (block.text for block in answer.blocks if isinstance(block, Heading | Text | Notice))
    lines = (line for text in texts for line in clean(text).splitlines() if not blank(line))
    return next(lines, "")


def _living(answer: Answer, frame: Frame, owner: str) -> Iterator[LivingChecklist]:
    found = [block for block in answer.blocks if isinstance(block, Checklist) and block.steps]
    for number, block in enumerate(found):
        id_ = f"{frame.about.exchange}-{number}"
        yield LivingChecklist(id_, frame.about.conversation, owner, answer.language, block)


class _Writer:
    def __init__(self, answer: Answer, frame: Frame, words: Phrases) -> None:
        self._answer = answer
        self._frame = frame
        self._words = words

    def blocks(self) -> list[Json]:
        made = context(self._say("answer.asked", question=self._frame.question)) if self._frame.question else []
        for block in self._answer.blocks:
            made += self.block(block)
        made = made or rich([Line("text", (Run(self._say("answer.empty")),))])
        return made + self._sources() + self._named(self._suggestions() + self._buttons())

    def _named(self, blocks: list[Json]) -> list[Json]:
        """Under a private answer the rows tell which conversation goes on; Slack knows no thread of it."""
        if not self._frame.private:
            return blocks
        name = f"private/{self._frame.about.conversation.rpartition(':')[2]}/{self._frame.thread}"
        return [{**block, "block_id": f"{name}/{number}"} for number, block in enumerate(blocks)]

    def _say(self, key: str, **values: object) -> str:
        return self._words.say(key, self._answer.language, **values)

    def block(self, block: Block) -> list[Json]:
        match block:
            case Understood():
                return self._understood(block)
            case Heading(text):
                return [] if blank(text) else header(text)
            case Text(text, points):
                return rich(_statement("text", text, points))
            case Notice():
                label = Run(f"{self._say(f'notice.{block.kind.value}')} ", "bold")
                return rich(_statement("quote", block.text, block.points, label))
            case Recommendations(items):
                return [made for number, item in enumerate(items, 1) for made in self._recommendation(number, item)]
            case Listing(entries):
                return rich(line for entry in entries for line in _entry("bullet", entry))
            case Checklist():
                return self._checklist(block)
            case Comparison():
                return _comparison(block)

    def _understood(self, block: Understood) -> list[Json]:
        tags = []
        for tag in block.tags:
            shown = f"{tag.label}: {tag.value}" if tag.label else tag.value
            tags.append(f"{shown} ({self._say('answer.assumed')})" if tag.inferred else shown)
        return context(f"{self._say('answer.understood')}: {' · '.join(tags)}") if tags else []

    def _recommendation(self, number: int, item: Recommendation) -> list[Json]:
        percent = round(min(max(item.fit, 0.0), 1.0) * 100)
        title = (Run(f"{number}. {item.name}", "bold"), Run(f"  {self._say('answer.fit', percent=percent)}"))
        lines = [Line("text", title)]
        for reason in item.reasons:
            lines += self._reasoning("✓", reason)
        for limit in item.limits:
            lines += self._reasoning(f"✗ {self._say('answer.limit')}:", limit)
        return rich(lines)

    def _reasoning(self, sign: str, reason: Reasoning) -> list[Line]:
        assumed = f" ({self._say('answer.assumed')})" if reason.inferred else ""
        return _statement("bullet", reason.text, reason.points, Run(f"{sign}{assumed} "))

    def _checklist(self, block: Checklist) -> list[Json]:
        """What the boxes do not hold is written out here; their title stands above them in a message of their own."""
        ticked = bool(block.steps) and self._frame.boxes
        made: list[Json] = []
        if not ticked or checklists.explained(block):
            named = any(isinstance(one, Heading) and one.text == block.title for one in self._answer.blocks)
            made += [] if named or blank(block.title) else header(block.title)
            numbered = (_entry("bullet", step, f"{number}. ") for number, step in enumerate(block.steps, 1))
            made += rich(line for lines in numbered for line in lines)
        return made + context(self._say("checklist.below")) if ticked else made

    def _sources(self) -> list[Json]:
        if not self._answer.citations:
            return []
        return context(f"{self._say('answer.sources')}: {'; '.join(self._sources_of(self._answer.citations))}")

    def _sources_of(self, citations: Sequence[Citation]) -> Iterator[str]:
        grouped: dict[str, list[Citation]] = {}
        for citation in citations:
            grouped.setdefault(citation.source, []).append(citation)
        for source, group in grouped.items():
            points = sorted({point for citation in group for point in citation.points})
            titles = dict.fromkeys(one.title for one in group if not one.points)
            label = [self._say("answer.points", points=", ".join(map(str, points)))] if points else []
            yield ", ".join([source, *label, *titles])

    def _suggestions(self) -> list[Json]:
        shown = [text for text in self._answer.suggestions if not blank(text)]
        long = [text for text in shown if len(clean(text)) > BUTTON_TEXT or "\n" in clean(text)]
        listed = rich(line for text in long for line in _statement("bullet", text, ()))
        fitting = [text for text in shown if len(clean(text)) <= SUGGESTION_VALUE]
        buttons = [button(f"ask:{number}", text, clean(text)) for number, text in enumerate(fitting)]
        return listed + actions([made for made in buttons if len(made["value"]) <= BUTTON_VALUE])

    def _buttons(self) -> list[Json]:
        row = []
        if others := self._why_not():
            row.append(select(WHY_NOT, self._say("answer.why_not"), others))
        value = value_of(self._frame.about, t=self._frame.thread)
        if self._answer.citations:
            row.append(button(SOURCES, self._say("answer.read"), value))
        if self._frame.person:
            row.append(button(PERSON, self._say("person.wanted"), value))
        if self._frame.private:
            row.append(button(SHARE, self._say("answer.share"), value, "primary"))
        return [*actions(row), self._feedback()]

    def _why_not(self) -> list[tuple[str, str]]:
        """The channels that were not recommended, with the question about each, where channels were."""
        if not any(isinstance(block, Recommendations) for block in self._answer.blocks):
            return []
        left = [name for id_, name in self._frame.others if id_ not in self._answer.channels and not blank(name)]
        asked = ((name, self._say("answer.why_not_question", channel=name)) for name in left)
        return [(name, question) for name, question in asked if len(question) <= LONGEST_QUESTION]

    def _feedback(self) -> Json:
        buttons = {}
        for name, key, helpful in (("positive_button", "feedback.yes", 1), ("negative_button", "feedback.no", 0)):
            value = value_of(self._frame.about, h=helpful)
            buttons[name] = {"text": plain(self._say(key)), "accessibility_label": self._say(key), "value": value}
        element = {"type": "feedback_buttons", "action_id": FEEDBACK, **buttons}
        return {"type": "context_actions", "elements": [element]}


def _statement(kind: str, text: str, points: Sequence[int], label: Run | None = None) -> list[Line]:
    if blank(text) and not points:
        return []
    runs = [Run(text), *([Run(f" [{', '.join(map(str, points))}]")] * bool(points))]
    return [Line(kind, (label, *runs) if label else tuple(runs))]


def _entry(kind: str, entry: Entry, number: str = "") -> list[Line]:
    if blank(entry.title) or blank(entry.text) or entry.title == entry.text:
        text = entry.text if blank(entry.title) else entry.title
        return _statement(kind, text, entry.points, Run(number) if number else None)
    joint = " " if entry.title.rstrip()[-1] in ".:?!" else ": "
    return _statement(kind, entry.text, entry.points, Run(f"{number}{entry.title}{joint}", "bold"))


def _comparison(block: Comparison) -> list[Json]:
    rows = [("", *block.names), *((label, *cells) for label, cells in block.rows)]
    columns = max(map(len, rows))
    longest = max((len(clean(cell)) for row in rows for cell in row), default=0)
    table: Json = {
        "type": "table",
        "rows": [[_cell(cell) for cell in (*row, *[""] * (columns - len(row)))] for row in rows],
    }
    table["column_settings"] = [{"is_wrapped": True}] * min(columns, TABLE_COLUMNS)
    narrow = 1 < columns <= TABLE_COLUMNS and 1 < len(rows) <= TABLE_ROWS
    if narrow and longest <= CELL and weight(table) <= TABLE_WEIGHT:
        return [table]
    return rich(_comparison_lines(block))


def _cell(text: str) -> Json:
    return {"type": "raw_text", "text": "–" if blank(text) else clean(text)}


def _comparison_lines(block: Comparison) -> Iterator[Line]:
    for label, cells in block.rows:
        yield from _statement("text", "", (), None) if blank(label) else [Line("text", (Run(label, "bold"),))]
        for name, cell in zip_longest(block.names, cells, fillvalue=""):
            yield Line("bullet", (Run(f"{name or '–'}: ", "bold"), Run(cell or "–")))
