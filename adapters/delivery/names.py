"""What the delivery's things are called in the database. Changing a name loses what waits under the old one."""

from adapters.delivery.models import Inbound

APPLICATION = "lotse"
WORKFLOW = "deliver"
QUEUE = "inbound"
VERSION = "1"
"""Of the workflow's steps. With another one, DBOS leaves alone what waits from before; so it changes only where the
steps no longer fit, and then what waits has to be answered by the old program first."""
COMPOSE = "compose"
SEND = "send"
PRIORITIES = 2**31 - 1
"""The queue's greatest priority."""


def partition(inbound: Inbound) -> str:
    """Return what is answered in order."""
    return f"{inbound.platform}:{inbound.conversation}"


def owner(inbound: Inbound) -> str:
    """Return whose event it is."""
    return owner_of(inbound.platform, inbound.user)


def owner_of(platform: str, user: str) -> str:
    """Return how a platform's user is called in the database."""
    return f"{platform}:{user}"
