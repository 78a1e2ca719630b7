"""`lotse serve` as one piece, on fakes of what answers, the real store and the real server."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
import uvicorn

from adapters import serve as serving
from adapters.serve import serve
from bot import bootstrap
from bot.hosting import Hosted
from bot.store_errors import StoreError
from bot.stores import Stores
from config.groups import WebSettings
from config.settings import ConfigError, Settings
from tests.fakes.web import Index

PASSWORD = "correct horse battery"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Told:
    """Keeps what is told."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.places: list[str] = []

    def serving(self, address: str) -> None:
        self.addresses.append(address)

    def connected(self, where: str) -> None:
        self.places.append(where)


class Services:
    """The composition root with fakes, but the real store."""

    def __init__(self) -> None:
        self.index = Index()

    def host(self, settings: Settings) -> Hosted:
        return self.index.load()

    def generation(self, settings: Settings) -> str | None:
        return self.index.generation

    def open_store(self, settings: Settings) -> AbstractContextManager[Stores]:
        return bootstrap.open_store(settings)


def starting(web: WebSettings, folder: Path) -> None:
    """Start a server that gets no further than its settings: its folder is in use."""
    settings = Settings(data_dir=folder, web=web)
    with bootstrap.open_store(settings):
        serve(settings, Services(), Told(), browser=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "lotse.example", "127.0.0.1.example"])
def test_other_machines_are_let_in_by_a_login_only(host: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"LOTSE_WEB__HOST.*LOTSE_WEB__LOGIN"):
        starting(WebSettings(host=host, port=free_port()), tmp_path)


@pytest.mark.parametrize("login", [{"login": "proxy"}, {"login": "password", "password": PASSWORD}])
def test_with_a_login_they_are(login: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "listening", lambda _: socket.socket())  # a test does not listen for everybody
    with pytest.raises(StoreError):
        starting(WebSettings(host="0.0.0.0", port=free_port(), **login), tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_on_loopback_no_login_is_needed(host: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        starting(WebSettings(host=host, port=free_port()), tmp_path)


def test_a_password_must_be_set_where_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="LOTSE_WEB__PASSWORD"):
        starting(WebSettings(login="password", port=free_port()), tmp_path)


def test_a_second_server_on_the_same_folder_is_told_who_holds_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"(?s)in use by.*LOTSE_DATA_DIR"):
        starting(WebSettings(port=free_port()), tmp_path)


@contextlib.contextmanager
def running(settings: Settings, services: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve for real, in a thread, and give the address."""
    servers: list[uvicorn.Server] = []
    told = Told()

    class Stoppable(uvicorn.Server):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            servers.append(self)

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield  # signals are the main thread's

    monkeypatch.setattr(uvicorn, "Server", Stoppable)
    thread = threading.Thread(target=serve, args=(settings, services, told), kwargs={"browser": False})
    thread.start()
    deadline = time.monotonic() + 10
    while not (servers and servers[0].started):
        assert thread.is_alive(), "the server ended"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    try:
        yield told.addresses[0]
    finally:
        servers[0].should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def raw(address: str, request: bytes) -> bytes:
    """Send bytes as they are and return the first line of the response."""
    with socket.create_connection(("127.0.0.1", int(address.rstrip("/").rpartition(":")[2])), 5) as connection:
        connection.sendall(request)
        return connection.recv(100_000).partition(b"\r\n")[0]


BROKEN = (
    b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /c/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: lotse_session=\xff\xfe; \xc3\x28=\xa0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: \xff\xfe\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET /?q=\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /?q=%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /static/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
)


def test_a_server_serves_keeps_and_survives_broken_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path, web=WebSettings(port=free_port()))
    with running(settings, Services(), monkeypatch) as address:
        assert address == f"http://127.0.0.1:{settings.web.port}/"
        with httpx.Client(base_url=address) as client:
            asked = client.post("/api/v1/answers", json={"question": "Wo?"}).json()
            for request in BROKEN:
                status = raw(address, request)
                assert status.startswith((b"HTTP/1.1 2", b"HTTP/1.1 4")), (request[:60], status)
            assert client.get(f"/api/v1/conversations/{asked['conversation']}").json()["exchanges"] == 1
            cookies = client.cookies
    with (
        running(settings, Services(), monkeypatch) as address,
        httpx.Client(base_url=address, cookies=cookies) as again,
    ):
        kept = again.get(f"/api/v1/conversations/{asked['conversation']}")
        assert (kept.status_code, kept.json()["said"][0]["question"]) == (200, "Wo?")


def test_a_missing_index_does_not_keep_the_server_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = Services()
    services.index.generation = None
    settings = Settings(data_dir=tmp_path, web=WebSettings(port=free_port()))
    with running(settings, services, monkeypatch) as address:
        assert httpx.get(f"{address}readyz").status_code == 503
        assert httpx.get(f"{address}healthz").status_code == 200
