"""Reading an evaluation set in the BEIR layout: corpus.jsonl, queries.jsonl, qrels/*.tsv (Thakur et al. 2021)."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from retrieval.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Document:
    """A text that can be found."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """`relevant` gives, by query id, the grade of each relevant document's id; a query without is unanswerable."""

    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


def read_evaluation_set(folder: Path) -> EvaluationSet:
    """Return the set in `folder`.

    Raises:
        EvaluationError: a file is missing or empty, or a line breaks a rule; the message names file, line and rule.
    """
    documents = _unique(folder / "corpus.jsonl", _document, lambda document: document.id)
    queries = _unique(folder / "queries.jsonl", _query, lambda query: query[0])
    texts = dict(queries.values())
    relevant: dict[str, dict[str, int]] = {}
    for path in _judgement_files(folder / "qrels"):
        for query, document, grade in _judgements(path, texts, documents):
            relevant.setdefault(query, {})[document] = grade
    return EvaluationSet(tuple(documents.values()), texts, relevant)


_T = TypeVar("_T")


def _unique(
    path: Path, parse: Callable[[Path, int, Mapping[str, object]], _T], key: Callable[[_T], str]
) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for line, row in _rows(path):
        value = parse(path, line, row)
        if key(value) in found:
            raise EvaluationError(str(path), line, f"the _id {key(value)!r} stands in an earlier line too")
        found[key(value)] = value
    if not found:
        raise EvaluationError(str(path), 1, "the file holds nothing, but must hold at least one line")
    return found


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    for line, text in _lines(path):
        try:
            row = json.loads(text)
        except ValueError as error:
            raise EvaluationError(str(path), line, f"this is no JSON ({error})") from error
        if not isinstance(row, dict):
            raise EvaluationError(str(path), line, f"this is {type(row).__name__}, but must be a JSON object")
        yield line, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, counted from 1."""
    line = 0
    try:
        with path.open("rb") as file:
            for line, raw in enumerate(file, start=1):
                if text := raw.decode("utf-8-sig" if line == 1 else "utf-8").strip("\r\n"):
                    yield line, text
    except UnicodeDecodeError as error:
        raise EvaluationError(str(path), line, "this is no UTF-8") from error
    except OSError as error:
        raise EvaluationError(str(path), 1, f"the file cannot be read ({error.strerror})") from error


def _document(path: Path, line: int, row: Mapping[str, object]) -> Document:
    title = row.get("title", "")
    if not isinstance(title, str):
        raise EvaluationError(str(path), line, f"title is {title!r}, but must be a text")
    return Document(_text(path, line, row, "_id"), title, _text(path, line, row, "text"))


def _query(path: Path, line: int, row: Mapping[str, object]) -> tuple[str, str]:
    return _text(path, line, row, "_id"), _text(path, line, row, "text")


def _text(path: Path, line: int, row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise EvaluationError(str(path), line, f"{name} is {value!r}, but must be a text that is not empty")
    return value


def _judgement_files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.tsv"))
    if not paths:
        raise EvaluationError(str(folder), 1, "there is no .tsv file here, but relevance judgements are needed")
    return paths


def _judgements(
    path: Path, queries: Mapping[str, str], documents: Mapping[str, Document]
) -> Iterator[tuple[str, str, int]]:
    """Yield (query, document, grade) of every line whose grade is above 0; the first line is the heading."""
    for line, text in _lines(path):
        if line == 1 and text.split("\t")[-1].strip() == "score":
            continue
        fields = [field.strip() for field in text.split("\t")]
        if len(fields) != 3 or not fields[2].lstrip("-").isdecimal():
            raise EvaluationError(str(path), line, f"{text!r} must be query-id, corpus-id and a whole score, with tabs")
        if fields[0] not in queries:
            raise EvaluationError(str(path), line, f"the query {fields[0]!r} is not in queries.jsonl")
        if fields[1] not in documents:
            raise EvaluationError(str(path), line, f"the document {fields[1]!r} is not in corpus.jsonl")
        if int(fields[2]) > 0:
            yield fields[0], fields[1], int(fields[2])
