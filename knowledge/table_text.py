"""Rows of a table → text that can be searched and quoted: question and answer as a pair, else "column: value"."""

from collections.abc import Iterable, Sequence

from knowledge.documents import Part
from knowledge.text import fold

_QUESTIONS = frozenset(map(fold, ("frage", "fragen", "question", "questions", "q", "faq")))
_ANSWERS = frozenset(map(fold, ("antwort", "antworten", "answer", "answers", "a", "lösung", "response")))
MAX_ROWS = 20_000


def table_parts(rows: Iterable[Sequence[str]], section: tuple[str, ...]) -> tuple[tuple[Part, ...], int]:
    """Return the parts of a table, whose first row that is not empty names the columns; and how many pairs there are.

    Of a table of questions and answers each pair is a part of its own; any other table is one part, a line a row.
    """
    filled = [cells for row in rows if any(cells := tuple(" ".join(cell.split()) for cell in row))][: MAX_ROWS + 1]
    if not filled:
        return (), 0
    head, *body = filled
    if (columns := _pair_of(head)) is not None:
        pairs = tuple(part for row in body if (part := _pair(row, columns, section)))
        return pairs, len(pairs)
    if not body:
        return (Part(_line(("",) * len(head), head), None, section),), 0
    text = "\n".join(f"- {line}" for row in body if (line := _line(head, row)))
    return (Part(text, None, section),), 0


def _pair_of(head: Sequence[str]) -> tuple[int, int] | None:
    names = [fold(name).strip(" :?") for name in head]
    questions = [place for place, name in enumerate(names) if name in _QUESTIONS]
    answers = [place for place, name in enumerate(names) if name in _ANSWERS]
    return (questions[0], answers[0]) if questions and answers else None


def _pair(row: Sequence[str], columns: tuple[int, int], section: tuple[str, ...]) -> Part | None:
    question, answer = (row[column] if column < len(row) else "" for column in columns)
    return Part(answer, None, (*section, question)) if question and answer else None


def _line(head: Sequence[str], row: Sequence[str]) -> str:
    named = [(head[place] if place < len(head) else "", cell) for place, cell in enumerate(row) if cell]
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named)
