"""What Slack asks of the durable delivery, whose values and errors it hands on."""

from typing import Protocol

from adapters.delivery.errors import AmbiguousError as AmbiguousError
from adapters.delivery.errors import RejectedError as RejectedError
from adapters.delivery.errors import RetryLaterError as RetryLaterError
from adapters.delivery.models import Inbound as Inbound
from adapters.delivery.models import Outgoing as Outgoing

PLATFORM = "slack"


class Delivery(Protocol):
    """Keeps what comes in until it is dealt with."""

    async def accept(self, inbound: Inbound) -> bool:
        """Return, once it is committed, whether it is new."""
        ...

    async def forget(self, platform: str, user: str) -> int:
        """Remove what is kept of a user's events that are done with; return how many."""
        ...
