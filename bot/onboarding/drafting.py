"""A team's document → the draft of a module: its passages word for word; what is to be written stands open.

Nothing is invented. What stands open is empty, which no module may be, so that a draft is not shown until it is filled
in; `lotse doctor` names each such line.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.onboarding.errors import DraftError
from knowledge.models import Language
from knowledge.onboarding import FOLDER
from knowledge.team import ARROW, TeamDocument, TeamExcerpt

MOST_PARAGRAPHS, LONGEST_PARAGRAPH, LONGEST_TITLE = 12, 600, 120
"""As a module may have them."""
MOST_WORDS, WORDS_A_MINUTE = 700, 180
"""A few minutes; what does not fit is left out, and counted."""
QUESTIONS, MINUTES_TO_ANSWER = 2, 2
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def write_draft(data_dir: Path, document: TeamDocument) -> Path:
    """Write the draft to where a team's modules stand, and return the file.

    Raises:
        DraftError: the document says nothing, there is such a file already, or it cannot be written.
    """
    file = data_dir / FOLDER / f"{_name(document)}.yaml"
    text = draft_of(document)
    if file.exists():
        raise DraftError(f"{file} is there already; remove or rename it first")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise DraftError(f"{file} cannot be written: {error.strerror}") from None
    return file


def draft_of(document: TeamDocument) -> str:
    """Return the draft as YAML. Raises DraftError where the document says nothing."""
    if not document.excerpts:
        raise DraftError(f"{document.title}: the document has no text")
    language = Counter(one.language for one in document.excerpts).most_common(1)[0][0]
    everything = list(_paragraphs(one for one in document.excerpts if one.language is language))
    taken = _fitting([text for _, text in everything])
    lines = [*_head(document, language, everything[:taken]), "reading:"]
    for section, text in everything[:taken]:
        lines += [*([f"  # {section}"] if section else []), "  - text:", *_texts("      ", language, text)]
    if left := len(everything) - taken:
        lines.append(f"  # {left} paragraphs of the document are not in here.")
    lines.append("questions:")
    for number in range(1, QUESTIONS + 1):
        lines += _question(number)
    return "\n".join([*lines, "task:", *_texts("  ", language, ""), "topics: []", ""])


def _head(document: TeamDocument, language: Language, reading: Sequence[tuple[str, str]]) -> Iterator[str]:
    words = sum(len(text.split()) for _, text in reading)
    yield f"# A draft from {_line(document.title)} ({_line(document.source)})."
    yield "# Every empty text is open: write it, in both languages. Until then the module is not shown; lotse doctor"
    yield "# names what is open. The reading stands as the document says it: shorten it where it is long."
    yield f"id: {_name(document)}"
    yield f"minutes: {-(-words // WORDS_A_MINUTE) + MINUTES_TO_ANSWER}"
    yield "basis: team"
    yield "title:"
    yield from _texts("  ", language, _line(document.title)[:LONGEST_TITLE].strip())
    yield "summary:"
    yield from _texts("  ", language, "")


def _question(number: int) -> Iterator[str]:
    yield f"  - id: question-{number}"
    for name in ("question", "right"):
        yield f'    {name}: {{de: "", en: ""}}'
    yield "    wrong:"
    yield from ['      - {de: "", en: ""}'] * 2
    yield '    explanation: {text: {de: "", en: ""}}'


def _texts(indent: str, language: Language, text: str) -> Iterator[str]:
    for one in Language:
        # JSON is YAML, and needs no thought about what a text begins with.
        yield f"{indent}{one.value}: {json.dumps(text if one is language else '', ensure_ascii=False)}"


def _paragraphs(excerpts: Iterable[TeamExcerpt]) -> Iterator[tuple[str, str]]:
    """Section and text, the section with the first of its paragraphs only."""
    last: tuple[str, ...] | None = None
    for excerpt in excerpts:
        for text in _pieces(excerpt.text):
            yield (_line(ARROW.join(excerpt.section)) if excerpt.section != last else "", text)
            last = excerpt.section


def _pieces(text: str) -> Iterator[str]:
    """Whole sentences, as many as a paragraph holds; a longer one is parted between words."""
    piece = ""
    for part in (short for sentence in _SENTENCE.split(text) for short in _parted(sentence.strip())):
        if piece and len(piece) + 1 + len(part) > LONGEST_PARAGRAPH:
            yield piece
            piece = ""
        piece = f"{piece} {part}".strip()
    if piece:
        yield piece


def _parted(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_PARAGRAPH:
        space = sentence.rfind(" ", 1, LONGEST_PARAGRAPH)
        end = space if space > 0 else LONGEST_PARAGRAPH
        yield sentence[:end].strip()
        sentence = sentence[end:].strip()
    yield sentence


def _fitting(texts: Sequence[str]) -> int:
    """How many paragraphs a few minutes hold; the first one in any case."""
    words, number = 0, 0
    for number, text in enumerate(texts[:MOST_PARAGRAPHS]):
        words += len(text.split())
        if number and words > MOST_WORDS:
            return number
    return number + 1


def _name(document: TeamDocument) -> str:
    plain = document.title.casefold().translate(_UMLAUTS)
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    return f"team-{slug or document.id}"


def _line(text: str) -> str:
    return " ".join(text.split())
