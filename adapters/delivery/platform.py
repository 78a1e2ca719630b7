"""What a platform has to offer to be delivered for."""

from dataclasses import dataclass
from typing import Protocol

from adapters.delivery.models import Inbound, Outgoing


class Handler(Protocol):
    """Turns events into what is sent. Its methods run in a thread and may block; what they return is computed once.

    The ids of what they return are replaced by `part_id(key, number)`. Nothing is sent where they return nothing.
    """

    def handle(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return the answer. Whatever is raised makes the event a failed one."""
        ...

    def apologise(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is said when `handle` raised."""
        ...

    def decline(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        """Return what is said, once, to somebody who asks faster than is answered."""
        ...


class Sender(Protocol):
    """Sends, on the event loop that started the delivery."""

    async def send(self, outgoing: Outgoing) -> str:
        """Return the platform's id of the message.

        Raises:
            RetryLaterError: it was not taken; again after so many seconds.
            AmbiguousError: it may have arrived. Every other error counts as this one.
            RejectedError: it will never be taken.
        """
        ...

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the platform's id of the message that has arrived with this id, None where there is none.

        Asked before something is sent that may have been sent before. Where the platform cannot tell, None.

        Raises:
            SendError: it cannot be told at the moment.
        """
        ...

    def recorded(self, outgoing: Outgoing) -> None:
        """Hear that what became of a part is kept, or that it is put off: a crash can no longer put it in doubt.

        Called once for each part that was begun, on the event loop of `send`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Platform:
    """The two halves of a platform."""

    handler: Handler
    sender: Sender
