"""`lotse gaps` and `lotse report`: the work behind the commands. Also while `lotse serve` runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from rich.table import Table
from rich.text import Text

from adapters.errors import InputError
from adapters.gap_work import GapWork, OwnGaps, reached
from adapters.terminal.documents import user_name
from adapters.terminal.failures import Status
from adapters.terminal.gap_wording import GapWording, gap_wording
from adapters.terminal.inbound import well_formed
from adapters.terminal.session import Session
from bot.errors import NotReadyError
from bot.gaps.errors import BrokenDraftError, UnknownGapError
from bot.gaps.models import (
    AnswerAudience,
    AnswerVersion,
    Draft,
    Editor,
    Gap,
    GapSummary,
    broken_rules,
    tidy_draft,
)
from bot.gaps.report import Report, Week, csv_text
from bot.hosting import Hosted, Served
from bot.models import Language
from bot.stores import Stores

SHOWN_QUESTIONS = 20
SHOWN_NAMES = 10


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it was typed."""

    audience: AnswerAudience
    text_de: str
    text_en: str
    questions: tuple[str, ...]
    author: str | None


def list_open(session: Session) -> Status:
    """List what waits for an answer."""
    with _work(session) as work:
        return _list(session, [one for one in work.gaps() if one.state.waits])


def list_all(session: Session) -> Status:
    """List everything."""
    with _work(session) as work:
        return _list(session, work.gaps())


def show(session: Session, name: str) -> Status:
    """Show one gap."""
    with _work(session) as work:
        gap = work.gap(_meant(session, work, name))
    words = _words(session)
    session.say(words.asked.format(people=gap.summary.people, times=gap.summary.times))
    for one in gap.questions[:SHOWN_QUESTIONS]:
        session.say(f"{session.look.signs.bullet} {one.text} ({words.kinds[one.kind]}, {one.asked_at:%Y-%m-%d})")
    for proposal in gap.proposals:
        session.say("\n" + words.proposed.format(by=proposal.by, date=f"{proposal.at:%Y-%m-%d}"))
        session.say(proposal.text)
    for version in gap.versions:
        _show_version(session, version, words)
    return Status.FINE


def answer(session: Session, name: str, written: Written) -> Status:
    """Publish an answer."""
    with _work(session) as work, _told(session, name):
        gap = work.gap(_meant(session, work, name))
        draft, editor = _draft(gap, written), _editor(written.author)
        if rules := broken_rules(tidy_draft(draft), editor.name):
            raise BrokenDraftError(rules)
        version = work.publish(gap.summary.id, draft, editor)
    session.say(_words(session).published.format(version=version.version))
    return Status.FINE


def undo(session: Session, name: str, version: int | None, author: str | None) -> Status:
    """Withdraw an answer, or bring a version back."""
    words = _words(session)
    with _work(session) as work, _told(session, name):
        gap = work.gap(_meant(session, work, name))
        known = {one.version for one in gap.versions}
        if (version is None and gap.live is None) or (version is not None and version not in known):
            raise UnknownGapError(name)
        if version is None:
            work.withdraw(gap.summary.id, _editor(author))
            session.say(words.taken_back)
        else:
            new = work.restore(gap.summary.id, version, _editor(author))
            session.say(words.restored.format(restores=version, version=new.version))
    return Status.FINE


def show_report(session: Session, weeks: int) -> Status:
    """Show the weeks as a table."""
    report, words = _report(session, weeks), _words(session)
    session.show(_table(words.week_columns, [_cells(week) for week in reversed(report.weeks)], session))
    session.say(words.waiting.format(number=report.open_gaps))
    for wording, listed in ((words.topics, report.topics()), (words.channels, report.channels())):
        if listed:
            session.say(wording.format(list=", ".join(f"{name} {count}" for name, count in listed[:SHOWN_NAMES])))
    return Status.FINE


def write_report(session: Session, weeks: int) -> Status:
    """Write the weeks as CSV."""
    session.write(csv_text(_report(session, weeks)).encode())
    return Status.FINE


def _report(session: Session, weeks: int) -> Report:
    with _work(session) as work:
        return work.report(weeks)


@contextmanager
def _work(session: Session) -> Iterator[GapWork]:
    settings = session.settings

    @contextmanager
    def opened() -> Iterator[GapWork]:
        stores: Stores
        with session.services.open_store(settings) as stores:
            desk = session.services.make_gap_desk(settings, stores, _loaded_once(session))
            yield OwnGaps(desk, stores.reports)

    with reached(settings.data_dir, opened) as work:
        yield work


def _loaded_once(session: Session) -> Served:
    """The index is loaded when something new is to be grouped or published; without one that waits."""

    @lru_cache(maxsize=1)
    def hosted() -> Hosted | None:
        try:
            return session.services.host(session.settings)
        except NotReadyError:
            return None

    return hosted


@contextmanager
def _told(session: Session, name: str) -> Iterator[None]:
    """Errors of a draft in the reader's language."""
    words = _words(session)
    try:
        yield
    except BrokenDraftError as error:
        raise InputError("\n".join(words.rules[rule] for rule in error.rules)) from None
    except UnknownGapError:
        raise InputError(words.unknown.format(id=name)) from None


def _meant(session: Session, work: GapWork, name: str) -> str:
    found = [one.id for one in work.gaps() if name and one.id.startswith(name)]
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    words = _words(session)
    raise InputError((words.several if found else words.unknown).format(id=name))


def _draft(gap: Gap, written: Written) -> Draft:
    last = gap.versions[-1].draft.wordings if gap.versions else ()
    asked = tuple(dict.fromkeys(one.text for one in gap.questions))[:5]
    texts = {Language.DE: well_formed(written.text_de), Language.EN: well_formed(written.text_en)}
    return Draft(tuple(map(well_formed, written.questions)) or last or asked, texts, written.audience)


def _editor(author: str | None) -> Editor:
    user = user_name()
    return Editor(f"terminal:{user or 'nobody'}", " ".join(well_formed(author or user).split()))


def _list(session: Session, gaps: Sequence[GapSummary]) -> Status:
    words = _words(session)
    if not gaps:
        session.say(words.none)
        return Status.FINE
    rows = [(one.id, words.states[one.state], str(one.people), str(one.times), one.title) for one in gaps]
    session.show(_table(words.columns, rows, session))
    return Status.FINE


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], session: Session) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for number in range(len(columns)):
        table.add_column(no_wrap=number == 0, overflow="fold")
    table.add_row(*(Text(session.look.line(name), style="bold") for name in columns))
    for row in rows:
        table.add_row(*(Text(session.look.line(cell)) for cell in row))
    return table


def _cells(week: Week) -> tuple[str, ...]:
    share = "" if week.answered_share is None else f"{week.answered_share:.0%}"
    times = ("" if one is None else f"{one:.0f} ms" for one in (week.p50_ms, week.p95_ms))
    counts = (week.helpful, week.unhelpful, week.gaps_opened, week.gaps_answered)
    return (week.monday.isoformat(), str(week.questions), share, *map(str, counts), *times)


def _show_version(session: Session, version: AnswerVersion, words: GapWording) -> None:
    values = {"version": version.version, "author": version.author or "–", "date": f"{version.at:%Y-%m-%d}"}
    if version.withdrawn:
        session.say("\n" + words.withdrawn.format(**values))
        return
    session.say("\n" + words.version.format(**values, audience=words.audiences[version.draft.audience]))
    for text in version.draft.texts.values():
        session.say(text)


def _words(session: Session) -> GapWording:
    _ = session.settings  # which tell the language
    return gap_wording(session.language)
