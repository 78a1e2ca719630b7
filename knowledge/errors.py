"""KnowledgeError
    the base of this room's errors
ContentError(KnowledgeError)
    content breaks a rule; carries every mistake with file, line and rule
CompiledContentError(KnowledgeError)
    what was compiled when the index was built is damaged, or another version wrote it
ConversionError(KnowledgeError)
    the process that reads a team's files cannot be started
"""

from dataclasses import dataclass


class KnowledgeError(Exception):
    """The base of this room's errors."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One broken rule, where an editor finds it. Lines count from 1."""

    file: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}"


class ContentError(KnowledgeError):
    """Content breaks at least one rule."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


class CompiledContentError(KnowledgeError):
    """Compiled content cannot be read."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the compiled {what} is damaged or from another version of Lotse; build the index again")


class ConversionError(KnowledgeError):
    """The process that reads a team's files cannot be started."""
