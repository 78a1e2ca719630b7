"""`python -m benchmarks.web_browser`: from Enter to the painted answer, and what the first page weighs, in chromium."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as NotInTimeError

from benchmarks.errors import BenchmarkError
from benchmarks.measure import Times, percentile, times
from benchmarks.peer_cases import sample_questions
from benchmarks.report import goal, table, tell
from benchmarks.web_server import served
from bot.bootstrap import build_index
from bot.errors import BotError
from config.settings import ConfigError, load_settings

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PROGRAMS = ("chromium", "chromium-browser")
MISSING = "no chromium on the path: install Debian's package `chromium` (apt-get install chromium)"

QUESTIONS = 60
WARM_UP = 10
A_CONVERSATION = 10
"""Questions asked in one conversation before the next begins: a long page takes longer to lay out."""
STARTS = 7
MAX_P50_MS, MAX_P95_MS = 60.0, 150.0
MAX_WEIGHT_KB, MAX_INTERACTIVE_MS = 150.0, 500.0

ROLES = ("Bauleiter", "Pflegekräfte", "Azubis Elektronik", "Softwareentwickler", "nurses", "sales managers")
ORDERS = ("{role} in {place}, wo posten?", "where do I find {role} near {place}?")
PLACES = ("Köln", "Leipzig", "Wien")

# The clock starts with the key's own time stamp and stops after the frame that follows the answer's arrival in the
# document: the message is delivered when that frame has been painted. Playwright adds this outside the page's CSP, and
# is told by the console, since asking the page again and again would take the time that is measured.
_PAINTED = "lotse-painted "
_CLOCK = """
(() => {
  let pressed = null;
  addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = event.timeStamp; }, true);
  const arrived = (record) => [...record.addedNodes].some((node) => node.matches?.(".exchange"));
  new MutationObserver((records) => {
    if (pressed === null || !records.some(arrived)) return;
    const began = pressed;
    pressed = null;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => console.debug(`lotse-painted ${performance.now() - began}`);
      channel.port2.postMessage(null);
    });
  }).observe(document, { childList: true, subtree: true });
})();
"""

# Deferred scripts have run, and with them all handlers are attached, when DOMContentLoaded ends.
_INTERACTIVE = """
() => Math.max(
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  ...performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime),
)
"""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The start page with an empty cache: bytes over the wire, headers included, and when it can be used."""

    weight: int
    interactive_ms: float
    requests: int


def chromium() -> str | None:
    """Return where chromium is, None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def launched(playwright: Playwright) -> Browser:
    """Start chromium without a window. Raises BenchmarkError where there is none."""
    program = chromium()
    if program is None:
        raise BenchmarkError(MISSING)
    return playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))


@contextmanager
def browser() -> Iterator[Browser]:
    """Run chromium until the end of the block. Raises BenchmarkError where there is none."""
    with sync_playwright() as playwright:
        running = launched(playwright)
        try:
            yield running
        finally:
            running.close()


def questions(number: int) -> tuple[str, ...]:
    """Return questions of different wording, half of them for channels and half about topics."""
    vacancies = [order.format(role=role, place=place) for role, place, order in product(ROLES, PLACES, ORDERS)]
    topics = [text for text, _ in sample_questions(number)]
    mixed = [text for pair in zip(vacancies, topics, strict=False) for text in pair]
    return tuple(dict.fromkeys([*mixed, *topics]))[:number]


def first_page(running: Browser, address: str) -> FirstPage:
    """Load the start page with an empty cache."""
    with running.new_context() as context:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        sizes: list[int] = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        wire.send("Network.enable")
        page.goto(address, wait_until="networkidle")
        return FirstPage(sum(sizes), float(page.evaluate(_INTERACTIVE)), len(sizes))


def painted(running: Browser, address: str, texts: Sequence[str]) -> list[float]:
    """Ask everything and return how many seconds each answer took from Enter until it was painted.

    Raises:
        BenchmarkError: an answer did not come.
    """
    with running.new_context() as context:
        context.add_init_script(_CLOCK)
        page = context.new_page()
        found: list[float] = []
        for start in range(0, len(texts), A_CONVERSATION):
            page.goto(address)
            found += [_asked(page, text) for text in texts[start : start + A_CONVERSATION]]
        return found


def _asked(page: Page, text: str) -> float:
    page.locator("#question").fill(text)
    try:
        with page.expect_console_message(lambda said: said.text.startswith(_PAINTED)) as told:
            page.locator("#question").press("Enter")
    except NotInTimeError as error:
        shown = " ".join(page.locator(".notice:visible").all_inner_texts())
        raise BenchmarkError(f"no answer to {text!r} was painted; the page says {shown!r}") from error
    return float(told.value.text.removeprefix(_PAINTED)) / 1000


def main() -> int:
    """Measure and print. 0, or 1 where a figure is missed or could not be measured."""
    try:
        settings = load_settings()
        build_index(settings, Silence())
        with served(settings) as server, browser() as running:
            tell(f"the first page, {STARTS} times")
            starts = [first_page(running, server.address) for _ in range(STARTS)]
            tell(f"{QUESTIONS} questions")
            found = painted(running, server.address, questions(QUESTIONS + WARM_UP))[WARM_UP:]
    except (BenchmarkError, BotError, ConfigError) as error:
        tell(f"could not be measured: {error}")
        return 1
    lines = report(times(found), starts)
    print("\n\n".join(lines))
    return 1 if any("missed" in line for line in lines) else 0


def report(asked: Times, starts: Sequence[FirstPage]) -> tuple[str, ...]:
    """Return the figures as Markdown."""
    weight = max(start.weight for start in starts) / 1000
    interactive = percentile([start.interactive_ms for start in starts], 0.5)
    worst = max(start.interactive_ms for start in starts)
    rows = (
        ("Enter → answer painted, p50", f"{asked.p50:.0f} ms"),
        ("Enter → answer painted, p95", f"{asked.p95:.0f} ms"),
        ("Enter → answer painted, worst", f"{asked.worst:.0f} ms"),
        ("first page, all it needs", f"{weight:.0f} KB in {starts[0].requests} requests"),
        (f"first page interactive, median of {len(starts)}", f"{interactive:.0f} ms (worst {worst:.0f} ms)"),
    )
    goals = (
        goal("Enter → answer painted, p50", asked.p50, MAX_P50_MS, unit="ms"),
        goal("Enter → answer painted, p95", asked.p95, MAX_P95_MS, unit="ms"),
        goal("first page in all", weight, MAX_WEIGHT_KB, unit="KB"),
        goal("first page interactive", interactive, MAX_INTERACTIVE_MS, unit="ms"),
    )
    return table(("", "headless chromium"), rows), "\n".join(goals)


class Silence:
    """A Progress that nobody hears."""

    def step(self, name: str, done: int, total: int) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
