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
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.groups import (
    PREFIX,
    SEPARATOR,
    AnswerSettings,
    DocumentSettings,
    EmbeddingSettings,
    HandoffSettings,
    RetentionSettings,
    SlackSettings,
    TelegramSettings,
    WebSettings,
    environment_name,
)

CONFIG_FILE = "lotse.toml"


class ConfigError(Exception):
    """A setting is unknown or has a value that its rule forbids."""


def _without_tilde(folder: Path) -> Path:
    try:
        return folder.expanduser()
    except RuntimeError:
        raise ValueError("must not start with ~ of an unknown user") from None


Folder = Annotated[Path, AfterValidator(_without_tilde)]


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
    retention: RetentionSettings = RetentionSettings()
    slack: SlackSettings = SlackSettings()
    telegram: TelegramSettings = TelegramSettings()
    handoff: HandoffSettings = HandoffSettings()
    documents: DocumentSettings = DocumentSettings()

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


def revealed(secret: SecretStr | None) -> str | None:
    """Return what a secret says, for the one place that uses it."""
    return secret.get_secret_value() if secret else None


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
