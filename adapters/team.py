"""Which areas the web application has beside the chat, each on its part of what is kept."""

from collections.abc import Callable

from adapters.web.areas import Area
from adapters.web.inbox import inbox_area
from bot import bootstrap
from bot.hosting import Hosted
from bot.stores import Stores
from config.settings import Settings


def team_areas(
    settings: Settings,
    stores: Stores,
    hosted: Callable[[], Hosted | None],  # noqa: ARG001
) -> tuple[Area, ...]:
    """Return the areas, in the order of the menu. `hosted` gives what is served, None while there is no index."""
    if not settings.telegram.is_set:
        return ()
    return (inbox_area(bootstrap.build_handoff_desk(settings, stores)),)
