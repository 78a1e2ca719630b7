"""What of a snapshot is served besides the indexes, and where it lies."""

from pathlib import Path

from knowledge.gazetteer import Gazetteer, dump_gazetteer, parse_gazetteer
from knowledge.library import dump_library, parse_library
from knowledge.models import Library

LIBRARY_PART = "library"
UNDERSTANDING_PART = "understanding"
_LIBRARY_FILE = "library.json"
_GAZETTEER_FILE = "gazetteer.json"


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
