"""Answer → what rich shows in a terminal. Pure: the terminal's width and encoding come in as a `Look`.

Every text becomes a `rich.text.Text`, never markup, so that "[red]" in a text is shown as it was written.
"""

from collections.abc import Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text as Shown

from adapters.terminal.hanging import Hanging
from adapters.terminal.look import Look
from adapters.terminal.wording import Wording, wording
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
    NoticeKind,
    Reasoning,
    Recommendation,
    Recommendations,
    Tag,
    Text,
    Understood,
)

BAR_CELLS = 10
NARROWEST_COLUMN = 15
"""Columns that a comparison's cell needs; where there are fewer, the comparison is written as a list."""
WIDEST_TABLE = 160
SELF_EXPLAINING = frozenset({"role", "place", "remote", "kind"})
"""Kinds of tags whose value tells what it is; the others show their label."""
NOTICE_STYLES = {
    NoticeKind.CAVEAT: "cyan",
    NoticeKind.CAUTION: "bold yellow",
    NoticeKind.OBJECTION: "magenta",
    NoticeKind.QUESTION: "bold green",
}


def render(answer: Answer, look: Look) -> RenderableType:
    """Return the whole answer: its blocks, then sources and numbered suggestions, a blank line between them."""
    words = wording(answer.language)
    parts = [_block(block, words, look) for block in answer.blocks]
    if answer.citations:
        parts.append(_sources(answer.citations, words, look))
    if answer.suggestions:
        parts.append(_suggestions(answer.suggestions, words, look))
    return Group(*_spaced(parts, [isinstance(block, Heading) for block in answer.blocks]))


def _spaced(parts: Sequence[RenderableType], headings: Sequence[bool]) -> Iterator[RenderableType]:
    """Yield the parts with a blank line between them, but none between a heading and what it heads."""
    for index, part in enumerate(parts):
        if index and not (index <= len(headings) and headings[index - 1]):
            yield Shown("")
        yield part


def _block(block: Block, words: Wording, look: Look) -> RenderableType:
    match block:
        case Comparison():
            return _comparison(block, look)
        case Understood():
            part: RenderableType = _understood(block, words, look)
        case Text():
            part = _statement(block.text, block.points, look)
        case Heading():
            part = Shown(look.line(block.text), style="bold")
        case Notice():
            part = _notice(block, look)
        case Recommendations():
            part = _recommendations(block, words, look)
        case Checklist():
            part = _checklist(block, look)
        case Listing():
            part = _listing(block, look)
    return Constrain(part, look.prose)


def _understood(block: Understood, words: Wording, look: Look) -> RenderableType:
    tags = f" {look.signs.dot} ".join(_tag(tag, words, look) for tag in block.tags)
    return Shown(look.text(f"{words.understood}: ") + tags, style="dim")


def _tag(tag: Tag, words: Wording, look: Look) -> str:
    value = tag.value if tag.kind in SELF_EXPLAINING or not tag.label else f"{tag.label}: {tag.value}"
    return f"{look.signs.assumed} {look.line(value)} ({look.line(words.assumed)})" if tag.inferred else look.line(value)


def _statement(text: str, points: Sequence[int], look: Look, style: str = "") -> Shown:
    shown = Shown(look.text(text).rstrip(), style=style)
    if points:
        shown.append(f" [{_numbers(points)}]", style="dim")
    return shown


def _notice(notice: Notice, look: Look) -> RenderableType:
    sign = getattr(look.signs, notice.kind.value)
    return Hanging(
        Shown(sign, style=NOTICE_STYLES[notice.kind]),
        _statement(notice.text, notice.points, look, style=NOTICE_STYLES[notice.kind].removeprefix("bold ")),
    )


def _recommendations(block: Recommendations, words: Wording, look: Look) -> RenderableType:
    name_width = max((cell_len(look.line(item.name)) for item in block.items), default=0)
    cards = [_card(number, item, name_width, words, look) for number, item in enumerate(block.items, 1)]
    return Group(*_spaced(cards, ()))


def _card(number: int, item: Recommendation, name_width: int, words: Wording, look: Look) -> RenderableType:
    name = look.line(item.name)
    title = Shown(name + " " * (name_width - cell_len(name) + 2), style="bold")
    title.append_text(_bar(item.fit, words, look))
    lines = [_reason(reason, look.signs.reason, "green", "", words, look) for reason in item.reasons]
    lines += [_reason(limit, look.signs.limit, "yellow", f"{words.limit}: ", words, look) for limit in item.limits]
    return Hanging(Shown(str(number), style="bold cyan"), Group(title, *lines))


