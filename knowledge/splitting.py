"""Document → excerpts: one thought each, as plain text, with the headings above it and its page.

A paragraph stays whole where it can: it is what somebody wrote as one thought, and what is searched best. Short ones
are joined with those that follow under the same heading; long ones are cut between sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents import Document, Excerpt, FileKind, Part
from knowledge.table_text import table_parts

SHORT = 300
"""Characters. A paragraph below this is joined with the next, up to JOINED."""
JOINED = 1_000
LONG = 2_500
"""Characters. A paragraph above this is cut; hardly anybody writes a longer one, and a citation should fit a screen."""
LONGEST_HEADING = 200
"""Characters. What is longer and marked as a heading is a paragraph in large letters."""

_MARKED = frozenset({FileKind.MARKDOWN, FileKind.HTML, FileKind.WORD, FileKind.POWERPOINT})
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zäöüß])")
_END = re.compile(r"(?<=[.!?…])\s+")
_BLANK = re.compile(r"\n[ \t\f]*\n\s*")
_RULE = re.compile(r"^[|\s:-]*-{3}[|\s:-]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,500}>")


@dataclass(slots=True)
class _Place:
    """Where the reading of a part is: the headings above, with their levels."""

    page: int | None
    base: tuple[str, ...]
    headings: list[tuple[int, str]] = field(default_factory=list)

    def under(self, level: int, title: str) -> None:
        self.headings = [(other, text) for other, text in self.headings if other < level]
        self.headings.append((level, title))

    @property
    def section(self) -> tuple[str, ...]:
        return (*self.base, *(text for _, text in self.headings))


def split_document(document: Document) -> tuple[Excerpt, ...]:
    """Return the excerpts in the order of the document; none is empty. Equal documents give equal excerpts."""
    blocks = _marked if document.kind in _MARKED else _unmarked
    found = (excerpt for part in document.parts for excerpt in _joined(blocks(part)))
    return tuple(_without_title(excerpt, document.title) for excerpt in found)


def _without_title(excerpt: Excerpt, title: str) -> Excerpt:
    """The document's title stands beside every excerpt and need not be its first heading too."""
    if excerpt.section and excerpt.section[0] == title:
        return Excerpt(excerpt.text, excerpt.section[1:], excerpt.page)
    return excerpt


def _joined(blocks: Iterator[Excerpt]) -> Iterator[Excerpt]:
    waiting: Excerpt | None = None
    for block in (piece for whole in blocks for piece in _cut(whole)):
        if waiting is not None and _fits(waiting, block):
            waiting = Excerpt(f"{waiting.text}\n{block.text}", block.section, block.page)
            continue
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _fits(waiting: Excerpt, block: Excerpt) -> bool:
    together = len(waiting.text) + len(block.text)
    return waiting.section == block.section and len(waiting.text) < SHORT and together <= JOINED


def _cut(block: Excerpt) -> Iterator[Excerpt]:
    if len(block.text) <= LONG:
        yield block
        return
    piece = ""
    for sentence in _sentences(block.text):
        if piece and len(piece) + len(sentence) > JOINED:
            yield Excerpt(piece, block.section, block.page)
            piece = ""
        piece = f"{piece} {sentence}".strip()
    yield Excerpt(piece, block.section, block.page)


def _sentences(text: str) -> Iterator[str]:
    """Sentences or lines; what has neither is cut at LONG."""
    for line in text.split("\n"):
        for sentence in _END.split(line):
            yield from (sentence[start : start + LONG] for start in range(0, len(sentence), LONG))


def _unmarked(part: Part) -> Iterator[Excerpt]:
    """Plain text, and pages of a PDF: paragraphs stand between empty lines, and lines end where the paper did."""
    for paragraph in _BLANK.split(part.text):
        listed = paragraph.startswith("- ")
        text = paragraph if listed else " ".join(_HYPHEN.sub("", _RULE.sub("", paragraph)).split())
        if text.strip(" |"):
            yield Excerpt(text.strip(" |"), part.section, part.page)


def _marked(part: Part) -> Iterator[Excerpt]:
    """Markdown. HTML in it is left out, because what it shows cannot be known."""
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table")
    tokens = parser.parse(_COMMENT.sub("", part.text))
    place = _Place(part.page, part.section)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = _closing(tokens, position)
            yield from _table(tokens[position:end], place)
            position = end
            continue
        if token.type == "inline":
            yield from _inline(token, tokens[position - 1], place)
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield Excerpt(token.content.strip(), place.section, place.page)
        position += 1


def _closing(tokens: Sequence[Token], start: int) -> int:
    return next((n for n in range(start, len(tokens)) if tokens[n].type == "table_close"), len(tokens) - 1) + 1


def _inline(token: Token, opening: Token, place: _Place) -> Iterator[Excerpt]:
    text = _plain(token)
    if not text:
        return
    if opening.type == "heading_open" and len(text) <= LONGEST_HEADING:
        place.under(int(opening.tag[1:]), text)
        return
    # A list item is a sentence of its own, which the sign says to whoever cuts sentences.
    listed = token.level > 1
    yield Excerpt(f"- {text}" if listed else text, place.section, place.page)


def _table(tokens: Sequence[Token], place: _Place) -> Iterator[Excerpt]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(token))
    parts, _ = table_parts(rows, place.section)
    for part in parts:
        yield Excerpt(part.text, part.section, place.page)


def _plain(token: Token) -> str:
    """The text without its marks, pictures and tags."""
    pieces = [_text(child) for child in token.children or ()]
    return " ".join(_TAG.sub(" ", "".join(pieces)).split())


def _text(child: Token) -> str:
    if child.type in ("text", "code_inline"):
        return child.content
    return " " if child.type in ("softbreak", "hardbreak") else ""
