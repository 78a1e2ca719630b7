"""What a file that somebody sent is called, and under which source it is kept. Its name may be anything."""

import unicodedata

PREFIX = "upload/"
"""Begins the sources of files that were sent. Files of this machine have absolute paths, so none begins like this."""
NOBODY = ""
"""Who brings in what is sent. A document is the team's, and stays when what is kept of a person is forgotten."""
LONGEST_NAME = 120
LONGEST_ENDING = 9
UNNAMED = "document"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of what is not seen: controls, overrides of the writing direction, halves of pairs, …"""


def safe_name(given: str) -> str:
    """Return a name as it can be shown and kept: no folder, nothing unseen, not too long, never empty.

    The same name always gives the same, however a system composes its letters; the ending stays.
    """
    seen = unicodedata.normalize("NFC", "".join(letter for letter in given if _is_seen(letter)))
    last = seen.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    stem, dot, ending = " ".join(last.split()).rstrip(". ").rpartition(".")
    if not (dot and 0 < len(ending) <= LONGEST_ENDING and ending.isalnum()):
        stem, dot, ending = f"{stem}{dot}{ending}", "", ""
    stem = stem.strip(". ")[: LONGEST_NAME - len(dot + ending)].rstrip(". ")
    return f"{stem or UNNAMED}{dot}{ending}"


def upload_source(name: str) -> str:
    """Return the source of a file that somebody sent: the same name again is the same document."""
    return f"{PREFIX}{safe_name(name)}"


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNSEEN or letter in "\t\n"
