"""AdapterError
    the base of this room's errors; its text is fit for the person at the terminal
InputError(AdapterError)
    what was handed in cannot be read; the text names the place and the rule
"""


class AdapterError(Exception):
    """The base of this room's errors."""


class InputError(AdapterError):
    """What was handed in cannot be read."""
