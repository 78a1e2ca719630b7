"""The values of the retrieval room."""

from dataclasses import dataclass

from knowledge.models import Audience, Language, Passage


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `language` and `topics` restrict the passages; None restricts nothing.

    The audience has no default: nobody searches without saying for whom.
    """

    text: str
    audience: Audience
    language: Language | None = None
    topics: frozenset[str] | None = None
    limit: int = 10

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"limit is {self.limit}, but must be at least 1")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `score` is the fused score (higher is better, comparable within one search only); `similarity` the cosine of the
    best sentence; `sentence` that sentence's text; `coverage` the share, 0 to 1, of the question's letters (n-grams, by
    weight) that the passage accounts for.
    """

    passage: Passage
    score: float
    similarity: float
    sentence: str
    coverage: float = 0.0

    @property
    def evidence(self) -> float:
        """How sure it is that the passage has to do with the question, 0 to 1, comparable between searches.

        Measured on XQuAD with half of the articles taken away, it tells questions with a passage from those without
        at AUROC .990 in German (similarity alone: .917) and .997 in English (.994).
        """
        return max(self.similarity, 0.0) * self.coverage
