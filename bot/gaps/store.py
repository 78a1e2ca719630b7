"""Gaps in SQL: fulfils `GapBoard`."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import utc_now
from bot.database import Database
from bot.gaps import reading
from bot.gaps.candidates import gap_of, is_shared
from bot.gaps.models import (
    BETWEEN,
    AnswerVersion,
    AskedQuestion,
    Draft,
    Editor,
    Gap,
    GapKind,
    GapSummary,
    Notice,
    Proposal,
    joined,
)
from bot.gaps.notices import due, due_in, make_notices, mark_told
from bot.gaps.reading import UNHELPFUL, UNKNOWN
from bot.gaps.rows import encode_draft, version_of
from bot.gaps.tables import AnswerRow, GapHandoffRow, GapProposalRow, GapQuestionRow, GapRow
from bot.models import Language
from bot.tables import ConversationRow, ExchangeRow, FeedbackRow


class SqlGaps:
    """Keeps gaps in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._insert = sqlite.insert if database.dialect == "sqlite" else postgresql.insert

    def ungrouped(self, limit: int) -> tuple[AskedQuestion, ...]:
        """Return questions that were not known or did not help and belong to no gap yet, oldest first."""
        with self._database.reading() as connection:
            return reading.ungrouped(connection, limit)

    def grouped(self, limit: int) -> tuple[AskedQuestion, ...]:
        """Return the latest questions that belong to gaps, latest first."""
        with self._database.reading() as connection:
            return reading.grouped(connection, limit)

    def asked(self, limit: int) -> tuple[tuple[str, Language], ...]:
        """Return the latest different questions of recruiters with their languages, latest first."""
        with self._database.reading() as connection:
            return reading.asked(connection, limit)

    def gaps(self) -> tuple[GapSummary, ...]:
        """Return all gaps, those that most people asked first."""
        with self._database.reading() as connection:
            return reading.summaries(connection)

    def gap(self, gap: str) -> Gap | None:
        """Return a gap with everything."""
        with self._database.reading() as connection:
            return reading.gap(connection, gap)

    def of_conversation(self, token: str) -> str | None:
        """Return the gap that a candidate's conversation with recruiters belongs to."""
        with self._database.reading() as connection:
            return gap_of(connection, token)

    def served(self) -> tuple[AnswerVersion, ...]:
        """Return the version of every gap that is served."""
        with self._database.reading() as connection:
            return reading.served(connection)

    def revision(self) -> int:
        """Return a number that grows with every change to what is served."""
        with self._database.reading() as connection:
            return int(connection.scalar(select(func.coalesce(func.sum(AnswerRow.changes), 0))) or 0)

    def file(self, questions: Iterable[AskedQuestion]) -> None:
        """Put questions into the gaps that they name, which are made where they do not exist."""
        listed = tuple(questions)

        def work(connection: Connection) -> None:
            for one in listed:
                join = self._join_shared if one.kind is GapKind.CANDIDATE else self._join
                join(connection, one.exchange, one.gap, one.kind)

        if listed:
            self._database.write(work)

    def tidy(self) -> None:
        """Take out what is no gap any more."""
        self._database.write(tidy)

    def propose(self, exchange: str, gap: str, proposal: Proposal, owner: str) -> bool:
        """Keep an answer that somebody gave to an exchange, below what the same person said before."""
        of_this = GapProposalRow.exchange_id == exchange

        def work(connection: Connection) -> bool:
            if not self._join(connection, exchange, gap, GapKind.HAND_OFF):
                return False
            before = connection.scalar(select(GapProposalRow.text).where(of_this, GapProposalRow.owner == owner))
            text = _continued(before or "", proposal.text)
            values = {"text": text, "by": proposal.by, "owner": owner, "at": proposal.at}
            mine = GapQuestionRow.exchange_id == exchange
            where = connection.scalar(select(GapQuestionRow.gap_id).where(mine))
            row = self._insert(GapProposalRow).values(exchange_id=exchange, gap_id=where, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["exchange_id"], set_=values))
            return True

        return self._database.write(work)

    def set_aside(self, gap: str, editor: Editor | None) -> bool:
        """Note that no answer is to be written, or with None that one is."""
        by = {"set_aside_at": self._clock() if editor else None, "set_aside_by": editor.owner if editor else None}
        change = update(GapRow).where(GapRow.id == gap).values(**by)
        return self._database.write(lambda connection: connection.execute(change).rowcount > 0)

    def publish(self, gap: str, draft: Draft, editor: Editor, restores: int | None = None) -> AnswerVersion | None:
        """Keep a new version of the answer, and whom it is to be told."""
        return self._database.write(lambda connection: self._publish(connection, gap, draft, editor, restores))

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion | None:
        """Keep a new version that is not served."""

        def work(connection: Connection) -> AnswerVersion | None:
            last = self._last(connection, gap)
            if last is None or last.withdrawn:
                return None
            values = {"draft": encode_draft(last.draft), "withdrawn": True, "restores": None}
            return self._add(connection, gap, editor, values)

        return self._database.write(work)

    def tell(self, owner: str, conversation: str) -> tuple[Notice, ...]:
        """Return what somebody is to be told in a conversation, each once."""
        with self._database.reading() as connection:
            if not due_in(connection, owner, conversation):
                return ()

        def work(connection: Connection) -> tuple[Notice, ...]:
            found = due_in(connection, owner, conversation)
            return tuple(one for one in found if mark_told(connection, one, self._clock()))

        return self._database.write(work)

    def due(self, platform: str, limit: int) -> tuple[Notice, ...]:
        """Return what people are to be told on a platform, the oldest first."""
        with self._database.reading() as connection:
            return due(connection, platform, limit)

    def told(self, notices: Iterable[Notice]) -> None:
        """Note that people are told."""
        listed = tuple(notices)
        self._database.write(lambda connection: [mark_told(connection, one, self._clock()) for one in listed])

    def _publish(
        self, connection: Connection, gap: str, draft: Draft, editor: Editor, restores: int | None
    ) -> AnswerVersion | None:
        known = connection.scalar(select(GapRow.id).where(GapRow.id == gap).with_for_update())
        if known is None:
            return None
        again = update(GapRow).where(GapRow.id == gap).values(set_aside_at=None, set_aside_by=None)
        connection.execute(again)
        values = {"draft": encode_draft(draft), "withdrawn": False, "restores": restores}
        version = self._add(connection, gap, editor, values)
        make_notices(connection, gap, self._clock(), self._insert)
        return version

    def _add(self, connection: Connection, gap: str, editor: Editor, values: dict[str, Any]) -> AnswerVersion:
        last = self._last(connection, gap)
        version = last.version + 1 if last else 1
        more = {"version": version, "author": editor.name, "owner": editor.owner, "at": self._clock(), "changes": 1}
        connection.execute(insert(AnswerRow), {"gap_id": gap, **values, **more})
        added = self._last(connection, gap)
        assert added is not None
        return added

    def _last(self, connection: Connection, gap: str) -> AnswerVersion | None:
        versions = select(*AnswerRow.__table__.c).where(AnswerRow.gap_id == gap).order_by(AnswerRow.version.desc())
        row = connection.execute(versions.limit(1)).first()
        return version_of(row) if row else None

    def _join(self, connection: Connection, exchange: str, gap: str, kind: GapKind) -> bool:
        """False where the exchange is gone by now. What belongs to a gap stays there."""
        if connection.scalar(select(ExchangeRow.id).where(ExchangeRow.id == exchange)) is None:
            return False
        if connection.scalar(select(GapQuestionRow.gap_id).where(GapQuestionRow.exchange_id == exchange)):
            return True
        self._make(connection, gap)
        row = {"exchange_id": exchange, "gap_id": gap, "kind": kind.value}
        connection.execute(self._insert(GapQuestionRow).values(row).on_conflict_do_nothing())
        return True

    def _join_shared(self, connection: Connection, token: str, gap: str, _kind: GapKind) -> bool:
        """The same for what a candidate shared."""
        if not is_shared(connection, token):
            return False
        if gap_of(connection, token) is None:
            self._make(connection, gap)
            row = {"token": token, "gap_id": gap}
            connection.execute(self._insert(GapHandoffRow).values(row).on_conflict_do_nothing())
        return True

    def _make(self, connection: Connection, gap: str) -> None:
        new = {"id": gap, "opened_at": self._clock(), "set_aside_at": None, "set_aside_by": None}
        connection.execute(self._insert(GapRow).values(new).on_conflict_do_nothing())


def _continued(before: str, text: str) -> str:
    """What is handed in twice stands there once."""
    if text in before.split(BETWEEN):
        return before
    return joined((before, text))


def tidy(connection: Connection) -> None:
    """Take out opinions that have changed, and gaps without a question, a proposal and an answer."""
    unhelpful = select(FeedbackRow.exchange_id).where(UNHELPFUL)
    unknown = select(ExchangeRow.id).join(ConversationRow).where(UNKNOWN)
    changed = (GapQuestionRow.kind == GapKind.UNHELPFUL.value) & GapQuestionRow.exchange_id.not_in(unhelpful)
    connection.execute(delete(GapQuestionRow).where(changed, GapQuestionRow.exchange_id.not_in(unknown)))
    about = (GapQuestionRow, GapHandoffRow, GapProposalRow, AnswerRow)
    empty = [~exists().where(table.gap_id == GapRow.id) for table in about]
    connection.execute(delete(GapRow).where(*empty))
