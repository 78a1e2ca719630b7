"""What the terminal asks of the rest of Lotse. `bot.bootstrap` fulfils it as a module; tests hand in a fake."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from bot.diagnosis import Finding
from bot.models import Answer, Message
from bot.progress import Progress
from config.settings import Settings


class Assistant(Protocol):
    """Answers messages."""

    def reply(self, message: Message) -> Answer:
        """Return the answer to `message` within its conversation."""
        ...


class Services(Protocol):
    """The composition root, as the commands use it."""

    def build_index(self, settings: Settings, progress: Progress) -> None:
        """Build what has changed. Raises BuildError, BotError."""
        ...

    def rebuild_index(self, settings: Settings, progress: Progress) -> None:
        """Build everything anew. Raises BuildError, BotError."""
        ...

    def index_is_current(self, settings: Settings) -> bool:
        """Tell whether nothing would change by building."""
        ...

    def build_assistant(self, settings: Settings) -> Assistant:
        """Return the assistant. Raises NotReadyError with the remedy."""
        ...

    def diagnose(self, settings: Settings) -> tuple[Finding, ...]:
        """Return what is configured and what is missing."""
        ...

    def evaluate(
        self, settings: Settings, folder: Path, language: str | None, progress: Progress
    ) -> Mapping[str, float]:
        """Return the figures of retrieval on the evaluation set in `folder`. Raises BotError."""
        ...


def real_services() -> Services:
    """Return the composition root; imported here, so that `lotse --help` need not wait for it."""
    from bot import bootstrap  # noqa: PLC0415

    return bootstrap