def _bar(fit: float, words: Wording, look: Look) -> Shown:
    full = round(min(max(fit, 0.0), 1.0) * BAR_CELLS)
    bar = Shown(look.signs.full * full, style="green")
    bar.append(look.signs.empty * (BAR_CELLS - full), style="dim")
    return bar.append(look.text(f" {words.fit}"), style="dim")


def _reason(reason: Reasoning, sign: str, style: str, prefix: str, words: Wording, look: Look) -> RenderableType:
    assumed = f"{words.assumed}: " if reason.inferred else ""
    body = Shown(look.text(prefix + assumed), style="dim" if reason.inferred else style)
    body.append_text(_statement(reason.text, reason.points, look, style="not dim default"))
    return Hanging(Shown(look.signs.assumed if reason.inferred else sign, style=style), body)


def _checklist(block: Checklist, look: Look) -> RenderableType:
    digits = len(str(len(block.steps)))
    signs = [Shown(f"{look.signs.box} {number:>{digits}}") for number in range(1, len(block.steps) + 1)]
    steps = [_entry(step, look) for step in block.steps]
    title = [Shown(look.line(block.title), style="bold")] if block.title else []
    return Group(*title, *(Hanging(sign, step) for sign, step in zip(signs, steps, strict=True)))


def _listing(block: Listing, look: Look) -> RenderableType:
    return Group(*(Hanging(Shown(look.signs.bullet), _entry(entry, look)) for entry in block.entries))


def _entry(entry: Entry, look: Look) -> Shown:
    title, text = look.line(entry.title), look.text(entry.text)
    if not title or not text or title == text:
        return _statement(title or text, entry.points, look)
    joint = " " if title[-1] in ".:?!" else ": "
    return Shown(title + joint, style="bold").append_text(_statement(text, entry.points, look, style="not bold"))


def _comparison(block: Comparison, look: Look) -> RenderableType:
    width = min(look.width, WIDEST_TABLE)
    if width < NARROWEST_COLUMN * (len(block.names) + 1):
        return Constrain(_comparison_list(block, look), look.prose)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in ("", *block.names):
        table.add_column(Shown(look.line(name), style="bold"), overflow="fold")
    for label, cells in block.rows:
        table.add_row(Shown(look.line(label), style="bold"), *(Shown(look.text(cell)) for cell in cells))
    return Constrain(table, width)


def _comparison_list(block: Comparison, look: Look) -> RenderableType:
    lines: list[RenderableType] = []
    for label, cells in block.rows:
        lines.append(Shown(look.line(label), style="bold"))
        for name, cell in zip(block.names, cells, strict=False):
            lines.append(Hanging(Shown(look.signs.bullet), Shown(f"{look.line(name)}: {look.text(cell)}")))
    return Group(*lines)


def _sources(citations: Sequence[Citation], words: Wording, look: Look) -> RenderableType:
    grouped: dict[str, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(citation.source, []).append(citation)
    lines = [Shown(look.line(_source(source, group, words)), style="dim") for source, group in grouped.items()]
    return Constrain(Hanging(Shown(look.text(f"{words.sources}:"), style="dim"), Group(*lines)), look.prose)


def _source(source: str, citations: Sequence[Citation], words: Wording) -> str:
    points = sorted({point for citation in citations for point in citation.points})
    if points:
        return f"{source}, {words.point if len(points) == 1 else words.points} {_numbers(points)}"
    return ", ".join([source, *dict.fromkeys(citation.title for citation in citations)])


def _numbers(points: Sequence[int]) -> str:
    """Return the numbers, runs of three and more as a range: 7, 8, 11-14."""
    runs: list[list[int]] = []
    for point in sorted(set(points)):
        if runs and runs[-1][-1] == point - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    parts = [[f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(point) for point in run] for run in runs]
    return ", ".join(part for run in parts for part in run)


def _suggestions(suggestions: Sequence[str], words: Wording, look: Look) -> RenderableType:
    rows = [Hanging(Shown(f"  {n}", style="cyan"), Shown(look.line(text))) for n, text in enumerate(suggestions, 1)]
    head = Shown(look.text(f"{words.next_questions}:"), style="dim")
    return Constrain(Group(head, *rows), look.prose)
