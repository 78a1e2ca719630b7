"""What of a snapshot is served besides the indexes, and where it lies."""

from collections.abc import Iterable
from pathlib import Path

from knowledge.advice import Advice, dump_advice, parse_advice
from knowledge.gazetteer import Gazetteer, dump_gazetteer, parse_gazetteer
from knowledge.library import dump_library, parse_library
from knowledge.models import Library
from knowledge.team import DocumentCard, dump_cards, parse_cards

LIBRARY_PART = "library"
UNDERSTANDING_PART = "understanding"
ADVICE_PART = "advice"
"""Advice for candidates, and what tells which is asked for."""
DOCUMENTS_PART = "documents"
"""There is one only where the team has documents of its own."""
_LIBRARY_FILE = "library.json"
_GAZETTEER_FILE = "gazetteer.json"
_ADVICE_FILE = "advice.json"
_DOCUMENTS_FILE = "documents.json"


def save_library(library: Library, gazetteer: Gazetteer, folder: Path) -> None:
    """Write the compiled content into `folder`."""
    (folder / _LIBRARY_FILE).write_bytes(dump_library(library))
    (folder / _GAZETTEER_FILE).write_bytes(dump_gazetteer(gazetteer))


def load_served_library(folder: Path) -> Library:
    """Return the library of a generation."""
    return parse_library((folder / _LIBRARY_FILE).read_bytes())


def load_served_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of a generation."""
    return parse_gazetteer((folder / _GAZETTEER_FILE).read_bytes())


def save_advice(advice: Advice, folder: Path) -> None:
    """Write the advice for candidates into `folder`."""
    (folder / _ADVICE_FILE).write_bytes(dump_advice(advice))


def load_served_advice(folder: Path) -> Advice:
    """Return the advice of a generation."""
    return parse_advice((folder / _ADVICE_FILE).read_bytes())


def save_cards(cards: Iterable[DocumentCard], folder: Path) -> None:
    """Write what is said of the team's documents into `folder`."""
    (folder / _DOCUMENTS_FILE).write_bytes(dump_cards(cards))


def load_cards(folder: Path) -> tuple[DocumentCard, ...]:
    """Return what is said of a generation's documents."""
    return parse_cards((folder / _DOCUMENTS_FILE).read_bytes())
