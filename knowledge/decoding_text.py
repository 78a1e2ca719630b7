"""Bytes → text, whatever they were written in."""

import codecs

from knowledge.documents import Note, Refused, Remark
from knowledge.file_kinds import RefusedError

MAX_STRANGE = 0.01
"""The share of control characters above which a file is no text."""
MAX_BROKEN = 0.005
"""The share of broken bytes up to which a file still counts as UTF-8."""
_SAMPLE = 200_000
_KNOWN = ["cp1252", "cp850", "mac_roman", "utf_16", "utf_16_le", "utf_16_be"]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the text of `data` with line ends as \\n, and what was odd about it.

    Raises:
        RefusedError: it is no text.
    """
    text, notes = _decoded(data)
    strange = sum(1 for letter in text[:_SAMPLE] if ord(letter) < 32 and letter not in "\t\n\r\f\v")
    if strange > MAX_STRANGE * min(len(text), _SAMPLE):
        raise RefusedError(Refused.BINARY)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), notes


def _decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> tuple[str, tuple[Note, ...]]:
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    letters = sum(1 for letter in lenient if ord(letter) > 127) - broken
    if broken <= MAX_BROKEN * len(data) and letters > broken:
        return lenient, (Note(Remark.BROKEN_LETTERS, str(broken)),)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed

    best = from_bytes(data[:_SAMPLE], cp_isolation=_KNOWN).best()
    encoding = best.encoding if best else "cp1252"
    return data.decode(encoding, "replace"), (Note(Remark.ENCODING, encoding),)
