"""What a file is, told by its first bytes; and what zip containers may hold before anything is unpacked."""

import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from knowledge.documents import FileKind, Refused

ARCHIVE = "archive"
MAX_UNPACKED_BYTES = 200_000_000
"""Bytes of all members of a container together."""
MAX_RATIO = 100
"""Bytes a byte. XML and text shrink to a tenth, rarely to a fiftieth; a bomb shrinks a thousandfold."""
SMALL = 10_000_000
"""Bytes. Below this the ratio says nothing: an empty sheet may shrink as much as a bomb."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {
    "word/document.xml": FileKind.WORD,
    "ppt/presentation.xml": FileKind.POWERPOINT,
    "xl/workbook.xml": FileKind.EXCEL,
}
_SUFFIXES = {
    ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN,
    ".txt": FileKind.TEXT,
    ".text": FileKind.TEXT,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".pdf": FileKind.PDF,
    ".docx": FileKind.WORD,
    ".docm": FileKind.WORD,
    ".dotx": FileKind.WORD,
    ".pptx": FileKind.POWERPOINT,
    ".pptm": FileKind.POWERPOINT,
    ".ppsx": FileKind.POWERPOINT,
    ".xlsx": FileKind.EXCEL,
    ".xlsm": FileKind.EXCEL,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
}
_PLAIN = frozenset({FileKind.MARKDOWN, FileKind.TEXT, FileKind.HTML, FileKind.CSV})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class RefusedError(Exception):
    """A file breaks a rule; stays between the modules that read files."""

    def __init__(self, reason: Refused, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


def kind_by_name(name: str) -> FileKind | None:
    """Return what the name says, None where it says nothing."""
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower())


def kind_by_content(head: bytes, name: str) -> FileKind | None:
    """Return what a file that begins with `head` is; None for a zip container, whose members tell.

    Raises:
        RefusedError: it is nothing that can be read.
    """
    if not head:
        raise RefusedError(Refused.EMPTY)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if head.startswith(_OLE):
        raise RefusedError(Refused.OLD_OFFICE)
    if b"\0" in head and not head.startswith(_BOMS):
        raise RefusedError(Refused.UNSUPPORTED, PurePosixPath(name).suffix or name)
    named = kind_by_name(name)
    if named in _PLAIN:
        return named
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    return FileKind.HTML if start.startswith((b"<!doctype html", b"<html")) else FileKind.TEXT


def kind_of_container(members: Sequence[zipfile.ZipInfo]) -> FileKind | None:
    """Return which office document the members make up; None for an archive of files."""
    names = {member.filename for member in members}
    return next((kind for name, kind in _OFFICE.items() if name in names), None)


def check_container(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse what would unpack to too much. Declared sizes count: the unpacking stops at them.

    Raises:
        RefusedError: too much, too dense, or locked by a password.
    """
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > SMALL and unpacked > MAX_RATIO * size):
        raise RefusedError(Refused.BOMB, str(unpacked // 1_000_000))
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError(Refused.PASSWORD)
