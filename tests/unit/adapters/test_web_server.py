import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.keeper import Keeper
from adapters.web import server
from adapters.web.server import ServeError, kept_secret, listening, make_setup
from bot.models import Language
from config.groups import WebSettings
from config.settings import ConfigError, Settings, load_settings
from tests.fakes.web import Index


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_in_use_names_the_setting_and_another_port(taken: int) -> None:
    with pytest.raises(ServeError) as failure:
        listening(WebSettings(port=taken))
    text = str(failure.value)
    assert "LOTSE_WEB__PORT" in text
    assert f"127.0.0.1:{taken}" in text
    assert f"LOTSE_WEB__PORT={taken + 1 if taken < 65535 else 8080}" in text
    assert "LOTSE_WEB__HOST" not in text


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_this_machines_names_the_other_setting(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(name: str, port: int, **_: object) -> list[object]:
        if name != "192.0.2.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(ServeError, match=r"LOTSE_WEB__HOST.*LOTSE_WEB__HOST=127\.0\.0\.1"):
        listening(WebSettings(host=host, port=free_port()))


@pytest.mark.parametrize(("port", "another"), [(8080, 8081), (80, 8080), (65535, 8080)])
def test_the_port_proposed_is_one_that_anybody_may_use(port: int, another: int) -> None:
    assert server._another(port) == another


def test_a_failure_to_listen_leaves_no_socket_open(taken: int) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - descriptors, not files
    for _ in range(5):
        with pytest.raises(ServeError):
            listening(WebSettings(port=taken))
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.parametrize(("password", "accepted"), [("x" * 11, False), ("x" * 12, True)])
def test_a_short_password_is_refused_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, password: str, accepted: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_WEB__PASSWORD", password)
    if accepted:
        assert load_settings().web.password is not None
        return
    with pytest.raises(ConfigError, match=r"LOTSE_WEB__PASSWORD.*12") as failure:
        load_settings()
    assert password not in str(failure.value)


def test_the_secret_is_made_once_and_readable_by_its_user_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    made = kept_secret(folder)
    assert len(made) == 32
    assert kept_secret(folder) == made
    assert stat.S_IMODE((folder / "web.secret").stat().st_mode) == 0o600
    assert kept_secret(tmp_path / "other") != made


@pytest.mark.parametrize("rest", [b"", b"short", b"x" * 33])
def test_a_secret_that_was_cut_short_is_made_anew(tmp_path: Path, rest: bytes) -> None:
    (tmp_path / "web.secret").write_bytes(rest)
    made = kept_secret(tmp_path)
    assert len(made) == 32
    assert kept_secret(tmp_path) == made


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(ConfigError, match=r"data_dir: .*web\.secret"):
        kept_secret(tmp_path / "data")


@pytest.mark.parametrize(
    ("web", "hosts"),
    [
        (WebSettings(), {"127.0.0.1", "::1", "localhost"}),
        (
            WebSettings(allowed_hosts=" Chat.Example, ,b.example"),
            {"127.0.0.1", "::1", "localhost", "chat.example", "b.example"},
        ),
        (WebSettings(host="0.0.0.0", login="proxy"), set()),
        (
            WebSettings(host="0.0.0.0", login="proxy", allowed_hosts="chat.example"),
            {"0.0.0.0", "127.0.0.1", "::1", "localhost", "chat.example"},
        ),
    ],
)
def test_names_are_restricted_on_loopback_and_where_they_are_set(
    tmp_path: Path, web: WebSettings, hosts: set[str]
) -> None:
    setup = make_setup(Settings(data_dir=tmp_path, web=web), Keeper(Index().source()), None)  # type: ignore[arg-type]
    assert setup.hosts == hosts
    assert setup.language is Language.DE
