"""What a team's chat needs beside the conversations, in SQL: fulfils `ChatState`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Row

from bot.chat_rows import checked, checklist_of, checklist_values, done_of, member, posted_of, question_of
from bot.chat_state import Done, LivingChecklist, Mode, Posted, Question
from bot.chat_statements import chat_statements_for
from bot.clock import utc_now
from bot.codec import Codec
from bot.database import Database
from bot.models import Language


class SqlChatState:
    """Keeps it in a database, for any number of threads. Every method may raise StoreError.

    Each method is one statement, so that on PostgreSQL several processes never see half of one.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._codec = Codec()
        self._statements = chat_statements_for(database.dialect)

    def open_thread(self, *conversations: str) -> None:
        """Remember that Lotse takes part in a thread, or in several."""
        now = self._clock()
        # In order, so that two processes that open the same ones wait for each other instead of deadlocking.
        rows = [{**checked(conversation=one), "opened_at": now} for one in sorted(set(conversations))]
        self._database.write(lambda connection: connection.execute(self._statements.open_thread, rows))

    def knows_thread(self, conversation: str) -> bool:
        """Whether Lotse takes part in a thread."""
        return self._first(self._statements.thread, conversation=conversation) is not None

    def mode(self, team: str, channel: str) -> Mode:
        """Return the channel's mode, FOLLOW where none was set."""
        row = self._first(self._statements.mode, team=team, channel=channel)
        return Mode.FOLLOW if row is None else member(Mode, row.mode, f"channel {row.channel}")

    def set_mode(self, team: str, channel: str, mode: Mode, by: str) -> None:
        """Keep the channel's mode and who set it."""
        ids = checked(team=team, channel=channel, set_by=by)
        self._write(self._statements.set_mode, **ids, mode=mode.value, set_at=self._clock())

    def hand_off(self, conversation: str, by: str, at: datetime, exchange: str | None = None) -> None:
        """A person was called into the thread. The first call stays until it is resolved; the next is a new one."""
        ids = checked(about=conversation, caller=by, **({"answer": exchange} if exchange else {}))
        self._write(self._statements.hand_off, **{"answer": None, **ids}, now=at)

    def handed_off(self, conversation: str) -> bool:
        """Whether a person was called and has not yet dealt with it."""
        return self._first(self._statements.unresolved, about=conversation) is not None

    def handed_off_for(self, conversation: str) -> str | None:
        """Return the exchange for which a person was called who has not yet dealt with it."""
        row = self._first(self._statements.unresolved, about=conversation)
        return row.exchange if row else None

    def resolve(self, conversation: str, by: str, at: datetime) -> None:
        """A person has dealt with it."""
        self._write(self._statements.resolve, **checked(about=conversation, resolver=by), now=at)

    def keep_question(self, question: Question) -> None:
        """Keep that a message was answered; the same message's later exchange replaces the one before."""
        ids = checked(
            conversation=question.conversation, ts=question.ts, asked_by=question.user, exchange=question.exchange
        )
        self._write(self._statements.keep_question, **ids, deleted=False, kept_at=self._clock())

    def question(self, conversation: str, ts: str) -> Question | None:
        """Return what is known of a message."""
        return question_of(self._first(self._statements.question, conversation=conversation, ts=ts))

    def latest_question(self, conversation: str) -> Question | None:
        """Return the message of the thread with the greatest ts that was answered and not deleted."""
        return question_of(self._first(self._statements.latest_question, conversation=conversation))

    def strike(self, conversation: str, ts: str) -> None:
        """Remember that a message was deleted, whether it was answered or not."""
        ids = checked(conversation=conversation, ts=ts)
        unknown = {"asked_by": None, "exchange": None}
        self._write(self._statements.strike, **ids, **unknown, deleted=True, kept_at=self._clock())

    def struck(self, conversation: str, ts: str) -> bool:
        """Whether a message was deleted."""
        row = self._first(self._statements.question, conversation=conversation, ts=ts)
        return row is not None and bool(row.deleted)

    def keep_posted(self, posted: Posted) -> None:
        """Keep where a part of an answer stands."""
        ids = checked(exchange=posted.exchange, conversation=posted.conversation, channel=posted.channel, ts=posted.ts)
        self._write(self._statements.keep_posted, **ids, part=posted.part, posted_at=self._clock())

    def posted(self, exchange: str) -> tuple[Posted, ...]:
        """Return where an answer's parts stand, in order."""
        return tuple(posted_of(row) for row in self._all(self._statements.posted, exchange=exchange))

    def keep_checklist(self, checklist: LivingChecklist) -> None:
        """Keep a checklist."""
        values = checklist_values(checklist, self._codec)
        self._write(self._statements.keep_checklist, **values, made_at=self._clock())

    def checklist(self, id_: str) -> LivingChecklist | None:
        """Return a checklist. Raises UnreadableError where it is of another version."""
        row = self._first(self._statements.checklist, id=id_)
        return None if row is None else checklist_of(row, self._codec)

    def checklists_of(self, owner: str, limit: int) -> tuple[LivingChecklist, ...]:
        """Return the checklists that somebody asked for, the latest first."""
        rows = self._all(self._statements.checklists_of, owner=owner, limit=limit)
        return tuple(checklist_of(row, self._codec) for row in rows)

    def tick(self, checklist: str, done: Done) -> None:
        """Keep that a step is done. Who ticked it first stays, with the time. A checklist that is gone has no steps."""
        self._write(self._statements.tick, **checked(about=checklist, who=done.by), number=done.step, now=done.at)

    def untick(self, checklist: str, step: int) -> None:
        """A step is not done after all."""
        self._write(self._statements.untick, **checked(about=checklist), number=step)

    def ticks(self, checklist: str) -> tuple[Done, ...]:
        """Return what is done, by step."""
        return tuple(done_of(row) for row in self._all(self._statements.ticks, checklist_id=checklist))

    def language(self, owner: str) -> Language | None:
        """Return the language that somebody chose."""
        row = self._first(self._statements.language, owner=owner)
        return None if row is None else member(Language, row.language, f"language of {row.owner}")

    def set_language(self, owner: str, language: Language) -> None:
        """Keep the language that somebody chose."""
        values = {**checked(owner=owner), "language": language.value, "chosen_at": self._clock()}
        self._write(self._statements.set_language, **values)

    def _first(self, statement: Executable, **values: Any) -> Row[Any] | None:
        with self._database.reading() as connection:
            return connection.execute(statement, values).first()

    def _all(self, statement: Executable, **values: Any) -> list[Row[Any]]:
        with self._database.reading() as connection:
            return list(connection.execute(statement, values).all())

    def _write(self, statement: Executable, **values: Any) -> None:
        self._database.write(lambda connection: connection.execute(statement, values))
