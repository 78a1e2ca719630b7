"""Gets files from Slack: asks what a file is, then reads it from Slack's own host. Blocks; called in worker threads.

The bot's token goes to two places only: the API, and the host of Slack's files. What Slack names as a file's address
may be anywhere, so its host is compared, and no redirection is followed.

FetchError(AdapterError)
    a file was not got; `reason` says why, as the end of a wording's key
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters.errors import AdapterError
from adapters.foreign_json import number, table, text
from adapters.slack.connection import API_URL

FILE_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
"""Where Slack's files lie. With another API address they lie at that one."""
SECONDS = 10.0
"""For connecting, and between two pieces of a file."""
SECONDS_A_FILE = 60.0
TRIES = 3
LONGEST_PAUSE = 5.0
NO_SCOPE = frozenset({"missing_scope", "no_permission"})
REASONS = frozenset({"scope", "gone", "elsewhere", "too_large", "same_name", "unreachable", "refused"})
"""Why a file was not got, as FetchError has it."""
GONE = frozenset({"file_not_found", "file_deleted"})


class FetchError(AdapterError):
    """A file was not got."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class SlackFile:
    """A file as Slack describes it; what it says of itself may be wrong."""

    id: str
    name: str
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """Slack's files, by the bot's token. `api_url` is another address of Slack's API, for tests."""

    token: str = field(repr=False)
    api_url: str | None = None
    seconds: float = SECONDS

    def describe(self, file: str) -> SlackFile:
        """Return what a file is. Raises FetchError."""
        with self._client() as client:
            answer = self._asked(client, file)
        found = table(answer, "file")
        if answer.get("ok") is not True:
            error = text(answer, "error")
            raise FetchError("scope" if error in NO_SCOPE else "gone" if error in GONE else "refused")
        if text(found, "mode") in ("tombstone", "hidden_by_limit"):
            raise FetchError("gone")
        if found.get("is_external") is True:
            raise FetchError("elsewhere")
        address = text(found, "url_private_download") or text(found, "url_private")
        return SlackFile(file, text(found, "name") or text(found, "title"), number(found, "size"), address)

    def fetch(self, file: SlackFile, into: Path, most: int) -> None:
        """Write the file to `into`, in pieces; no more than `most` bytes are read. Raises FetchError, OSError."""
        if not self._is_slacks(file.address):
            raise FetchError("elsewhere")
        until = time.monotonic() + SECONDS_A_FILE
        try:
            with self._client() as client, client.stream("GET", file.address) as response:
                if response.status_code != 200:
                    # Without the scope Slack sends whoever asks to a page to sign in.
                    raise FetchError("scope" if response.is_redirect or response.status_code == 403 else "refused")
                _write(response, into, most, until)
        except httpx.HTTPError:
            raise FetchError("unreachable") from None

    def _asked(self, client: httpx.Client, file: str) -> Mapping[str, Any]:
        for attempt in range(1, TRIES + 1):
            try:
                response = client.post(f"{self.api_url or API_URL}files.info", data={"file": file})
                if response.status_code == 200:
                    return table({"answer": response.json()}, "answer")
                pause = _pause(response)
            except (httpx.HTTPError, ValueError):
                pause = 1.0
            if attempt < TRIES:
                time.sleep(pause)
        raise FetchError("unreachable")

    def _is_slacks(self, address: str) -> bool:
        api = urlsplit(self.api_url or API_URL)
        try:
            given = urlsplit(address)
            port = given.port
        except ValueError:
            return False
        if self.api_url:
            return (given.scheme, given.netloc) == (api.scheme, api.netloc)
        return given.scheme == "https" and given.hostname in FILE_HOSTS and port in (None, 443)

    def _client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(headers=headers, timeout=self.seconds, follow_redirects=False, trust_env=False)


def _write(response: httpx.Response, into: Path, most: int, until: float) -> None:
    read = 0
    with into.open("wb") as copy:
        for piece in response.iter_bytes(64 * 1024):
            read += len(piece)
            if read > most:
                raise FetchError("too_large")
            if time.monotonic() > until:
                raise FetchError("unreachable")
            copy.write(piece)


def _pause(response: httpx.Response) -> float:
    try:
        return min(max(float(response.headers.get("Retry-After", "1")), 0.0), LONGEST_PAUSE)
    except ValueError:
        return 1.0
