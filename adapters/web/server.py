"""What the web chat needs to be served: an address to listen on, a secret, and its setup from the settings."""

import errno
import os
import secrets
import socket
from pathlib import Path

from adapters.errors import AdapterError
from adapters.keeper import Keeper
from adapters.web.app import Setup
from adapters.web.gate import Login
from adapters.web.site import Door
from bot.archive import Archive
from bot.models import Language
from config.groups import WebSettings, environment_name
from config.rules import LOOPBACK
from config.settings import ConfigError, Settings

SECRET_FILE = "web.secret"
SECRET_BYTES = 32


class ServeError(AdapterError):
    """The server cannot start; the text says why and what to change."""


def make_setup(settings: Settings, keeper: Keeper, archive: Archive) -> Setup:
    """Return what the application is made of. Raises ConfigError where the secret cannot be kept."""
    web = settings.web
    password = web.password.get_secret_value() if web.password else ""
    allowed = {host.strip().lower() for host in web.allowed_hosts.split(",") if host.strip()}
    named = LOOPBACK | {web.host.lower()} | allowed
    return Setup(
        keeper=keeper,
        archive=archive,
        secret=kept_secret(settings.data_dir),
        door=Door(Login(web.login), password, web.user_header),
        hosts=frozenset(named) if web.local or allowed else frozenset(),
        questions_per_minute=web.questions_per_minute,
        language=Language(settings.answers.language),
    )


def listening(web: WebSettings) -> socket.socket:
    """Return a socket that listens on the address. Raises ServeError, which names the setting to change."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(web.host, web.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServeError(_refused(web, error)) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise ServeError(_refused(web, error)) from None
    return listener


def kept_secret(data_dir: Path) -> bytes:
    """Return the secret that signs sessions, made once and readable by this user only. Raises ConfigError."""
    path = data_dir / SECRET_FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        known = path.read_bytes() if path.exists() else b""
        return known if len(known) == SECRET_BYTES else _new_secret(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"data_dir: {path} must be a file that can be read and written ({reason})") from None


def _new_secret(path: Path) -> bytes:
    """Make a secret; one that was cut short, by a full disk for example, is replaced, and everybody is new."""
    made = secrets.token_bytes(SECRET_BYTES)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
    return made


def _refused(web: WebSettings, error: OSError) -> str:
    """Say which of the two settings is wrong: the host, where this machine has no such address, or else the port."""
    reason = f"cannot listen on {web.host}:{web.port}: {error.strerror or error}"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        name = environment_name("web.host")
        return f"web.host ({name}): {reason}. Mend: choose an address of this machine, for example {name}=127.0.0.1"
    name = environment_name("web.port")
    return f"web.port ({name}): {reason}. Mend: choose a free port, for example {name}={_another(web.port)}"


def _another(port: int) -> int:
    """A port near by; the lowest are the system's."""
    return port + 1 if 1024 <= port < 65535 else 8080
