"""Which chat platforms the settings name, and how each is connected. Heavy: to be imported where there is one."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from adapters import entrances
from adapters.chats import Connect
from adapters.delivery import Delivery, Platform, delivery_url
from adapters.slack import line as slack_line
from adapters.slack.answering import Desk as SlackDesk
from adapters.slack.candidates import CandidateLine
from adapters.slack.connection import Access as SlackAccess
from adapters.slack.learning import Learning
from adapters.slack.platform import Services as SlackServices
from adapters.slack.reactions import People
from adapters.slack.wording import load_wording as load_slack_wording
from adapters.telegram import line as telegram_line
from adapters.telegram.answering import Desk as TelegramDesk
from adapters.telegram.connection import Access as TelegramAccess
from adapters.telegram.platform import Services as TelegramServices
from adapters.telegram.vacancies import Jobs
from adapters.telegram.wording import load_wording as load_telegram_wording
from bot import bootstrap
from bot.hosting import Hosted
from bot.jobs.alerting import AlertDesk
from bot.jobs.search import JobSearch
from bot.jobs.words import load_job_words
from bot.models import Language
from bot.stores import Stores
from config.settings import Settings, revealed

SLACK, TELEGRAM = "slack", "telegram"

Served = Callable[[], Hosted | None]
"""Returns what is served, None while there is no index."""
T = TypeVar("T")


def connections(settings: Settings, hosted: Served, stores: Stores) -> Mapping[str, Connect]:
    """Return how to connect to each platform that is set up, by name."""
    found: dict[str, Connect] = {}
    if settings.slack.is_set:
        to_slack, in_slack = slack_access(settings), _slack_services(settings, hosted, stores)
        found[SLACK] = lambda: slack_line.open_line(to_slack, in_slack, entrances.SLACK)
    if settings.telegram.is_set:
        to_telegram, in_telegram = telegram_access(settings), _telegram_services(settings, hosted, stores)
        found[TELEGRAM] = lambda: telegram_line.open_line(to_telegram, in_telegram, entrances.TELEGRAM)
    return found


def slack_access(settings: Settings) -> SlackAccess:
    """Return what lets Lotse into Slack; what is missing is a `problem` of it."""
    slack = settings.slack
    return SlackAccess(
        bot_token=revealed(slack.bot_token) or "",
        app_token=revealed(slack.app_token),
        signing_secret=revealed(slack.signing_secret),
        api_url=slack.api_url,
    )


def telegram_access(settings: Settings) -> TelegramAccess:
    """Return what lets Lotse into Telegram; what is missing is a `problem` of it."""
    telegram = settings.telegram
    return TelegramAccess(
        token=revealed(telegram.token) or "",
        api_url=telegram.api_url,
        channel=telegram.channel,
        webhook_secret=revealed(telegram.webhook_secret),
        webhook_url=telegram.webhook_url,
    )


def make_delivery(settings: Settings, platforms: Mapping[str, Platform]) -> Delivery:
    """Return the delivery for these platforms, in the database that the settings name."""
    return Delivery(delivery_url(settings.data_dir, revealed(settings.database_url)), platforms)


def _slack_services(settings: Settings, hosted: Served, stores: Stores) -> SlackServices:
    return SlackServices(
        desk=SlackDesk(hosted, stores.archive, stores.conversations),
        state=stores.chat,
        words=load_slack_wording(),
        language=Language(settings.answers.language),
        people=People(settings.slack.people, settings.answers.human_contact),
        admins=frozenset(settings.slack.admins),
        candidates=CandidateLine(
            bootstrap.build_handoff_desk(settings, stores),
            settings.slack.handoff_channel or "",
            settings.slack.handoff_people or settings.slack.people,
        ),
        gaps=stores.gaps,
        learning=Learning(
            bootstrap.make_onboarding_desk(settings, stores.progress, bootstrap.served_topics(hosted)),
            stores.chat,
            load_slack_wording(),
            Language(settings.answers.language),
        ),
    )


def _telegram_services(settings: Settings, hosted: Served, stores: Stores) -> TelegramServices:
    def tools() -> tuple[JobSearch, AlertDesk]:
        search = bootstrap.build_job_search(settings, stores.jobs)
        return search, bootstrap.build_alert_desk(stores, search)

    served = PerIndex(hosted, tools)
    jobs = Jobs(
        board=stores.jobs,
        alerts=stores.alerts,
        search=lambda: found[0] if (found := served.current()) else None,
        words=load_job_words(),
        guide=bootstrap.build_job_guide(),
        alert_desk=lambda: found[1] if (found := served.current()) else None,
    )
    return TelegramServices(
        desk=TelegramDesk(hosted, stores.archive),
        languages=stores.chat,
        first_times=stores.first_times,
        people=stores.people,
        jobs=jobs,
        words=load_telegram_wording(),
        language=Language(settings.answers.language),
        handoffs=bootstrap.build_handoff_desk(settings, stores),
    )


class PerIndex(Generic[T]):
    """Makes something from the index, anew with each generation that is served. For any thread."""

    def __init__(self, hosted: Served, make: Callable[[], T]) -> None:
        self._hosted = hosted
        self._make = make
        self._lock = Lock()
        self._made: tuple[str, T] | None = None

    def current(self) -> T | None:
        """Return it, None while there is no index. Raises NotReadyError where it cannot be made."""
        hosted = self._hosted()
        if hosted is None:
            return None
        with self._lock:
            if self._made is None or self._made[0] != hosted.generation:
                self._made = hosted.generation, self._make()
            return self._made[1]
