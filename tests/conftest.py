"""What every test has: no network beyond this machine; and, on request, the real model, exported once."""

import fcntl
import gc
import ipaddress
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from retrieval.embedding import OnnxEmbedder
from retrieval.errors import EmbeddingError
from retrieval.model_export import export_model, model_fingerprint
from retrieval.model_source import DEFAULT_MODEL
from tests.fakes.embedder import FakeEmbedder

pytest_plugins = ["tests.fixtures", "tests.document_fixtures"]


def pytest_configure() -> None:
    """A shell that runs the tests in the background lets them, and what they start, ignore Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


# Examples take as long as the machine is busy; what must be quick is measured by tests that say so.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

_EXPORT_STAMP = "fingerprint"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have one worker build the index at once, while the others run what needs none; begin with what takes long."""
    names = Counter(item.nodeid for item in items)
    if hasattr(config, "workerinput") and len(names) < len(items):
        # xdist would run only one of them, and say nothing.
        raise pytest.UsageError(f"several tests share a name, mark them alone: {names.most_common(1)[0][0]}")
    needing = {item.path for item in items if "settings" in getattr(item, "fixturenames", ())}
    long = {item.path for item in items if item.get_closest_marker("long")}
    first = min(needing, key=lambda path: (path.parent.name != "dialogues", path), default=None)
    items.sort(key=lambda item: (item.path != first, item.path not in long, item.path in needing))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: collecting garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


class NetworkBlockedError(OSError):
    """A test tried to leave this machine."""


class Silence:
    """A Progress that nobody hears."""

    def step(self, name: str, done: int, total: int) -> None:
        return


def _stays_here(family: int, address: Any) -> bool:
    if family == socket.AF_UNIX:
        return True
    host = address[0]
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection and every name but those of this machine."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked(original: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if not _stays_here(self.family, address):
                raise NetworkBlockedError(f"a test tried to reach {address}")
            return original(self, address)

        return call

    def checked_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _stays_here(socket.AF_INET, (name,)):
            raise NetworkBlockedError(f"a test tried to look up {name}")
        return lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked(connect))
        patch.setattr(socket.socket, "connect_ex", checked(connect_ex))
        patch.setattr(socket, "getaddrinfo", checked_lookup)
        yield


@pytest.fixture(scope="session")
def exported_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the default model, exported; kept in pytest's cache until the model or the export changes."""
    cache = getattr(request.config, "cache", None)
    home: Path = cache.mkdir("lotse-model") if cache else tmp_path_factory.mktemp("lotse-model")
    folder, stamp, fingerprint = home / "export", home / _EXPORT_STAMP, model_fingerprint(DEFAULT_MODEL)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != fingerprint or not _loads(folder):
            export_model(DEFAULT_MODEL, folder, Silence())
            stamp.write_text(fingerprint)
    return folder


def _loads(folder: Path) -> bool:
    try:
        OnnxEmbedder(folder)
    except EmbeddingError:
        return False
    return True


@pytest.fixture(scope="session")
def embedder(exported_model: Path) -> OnnxEmbedder:
    """The real model."""
    return OnnxEmbedder(exported_model)


@pytest.fixture
def fake_embedder() -> FakeEmbedder:
    """A fast stand-in, for what does not depend on meaning."""
    return FakeEmbedder()


@pytest.fixture
def silence() -> Silence:
    """A Progress that nobody hears."""
    return Silence()
