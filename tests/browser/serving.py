"""The real application on a free port of this machine, served from a thread."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import uvicorn

from adapters.keeper import Keeper, Source
from adapters.team import team_areas
from adapters.web.app import create_app
from adapters.web.server import listening, make_setup
from bot import bootstrap
from bot.stores import Stores
from config.groups import SlackSettings, TelegramSettings, WebSettings
from config.settings import Settings

SECONDS_TO_START = 60
WEB = WebSettings(port=1, questions_per_minute=100_000)
"""The port is another in any case; nobody is to meet the limit by chance."""


def index_source(settings: Settings) -> Source:
    """The index as it is now; another test run that publishes a newer one must not change the answers midway."""
    generation = bootstrap.generation(settings)
    return Source(lambda: generation, lambda: bootstrap.host(settings))


@contextmanager
def serving(
    folder: Path,
    source: Source,
    web: WebSettings = WEB,
    seconds: float = 2.0,
    telegram: TelegramSettings = TelegramSettings(),  # noqa: B008
    slack: SlackSettings = SlackSettings(),  # noqa: B008
    fill: Callable[[Stores], None] = lambda _: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[str]:
    """Serve with a store in `folder` until the end of the block; gives the address, without a slash at its end.

    Of `telegram` and `slack` only the pages take notice. `fill` puts into the store what pages are to show; `clock`
    tells when questions come back.
    """
    settings = Settings(data_dir=folder, web=web.model_copy(update={"port": 0}), telegram=telegram, slack=slack)
    with listening(settings.web) as listener, bootstrap.open_store(settings) as stores:
        fill(stores)
        keeper = Keeper(source, seconds)
        documents = bootstrap.make_document_desk(settings, keeper.look)
        areas = team_areas(settings, stores, lambda: keeper.current, documents, clock)
        app = create_app(replace(make_setup(settings, keeper, stores.archive), areas=areas, tell=stores.gaps.tell))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            _wait_for(server)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not server.started:
        assert time.monotonic() < until, "the web application did not start"
        time.sleep(0.05)
