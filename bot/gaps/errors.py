"""What can go wrong with gaps.

GapError(BotError)
    UnknownGapError    there is no such gap, or no such version of its answer
    BrokenDraftError   a draft cannot be published; `rules` says why
"""

from bot.errors import BotError
from bot.gaps.models import Rule


class GapError(BotError):
    """Something about a gap cannot be done."""


class UnknownGapError(GapError):
    """There is no such gap, or no such version."""


class BrokenDraftError(GapError):
    """A draft cannot be published."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(", ".join(rules))
        self.rules = rules
