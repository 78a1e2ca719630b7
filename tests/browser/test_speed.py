"""Speed, with loose bounds, since machines that run tests are shared and noisy.

The goals are measured by `python -m benchmarks.web_browser`.
"""

import pytest
from playwright.sync_api import Browser

from benchmarks.measure import times
from benchmarks.web_browser import MAX_WEIGHT_KB, first_page, painted, questions

LOOSE_P50_MS = 300
LOOSE_INTERACTIVE_MS = 4_000
WARM_UP = 5


@pytest.mark.alone
def test_answers_are_painted_soon_after_enter(running: Browser, address: str) -> None:
    found = times(painted(running, address, questions(25))[WARM_UP:])
    assert found.p50 <= LOOSE_P50_MS, found


@pytest.mark.alone
def test_the_first_page_is_light_and_soon_usable(running: Browser, address: str) -> None:
    pages = [first_page(running, address) for _ in range(3)]
    assert max(page.weight for page in pages) <= MAX_WEIGHT_KB * 1000
    assert min(page.interactive_ms for page in pages) <= LOOSE_INTERACTIVE_MS


def test_questions_differ() -> None:
    assert len(set(questions(70))) == 70
