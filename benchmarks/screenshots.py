"""`python -m benchmarks.screenshots FOLDER`: the web chat's main states as PNG, to be looked at."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from benchmarks.errors import BenchmarkError
from benchmarks.report import tell
from benchmarks.web_browser import Silence, browser
from benchmarks.web_server import served
from bot.bootstrap import build_index
from bot.errors import BotError
from config.settings import ConfigError, load_settings

WIDE, PHONE, PAPER = (1280, 860), (390, 780), (794, 1123)
"""Width and height in CSS pixels; the last one is A4 at 96 dots an inch."""


@dataclass(frozen=True, slots=True)
class View:
    """A state of the chat: how the browser is set up, and what is done before the picture is taken."""

    name: str
    act: Callable[[Page], None]
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"
    locale: str = "de-DE"
    media: Literal["screen", "print"] = "screen"
    scale: float = 1.0

    def take(self, running: Browser, address: str, folder: Path) -> Path:
        """Write the picture and return where it is."""
        width, height = self.size
        with running.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=self.scheme,
            locale=self.locale,
            device_scale_factor=self.scale,
        ) as context:
            page = context.new_page()
            self.act(page)
            page.emulate_media(media=self.media)
            path = folder / f"{self.name}.png"
            page.screenshot(path=path, animations="disabled", caret="initial")
            return path


def _start(page: Page) -> None:
    page.goto("/")


def _asked(*questions: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.goto("/")
        for number, question in enumerate(questions):
            page.locator("#question").fill(question)
            page.locator("#question").press("Enter")
            page.locator(".exchange").nth(number).wait_for()

    return act


def _tag_open(page: Page) -> None:
    _asked("Bauleiter in Köln, wo posten?")(page)
    page.locator(".tag summary").nth(2).click()


def _conversations(page: Page) -> None:
    for question in ("Azubis Pflege, Raum Leipzig", "Was ist Active Sourcing?", "Xing oder LinkedIn?"):
        _asked(question)(page)
    _asked("Bauleiter in Köln, wo posten?")(page)


def _sources(page: Page) -> None:
    _asked("Bauleiter in Köln, wo posten?")(page)
    page.locator(".checklist > details > summary").click()
    page.locator(".checklist [type=checkbox]").first.check()
    page.locator(".sources > summary").click()
    page.locator(".sources li summary").first.click()
    page.get_by_role("button", name="Nicht hilfreich").click()
    page.locator(".reason").wait_for()
    page.locator(".reason").scroll_into_view_if_needed()


def _at(path: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.goto(path)

    return act


def _map(page: Page) -> None:
    page.goto("/channels")
    page.locator(".map-bar").evaluate("(bar) => bar.scrollIntoView({ block: 'start', behavior: 'instant' })")


def _printed_checklist(page: Page) -> None:
    page.goto("/checklists")
    page.locator(".sheets-open").first.click()
    page.locator(".sheet").wait_for()


VIEWS = (
    View("start", _start),
    View("start-phone", _start, PHONE, scale=2),
    View("advice", _conversations),
    View("advice-dark", _conversations, scheme="dark"),
    View("advice-phone", _asked("Bauleiter in Köln, wo posten?"), PHONE, scale=2),
    View("advice-phone-dark", _asked("Bauleiter in Köln, wo posten?"), PHONE, "dark", scale=2),
    View("advice-printed", _asked("Bauleiter in Köln, wo posten?"), PAPER, media="print"),
    View("follow-up", _asked("Site manager in Leeds, where to post?", "and for apprentices?"), locale="en-GB"),
    View("tag", _tag_open),
    View("tag-phone", _tag_open, PHONE, scale=2),
    View("sources", _sources),
    View("comparison", _asked("Xing oder LinkedIn?")),
    View("comparison-phone", _asked("Xing oder LinkedIn?"), PHONE, scale=2),
    View("checklist", _asked("Checkliste für die Ansprache von Zielgruppen")),
    View("unknown", _asked("Wie wird morgen das Wetter?")),
    View("channels", _map, (1440, 1000)),
    View("channels-filter", _at("/channels?people=young&region=dach"), (1440, 1000)),
    View("channels-phone", _at("/channels"), PHONE, scale=2),
    View("channel", _at("/channels/xing")),
    View("checklist-printed", _printed_checklist, PAPER, media="print"),
    View("missing", _at("/c/AAAAAAAAAAAAAAAAAAAAAAAA")),
)


def main() -> int:
    """Write all pictures into the folder. 0, or 1 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="made where it does not exist")
    parser.add_argument("--only", nargs="+", metavar="NAME", help=f"of {', '.join(view.name for view in VIEWS)}")
    options = parser.parse_args()
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        _take(options.folder, [view for view in VIEWS if not options.only or view.name in options.only])
    except (BenchmarkError, BotError, ConfigError, OSError, PlaywrightError) as error:
        tell(f"no pictures: {error}")
        return 1
    return 0


def _take(folder: Path, views: list[View]) -> None:
    settings = load_settings()
    build_index(settings, Silence())
    with served(settings) as server, browser() as running:
        for view in views:
            print(view.take(running, server.address, folder))


if __name__ == "__main__":
    sys.exit(main())
