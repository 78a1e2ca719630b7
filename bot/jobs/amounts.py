"""Amounts of money as people type them: "50.000", "50,000.00", "24,50 €", "55k". Pure."""

import re
from decimal import Decimal

from bot.jobs.fields import Checked
from bot.jobs.models import JobField, Rule

_SIGNS = re.compile(r"[€$£\s\u00a0\u202f'’]|eur|euro|chf|usd|gbp|,-$|,–$", re.IGNORECASE)
_AMOUNT = re.compile(r"\d{1,3}(?:([.,])\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?")
_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?:\D|$))")
MOST = Decimal(100_000_000)


def read_amount(text: str, field: JobField, checked: Checked) -> Decimal | None:
    """Return the amount; None, with a mistake noted, where `text` is something else; None where it is blank."""
    if not text.strip():
        return None
    amount = parse_amount(text)
    if amount is None or amount > MOST:
        checked.mistake(field, Rule.NUMBER, text, "52000")
        return None
    return amount


def parse_amount(text: str) -> Decimal | None:
    """Return the amount that `text` writes; a lone dot or comma before three digits groups thousands."""
    bare = _SIGNS.sub("", text.strip()).lower()
    thousands = bare.endswith("k")
    bare = bare.removesuffix("k")
    if not _AMOUNT.fullmatch(bare):
        return None
    number = Decimal(_GROUPED.sub("", bare).replace(",", "."))
    return number * 1000 if thousands else number
