"""Paths at which platforms call Lotse: in front of the web chat, whose hosts, logins and origins are not theirs."""

from collections.abc import Callable, Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SLACK = "/slack/events"
"""Where Slack sends events, commands and interactions, without Socket Mode."""
TELEGRAM = "/telegram/updates"
"""Where Telegram sends updates, with a webhook."""
NOT_YET = PlainTextResponse("not ready", 503, {"Retry-After": "5"})


class Entrances:
    """Serves `paths` by what is opened for each, with 503 until then, and everything else by `app`.

    Who calls must prove by itself who it is: nothing is checked here.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._open: dict[str, ASGIApp] = {}

    def open(self, path: str, app: ASGIApp) -> Callable[[], None]:
        """Serve a path by `app`, until what is returned is called. Raises ValueError for a path not named before."""
        if path not in self._paths:
            raise ValueError(f"{path} is no entrance; there are: {', '.join(sorted(self._paths))}")
        self._open[path] = app

        def close() -> None:
            del self._open[path]

        return close

    def before(self, app: ASGIApp) -> ASGIApp:
        """Return the application with the entrances in front of it."""

        async def entered(scope: Scope, receive: Receive, send: Send) -> None:
            is_entrance = scope["type"] == "http" and scope["path"] in self._paths
            chosen = self._open.get(scope["path"], NOT_YET) if is_entrance else app
            await chosen(scope, receive, send)

        return entered
