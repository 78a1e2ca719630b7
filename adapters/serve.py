"""`lotse serve`: the web chat, and beside it every chat platform that tokens are set for, until it is told to stop."""

import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Thread
from typing import Protocol

import uvicorn
from starlette.types import ASGIApp

from adapters.chats import Chats
from adapters.counters import counters
from adapters.entrances import SLACK, TELEGRAM, Entrances
from adapters.errors import AdapterError
from adapters.housekeeping import house_kept
from adapters.keeper import Keeper, Source
from adapters.team import team_areas
from adapters.watching import watched
from adapters.web.app import create_app
from adapters.web.server import listening, make_setup
from bot import bootstrap
from bot.document_desk import DocumentDesk
from bot.hosting import Hosted
from bot.stores import Stores
from config.settings import ConfigError, Settings

SECONDS_TO_FINISH = 10
"""For requests that are being answered when the server stops."""
SWITCH_SECONDS = 0.0005
"""After which a thread that computes lets another one go on, instead of Python's 5 ms: who takes events in waits for
the database a few times each, and after each wait for whoever is computing an answer."""


class HostingServices(Protocol):
    """What of the composition root a server needs."""

    def host(self, settings: Settings) -> Hosted:
        """Load the index. Raises NotReadyError."""
        ...

    def generation(self, settings: Settings) -> str | None:
        """Name the published generation of the index."""
        ...

    def open_store(self, settings: Settings) -> AbstractContextManager[Stores]:
        """Open the store. Raises StoreError."""
        ...


class Teller(Protocol):
    """Tells the person who starts the server where to find Lotse."""

    def serving(self, address: str) -> None:
        """The web chat is served here."""
        ...

    def connected(self, where: str) -> None:
        """A chat platform is connected: its name and address."""
        ...


def serve(settings: Settings, services: HostingServices, tell: Teller, *, browser: bool) -> None:
    """Serve until a signal comes. A browser is opened where one is wanted and at hand.

    Raises:
        ConfigError: the settings would let anybody in.
        AdapterError: the address cannot be listened on, or a platform does not let Lotse in.
        StoreError: another process uses the data folder.
    """
    if problem := settings.web.problem:
        raise ConfigError(problem)
    keeper = Keeper(Source(lambda: services.generation(settings), lambda: services.host(settings)))
    documents = bootstrap.make_document_desk(settings, keeper.look)
    with (
        listening(settings.web) as listener,
        services.open_store(settings) as stores,
        _house_kept(settings, stores, keeper),
        watched(settings.data_dir, settings.documents, documents),
    ):
        address = f"http://{_shown(settings.web.host)}:{listener.getsockname()[1]}/"
        entrances = Entrances(_entrances(settings))
        chats = _chats(settings, keeper, stores, documents, entrances, tell.connected)
        beside = _Beside(chats, partial(_announce, address, tell.serving, browser=browser))
        setup = replace(
            make_setup(settings, keeper, stores.archive),
            areas=team_areas(settings, stores, lambda: keeper.current, documents),
            tell=stores.gaps.tell,
            beside=beside.running,
        )
        _run(entrances.before(create_app(setup)), listener, beside)


def _house_kept(settings: Settings, stores: Stores, keeper: Keeper) -> AbstractContextManager[None]:
    gaps = bootstrap.make_gap_desk(settings, stores, lambda: keeper.current)
    return house_kept(settings.data_dir, stores.people, settings.retention.days, gaps, counters(stores, gaps))


@dataclass
class _Beside:
    """What runs as long as the application. uvicorn logs why a start failed, and exits: here it is kept to be told."""

    chats: Callable[[], AbstractAsyncContextManager[None]]
    announce: Callable[[], None]
    failure: AdapterError | None = field(default=None, init=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start the chats, then tell where Lotse is."""
        try:
            async with self.chats():
                self.announce()
                yield
        except AdapterError as error:
            self.failure = error
            raise


def _run(application: ASGIApp, listener: socket.socket, beside: _Beside) -> None:
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except SystemExit:
        if beside.failure is None:
            raise
    if beside.failure is not None:
        raise beside.failure


def _chats(
    settings: Settings,
    keeper: Keeper,
    stores: Stores,
    documents: DocumentDesk,
    entrances: Entrances,
    tell: Callable[[str], None],
) -> Callable[[], AbstractAsyncContextManager[None]]:
    """Return what runs beside the web chat."""
    if not (settings.slack.is_set or settings.telegram.is_set):
        return nullcontext
    from adapters import platforms  # noqa: PLC0415 - heavy, and needed with a token only

    sys.setswitchinterval(SWITCH_SECONDS)
    connect = platforms.connections(settings, lambda: keeper.current, stores, documents)
    return Chats(connect, partial(platforms.make_delivery, settings), entrances, tell).running


def _entrances(settings: Settings) -> Iterator[str]:
    """Yield the paths at which a platform may call, since a secret for it is set."""
    if settings.slack.signing_secret:
        yield SLACK
    if settings.telegram.webhook_secret:
        yield TELEGRAM


def _announce(address: str, tell: Callable[[str], None], *, browser: bool) -> None:
    tell(address)
    if browser:
        Thread(target=_open_browser, args=(address,), daemon=True).start()


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _open_browser(address: str) -> None:
    """A machine without a screen has no browser; that is no fault."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return
    webbrowser.open(address)
