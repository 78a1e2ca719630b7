"""What gaps hold of one person. What they asked is their exchanges', and goes with these."""

from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.chat_state import NOBODY
from bot.gaps.tables import AnswerRow, GapProposalRow, GapRow, NoticeRow
from bot.store_export import plain


def exported_gaps(connection: Connection, owner: str) -> dict[str, Any]:
    """Return what somebody wrote for gaps and was told, as JSON values, oldest first; nothing where there is none."""
    found = {
        "gap_answers": select(*AnswerRow.__table__.c).where(AnswerRow.owner == owner).order_by(AnswerRow.at),
        "gap_proposals": select(*GapProposalRow.__table__.c)
        .where(GapProposalRow.owner == owner)
        .order_by(GapProposalRow.at),
        "gap_notices": select(*NoticeRow.__table__.c).where(NoticeRow.owner == owner).order_by(NoticeRow.made_at),
        "gaps_set_aside": select(*GapRow.__table__.c).where(GapRow.set_aside_by == owner).order_by(GapRow.set_aside_at),
    }
    rows = {name: [plain(row._mapping) for row in connection.execute(statement)] for name, statement in found.items()}
    return {name: listed for name, listed in rows.items() if listed}


def forget_gaps(connection: Connection, owner: str) -> int:
    """Delete what somebody proposed and is to be told, take their name from answers; return how many rows.

    An answer that was published stays: it is the team's.
    """
    nameless = {"author": "", "owner": NOBODY, "changes": AnswerRow.changes + 1}
    theirs = (
        delete(NoticeRow).where(NoticeRow.owner == owner),
        delete(GapProposalRow).where(GapProposalRow.owner == owner),
        update(AnswerRow).where(AnswerRow.owner == owner).values(nameless),
        update(GapRow).where(GapRow.set_aside_by == owner).values(set_aside_by=NOBODY),
    )
    return sum(connection.execute(statement).rowcount for statement in theirs)
