"""How people ask, one phrasing a line: `phrasings/<label>.<language>.txt`, `:` in a label is a folder.

Lines that start with `#` are notes. A phrasing under two labels is a mistake, since it teaches neither.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.errors import ContentError, Mistake
from knowledge.models import Intent, Language, Phrasing

MAX_LENGTH = 600


def load_phrasings(folder: Path, topics: Iterable[str]) -> tuple[Phrasing, ...]:
    """Read all phrasings under `folder`; `topics` are the labels besides the intents. Raises ContentError."""
    labels = {*topics, *Intent}
    mistakes: list[Mistake] = []
    seen: dict[tuple[Language, str], tuple[str, str]] = {}
    phrasings: list[Phrasing] = []
    for path in sorted(folder.rglob("*.txt")):
        name = path.relative_to(folder.parent).as_posix()
        label, language = _label(path.relative_to(folder))
        if label not in labels:
            mistakes.append(Mistake(name, 1, f"unknown topic or intent {label!r}"))
        elif language not in set(Language):
            mistakes.append(Mistake(name, 1, f"the name must end in .de.txt or .en.txt, not .{language}.txt"))
        else:
            for line, text in _lines(path):
                place = f"{name}:{line}"
                phrasing = Phrasing(label, Language(language), text)
                mistakes += _check(
                    phrasing,
                    name,
                    line,
                    seen.setdefault((phrasing.language, text.casefold()), (label, place)),
                )
                phrasings.append(phrasing)
    mistakes += _uncovered(phrasings, labels)
    if mistakes:
        raise ContentError(tuple(mistakes))
    return tuple(phrasings)


def _label(path: Path) -> tuple[str, str]:
    stem, _, language = path.name.removesuffix(".txt").rpartition(".")
    return ":".join((*path.parent.parts, stem)), language


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _check(phrasing: Phrasing, name: str, line: int, first: tuple[str, str]) -> Iterator[Mistake]:
    if len(phrasing.text) > MAX_LENGTH:
        yield Mistake(name, line, f"a phrasing has at most {MAX_LENGTH} characters, not {len(phrasing.text)}")
    label, place = first
    if label != phrasing.label:
        yield Mistake(name, line, f"{phrasing.text!r:.60} stands under {label!r} too ({place})")


def _uncovered(phrasings: list[Phrasing], labels: set[str]) -> Iterator[Mistake]:
    covered = {(phrasing.label, phrasing.language) for phrasing in phrasings}
    for label in sorted(labels):
        for language in Language:
            if (label, language) not in covered:
                yield Mistake(
                    f"phrasings/{label.replace(':', '/')}.{language}.txt",
                    1,
                    "no phrasings; every topic and intent needs some in both languages",
                )
