"""RetrievalError
    the base of this room's errors
EmbeddingError(RetrievalError)
    a model cannot be found, loaded, exported or served
SnapshotError(RetrievalError)
    an index snapshot is missing, damaged, foreign or outdated, or cannot be written
EvaluationError(RetrievalError)
    a file of an evaluation set breaks a rule; the message starts with file and line
"""


class RetrievalError(Exception):
    """The base of this room's errors."""


class EmbeddingError(RetrievalError):
    """A model cannot be found, loaded, exported or served."""


class SnapshotError(RetrievalError):
    """A snapshot is missing, damaged, foreign or outdated, or cannot be written; says which file, why, and the mend."""


class EvaluationError(RetrievalError):
    """A file of an evaluation set breaks a rule. Lines count from 1."""

    def __init__(self, file: str, line: int, rule: str) -> None:
        self.file = file
        self.line = line
        self.rule = rule
        super().__init__(f"{file}:{line}: {rule}")
