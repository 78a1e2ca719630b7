"""One BM25 matrix: bm25s computes and defines it, this module looks scores up.

The files are bm25s' own layout, so `bm25s.BM25.load` reads them. Looking up is done here because bm25s adds with
`numpy.add.at` what can be added by slices (a text occurs once in a token's column), and imports SciPy to do so.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SnapshotError

K1 = 1.2
B = 0.75
"""Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework"; k1 .6 to 1.5, b .4 to .75: the same."""

FEW = 25
"""Texts. What share of a question a text accounts for is weighed among so many at least, as if others without its words
were there: each word of the only text would weigh next to nothing, and each that it lacks very much. Of questions on
a paragraph of XQuAD that is there alone, 94 % instead of 69 % pass in German; 15 and 40 did about the same."""

_FILES = {"data": "data.csc.index.npy", "indices": "indices.csc.index.npy", "indptr": "indptr.csc.index.npy"}
_VOCABULARY = "vocab.index.json"
_PARAMETERS = "params.index.json"


@dataclass(frozen=True, slots=True)
class Postings:
    """BM25 scores of tokens (columns) in texts (rows), column by column.

    `data` and `indices` have shape (entries,), `indptr` shape (tokens + 1,); `count` is the number of texts.
    """

    vocabulary: Mapping[str, int]
    data: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    count: int

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every text, shape (count,); zeros where no token is known."""
        return self._sums({self.vocabulary[token]: times for token, times in self._known(tokens).items()})

    def coverage(self, tokens: Sequence[str], scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what share of the tokens, by weight, each text accounts for, 0 to 1, shape (count,).

        `scores` are those of `tokens`.
        """
        if self.count < FEW:
            known = self._known(tokens)
            raised = self._weights(known, FEW) / self._weights(known, self.count)
            factors = zip(known.items(), raised.tolist(), strict=True)
            scores = self._sums({self.vocabulary[token]: times * factor for (token, times), factor in factors})
        return scores / np.float32(self.possible(tokens) or 1.0)

    def possible(self, tokens: Sequence[str]) -> float:
        """Return what no text can pass: the sum of the tokens' weights (Lucene's idf), unknown ones too."""
        counted = Counter(tokens)
        weights = self._weights(counted, max(self.count, FEW))
        return float(weights @ np.fromiter(counted.values(), np.float64, len(counted)))

    def _known(self, tokens: Sequence[str]) -> Mapping[str, int]:
        return {token: times for token, times in Counter(tokens).items() if token in self.vocabulary}

    def _weights(self, tokens: Iterable[str], texts: int) -> NDArray[np.float64]:
        """The tokens' weights among so many texts, unknown ones too."""
        columns = np.array([self.vocabulary.get(token, -1) for token in tokens], np.intp)
        holding = np.where(columns < 0, 0, self.indptr[columns + 1] - self.indptr[columns])
        return np.asarray(np.log1p((texts - holding + 0.5) / (holding + 0.5)))

    def _sums(self, factors: Mapping[int, float]) -> NDArray[np.float32]:
        """The sum of each text's entries in the columns, times their factors."""
        result = np.zeros(self.count, dtype=np.float32)
        columns = np.fromiter(factors, np.intp, len(factors))
        # Once for all tokens, and as Python's numbers: to read one element of an array takes longer than to add one.
        spans = zip(self.indptr[columns].tolist(), self.indptr[columns + 1].tolist(), factors.values(), strict=True)
        for start, end, factor in spans:
            scores = self.data[start:end]
            result[self.indices[start:end]] += scores if factor == 1 else scores * np.float32(factor)
        return result

    def save(self, folder: Path) -> None:
        """Write bm25s' files into `folder`, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in _FILES.items():
            np.save(folder / file, getattr(self, name), allow_pickle=False)
        vocabulary = json.dumps(dict(self.vocabulary), ensure_ascii=False)
        (folder / _VOCABULARY).write_text(vocabulary, encoding="utf-8")
        parameters = {"k1": K1, "b": B, "method": "lucene", "dtype": "float32", "num_docs": self.count}
        (folder / _PARAMETERS).write_text(json.dumps(parameters), encoding="utf-8")


def build_postings(texts: Iterable[Sequence[str]]) -> Postings:
    """Return the postings of `texts`, each a sequence of tokens. Equal texts give equal postings, byte by byte."""
    vocabulary: dict[str, int] = {}
    # Numbers instead of tokens as soon as possible: the tokens of 100,000 passages would take a gigabyte.
    columns = [array("i", [vocabulary.setdefault(token, len(vocabulary)) for token in text]) for text in texts]
    if not vocabulary:
        none = np.zeros(0, dtype=np.float32)
        return Postings({}, none, none.astype(np.int32), np.zeros(1, dtype=np.int64), len(columns))
    import bm25s  # noqa: PLC0415  # imports SciPy, which answering a question does not need

    matrix = bm25s.BM25(k1=K1, b=B, method="lucene")
    matrix.index((columns, dict(vocabulary)), create_empty_token=False, show_progress=False)
    scores = matrix.scores
    return Postings(
        vocabulary,
        np.asarray(scores["data"], dtype=np.float32),
        np.asarray(scores["indices"], dtype=np.int32),
        np.asarray(scores["indptr"], dtype=np.int64),
        len(columns),
    )


def load_postings(folder: Path) -> Postings:
    """Read what `Postings.save` wrote; the arrays are mapped, not read.

    Raises:
        SnapshotError: a file is missing or unreadable.
    """
    try:
        arrays = {name: np.load(folder / file, mmap_mode="r").view(np.ndarray) for name, file in _FILES.items()}
        vocabulary = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
        parameters = json.loads((folder / _PARAMETERS).read_text(encoding="utf-8"))
        return Postings(vocabulary=vocabulary, count=parameters["num_docs"], **arrays)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"{folder}: the keyword index cannot be read ({error}). Mend: lotse index") from error
