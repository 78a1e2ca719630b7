"""Loading the index, and what answers from it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.assembly import assemble_assistant, load_meaning
from bot.assistant import Assistant
from bot.bootstrap.shared import built_snapshot, of_this_version, translated
from bot.errors import NotReadyError
from bot.gaps.published import published_file
from bot.gaps.shelf import AnswerShelf
from bot.served import ADVICE_PART, LIBRARY_PART, load_served_advice, load_served_library
from bot.skills.request import Knowledge, visible
from config.settings import Settings
from knowledge.advice import Advice
from knowledge.models import Audience, Language, Library
from knowledge.passages import library_passages
from retrieval.protocols import Embedder
from retrieval.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.hosting import Hosted
    from bot.jobs.alerting import AlertDesk
    from bot.jobs.questions import JobGuide
    from bot.jobs.search import JobSearch, OpenJobs
    from bot.stores import Stores


def build_assistant(settings: Settings) -> Assistant:
    """Load the index and return the assistant. Raises NotReadyError with the remedy."""
    with translated(NotReadyError), of_this_version():
        snapshot = built_snapshot(settings)
        library = load_served_library(snapshot.part(LIBRARY_PART))
        seen = _visible(library, _advice(snapshot))
        return _assistant(settings, snapshot, library, seen, *_meaning(settings, snapshot, library))


def host(settings: Settings) -> "Hosted":
    """Load the index and return what a server holds of it. Raises NotReadyError with the remedy."""
    from bot.guide import Guide  # noqa: PLC0415 - only servers need these
    from bot.hosting import Hosted  # noqa: PLC0415
    from bot.phrases import load_phrases  # noqa: PLC0415

    with translated(NotReadyError), of_this_version():
        snapshot = built_snapshot(settings)
        library = load_served_library(snapshot.part(LIBRARY_PART))
        seen = _visible(library, _advice(snapshot))
        names = {channel.id: channel.name for channel in library.channels.values()}
        meaning, shelf = _meaning(settings, snapshot, library)
        assistant = _assistant(settings, snapshot, library, seen, meaning, shelf)
        return Hosted(assistant, Guide(seen, load_phrases()), names, snapshot.folder.name, shelf)


def build_job_search(settings: Settings, board: "OpenJobs") -> "JobSearch":
    """Load what a search for jobs needs of the index. Raises NotReadyError with the remedy."""
    from bot.jobs.assembly import assemble_job_search  # noqa: PLC0415 - only who asks for jobs needs it

    with translated(NotReadyError), of_this_version():
        return assemble_job_search(built_snapshot(settings), board)


def build_job_guide() -> "JobGuide":
    """Return what answers questions about one job; it needs no index."""
    from bot.jobs.aspects import AspectReader  # noqa: PLC0415
    from bot.jobs.questions import JobGuide  # noqa: PLC0415
    from bot.jobs.words import load_job_words  # noqa: PLC0415

    return JobGuide(AspectReader(), load_job_words())


def build_alert_desk(stores: "Stores", search: "JobSearch") -> "AlertDesk":
    """Return what plans alerts over an open store."""
    from bot.jobs.alerting import AlertDesk  # noqa: PLC0415
    from bot.jobs.words import load_job_words  # noqa: PLC0415

    return AlertDesk(stores.jobs, stores.alerts, search, load_job_words())


def _assistant(
    settings: Settings,
    snapshot: Snapshot,
    library: Library,
    seen: Mapping[Audience, Knowledge],
    meaning: Embedder,
    shelf: AnswerShelf,
) -> Assistant:
    fallback = Language(settings.answers.language)
    return assemble_assistant(snapshot, library, seen, fallback, settings.answers.human_contact, meaning, shelf)


def _meaning(settings: Settings, snapshot: Snapshot, library: Library) -> tuple[Embedder, AnswerShelf]:
    meaning = load_meaning(snapshot)
    guide = (topic.question.within(language) for topic in library.topics.values() for language in Language)
    return meaning, AnswerShelf(published_file(settings.data_dir), meaning, guide)


def _advice(snapshot: Snapshot) -> Advice:
    if snapshot.manifest.part(ADVICE_PART) is None:
        return Advice()
    return load_served_advice(snapshot.part(ADVICE_PART))


def _visible(library: Library, advice: Advice) -> Mapping[Audience, Knowledge]:
    libraries = {Audience.RECRUITER: library, Audience.CANDIDATE: advice.beside(library)}
    return {audience: _seen(whole, audience) for audience, whole in libraries.items()}


def _seen(library: Library, audience: Audience) -> Knowledge:
    return visible(library, {passage.id: passage for passage in library_passages(library)}, audience)
