"""Titles as they are advertised: in German with "(m/w/d)", which says that every gender is meant (AGG §§ 1, 11)."""

import re

from knowledge.models import Language

ALL_GENDERS = "(m/w/d)"

_LETTERS = r"[mwfdxiga](?:\s?[/|,*.-]\s?[mwfdxiga*]){1,4}"
_WORDS = r"alle geschlechter|alle|all genders?|gn|divers|any gender"
_BRACKETED = re.compile(rf"\s*[(\[]\s*(?P<mark>{_LETTERS}|{_WORDS})\s*[)\]]", re.IGNORECASE)
_BARE = re.compile(r"(?:^|(?<=\s))(?P<mark>[mwfd]\s?[/|]\s?[mwfd](?:\s?[/|]\s?[dxi*])?)(?=$|[\s,;])", re.IGNORECASE)


def advertised_title(title: str, language: Language) -> str:
    """Return `title` with its mark written alike, "(m/w/d)" added where a German title has none."""
    if match := _BRACKETED.search(title):
        return _joined(title[: match.start()], f"({_mark(match['mark'])})", title[match.end() :])
    if match := _BARE.search(title):
        return _joined(title[: match.start()], f"({_mark(match['mark'])})", title[match.end() :])
    return f"{title} {ALL_GENDERS}" if language is Language.DE and title else title


def plain_title(title: str) -> str:
    """Return `title` without its mark, to be searched and compared."""
    bare = " ".join(_BARE.sub("", _BRACKETED.sub("", title)).split())
    return bare.replace(" ,", ",")


def _mark(mark: str) -> str:
    letters = re.split(r"\s?[/|,.-]\s?", mark.lower())
    return "/".join(letters) if len(letters) > 1 else mark.lower()


def _joined(before: str, mark: str, after: str) -> str:
    rest = after.strip()
    glue = "" if rest[:1] in {",", ";", ":", "."} else " "
    return f"{before.rstrip()} {mark}{glue}{rest}".strip()
