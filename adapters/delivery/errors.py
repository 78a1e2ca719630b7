"""DeliveryError(AdapterError)
    the delivery cannot do its work; the text is fit for the log and names no secret
BusyError(DeliveryError)
    another process holds the folder
StoppedError(DeliveryError)
    it takes nothing any more, and nothing was kept
FailedError(DeliveryError)
    an event will not be answered in full; the reason is fit for `lotse deliveries`
SendError(AdapterError)
    the base of what a platform's `send` and `find` raise
RetryLaterError(SendError)
    it was not taken; it may be sent again after `seconds`
AmbiguousError(SendError)
    nobody knows whether it was taken
RejectedError(SendError)
    it will never be taken; the text is the platform's reason
"""

from adapters.errors import AdapterError


class DeliveryError(AdapterError):
    """The delivery cannot do its work."""


class BusyError(DeliveryError):
    """Another process holds the folder."""


class StoppedError(DeliveryError):
    """The delivery takes nothing any more."""


class FailedError(DeliveryError):
    """An event will not be answered in full; `tries` is how often its last part was sent."""

    def __init__(self, reason: str, tries: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.tries = tries


class SendError(AdapterError):
    """A message did not go out."""


class RetryLaterError(SendError):
    """The platform did not take the message; it may be sent again after `seconds`."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason or f"the platform asked to wait {seconds:g} s")
        self.seconds = seconds


class AmbiguousError(SendError):
    """The reply was lost: the message may have arrived or not."""


class RejectedError(SendError):
    """The platform will never take the message."""
