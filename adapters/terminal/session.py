"""One run of a command: its settings, services and screens, each made when first needed."""

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar

from rich.console import Console, RenderableType
from rich.text import Text

from adapters.terminal.failures import Failure, Status, apology, attempt
from adapters.terminal.look import Look, printable
from adapters.terminal.services import Assistant, Examiner, Services
from adapters.terminal.wording import Wording, wording
from bot.diagnosis import Finding
from bot.models import Language
from config.logging import configure_logging
from config.settings import Settings, load_settings

T = TypeVar("T")


class Session:
    """What a command works with."""

    def __init__(
        self, load_services: Callable[[], Services], load_examiners: Callable[[], tuple[Examiner, ...]] = tuple
    ) -> None:
        self._load_services = load_services
        self._load_examiners = load_examiners
        self._log: Path | None = None
        self._language = Language.DE

    @cached_property
    def settings(self) -> Settings:
        """The settings, with logging set up by them. Raises ConfigError."""
        settings = load_settings()
        self._language = Language(settings.answers.language)
        self._log = configure_logging(settings.data_dir)
        return settings

    @cached_property
    def services(self) -> Services:
        """The rest of Lotse."""
        return self._load_services()

    def build_assistant(self) -> Assistant:
        """Return the assistant. Raises ConfigError, NotReadyError."""
        settings = self.settings  # first, so that a wrong setting is told at once
        return self.services.build_assistant(settings)

    def diagnose(self) -> tuple[Finding, ...]:
        """Return what is configured and what is missing. Raises ConfigError."""
        settings = self.settings
        examiners = (self.services.diagnose, *self._load_examiners())
        return tuple(finding for examine in examiners for finding in examine(settings))

    @cached_property
    def screen(self) -> Console:
        """Standard output."""
        return _console(sys.stdout)

    @cached_property
    def errors(self) -> Console:
        """Standard error."""
        return _console(sys.stderr)

    @property
    def language(self) -> Language:
        """The settings' language, German before they are known."""
        return self._language

    @property
    def words(self) -> Wording:
        """The terminal's words in the settings' language."""
        return wording(self._language)

    @property
    def look(self) -> Look:
        """What standard output can show now; windows change their size."""
        return Look(max(self.screen.width, 1), self.screen.encoding)

    @property
    def input(self) -> BinaryIO:
        """Standard input."""
        return sys.stdin.buffer

    @property
    def is_attended(self) -> bool:
        """Whether somebody sits before it who can be asked."""
        return sys.stdin.isatty()

    def show(self, part: RenderableType) -> None:
        """Print to standard output."""
        self.screen.print(part)

    def say(self, text: str) -> None:
        """Print a line to standard output, in the letters that it has."""
        self.screen.print(Text(self.look.text(text)))

    def tell(self, text: str) -> None:
        """Print a line to standard output, unwrapped, so that what is copied from it stays whole."""
        self.screen.print(Text(self.look.line(text)), soft_wrap=True)

    def write(self, line: bytes) -> None:
        """Write a finished line to standard output at once."""
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()

    def complain(self, text: str) -> None:
        """Print an error's text to standard error, unwrapped, so that paths and lines stay whole."""
        self.errors.print(Text(printable(text)), soft_wrap=True)

    def attempt(
        self, action: Callable[[], T], language: Language | None = None, withheld: Sequence[str] = ()
    ) -> T | Failure:
        """Return what `action` returns or the Failure it ends in; texts `withheld` stay out of the log."""

        def apologise(error: Exception) -> str:
            # Only now, since the action itself may be what reads the settings.
            return apology(error, wording(language or self._language), self._log, withheld)

        return attempt(action, apologise)

    def run(self, command: Callable[["Session"], Status]) -> int:
        """Run a command to its exit status; what stops it is told on standard error."""
        outcome = self.attempt(lambda: command(self))
        if isinstance(outcome, Failure):
            self.complain(outcome.message)
            return Status.CANNOT_RUN
        return outcome


def _console(stream: TextIO) -> Console:
    return Console(file=stream, markup=False, highlight=False, emoji=False)
