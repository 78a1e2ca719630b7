"""Everything that one audience may find, and nothing else."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge.models import Audience, Language, Passage
from retrieval.errors import SnapshotError
from retrieval.keyword_index import KeywordIndex
from retrieval.vector_index import Positions, VectorIndex

PASSAGES_FILE = "passages.json"
_KEYWORDS = "keywords"


def in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return `passages` as the indexes hold them: by language, then by id."""
    return tuple(sorted(passages, key=lambda passage: (passage.language, passage.id)))


@dataclass(frozen=True, slots=True)
class AudienceIndex:
    """Passages in the order of `in_order`, and both halves of the search over them."""

    passages: tuple[Passage, ...]
    vectors: VectorIndex
    keywords: KeywordIndex

    def __post_init__(self) -> None:
        indexed = sum(self.keywords.passages(language) for language in Language)
        if not len(self.passages) == self.vectors.passages == indexed:
            raise ValueError(
                f"{len(self.passages)} passages, but {self.vectors.passages} with vectors, {indexed} by words"
            )

    def span(self, languages: Sequence[Language]) -> Positions:
        """Return the places of all passages in `languages`, ascending."""
        counts = [self.keywords.passages(language) for language in Language]
        ends = dict(zip(Language, np.cumsum(counts), strict=True))
        spans = [np.arange(ends[one] - self.keywords.passages(one), ends[one]) for one in Language if one in languages]
        return np.concatenate(spans).astype(np.int64) if spans else np.zeros(0, dtype=np.int64)

    @classmethod
    def load(cls, folder: Path) -> "AudienceIndex":
        """Read what `save` wrote.

        Raises:
            SnapshotError: a file is missing or unreadable, or the halves do not belong together.
        """
        vectors, keywords = VectorIndex.load(folder), KeywordIndex.load(folder / _KEYWORDS)
        try:
            return cls(load_passages(folder / PASSAGES_FILE), vectors, keywords)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SnapshotError(f"{folder}: the index cannot be read ({error}). Mend: lotse index") from error

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which must exist."""
        rows = [asdict(passage) for passage in self.passages]
        (folder / PASSAGES_FILE).write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        self.vectors.save(folder)
        self.keywords.save(folder / _KEYWORDS)


def load_passages(path: Path) -> tuple[Passage, ...]:
    """Return the passages that `AudienceIndex.save` wrote to `path`.

    Raises:
        OSError, ValueError, KeyError, TypeError: the file is missing or not what was written.
    """
    return tuple(_passage(row) for row in json.loads(path.read_text(encoding="utf-8")))


def _passage(row: Mapping[str, object]) -> Passage:
    values: dict[str, object] = dict(row)
    values["language"] = Language(str(row["language"]))
    for name, convert in (("audiences", Audience), ("points", int)):
        listed = row[name]
        if not isinstance(listed, list):
            raise TypeError(f"{name} is {listed!r}, but must be a list")
        values[name] = tuple(convert(one) for one in listed)
    return Passage(**values)  # type: ignore[arg-type]  # the manifest's hash vouches for the file's types
