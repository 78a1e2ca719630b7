"""axe-core on a page, in all colours and widths."""

from collections.abc import Iterator
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def violations(page: Page, schemes: tuple[Scheme, ...], sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """Return what axe-core finds, a line each: rule, where, and in which colours and width."""
    return [line for scheme in schemes for size in sizes for line in _found(page, scheme, size)]


def _found(page: Page, scheme: Scheme, size: tuple[int, int]) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} {node['target']} {scheme} {size[0]}: {node.get('failureSummary', '')}"
