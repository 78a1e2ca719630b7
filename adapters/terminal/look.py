"""What a terminal can show: its width, its signs, and text made safe for it. Pure."""

import unicodedata
from dataclasses import dataclass

PROSE_WIDTH = 110
"""Columns. Longer lines of prose are hard to read, so wide terminals keep a margin."""

_ASCII_WORDS = {
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS",
    "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "|", "→": "->", "≈": "~", "≥": ">=", "≤": "<=",
    "„": '"', "“": '"', "”": '"', "»": '"', "«": '"', "‚": "'", "‘": "'", "’": "'", "€": "EUR", "×": "x",
}  # fmt: skip
_KEPT_FORMAT_CHARACTERS = "\u200c\u200d"
"""Joiners, which scripts and emoji need; the other format characters could reverse or hide text."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The glyphs that set things apart."""

    full: str
    empty: str
    box: str
    dot: str
    bullet: str
    assumed: str
    reason: str
    limit: str
    caveat: str
    caution: str
    objection: str
    question: str
    ok: str
    arrow: str


_UNICODE = Signs(
    full="█", empty="░", box="☐", dot="·", bullet="•", assumed="≈", reason="+", limit="–",
    caveat="ℹ", caution="⚠", objection="✗", question="?", ok="✓", arrow="→",
)  # fmt: skip
_ASCII = Signs(
    full="#", empty=".", box="[ ]", dot="|", bullet="-", assumed="~", reason="+", limit="-",
    caveat="(i)", caution="(!)", objection="(x)", question="(?)", ok="+", arrow="->",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """A terminal's width in columns and its encoding."""

    width: int = 80
    encoding: str = "utf-8"

    @property
    def prose(self) -> int:
        """The columns that prose uses."""
        return min(self.width, PROSE_WIDTH)

    @property
    def signs(self) -> Signs:
        """The glyphs that the encoding has."""
        return _UNICODE if _encodable("".join(_glyphs(_UNICODE)), self.encoding) else _ASCII

    def text(self, text: str) -> str:
        """Return `text` without control characters, in letters that the encoding has; newlines stay."""
        safe = printable(text)
        return safe if _encodable(safe, self.encoding) else "".join(self._letter(letter) for letter in safe)

    def line(self, text: str) -> str:
        """Return `text` as `text()` does, on one line."""
        return " ".join(self.text(text).split())

    def _letter(self, letter: str) -> str:
        if _encodable(letter, self.encoding):
            return letter
        plain = _ASCII_WORDS.get(letter) or unicodedata.normalize("NFKD", letter)
        return plain.encode(self.encoding, "ignore").decode(self.encoding) or "?"


def printable(text: str) -> str:
    """Return `text` without control, direction and lone surrogate characters; tabs become spaces, newlines stay."""
    return "".join(_shown(letter) for letter in text.replace("\r\n", "\n"))


def _shown(letter: str) -> str:
    if letter == "\n" or letter in _KEPT_FORMAT_CHARACTERS:
        return letter
    if letter in "\t\r\u2028\u2029":
        return " "
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cf") else letter


def _glyphs(signs: Signs) -> tuple[str, ...]:
    return tuple(getattr(signs, name) for name in Signs.__slots__)


def _encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
