"""BotError
    the base of this room's errors; its text is fit for the person at the terminal
NotReadyError(BotError)
    the index is missing, outdated or damaged; the text says how to mend it
BuildError(BotError)
    the content or the model does not allow an index to be built; every mistake is listed
"""


class BotError(Exception):
    """The base of this room's errors."""


class NotReadyError(BotError):
    """There is no index that can be served."""


class BuildError(BotError):
    """The index cannot be built."""
