"""Slack as the settings name it: what lets Lotse in, and what answers there."""

from dataclasses import replace
from functools import partial

from adapters.chats import Connect
from adapters.slack.answering import Desk
from adapters.slack.candidates import CandidateLine
from adapters.slack.connection import Access
from adapters.slack.digest import DigestPlace
from adapters.slack.fetching import SlackFiles
from adapters.slack.filing import FileTray
from adapters.slack.jobs import Jobs
from adapters.slack.learning import Learning
from adapters.slack.line import open_line
from adapters.slack.platform import Services
from adapters.slack.reactions import People
from adapters.slack.wording import load_wording
from bot import bootstrap
from bot.clock import utc_now
from bot.document_desk import DocumentDesk
from bot.handoffs.desk import HandoffDesk
from bot.hosting import Served
from bot.jobs.words import load_job_words
from bot.models import Language
from bot.onboarding.joining import offer
from bot.stores import Stores
from config.settings import Settings, revealed


def access(settings: Settings) -> Access:
    """Return what lets Lotse into Slack; what is missing is a `problem` of it."""
    slack = settings.slack
    return Access(
        bot_token=revealed(slack.bot_token) or "",
        app_token=revealed(slack.app_token),
        signing_secret=revealed(slack.signing_secret),
        api_url=slack.api_url,
    )


def connection(
    settings: Settings, hosted: Served, stores: Stores, handoffs: HandoffDesk, documents: DocumentDesk, path: str
) -> Connect:
    """Return how to connect. `path` is where Slack may call.

    Candidates who ask for a person reach it by `handoffs`; files that editors send go to `documents`.
    """
    services = replace(_services(settings, hosted, stores, handoffs), tray=_tray(settings, documents))
    return partial(open_line, access(settings), services, path)


def _tray(settings: Settings, documents: DocumentDesk) -> FileTray:
    slack, entry = settings.slack, access(settings)
    files = SlackFiles(entry.bot_token, entry.api_url)
    editors = frozenset((*slack.editors, *slack.admins))
    return FileTray(documents, files, editors, settings.documents.upload_megabytes * 1_000_000)


def _services(settings: Settings, hosted: Served, stores: Stores, handoffs: HandoffDesk) -> Services:
    words, language = load_wording(), Language(settings.answers.language)
    onboarding = bootstrap.make_onboarding_desk(settings, stores.progress, bootstrap.served_topics(hosted))
    desk = Desk(hosted, stores.archive, stores.conversations)
    return Services(
        desk=desk,
        state=stores.chat,
        words=words,
        language=language,
        people=People(settings.slack.people, settings.answers.human_contact),
        admins=frozenset(settings.slack.admins),
        candidates=CandidateLine(
            handoffs,
            settings.slack.handoff_channel or "",
            settings.slack.handoff_people or settings.slack.people,
        ),
        gaps=stores.gaps,
        digest=_digest(settings),
        learning=Learning(
            onboarding,
            desk,
            stores.chat,
            words,
            language,
            settings.handoff.zone,
            lambda owner: offer(stores.progress, owner, utc_now()),
        ),
        wishes=stores.progress,
        jobs=Jobs(bootstrap.make_job_desk(stores.jobs), words, load_job_words(), recruiters(settings)),
    )


def _digest(settings: Settings) -> DigestPlace | None:
    channel = settings.slack.digest_channel
    return DigestPlace(channel, settings.handoff.zone) if channel else None


def recruiters(settings: Settings) -> frozenset[str]:
    """Return whom the settings name as people who talk with candidates; who is in a group, Slack would have to say."""
    slack = settings.slack
    return frozenset(one for one in (*slack.people, *slack.handoff_people, *slack.admins) if not one.startswith("S"))
