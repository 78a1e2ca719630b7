"""Which chat platforms the settings name. Each is loaded only where it is set up: each is heavy."""

from collections.abc import Mapping

from adapters import entrances
from adapters.chats import Connect
from adapters.delivery import Delivery, Platform, delivery_url
from bot import bootstrap
from bot.document_desk import DocumentDesk
from bot.hosting import Served
from bot.stores import Stores
from config.settings import Settings, revealed

SLACK, TELEGRAM = "slack", "telegram"


def connections(settings: Settings, hosted: Served, stores: Stores, documents: DocumentDesk) -> Mapping[str, Connect]:
    """Return how to connect to each platform that is set up, by name."""
    found: dict[str, Connect] = {}
    handoffs = bootstrap.build_handoff_desk(settings, stores)
    if settings.slack.is_set:
        from adapters.slack import setup as slack  # noqa: PLC0415

        found[SLACK] = slack.connection(settings, hosted, stores, handoffs, documents, entrances.SLACK)
    if settings.telegram.is_set:
        from adapters.telegram import setup as telegram  # noqa: PLC0415

        found[TELEGRAM] = telegram.connection(settings, hosted, stores, handoffs, entrances.TELEGRAM)
    return found


def make_delivery(settings: Settings, platforms: Mapping[str, Platform]) -> Delivery:
    """Return the delivery for these platforms, in the database that the settings name."""
    return Delivery(delivery_url(settings.data_dir, revealed(settings.database_url)), platforms)
