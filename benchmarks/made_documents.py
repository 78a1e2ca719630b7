"""Made documents: seeded, of any number, about five pages each, in German and English by turns.

After each word of a sentence comes one that follows it somewhere in the guide, so that the words are those of the field
and hardly a sentence comes twice. Markdown and plain text, and of every ten one Word file and one PDF.
"""

import html
import itertools
import random
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.library import load_library, shipped_content
from knowledge.models import Language
from knowledge.passages import library_passages
from retrieval.sentences import split_sentences
from tests.fakes.files import docx, pdf

SEED = 21
SECTIONS = 5
PARAGRAPHS = 6
WORDS_A_PARAGRAPH = 75
"""Five sections of six such paragraphs, whose last sentence runs over, are 2,500 words: five pages."""
SHORTEST, LONGEST = 6, 30
"""Words of a sentence."""
_LINE = 95
_TITLES = {Language.DE: "Handbuch {}, Abschnitt {}", Language.EN: "Handbook {}, chapter {}"}
_KINDS = ("md", "txt", "md", "docx", "md", "txt", "md", "pdf", "md", "md")

Sections = Sequence[tuple[str, Sequence[str]]]
"""Headings, and the paragraphs below each."""


class MadeText:
    """Sentences of one language; what they are depends on the generator alone."""

    def __init__(self, language: Language) -> None:
        self._starts: list[str] = []
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        texts = (one.text for one in library_passages(load_library(shipped_content())) if one.language is language)
        for sentence in (one for text in texts for one in split_sentences(text)):
            words = sentence.strip(".!?").split()
            self._starts.append(words[0])
            for word, following in itertools.pairwise(words):
                self._after[word].append(following)

    def paragraph(self, generator: random.Random) -> str:
        """Return sentences of `WORDS_A_PARAGRAPH` words or somewhat more."""
        sentences: list[str] = []
        while sum(len(one.split()) for one in sentences) < WORDS_A_PARAGRAPH:
            sentences.append(self._sentence(generator))
        return " ".join(sentences)

    def _sentence(self, generator: random.Random) -> str:
        length, words = generator.randint(SHORTEST, LONGEST), [generator.choice(self._starts)]
        while len(words) < length:
            words.append(generator.choice(self._after.get(words[-1]) or self._starts))
        return f"{' '.join(words).rstrip(',;:–-')}."


def write_documents(folder: Path, count: int) -> None:
    """Write `count` documents into `folder`."""
    texts = {language: MadeText(language) for language in Language}
    for number in range(count):
        language = tuple(Language)[number % len(Language)]
        kind = _KINDS[number // len(Language) % len(_KINDS)]
        sections = tuple(_sections(number, language, texts[language]))
        (folder / f"{number:05}.{kind}").write_bytes(_written(kind, sections))


def _sections(number: int, language: Language, text: MadeText) -> Iterator[tuple[str, Sequence[str]]]:
    generator = random.Random(f"{SEED}/{number}")
    for place in range(SECTIONS):
        yield (
            _TITLES[language].format(number, place + 1),
            [text.paragraph(generator) for _ in range(PARAGRAPHS)],
        )


def _written(kind: str, sections: Sections) -> bytes:
    match kind:
        case "docx":
            return docx([line for title, texts in sections for line in _word_lines(title, texts)])
        case "pdf":
            return pdf([_page(title, texts) for title, texts in sections])
        case _:
            mark = "## " if kind == "md" else ""
            return "\n\n".join(line for title, texts in sections for line in (f"{mark}{title}", *texts)).encode()


def _word_lines(title: str, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    yield 2, html.escape(title)
    yield from ((0, html.escape(text)) for text in texts)


def _page(title: str, texts: Sequence[str]) -> str:
    lines = "\n\n".join("\n".join(textwrap.wrap(text, _LINE)) for text in (title, *texts))
    return lines.encode("cp1252", "ignore").decode("cp1252")
