"""Which areas the web application has beside the chat, each on its part of what is kept."""

from collections.abc import Callable
from datetime import datetime

from adapters.web.areas import Area
from adapters.web.document_pages import documents_area
from adapters.web.gap_pages import gaps_area
from adapters.web.inbox import inbox_area
from adapters.web.job_pages import jobs_area
from adapters.web.onboarding_pages import onboarding_area
from adapters.web.report_pages import report_area
from bot import bootstrap
from bot.clock import utc_now
from bot.document_desk import DocumentDesk
from bot.hosting import Served
from bot.onboarding.desk import OnboardingDesk
from bot.stores import Stores
from config.settings import Settings


def team_areas(
    settings: Settings,
    stores: Stores,
    hosted: Served,
    documents: DocumentDesk,
    clock: Callable[[], datetime] = utc_now,
) -> tuple[Area, ...]:
    """Return the areas, in the order of the menu. `hosted` gives what is served, None while there is no index."""
    gaps = bootstrap.make_gap_desk(settings, stores, hosted)
    areas = (
        jobs_area(bootstrap.make_job_desk(stores.jobs)),
        onboarding_area(own_onboarding(settings, stores, hosted, clock), has_slack=settings.slack.is_set),
        gaps_area(gaps),
        documents_area(documents, settings.documents.upload_megabytes),
        report_area(stores.reports),
    )
    if not settings.telegram.is_set:
        return areas
    return (inbox_area(bootstrap.build_handoff_desk(settings, stores), gaps.gap_of), *areas)


def own_onboarding(
    settings: Settings, stores: Stores, hosted: Served, clock: Callable[[], datetime] = utc_now
) -> OnboardingDesk:
    """Return what people do on the onboarding path."""
    return bootstrap.make_onboarding_desk(settings, stores.progress, bootstrap.served_topics(hosted), clock)
