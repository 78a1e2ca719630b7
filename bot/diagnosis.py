"""What `lotse doctor` reports: findings, each with its remedy."""

from dataclasses import dataclass
from enum import StrEnum


class FindingState(StrEnum):
    """How a checked thing stands. `WARNING` works with limits; `MISSING` and `ERROR` must be mended."""

    OK = "ok"
    WARNING = "warning"
    MISSING = "missing"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One checked thing. `remedy` says what to do about it; empty where nothing is to be done."""

    name: str
    state: FindingState
    detail: str
    remedy: str = ""
