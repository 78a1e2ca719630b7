"""StoreError(BotError)
    the store cannot be opened, read or written; the text says how to mend it and never holds a password or what
    somebody said
FolderInUseError(StoreError)
    another process holds the data folder, or this one already does
UnreadableError(StoreError)
    one value in the store was written by another version or is damaged; the text names it
"""

from bot.errors import BotError


class StoreError(BotError):
    """The store cannot be opened, read or written."""


class FolderInUseError(StoreError):
    """Another process holds the data folder."""


class UnreadableError(StoreError):
    """A value in the store cannot be read."""
