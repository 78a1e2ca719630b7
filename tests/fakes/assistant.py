"""A deterministic stand-in for the composition root, and the real command line on it.

In a test: `create_app(lambda: FakeServices())`. As a process, where standard input or a terminal matters:
`python -m tests.fakes.assistant ask "…"`. What a text makes the assistant do stands in `FakeAssistant.reply`.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner, Result

from adapters.terminal.app import create_app, start
from bot import bootstrap
from bot.diagnosis import Finding, FindingState
from bot.documents import Documents
from bot.errors import BotError, NotReadyError
from bot.jobs.board import PostBoard
from bot.jobs.desk import JobDesk
from bot.models import (
    MAX_MESSAGE_LENGTH,
    Answer,
    Checklist,
    Citation,
    Comparison,
    Entry,
    Heading,
    Language,
    Listing,
    Message,
    Notice,
    NoticeKind,
    Outcome,
    Reasoning,
    Recommendation,
    Recommendations,
    Tag,
    Text,
    Understood,
)
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.models import Localized
from bot.onboarding.progress import Progress as LearningProgress
from bot.progress import Progress
from bot.stores import Stores
from bot.understanding.models import Conversation
from config.settings import Settings

GUIDE = "Leitfaden Social Recruiting"
FINDINGS = (
    Finding("Index", FindingState.OK, "312 Passagen"),
    Finding("Sprachmodell", FindingState.WARNING, "wird ohne Export bedient", "lotse index"),
)


def rich_answer() -> Answer:
    """Return an answer with every kind of block, in German."""
    return Answer(
        outcome=Outcome.ANSWERED,
        language=Language.DE,
        blocks=(
            Understood(
                (
                    Tag("role", "Stelle", "Bauleiter"),
                    Tag("place", "Ort", "Köln (Deutschland)"),
                    Tag("excluded", "ohne", "Facebook"),
                    Tag("trait", "Merkmal", "Fachkräfte", inferred=True),
                )
            ),
            Heading("Diese Kanäle passen am besten"),
            Recommendations(
                (
                    Recommendation(
                        "xing",
                        "Xing",
                        0.92,
                        (
                            Reasoning("Berufstätige im deutschsprachigen Raum sind dort erreichbar.", (42, 63)),
                            Reasoning("Ein Bauleiter ist meist berufserfahren.", (11, 12, 13, 14), inferred=True),
                        ),
                        (Reasoning("Die Nutzung unterscheidet sich je nach Branche.", (59,)),),
                    ),
                    Recommendation("linkedin", "LinkedIn", 0.5, (Reasoning("Fach- und Führungskräfte.", (41,)),)),
                )
            ),
            Notice(NoticeKind.OBJECTION, "Warum nicht TikTok? Dort sind vor allem junge Leute.", (55,)),
            Notice(NoticeKind.CAVEAT, "Die Zahlen sind grobe Schätzungen.", (83,)),
            Notice(NoticeKind.CAUTION, "Anzeigen nicht nach Alter aussteuern."),
            Checklist(
                "address-audiences-checklist",
                "So sprichst du die Leute dort an",
                tuple(Entry(f"s{n}", f"Schritt {n}", "Etwas Sinnvolles tun.", (70 + n,)) for n in range(1, 11)),
            ),
            Listing((Entry("e1", "Reichweite", "Viele Menschen auf einmal.", (21,)), Entry("e2", "Nur Titel", "", ()))),
            Comparison(
                ("Xing", "LinkedIn"),
                (
                    ("Was es ist", ("Berufsnetzwerk für den deutschsprachigen Raum", "Berufsnetzwerk, weltweit")),
                    ("Gebiet", ("D, A, CH", "keine Einschränkung genannt")),
                ),
            ),
            Text("Ein langer Absatz, der erklärt, warum das so ist. " * 6, (1, 2)),
            Notice(NoticeKind.QUESTION, "Wo ist der Arbeitsort?"),
        ),
        topic="platforms-overview",
        topics=("platforms-overview", "audiences"),
        channels=("xing", "linkedin"),
        citations=(
            Citation("p42", "Xing", (42,), GUIDE, "Xing ist ein Netzwerk."),
            Citation("p63", "Zielgruppe Xing", (63, 42), GUIDE, "Xing erreicht Berufstätige."),
            Citation("d1", "Reisekosten", (), "Handbuch.pdf", "Reisekosten zahlt die Firma."),
        ),
        suggestions=("Und für die Schweiz?", "Warum nicht TikTok?"),
    )


class FakeAssistant:
    """Answers by fixed rules and remembers what it was asked, by conversation."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.begun: list[Conversation] = []

    def begin(self, conversation: Conversation) -> None:
        """Remember where a conversation starts from."""
        self.begun.append(conversation)

    def reply(self, message: Message) -> Answer:
        """Return the rich answer for "Bauleiter", else an echo that counts the conversation's messages.

        "crash …" raises an error nobody expects, whose text holds the message; "fail …" raises BotError.
        """
        self.messages.append(message)
        if message.text.startswith("crash"):
            raise RuntimeError(f"cannot deal with {message.text!r}")
        if message.text.startswith("fail"):
            raise BotError("the conversation is locked")
        if len(message.text) > MAX_MESSAGE_LENGTH:
            return _said(message, Outcome.CLARIFY, f"too long: {len(message.text)}")
        if not message.text.strip():
            return _said(message, Outcome.CLARIFY, "nothing was said")
        if "Bauleiter" in message.text:
            return rich_answer()
        turn = sum(1 for other in self.messages if other.conversation == message.conversation)
        return _said(message, Outcome.ANSWERED, f"{turn}: {message.text}")


