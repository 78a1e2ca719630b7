"""What is kept of gaps. The Protocol stands here; `bot/gaps/store.py` fulfils it in SQL."""

from collections.abc import Iterable
from typing import Protocol

from bot.gaps.models import AnswerVersion, AskedQuestion, Draft, Editor, Gap, GapSummary, Notice, Proposal
from bot.models import Language


class GapBoard(Protocol):
    """Called from worker threads. Every method may raise StoreError.

    What recruiters asked counts, on whatever platform, and what candidates shared with them. Where a gap does not
    exist, nothing is done, and the answer is None or False.
    """

    def ungrouped(self, limit: int) -> tuple[AskedQuestion, ...]:
        """Return questions that were not known or did not help and belong to no gap yet, oldest first."""
        ...

    def grouped(self, limit: int) -> tuple[AskedQuestion, ...]:
        """Return the latest questions that belong to gaps, latest first."""
        ...

    def file(self, questions: Iterable[AskedQuestion]) -> None:
        """Put questions into the gaps that they name, which are made where they do not exist."""
        ...

    def tidy(self) -> None:
        """Take out what is no gap any more: an opinion that has changed, a gap without question and answer."""
        ...

    def asked(self, limit: int) -> tuple[tuple[str, Language], ...]:
        """Return the latest different questions of recruiters with their languages, latest first."""
        ...

    def gaps(self) -> tuple[GapSummary, ...]:
        """Return all gaps, those that most people asked first, the latest first where they are equal."""
        ...

    def gap(self, gap: str) -> Gap | None:
        """Return a gap with everything."""
        ...

    def of_conversation(self, token: str) -> str | None:
        """Return the gap that a candidate's conversation with recruiters belongs to."""
        ...

    def propose(self, exchange: str, gap: str, proposal: Proposal, owner: str) -> bool:
        """Keep an answer that somebody gave to an exchange, for an editor to take; it is a gap, `gap` unless it is one.

        What the same person adds stands below; what another one says replaces it. False where the exchange is gone.
        """
        ...

    def set_aside(self, gap: str, editor: Editor | None) -> bool:
        """Note that no answer is to be written, or with None that one is."""
        ...

    def publish(self, gap: str, draft: Draft, editor: Editor, restores: int | None = None) -> AnswerVersion | None:
        """Keep a new version of the answer, and whom it is to be told: every recruiter who asked and was not told."""
        ...

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion | None:
        """Keep a new version that is not served; who was not told yet is not."""
        ...

    def served(self) -> tuple[AnswerVersion, ...]:
        """Return the version of every gap that is served."""
        ...

    def revision(self) -> int:
        """Return a number that grows with every change to what is served."""
        ...

    def tell(self, owner: str, conversation: str) -> tuple[Notice, ...]:
        """Return what somebody is to be told in a conversation, each once: it counts as told with this."""
        ...

    def due(self, platform: str, limit: int) -> tuple[Notice, ...]:
        """Return what people are to be told on a platform, the oldest first."""
        ...

    def told(self, notices: Iterable[Notice]) -> None:
        """Note that people are told: what was handed to a durable sender is not handed over again."""
        ...
