"""Telegram as the settings name it: what lets Lotse in, and what answers there."""

from functools import partial

from adapters.chats import Connect
from adapters.telegram.answering import Desk
from adapters.telegram.connection import Access
from adapters.telegram.line import open_line
from adapters.telegram.platform import Services
from adapters.telegram.vacancies import Jobs
from adapters.telegram.wording import load_wording
from bot import bootstrap
from bot.handoffs.desk import HandoffDesk
from bot.hosting import PerIndex, Served
from bot.jobs.alerting import AlertDesk
from bot.jobs.search import JobSearch
from bot.jobs.words import load_job_words
from bot.models import Language
from bot.stores import Stores
from config.settings import Settings, revealed


def access(settings: Settings) -> Access:
    """Return what lets Lotse into Telegram; what is missing is a `problem` of it."""
    telegram = settings.telegram
    return Access(
        token=revealed(telegram.token) or "",
        api_url=telegram.api_url,
        channel=telegram.channel,
        webhook_secret=revealed(telegram.webhook_secret),
        webhook_url=telegram.webhook_url,
    )


def connection(settings: Settings, hosted: Served, stores: Stores, handoffs: HandoffDesk, path: str) -> Connect:
    """Return how to connect. `path` is where Telegram may call; who asks for a person reaches one by `handoffs`."""
    services = Services(
        desk=Desk(hosted, stores.archive),
        languages=stores.chat,
        first_times=stores.first_times,
        people=stores.people,
        jobs=_jobs(settings, hosted, stores),
        words=load_wording(),
        language=Language(settings.answers.language),
        handoffs=handoffs,
    )
    return partial(open_line, access(settings), services, path)


def _jobs(settings: Settings, hosted: Served, stores: Stores) -> Jobs:
    def tools() -> tuple[JobSearch, AlertDesk]:
        search = bootstrap.build_job_search(settings, stores.jobs)
        return search, bootstrap.build_alert_desk(stores, search)

    served = PerIndex(hosted, tools)
    return Jobs(
        board=stores.jobs,
        alerts=stores.alerts,
        search=lambda: found[0] if (found := served.current()) else None,
        words=load_job_words(),
        guide=bootstrap.build_job_guide(),
        alert_desk=lambda: found[1] if (found := served.current()) else None,
    )
