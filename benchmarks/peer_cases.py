"""What both sides search in, and for: the guide's own passages, or a set in the BEIR layout."""

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.errors import BenchmarkError
from knowledge.library import load_library, shipped_content
from knowledge.models import Language, Passage
from knowledge.phrasings import load_phrasings
from retrieval.beir import read_evaluation_set
from retrieval.errors import EvaluationError

SEED = 20
LANGUAGE_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Case:
    """Passages and questions. `relevant` gives, by a question's place, the ids of the passages that answer it."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[tuple[str, str], ...]
    relevant: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write corpus.jsonl."""
        with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
            for one in self.passages:
                row = {"id": one.id, "topic": one.topic, "language": one.language, "title": one.title, "text": one.text}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def sample_questions(count: int, seed: int = SEED) -> tuple[tuple[str, Language], ...]:
    """Return `count` shipped phrasings that ask for a topic, half in German and half in English, in mixed order."""
    topics = load_library(shipped_content()).topics
    phrasings = load_phrasings(shipped_content() / "phrasings", topics)
    generator = random.Random(seed)
    chosen: list[tuple[str, Language]] = []
    for language in Language:
        texts = sorted({one.text for one in phrasings if one.language is language and one.label in topics})
        chosen += [(text, language) for text in generator.sample(texts, min(count // 2, len(texts)))]
    generator.shuffle(chosen)
    return tuple(chosen)


def guide_case(passages: Iterable[Passage], questions: int) -> Case:
    """Return the case of the guide's own passages, asked by a sample of the shipped phrasings."""
    return Case("the guide", tuple(passages), sample_questions(questions))


def set_case(name: str, folder: Path, questions: int | None) -> Case:
    """Return the case of a set in the BEIR layout, all of it in one language; at most `questions` of its questions.

    Raises:
        BenchmarkError: the set breaks a rule.
    """
    try:
        found = read_evaluation_set(folder)
    except EvaluationError as error:
        raise BenchmarkError(f"{name}: {error}") from error
    documents = [(document.id, document.title, document.text) for document in found.documents]
    language = _language(text for _, _, text in documents[:LANGUAGE_SAMPLE])
    passages = tuple(Passage(one, "", language, (), (), "", title, text) for one, title, text in documents)
    queries = sorted(found.queries.items())
    random.Random(SEED).shuffle(queries)
    chosen = queries[:questions]
    relevant = {place: frozenset(found.relevant.get(key, ())) for place, (key, _) in enumerate(chosen)}
    answerable = {place: ids for place, ids in relevant.items() if ids}
    return Case(name, passages, tuple((text, language) for _, text in chosen), answerable)


def _language(texts: Iterable[str]) -> Language:
    from lingua import Language as Known
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_languages(Known.GERMAN, Known.ENGLISH).build()
    return Language.DE if detector.detect_language_of(" ".join(texts)) == Known.GERMAN else Language.EN
