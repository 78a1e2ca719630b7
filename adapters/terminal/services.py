"""What the terminal asks of the rest of Lotse. `bot.bootstrap` fulfils it as a module; tests hand in a fake."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.diagnosis import Finding
from bot.models import Answer, Message
from bot.progress import Progress
from bot.understanding.models import Conversation
from config.settings import Settings

if TYPE_CHECKING:  # what one command needs is not loaded for all
    from bot.documents import Details, Documents
    from bot.gaps.desk import GapDesk
    from bot.hosting import Hosted, Served
    from bot.ingest import FileReport
    from bot.jobs.board import PostBoard
    from bot.jobs.desk import JobDesk
    from bot.onboarding.desk import OnboardingDesk
    from bot.onboarding.models import Localized
    from bot.onboarding.progress import Progress as LearningProgress
    from bot.stores import Stores

Examiner = Callable[[Settings], Iterable[Finding]]
"""What another adapter finds out about itself, for `lotse doctor`."""


class Assistant(Protocol):
    """Answers messages."""

    def begin(self, conversation: Conversation) -> None:
        """Let a conversation start from where it stands."""
        ...

    def reply(self, message: Message) -> Answer:
        """Return the answer to `message` within its conversation."""
        ...


class Services(Protocol):
    """The composition root, as the commands use it."""

    def stand_back(self) -> None:
        """Let whoever answers questions on this machine go first, for as long as this process lives."""
        ...

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

    def ingest(
        self, settings: Settings, paths: Sequence[Path], details: "Details", by: str, progress: Progress
    ) -> "tuple[FileReport, ...]":
        """Bring files in and publish an index with them. Raises BotError."""
        ...

    def open_documents(self, settings: Settings) -> AbstractContextManager["Documents"]:
        """Open the team's documents for a moment. Raises BotError."""
        ...

    def remove_documents(self, settings: Settings, ids: Sequence[str], progress: Progress) -> tuple[str, ...]:
        """Remove documents and publish an index without them; return the ids that there were not. Raises BotError."""
        ...

    def diagnose(self, settings: Settings) -> tuple[Finding, ...]:
        """Return what is configured and what is missing."""
        ...

    def make_job_desk(self, board: "PostBoard") -> "JobDesk":
        """Return what recruiters do with posts on a board."""
        ...

    def open_store(self, settings: Settings) -> AbstractContextManager["Stores"]:
        """Open all that is kept. Raises StoreError."""
        ...

    def host(self, settings: Settings) -> "Hosted":
        """Load the index. Raises NotReadyError."""
        ...

    def make_gap_desk(self, settings: Settings, stores: "Stores", hosted: "Served") -> "GapDesk":
        """Return what editors do with gaps, over an open store and what is served."""
        ...

    def make_onboarding_desk(
        self, settings: Settings, progress: "LearningProgress", topics: Callable[[], Mapping[str, "Localized"] | None]
    ) -> "OnboardingDesk":
        """Return what people do on the onboarding path."""
        ...

    def indexed_topics(self, settings: Settings) -> Mapping[str, "Localized"] | None:
        """Return the questions of the guide's topics by id; None where there is no index."""
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