@dataclass
class FakeServices:
    """The composition root without an index, a model or files."""

    current: bool = False
    ready: bool = True
    findings: tuple[Finding, ...] = FINDINGS
    assistant: FakeAssistant = field(default_factory=FakeAssistant)
    builds: int = 0
    behind: bool = False
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def stand_back(self) -> None:
        """Remember it: the process is the tests'."""
        self.behind = True

    def build_index(self, settings: Settings, progress: Progress) -> None:
        """Report two steps."""
        self.builds += 1
        for done in range(101):
            progress.step("passages", done, 100)
        progress.step("[bold]model", 0, 0)

    def rebuild_index(self, settings: Settings, progress: Progress) -> None:
        """Report two steps."""
        self.builds += 1
        for done in range(101):
            progress.step("passages", done, 100)
        progress.step("[bold]model", 0, 0)

    def index_is_current(self, settings: Settings) -> bool:
        """Return what was set."""
        return self.current

    def build_assistant(self, settings: Settings) -> FakeAssistant:
        """Return the one assistant, where ready."""
        if not self.ready:
            raise NotReadyError("there is no index; build it with: lotse index")
        return self.assistant

    def diagnose(self, settings: Settings) -> tuple[Finding, ...]:
        """Return what was set."""
        return self.findings

    def make_job_desk(self, board: PostBoard) -> JobDesk:
        """The real one: posts need no index."""
        return bootstrap.make_job_desk(board)

    def open_documents(self, settings: Settings) -> AbstractContextManager[Documents]:
        """Open the real ones."""
        return bootstrap.open_documents(settings)

    def open_store(self, settings: Settings) -> AbstractContextManager[Stores]:
        """Open the real store."""
        return bootstrap.open_store(settings)

    def make_onboarding_desk(
        self, settings: Settings, progress: LearningProgress, topics: Callable[[], Mapping[str, Localized] | None]
    ) -> OnboardingDesk:
        """Return the real one, by the clock that was set."""
        return bootstrap.make_onboarding_desk(settings, progress, topics, self.clock)

    def indexed_topics(self, settings: Settings) -> Mapping[str, Localized] | None:
        """Return one."""
        return {"definition": Localized("Was ist Social Recruiting?", "What is social recruiting?")}

    def evaluate(
        self, settings: Settings, folder: Path, language: str | None, progress: Progress
    ) -> Mapping[str, float]:
        """Return two figures, the second only known for German."""
        progress.step("queries", 1, 1)
        return {"mrr@10": 0.9612345678, "p50_ms": 12.5, "answerable_auroc": 0.8 if language == "de" else float("nan")}


class CommandLine:
    """The real command line on fake services."""

    def __init__(self, services: FakeServices) -> None:
        self.services = services

    def __call__(self, *arguments: str, given: str | bytes = b"") -> Result:
        """Run one command, `given` as its standard input."""
        return CliRunner().invoke(create_app(lambda: self.services), list(arguments), input=given)


def _said(message: Message, outcome: Outcome, text: str) -> Answer:
    suggestions = ("Was ist Active Sourcing?",)
    return Answer(outcome, message.language or Language.DE, (Text(text),), suggestions=suggestions)


if __name__ == "__main__":
    start(create_app(lambda: FakeServices(ready="FAKE_NOT_READY" not in os.environ)))
