"""Without an index the page says so, and recovers by itself."""

from pathlib import Path
from threading import Event

from playwright.sync_api import expect

from adapters.keeper import Source
from bot import bootstrap
from bot.errors import NotReadyError
from bot.hosting import Hosted
from config.settings import Settings
from tests.browser.acting import ADVICE, ask
from tests.browser.conftest import Visit
from tests.browser.serving import serving


def test_the_page_waits_for_the_index(visit: Visit, index: Settings, store_folder: Path) -> None:
    built = Event()

    def load() -> Hosted:
        if not built.is_set():
            raise NotReadyError("there is no index. Mend: lotse index")
        return bootstrap.host(index)

    source = Source(lambda: bootstrap.generation(index) if built.is_set() else None, load)
    with serving(store_folder, source, seconds=0.2) as address:
        page = visit(base_url=address, tolerated="status of 503")
        response = page.goto("/")
        assert response is not None
        assert response.status == 503
        expect(page.get_by_role("status")).to_contain_text("Mend: lotse index")
        expect(page.locator("#composer .send")).to_be_disabled()
        built.set()
        expect(page.locator(".welcome")).to_be_visible()
        expect(ask(page, ADVICE).locator(".card").first).to_be_visible()
        page.context.close()
