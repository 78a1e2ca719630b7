"""Gaps read from SQL."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from bot.chat_tables import HandOffRow
from bot.gaps.candidates import asked_of, grouped_shared, proposed, ungrouped_shared
from bot.gaps.models import AnswerVersion, AskedQuestion, Gap, GapKind, GapState, GapSummary, Proposal
from bot.gaps.rows import version_of
from bot.gaps.tables import AnswerRow, GapProposalRow, GapQuestionRow, GapRow
from bot.models import Audience, Language, Outcome
from bot.statements import Found
from bot.tables import ConversationRow, ExchangeRow, FeedbackRow

UNHELPFUL: ColumnElement[bool] = FeedbackRow.helpful.is_(False)
UNKNOWN: ColumnElement[bool] = ExchangeRow.outcome == Outcome.UNKNOWN.value


@dataclass(frozen=True, slots=True)
class _Asked:
    """A gap's question with who asked it."""

    question: AskedQuestion
    owner: str


def ungrouped(connection: Connection, limit: int) -> tuple[AskedQuestion, ...]:
    """Return questions that were not known, did not help or led to a person, and belong to no gap yet, oldest first."""
    called = exists().where(HandOffRow.exchange == ExchangeRow.id)
    found = (
        _recruiters(FeedbackRow.helpful.label("helpful"), called.label("called"))
        .outerjoin(FeedbackRow, FeedbackRow.exchange_id == ExchangeRow.id)
        .outerjoin(GapQuestionRow, GapQuestionRow.exchange_id == ExchangeRow.id)
        .where(GapQuestionRow.exchange_id.is_(None), or_(UNKNOWN, UNHELPFUL, called))
        .order_by(ExchangeRow.asked_at, ExchangeRow.id)
        .limit(limit)
    )
    asked = [_asked(row, _kind(row)) for row in connection.execute(found)]
    return tuple(sorted((*asked, *ungrouped_shared(connection, limit)), key=lambda one: one.asked_at)[:limit])


def _kind(row: Row[Any]) -> GapKind:
    if row.called:
        return GapKind.HAND_OFF
    return GapKind.UNHELPFUL if row.helpful is False else GapKind.UNKNOWN


def grouped(connection: Connection, limit: int) -> tuple[AskedQuestion, ...]:
    """Return the latest questions that belong to gaps, latest first."""
    latest = _of_gaps().order_by(ExchangeRow.asked_at.desc(), ExchangeRow.id).limit(limit)
    asked = [_asked(row, GapKind(row.kind), row.gap_id) for row in connection.execute(latest)]
    shared = map(asked_of, grouped_shared(connection, None, limit))
    return tuple(sorted((*asked, *shared), key=lambda one: one.asked_at, reverse=True)[:limit])


def asked(connection: Connection, limit: int) -> tuple[tuple[str, Language], ...]:
    """Return the latest different questions of recruiters with their languages, latest first."""
    latest = _recruiters().order_by(ExchangeRow.asked_at.desc(), ExchangeRow.id).limit(limit)
    found = {row.question.strip(): Language(row.language) for row in connection.execute(latest)}
    return tuple(found.items())


def summaries(connection: Connection) -> tuple[GapSummary, ...]:
    """Return all gaps, those that most people asked first."""
    gaps = connection.execute(select(*GapRow.__table__.c)).all()
    versions, questions = _versions(connection, None), _by_gap(connection, None)
    found = [_summary(row, questions[row.id], versions[row.id]) for row in gaps]
    return tuple(sorted(found, key=_rank))


def gap(connection: Connection, id_: str) -> Gap | None:
    """Return a gap with everything."""
    row = connection.execute(select(*GapRow.__table__.c).where(GapRow.id == id_)).first()
    if row is None:
        return None
    found, versions = _by_gap(connection, id_)[id_], _versions(connection, id_)[id_]
    proposals = select(*GapProposalRow.__table__.c).where(GapProposalRow.gap_id == id_).order_by(GapProposalRow.at)
    given = [Proposal(one.text, one.by, one.at) for one in connection.execute(proposals)]
    return Gap(
        summary=_summary(row, found, versions),
        questions=tuple(one.question for one in found),
        proposals=tuple(sorted((*given, *proposed(connection, id_)), key=lambda one: one.at)),
        versions=tuple(versions),
    )


