"""Reads a draft's single fields and notes their mistakes."""

import re
import unicodedata
from datetime import date, datetime
from urllib.parse import urlsplit

from babel.numbers import is_currency

from bot.jobs.errors import InvalidJobError
from bot.jobs.models import FieldError, JobDraft, JobField, Rule

MAX_QUOTED = 60
"""Characters of a wrong text that its mistake repeats."""
MAX_EMAIL = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3, without the brackets)."""

_ORDER = {field: place for place, field in enumerate(JobField)}
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "EURO": "EUR", "FR": "CHF", "SFR": "CHF", "FR.": "CHF"}
_EMAIL = re.compile(r"[^\s@<>()\",;:]+@[^\s@<>()\",;:]+\.[^\s@<>()\",;:.]{2,}")
_BULLET = re.compile(r"^(?:[-–—•*·▪◦‣]|\d{1,2}[.)])\s+")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


class Checked:
    """Collects the mistakes of one draft."""

    def __init__(self) -> None:
        self._mistakes: list[FieldError] = []

    def mistake(self, field: JobField, rule: Rule, value: str = "", expected: str = "") -> None:
        """Note one; `value` is cut short."""
        line = " ".join(value.split())
        short = line if len(line) <= MAX_QUOTED else line[: MAX_QUOTED - 1] + "…"
        self._mistakes.append(FieldError(field, rule, short, expected))

    def wrong(self, *fields: JobField) -> bool:
        """Whether one of the fields has a mistake already."""
        return any(mistake.field in fields for mistake in self._mistakes)

    def currency(self, draft: JobDraft) -> str:
        """Return the draft's currency, EUR with a mistake noted where it is none."""
        text = draft.currency.strip().upper()
        code = _SYMBOLS.get(text, text)
        if code and is_currency(code):
            return code
        self.mistake(JobField.CURRENCY, Rule.CURRENCY, draft.currency, "EUR, CHF, GBP, USD")
        return "EUR"

    def finish(self) -> None:
        """Raise InvalidJobError where anything was noted."""
        if self._mistakes:
            raise InvalidJobError(tuple(sorted(self._mistakes, key=lambda mistake: _ORDER[mistake.field])))


def read_text(draft: JobDraft, field: JobField, most: int, checked: Checked) -> str:
    """Return the field's text; only a description keeps its lines."""
    text = normalised(_raw(draft, field))
    if field is not JobField.DESCRIPTION:
        text = " ".join(text.split())
    if len(text) > most:
        checked.mistake(field, Rule.TOO_LONG, text, str(most))
    return text


def read_entries(draft: JobDraft, field: JobField, most: int, longest: int, checked: Checked) -> tuple[str, ...]:
    """Return one entry a line, without bullets."""
    lines = (" ".join(_BULLET.sub("", line.strip()).split()) for line in normalised(_raw(draft, field)).split("\n"))
    entries = tuple(dict.fromkeys(filter(None, lines)))
    if len(entries) > most:
        checked.mistake(field, Rule.TOO_MANY, str(len(entries)), str(most))
    for entry in entries:
        if len(entry) > longest:
            checked.mistake(field, Rule.TOO_LONG, entry, str(longest))
    return entries


def read_link(draft: JobDraft, field: JobField, most: int, checked: Checked) -> str:
    """Return the link, https added where no scheme is written; only http and https are links here."""
    text = _raw(draft, field).strip()
    if not text:
        return ""
    link = text if "://" in text or text.startswith(("mailto:", "javascript:")) else f"https://{text}"
    if not _is_web_link(link):
        checked.mistake(field, Rule.LINK, text, "https://example.com/jobs/1")
    elif len(link) > most:
        checked.mistake(field, Rule.TOO_LONG, text, str(most))
    return link


def read_email(draft: JobDraft, field: JobField, checked: Checked) -> str:
    """Return the address, without "mailto:"."""
    text = _raw(draft, field).strip().removeprefix("mailto:")
    if text and (len(text) > MAX_EMAIL or not _EMAIL.fullmatch(text)):
        checked.mistake(field, Rule.EMAIL, text, "jobs@example.com")
    return text


def read_date(draft: JobDraft, field: JobField, checked: Checked) -> date | None:
    """Return the day, from 2026-12-31, 31.12.2026 or a moment in ISO 8601; None where the field is blank."""
    text = _raw(draft, field).strip()
    if not text:
        return None
    try:
        if german := _GERMAN_DATE.fullmatch(text):
            day, month, year = map(int, german.groups())
            return date(year, month, day)
        return datetime.fromisoformat(text).date()
    except ValueError:
        checked.mistake(field, Rule.DATE, text, "2026-12-31, 31.12.2026")
        return None


def normalised(text: str) -> str:
    """Return `text` composed (NFC), without control and direction characters, its lines trimmed, no three empty."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = "\n".join("".join(map(_shown, line)).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", clean).strip()


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Zs" or letter == "\t":
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Co"} and letter != "\u200d" else letter


def _raw(draft: JobDraft, field: JobField) -> str:
    value: str = getattr(draft, field.value)
    return value


def _is_web_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError:
        return False
    has_credentials = parts.username is not None
    spaced = any(letter.isspace() for letter in link)
    return parts.scheme in {"http", "https"} and "." in host and not has_credentials and not spaced
