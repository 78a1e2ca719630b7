"""Made passages and vectors: seeded, of any number, German-like in what matters to an index.

Words follow a Zipf-Mandelbrot law and are compounded and inflected, so that the vocabulary grows with the text and
character n-grams repeat. Vectors lie in clusters on a surface of few dimensions, as those of sentences do; in vectors
of pure noise all neighbours are equally far, and no approximate index could find them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Audience, Language, Passage

SEED = 20
DIMENSION = 384


def _split(text: str) -> list[str]:
    return text.split()


_FUNCTION_WORDS = _split("""
    die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als an nach wie
    im für man aber aus durch wenn nur war noch werden bei hat wir was wird sein einen welche sind oder zur um haben
    einer mir über ihm diese einem ihr uns da zum kann doch vor dieser mich ihn du hatte seine mehr am denn nun unter
""")
_ONSETS = _split("b d f g h k l m n p r s t w z b br dr fr gr kr l m n r s sch schl schw st str tr v w pf kl bl")
_NUCLEI = _split("a e i o u e e a ei au ie ä ö ü eu")
_CODAS = ["", "", "n", "r", "l", "s", "t", "m", "ng", "ch", "rt", "nd", "st", "lt", "ck", "rn", "hl"]
_ENDINGS = ["", "", "", "en", "er", "e", "ung", "ungen", "lich", "keit", "s", "es"]
_LINKS = ["", "", "s", "n"]

STEMS = 30_000
WORDS = 400_000
COMPOUND_SHARE = 0.25
ZIPF_EXPONENT = 1.12
ZIPF_SHIFT = 2.7
WORDS_A_PASSAGE = (15, 36)
CHUNK = 20_000

CLUSTERS = 2_000
SURFACE_DIMENSIONS = 32
CLUSTER_WIDTH = 0.6
NOISE = 2.0

Vectors = NDArray[np.float32]


class MadeLanguage:
    """A vocabulary by rank; what it says depends on the seed and the stream's number alone."""

    def __init__(self) -> None:
        generator = np.random.default_rng(SEED)
        self._words = [*_FUNCTION_WORDS, *_vocabulary(generator)]
        weights = (np.arange(len(self._words)) + 1 + ZIPF_SHIFT) ** -ZIPF_EXPONENT
        self._shares = np.cumsum(weights / weights.sum())

    def passages(self, count: int) -> Iterator[Passage]:
        """Yield passages of one sentence, 15 to 35 words."""
        for start in range(0, count, CHUNK):
            texts = self._texts(min(CHUNK, count - start), WORDS_A_PASSAGE, stream=1 + start // CHUNK)
            for place, text in enumerate(texts, start=start):
                yield Passage(f"made-{place:07d}", "", Language.DE, (Audience.RECRUITER,), (), "", "", f"{text}.")

    def questions(self, count: int) -> list[str]:
        """Return questions of five to twelve words, by the same law."""
        return [f"{text}?" for text in self._texts(count, (5, 13), stream=0)]

    def _texts(self, count: int, lengths: tuple[int, int], stream: int) -> Iterator[str]:
        generator = np.random.default_rng((SEED, stream))
        ends = np.cumsum(generator.integers(*lengths, size=count))
        ranks = np.searchsorted(self._shares, generator.random(int(ends[-1]))).clip(max=len(self._words) - 1).tolist()
        for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True):
            yield " ".join(map(self._words.__getitem__, ranks[start:end]))


def _vocabulary(generator: np.random.Generator) -> Iterator[str]:
    stems = sorted({_stem(generator) for _ in range(STEMS)}, key=lambda stem: (len(stem), stem))
    for _ in range(WORDS):
        word = _stem_of(stems, generator)
        if generator.random() < COMPOUND_SHARE:
            word += _pick(_LINKS, generator) + _stem_of(stems, generator)
        word += _pick(_ENDINGS, generator)
        yield word.capitalize() if generator.random() < COMPOUND_SHARE else word


def _stem(generator: np.random.Generator) -> str:
    syllables = int(generator.integers(1, 3))
    return "".join(_pick(part, generator) for _ in range(syllables) for part in (_ONSETS, _NUCLEI, _CODAS))


def _stem_of(stems: list[str], generator: np.random.Generator) -> str:
    """Short stems are commoner than long ones."""
    return stems[int(generator.random() ** 2 * len(stems))]


def _pick(choices: list[str], generator: np.random.Generator) -> str:
    return choices[int(generator.random() * len(choices))]


class MadeVectors:
    """Unit vectors of `DIMENSION`: points around centres on a surface of `SURFACE_DIMENSIONS`, with a little noise."""

    def __init__(self) -> None:
        generator = np.random.default_rng((SEED, 0))
        self._surface = _normal(generator, (SURFACE_DIMENSIONS, DIMENSION)) / np.float32(DIMENSION**0.5)
        self._centres = _normal(generator, (CLUSTERS, SURFACE_DIMENSIONS))

    def passages(self, count: int) -> Vectors:
        """Return vectors, shape (count, DIMENSION)."""
        result = np.empty((count, DIMENSION), dtype=np.float32)
        for start in range(0, count, CHUNK):
            end = min(count, start + CHUNK)
            result[start:end] = self._points(end - start, stream=2 + start // CHUNK)
        return result

    def questions(self, count: int) -> Vectors:
        """Return other vectors of the same kind, shape (count, DIMENSION)."""
        return self._points(count, stream=1)

    def _points(self, count: int, stream: int) -> Vectors:
        generator = np.random.default_rng((SEED, stream))
        places = self._centres[generator.integers(0, CLUSTERS, size=count)]
        places = places + np.float32(CLUSTER_WIDTH) * _normal(generator, places.shape)
        vectors = places @ self._surface + np.float32(NOISE / DIMENSION**0.5) * _normal(generator, (count, DIMENSION))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _normal(generator: np.random.Generator, shape: tuple[int, ...]) -> Vectors:
    return generator.standard_normal(shape, dtype=np.float32)
