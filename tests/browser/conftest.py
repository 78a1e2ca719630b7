"""Chromium, the real application, and pages that are watched.

Everything lives for this package only: while Playwright runs, no other test could start an event loop.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.web_browser import MISSING, browser, chromium
from config.settings import Settings
from tests.browser.acting import WIDE, Watch
from tests.browser.serving import index_source, serving
from tests.fixtures import build_once

MILLISECONDS_TO_WAIT = 30_000
"""Far more than anything takes; a loaded machine must not fail a test that does not measure time."""


class Visit(Protocol):
    """Opens a page of its own session. `options` are those of Playwright's `new_context`."""

    def __call__(self, size: tuple[int, int] = WIDE, tolerated: str = "", **options: Any) -> Page:
        """Return an empty page."""
        ...


@pytest.fixture(scope="package")
def running() -> Iterator[Browser]:
    """Chromium without a window."""
    if chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"browser tests: {MISSING}")
    with browser() as started:
        expect.set_options(timeout=MILLISECONDS_TO_WAIT)
        yield started


@pytest.fixture(scope="package")
def index(settings: Settings) -> Settings:
    """Settings whose index is built."""
    build_once(settings)
    return settings


@pytest.fixture(scope="package")
def address(index: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the application is served, to everybody on this machine."""
    with serving(tmp_path_factory.mktemp("web"), index_source(index)) as served:
        yield served


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    """A folder for the store of a test's own server."""
    return tmp_path / "data"


@pytest.fixture
def visit(running: Browser, address: str) -> Iterator[Visit]:
    """Open pages; in the end none may have asked another machine for anything, or complained."""
    watches: list[Watch] = []
    with ExitStack() as stack:

        def opened(size: tuple[int, int] = WIDE, tolerated: str = "", **options: Any) -> Page:
            viewport = {"width": size[0], "height": size[1]}
            chosen = {"base_url": address, "locale": "de-DE", "viewport": viewport, **options}
            context = stack.enter_context(running.new_context(**chosen))
            context.set_default_timeout(MILLISECONDS_TO_WAIT)
            watches.append(Watch(tolerated))
            watches[-1].over(context)
            return context.new_page()

        yield opened
    assert [address for watch in watches for address in watch.elsewhere] == []
    assert [complaint for watch in watches for complaint in watch.complaints] == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """A wide page in German."""
    return visit()
