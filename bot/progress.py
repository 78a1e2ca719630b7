"""How long work tells the person at the terminal how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Hears of steps. Each adapter shows them in its own way; tests collect them."""

    def step(self, name: str, done: int, total: int) -> None:
        """Hear that `done` of `total` units of the step `name` are done; the step ends when both are equal."""
        ...


class Unheard:
    """A Progress of work that nobody waits for."""

    def step(self, name: str, done: int, total: int) -> None:  # noqa: ARG002 - the signature is Progress's
        """Tell nobody."""
        return
