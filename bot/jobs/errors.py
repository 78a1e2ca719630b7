"""InvalidJobError(BotError)
    what was typed breaks rules; `mistakes` names each field and rule
JobFileError(BotError)
    a file of posts cannot be read as a whole; the text names the place and the rule
NoSuchJobError(BotError)
    no post, or more than one, is meant by an id
EditConflictError(BotError)
    a post was changed since it was read
"""

from bot.errors import BotError
from bot.jobs.models import FieldError


class InvalidJobError(BotError):
    """What was typed is no post yet."""

    def __init__(self, mistakes: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{mistake.field}: {mistake.rule}" for mistake in mistakes))
        self.mistakes = mistakes


class EditConflictError(BotError):
    """Somebody else changed the post meanwhile."""


class JobFileError(BotError):
    """A file of posts cannot be read as a whole."""


class NoSuchJobError(BotError):
    """No post, or more than one, is meant by a name."""
