"""The onboarding path, over what is kept of people and what the guide's topics are called."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from bot.bootstrap.shared import built_snapshot, of_this_version, translated
from bot.clock import utc_now
from bot.errors import NotReadyError
from bot.served import LIBRARY_PART, load_served_library
from config.settings import Settings
from knowledge.models import Audience, Localized

if TYPE_CHECKING:
    from bot.hosting import Served
    from bot.onboarding.desk import OnboardingDesk
    from bot.onboarding.progress import Progress
    from bot.onboarding.source import Topics


def make_onboarding_desk(
    settings: Settings, progress: "Progress", topics: "Topics", clock: Callable[[], datetime] = utc_now
) -> "OnboardingDesk":
    """Return what people do on the path. `topics` gives the guide's questions, None while there is no index."""
    from bot.onboarding.desk import OnboardingDesk  # noqa: PLC0415 - a single answer does not need it
    from bot.onboarding.source import PathSource  # noqa: PLC0415

    return OnboardingDesk(progress, PathSource(settings.data_dir, topics), clock)


def served_topics(hosted: "Served") -> "Topics":
    """Return what gives the questions of the guide's topics while an index is served."""

    def topics() -> Mapping[str, Localized] | None:
        served = hosted()
        return served.guide.topic_questions(Audience.RECRUITER) if served else None

    return topics


def indexed_topics(settings: Settings) -> Mapping[str, Localized] | None:
    """Return the questions of the guide's topics by id, as the index holds them; None where there is none."""
    try:
        with translated(NotReadyError), of_this_version():
            library = load_served_library(built_snapshot(settings).part(LIBRARY_PART))
    except NotReadyError:
        return None
    return {topic.id: topic.question for topic in library.topics.values()}
