"""Which areas the web application has beside the chat, each on its part of what is kept."""

from collections.abc import Callable

from adapters.web.areas import Area
from bot.hosting import Hosted
from bot.stores import Stores
from config.settings import Settings


def team_areas(
    settings: Settings,  # noqa: ARG001
    stores: Stores,  # noqa: ARG001
    hosted: Callable[[], Hosted | None],  # noqa: ARG001
) -> tuple[Area, ...]:
    """Return the areas, in the order of the menu. `hosted` gives what is served, None while there is no index."""
    return ()
