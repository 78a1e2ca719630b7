"""Opening what is kept: conversations, jobs, the team's documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.bootstrap.shared import database_url
from config.settings import Settings

if TYPE_CHECKING:
    from bot.documents import Documents
    from bot.gaps.desk import GapDesk
    from bot.gaps.shelf import AnswerShelf
    from bot.hosting import Served
    from bot.jobs.board import PostBoard
    from bot.jobs.desk import JobDesk
    from bot.stores import Stores

DOCUMENTS_FOLDER = "documents"


@contextmanager
def open_store(settings: Settings) -> Iterator["Stores"]:
    """Open the store, upgraded to this version, and close it at the end. Raises StoreError with the remedy."""
    from bot.chat_store import SqlChatState  # noqa: PLC0415 - SQLAlchemy, which a single answer does not need
    from bot.database import open_database  # noqa: PLC0415
    from bot.first_times_store import SqlFirstTimes  # noqa: PLC0415
    from bot.gaps.published import published_file  # noqa: PLC0415
    from bot.gaps.publishing import Publisher  # noqa: PLC0415
    from bot.gaps.report_store import SqlReports  # noqa: PLC0415
    from bot.gaps.store import SqlGaps  # noqa: PLC0415
    from bot.handoffs.store import SqlHandoffs  # noqa: PLC0415
    from bot.jobs.alert_store import SqlAlerts  # noqa: PLC0415
    from bot.jobs.store import SqlJobBoard  # noqa: PLC0415
    from bot.onboarding.store import SqlProgress  # noqa: PLC0415
    from bot.people_store import SqlPersonalData  # noqa: PLC0415
    from bot.store import SqlStore  # noqa: PLC0415
    from bot.stores import Stores  # noqa: PLC0415

    with open_database(settings.data_dir, database_url(settings)) as database:
        conversations = SqlStore(database)
        gaps = SqlGaps(database)
        publisher = Publisher(gaps, published_file(settings.data_dir))
        publisher.keep_current()
        yield Stores(
            archive=conversations,
            conversations=conversations,
            chat=SqlChatState(database),
            people=SqlPersonalData(database),
            jobs=SqlJobBoard(database),
            alerts=SqlAlerts(database),
            first_times=SqlFirstTimes(database),
            handoffs=SqlHandoffs(database),
            gaps=gaps,
            reports=SqlReports(database),
            progress=SqlProgress(database),
        )
        publisher.keep_current()  # whose name was forgotten is not to stand in the file


def make_gap_desk(settings: Settings, stores: "Stores", hosted: "Served") -> "GapDesk":
    """Return what editors do with gaps, over an open store and what is served."""
    from bot.gaps.desk import GapDesk  # noqa: PLC0415
    from bot.gaps.published import published_file  # noqa: PLC0415
    from bot.gaps.publishing import Publisher  # noqa: PLC0415
    from bot.phrases import load_phrases  # noqa: PLC0415

    def shelf() -> "AnswerShelf | None":
        served = hosted()
        return served.shelf if served else None

    publisher = Publisher(stores.gaps, published_file(settings.data_dir), shelf)
    return GapDesk(stores.gaps, publisher, hosted, load_phrases())


def make_job_desk(board: "PostBoard") -> "JobDesk":
    """Return what recruiters do with posts on a board."""
    from bot.jobs.choices import load_choices  # noqa: PLC0415
    from bot.jobs.desk import JobDesk  # noqa: PLC0415
    from bot.jobs.drafts import DraftReader  # noqa: PLC0415
    from bot.jobs.importing import JobFileReader  # noqa: PLC0415

    drafts = DraftReader(load_choices())
    return JobDesk(board, drafts, JobFileReader(drafts))


@contextmanager
def open_documents(settings: Settings, seconds: float | None = None) -> Iterator["Documents"]:
    """Open the team's documents and close them at the end, soon: nobody else opens them meanwhile on SQLite.

    Where somebody else holds them it waits, `seconds` at most, a minute where none are given. Raises StoreError with
    the remedy.
    """
    from bot.document_opening import SECONDS, opened_documents  # noqa: PLC0415 - as in open_store

    patience = SECONDS if seconds is None else seconds
    with opened_documents(settings.data_dir / DOCUMENTS_FOLDER, database_url(settings), patience) as documents:
        yield documents
