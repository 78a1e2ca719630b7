"""What people do on the pages, and who watches what the pages do meanwhile."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

ADVICE = "Bauleiter in Köln, wo posten?"
COMPARISON = "Xing oder LinkedIn?"
CHECKLIST = "Checkliste für die Ansprache von Zielgruppen"
UNKNOWN = "Wie wird morgen das Wetter?"
IN_A_CONVERSATION = re.compile(r"/c/[A-Za-z0-9_-]{22,}")
WIDE, PHONE = (1280, 900), (360, 740)

FORBIDDEN_HOSTS = re.compile(r"(?!127\.0\.0\.1$|$)")
"""Every host but this machine; data: has none."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Notes what no page may do. `tolerated` is a pattern of what is expected to be complained about."""

    tolerated: str = ""
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of the context. Lambdas, since Playwright puts attributes onto the owner of a method."""
        context.on("request", lambda request: self._requested(request))  # noqa: PLW0108
        context.on("console", lambda message: self._said(message))  # noqa: PLW0108
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _requested(self, request: Request) -> None:
        if FORBIDDEN_HOSTS.match(urlsplit(request.url).hostname or ""):
            self.elsewhere.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        expected = self.tolerated and re.search(self.tolerated, message.text)
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(message.text)


def ask(page: Page, text: str) -> Locator:
    """Type a question, press Enter, and return the exchange that appears."""
    number = page.locator(".exchange").count()
    page.locator("#question").fill(text)
    page.locator("#question").press("Enter")
    return exchange(page, number)


def asked(page: Page, text: str) -> Locator:
    """Ask in a new conversation."""
    page.goto("/")
    return ask(page, text)


def exchange(page: Page, number: int) -> Locator:
    """Return the exchange with this number, from 0, once it is there."""
    found = page.locator(".exchange").nth(number)
    expect(found).to_be_visible()
    return found


def tag(exchange_: Locator, kind: str) -> Locator:
    """Return what was understood of a kind, by its label."""
    return exchange_.locator(".tag").filter(has_text=re.compile(rf"^\s*{kind}\b"))


def is_kept(page: Page) -> None:
    """Wait until the server has answered everything that htmx sent: it marks the sender before a handler returns."""
    expect(page.locator(".htmx-request")).to_have_count(0)
