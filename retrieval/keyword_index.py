"""The lexical half: three legs a language, each a BM25 matrix of its own.

Stems and character n-grams count in the whole passage; the third leg counts in sentences and takes the best one, with
n-grams in German and stems in English (what each language's development half of XQuAD liked better).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Language, Passage
from retrieval.analysis import Analyzer, GramAnalyzer, StemAnalyzer
from retrieval.errors import SnapshotError
from retrieval.fusion import Leg
from retrieval.postings import Postings, build_postings, load_postings
from retrieval.sentences import passage_sentences

_LEGS = (Leg.STEMS, Leg.GRAMS, Leg.SENTENCES)
_STARTS = "starts.npy"


@dataclass(frozen=True, slots=True)
class KeywordScores:
    """Scores of one language's passages, in their order; `legs` values and `coverage` have shape (passages,).

    `coverage` is between 0 and 1: the share of the question's n-grams, by weight, that a passage accounts for.
    """

    legs: Mapping[Leg, NDArray[np.float32]]
    coverage: NDArray[np.float32]


def _analyzers(language: Language) -> Mapping[Leg, Analyzer]:
    stems, grams = StemAnalyzer(language), GramAnalyzer(language)
    return {Leg.STEMS: stems, Leg.GRAMS: grams, Leg.SENTENCES: grams if language is Language.DE else stems}


class LanguageKeywords:
    """The legs over the passages of one language."""

    def __init__(self, language: Language, legs: Mapping[Leg, Postings], starts: NDArray[np.int64]) -> None:
        """`starts` gives each passage's first sentence and ends with the number of sentences."""
        self._analyzers = _analyzers(language)
        self._legs = legs
        self._starts = starts

    @classmethod
    def build(cls, language: Language, passages: Sequence[Passage]) -> "LanguageKeywords":
        """Index `passages`, all of them in `language`."""
        analyzers = _analyzers(language)
        texts = ["\n".join((passage.title, passage.text)) for passage in passages]
        sentences = [passage_sentences(passage) for passage in passages]
        starts = np.concatenate(([0], np.cumsum([len(own) for own in sentences]))).astype(np.int64)
        units = dict.fromkeys(_LEGS, texts) | {Leg.SENTENCES: [one for own in sentences for one in own]}
        legs = {leg: build_postings(analyzers[leg](unit) for unit in units[leg]) for leg in _LEGS}
        return cls(language, legs, starts)

    @classmethod
    def load(cls, language: Language, folder: Path) -> "LanguageKeywords":
        """Read what `save` wrote.

        Raises:
            SnapshotError: a file is missing or unreadable.
        """
        legs = {leg: load_postings(folder / leg) for leg in _LEGS}
        try:
            return cls(language, legs, np.load(folder / _STARTS))
        except (OSError, ValueError) as error:
            raise SnapshotError(f"{folder / _STARTS} cannot be read ({error}). Mend: lotse index") from error

    def save(self, folder: Path) -> None:
        """Write one folder a leg."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _STARTS, self._starts)
        for leg, postings in self._legs.items():
            postings.save(folder / leg)

    @property
    def passages(self) -> int:
        """The number of passages."""
        return len(self._starts) - 1

    def scores(self, text: str) -> KeywordScores:
        """Return every passage's scores for `text`; all zero where no token is known."""
        tokens = self._tokens(text)
        legs = {leg: postings.scores(tokens[leg]) for leg, postings in self._legs.items()}
        coverage = self._legs[Leg.GRAMS].coverage(tokens[Leg.GRAMS], legs[Leg.GRAMS])
        if self.passages:
            legs[Leg.SENTENCES] = np.maximum.reduceat(legs[Leg.SENTENCES], self._starts[:-1])
        return KeywordScores(legs, coverage)

    def _tokens(self, text: str) -> dict[Leg, list[str]]:
        """Analyse once for each analyzer, not for each leg."""
        tokens = {analyze: analyze(text) for analyze in set(self._analyzers.values())}
        return {leg: tokens[analyze] for leg, analyze in self._analyzers.items()}


class KeywordIndex:
    """The legs of all languages. A language without passages has an empty index."""

    def __init__(self, languages: Mapping[Language, LanguageKeywords]) -> None:
        self._languages = languages

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> "KeywordIndex":
        """Index `passages`; within a language they keep their order."""
        by_language = {language: [p for p in passages if p.language is language] for language in Language}
        return cls({language: LanguageKeywords.build(language, own) for language, own in by_language.items()})

    @classmethod
    def load(cls, folder: Path) -> "KeywordIndex":
        """Read what `save` wrote.

        Raises:
            SnapshotError: a file is missing or unreadable.
        """
        return cls({language: LanguageKeywords.load(language, folder / language) for language in Language})

    def save(self, folder: Path) -> None:
        """Write one folder a language."""
        for language, keywords in self._languages.items():
            keywords.save(folder / language)

    def passages(self, language: Language) -> int:
        """The number of passages in `language`."""
        return self._languages[language].passages

    def scores(self, text: str, language: Language) -> KeywordScores:
        """Return the scores of all passages in `language`, in their order."""
        return self._languages[language].scores(text)
