"""One way to compare words, shared by content, search and understanding."""

import re
import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_DIGRAPHS = re.compile(r"([aou])e+")
_WORD = re.compile(r"\w+(?:[.+#&]\w+|[+#])*")


def fold(text: str) -> str:
    """Return `text` in a form in which "Köln", "Koeln", "koln" and "KÖLN" are the same. Folding twice changes nothing.

    Umlauts and their transcriptions become the bare vowel, other accents fall off. Unrelated words that meet
    ("neue", "nue") do so on both sides of a comparison, which costs less than a missed umlaut.
    """
    plain = text if text.isascii() else _without_accents(text)
    return _DIGRAPHS.sub(r"\1", plain.casefold())


def words(text: str) -> tuple[str, ...]:
    """Return the words of `text` as typed; "c++", "c#" and "r&d" stay whole."""
    return tuple(_WORD.findall(text))


def _without_accents(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
