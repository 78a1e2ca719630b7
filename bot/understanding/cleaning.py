"""What people paste → text that can be read: no control characters, no tricks with direction, one space."""

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return `text` normalised (NFKC), without control, format and private characters, spaces collapsed.

    Right-to-left overrides and zero-width characters are format characters: they change what is seen, not what is said.
    """
    normal = unicodedata.normalize("NFKC", _SPACES.sub(" ", text))
    kept = "".join(character for character in normal if unicodedata.category(character) not in _UNSEEN)
    return _SPACES.sub(" ", kept).strip()