def served(connection: Connection) -> tuple[AnswerVersion, ...]:
    """Return the version of every gap that is served, by gap."""
    last = select(AnswerRow.gap_id, func.max(AnswerRow.version).label("last")).group_by(AnswerRow.gap_id).subquery()
    found = (
        select(*AnswerRow.__table__.c)
        .join(last, and_(last.c.gap_id == AnswerRow.gap_id, last.c.last == AnswerRow.version))
        .where(AnswerRow.withdrawn.is_(False))
        .order_by(AnswerRow.gap_id)
    )
    return tuple(version_of(row) for row in connection.execute(found))


def _recruiters(*more: Any) -> Found:
    """What recruiters typed; a correction of tags has no words."""
    typed = func.trim(ExchangeRow.question) != ""
    return _questions(*more).where(ConversationRow.audience == Audience.RECRUITER.value, typed)


def _questions(*more: Any) -> Found:
    columns = (ExchangeRow.id, ExchangeRow.question, ExchangeRow.asked_at, ConversationRow.language)
    joined = ConversationRow.id == ExchangeRow.conversation_id
    return select(*columns, ConversationRow.owner, *more).join(ConversationRow, joined)


def _of_gaps() -> Found:
    more = (GapQuestionRow.kind, GapQuestionRow.gap_id)
    return _questions(*more).join(GapQuestionRow, GapQuestionRow.exchange_id == ExchangeRow.id)


def _by_gap(connection: Connection, id_: str | None) -> defaultdict[str, list[_Asked]]:
    found = _of_gaps().order_by(ExchangeRow.asked_at.desc(), ExchangeRow.id)
    by_gap: defaultdict[str, list[_Asked]] = defaultdict(list)
    for row in connection.execute(found if id_ is None else found.where(GapQuestionRow.gap_id == id_)):
        by_gap[row.gap_id].append(_Asked(_asked(row, GapKind(row.kind), row.gap_id), row.owner))
    for row in grouped_shared(connection, id_):
        by_gap[row.gap_id].append(_Asked(asked_of(row), row.owner))
    for asked in by_gap.values():
        asked.sort(key=lambda one: one.question.asked_at, reverse=True)
    return by_gap


def _versions(connection: Connection, id_: str | None) -> defaultdict[str, list[AnswerVersion]]:
    found = select(*AnswerRow.__table__.c).order_by(AnswerRow.gap_id, AnswerRow.version)
    by_gap: defaultdict[str, list[AnswerVersion]] = defaultdict(list)
    for row in connection.execute(found if id_ is None else found.where(AnswerRow.gap_id == id_)):
        by_gap[row.gap_id].append(version_of(row))
    return by_gap


def _asked(row: Row[Any], kind: GapKind, gap_id: str = "") -> AskedQuestion:
    return AskedQuestion(row.id, row.question.strip(), Language(row.language), row.asked_at, kind, gap_id)


def _summary(row: Row[Any], found: Sequence[_Asked], versions: Sequence[AnswerVersion]) -> GapSummary:
    questions = [one.question for one in found]
    wordings = versions[-1].draft.wordings if versions else ()
    titles = [*(one.text for one in questions if one.kind is not GapKind.CANDIDATE), *wordings]
    return GapSummary(
        id=row.id,
        title=next(iter((*titles, *(one.text for one in questions))), ""),
        of_candidate=bool(questions) and not titles,
        people=len({one.owner for one in found}),
        times=len(found),
        kinds=tuple(sorted({one.kind for one in questions})),
        languages=tuple(sorted({one.language for one in questions})),
        last_asked=questions[0].asked_at if questions else None,
        state=_state(row.set_aside_at, questions, versions),
    )


def _state(
    set_aside: datetime | None, questions: Iterable[AskedQuestion], versions: Sequence[AnswerVersion]
) -> GapState:
    if set_aside is not None:
        return GapState.SET_ASIDE
    last = versions[-1] if versions else None
    if last is None or last.withdrawn:
        return GapState.OPEN
    return GapState.AGAIN if any(one.asked_at > last.at for one in questions) else GapState.ANSWERED


def _rank(one: GapSummary) -> tuple[int, int, float, str]:
    return -one.people, -one.times, -(one.last_asked.timestamp() if one.last_asked else 0.0), one.id
