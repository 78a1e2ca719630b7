"""All that is kept, opened together."""

from dataclasses import dataclass

from bot.archive import Archive
from bot.chat_state import ChatState
from bot.conversations import Conversations
from bot.first_times import FirstTimes
from bot.gaps.board import GapBoard
from bot.gaps.report import Reports
from bot.handoffs.models import Handoffs
from bot.jobs.alerts import Alerts
from bot.jobs.board import JobBoard
from bot.onboarding.progress import KeptProgress
from bot.people import PersonalData


@dataclass(frozen=True, slots=True)
class Stores:
    """What stands on one database: conversations by owner, threads' states, what chats need, jobs, hand-offs, gaps,
    progress in onboarding, people's rights.

    For any number of threads; usable until `bot.bootstrap.open_store` closes the database.
    """

    archive: Archive
    conversations: Conversations
    chat: ChatState
    people: PersonalData
    first_times: FirstTimes
    jobs: JobBoard
    alerts: Alerts
    handoffs: Handoffs
    gaps: GapBoard
    reports: Reports
    progress: KeptProgress
