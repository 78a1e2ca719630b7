"""What can go wrong on the onboarding path.

OnboardingError(BotError)
    UnknownModuleError    there is no such module, question or option
    DraftError            no draft can be made of a document; the text says why
    OpenQuestionsError    a module cannot be finished before all of its questions were answered
"""

from bot.errors import BotError


class OnboardingError(BotError):
    """Something about the path cannot be done."""


class UnknownModuleError(OnboardingError):
    """There is no such module, question or option."""


class DraftError(OnboardingError):
    """No draft can be made of a document; the text says why."""


class OpenQuestionsError(OnboardingError):
    """Questions of the module have not been answered yet."""
