"""How people ask, one phrasing a line: `phrasings/<label>.<language>.txt`, `:` in a label is a folder.

Lines that start with `#` are notes. A phrasing under two labels is a mistake, since it teaches neither.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from knowledge.errors import ContentError, Mistake
from knowledge.models import ELSEWHERE, Attitude, Intent, Language, Phrasing
from knowledge.yaml_source import read_text

MAX_LENGTH = 600

Placed = tuple[Phrasing, str, int]
"""A phrasing with its file and line."""


def load_phrasings(folder: Path, topics: Iterable[str]) -> tuple[Phrasing, ...]:
    """Read all phrasings under `folder`; `topics` are the labels besides the intents. Raises ContentError."""
    return load_labelled(folder, folder.parent, {*topics, *Intent, *Attitude, ELSEWHERE})


def load_labelled(folder: Path, content: Path, labels: Collection[str]) -> tuple[Phrasing, ...]:
    """Read the phrasings of exactly these labels under `folder`, which lies in `content`. Raises ContentError."""
    if not folder.is_dir():
        raise ContentError((Mistake(str(folder), 1, "no such folder"),))
    placed: list[Placed] = []
    mistakes: list[Mistake] = []
    for path in _files(folder):
        try:
            placed += _read(path, folder, content, labels)
        except ContentError as error:
            mistakes += error.mistakes
    if not mistakes:  # a file that cannot be read leaves its label uncovered too, which is no second mistake
        name = folder.relative_to(content).as_posix()
        mistakes += _uncovered((phrasing for phrasing, _, _ in placed), labels, name)
    mistakes += [*_too_long(placed), *_under_two_labels(placed)]
    if mistakes:
        raise ContentError(tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))))
    return tuple(phrasing for phrasing, _, _ in placed)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _read(path: Path, folder: Path, content: Path, labels: Collection[str]) -> list[Placed]:
    name = path.relative_to(content).as_posix()
    stem, _, language = path.name.removesuffix(".txt").rpartition(".")
    label = ":".join((*path.relative_to(folder).parent.parts, stem))
    if path.suffix != ".txt" or language not in set(Language):
        raise ContentError((Mistake(name, 1, "the file's name must end in .de.txt or .en.txt"),))
    if label not in labels:
        raise ContentError((Mistake(name, 1, f"unknown topic or intent {label!r}"),))
    return [(Phrasing(label, Language(language), text), name, line) for line, text in _lines(read_text(path, name))]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _too_long(placed: Iterable[Placed]) -> Iterator[Mistake]:
    for phrasing, name, line in placed:
        if len(phrasing.text) > MAX_LENGTH:
            yield Mistake(name, line, f"a phrasing has at most {MAX_LENGTH} characters, not {len(phrasing.text)}")


def _under_two_labels(placed: Iterable[Placed]) -> Iterator[Mistake]:
    seen: dict[tuple[Language, str], tuple[str, str]] = {}
    for phrasing, name, line in placed:
        key = (phrasing.language, phrasing.text.casefold())
        label, place = seen.setdefault(key, (phrasing.label, f"{name}:{line}"))
        if label != phrasing.label:
            yield Mistake(name, line, f"{phrasing.text!r:.60} stands under {label!r} too ({place})")


def _uncovered(phrasings: Iterable[Phrasing], labels: Iterable[str], folder: str) -> Iterator[Mistake]:
    covered = {(phrasing.label, phrasing.language) for phrasing in phrasings}
    for label in sorted(labels):
        for language in Language:
            if (label, language) not in covered:
                name = f"{folder}/{label.replace(':', '/')}.{language}.txt"
                yield Mistake(name, 1, "no phrasings; every topic and intent needs some in both languages")
