"""What a store of gaps promises, on SQLite and on PostgreSQL; and what becomes of a person in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.archive import Feedback
from bot.database import Database, open_database
from bot.gaps.models import AnswerAudience, Draft, Editor, GapKind, GapState, Proposal
from bot.gaps.report import csv_text
from bot.gaps.report_store import SqlReports
from bot.gaps.store import SqlGaps
from bot.handoffs.models import EntryKind, NewEntry, Shared, Side
from bot.handoffs.store import SqlHandoffs
from bot.models import Audience, Language, Outcome
from bot.people_store import SqlPersonalData
from bot.store import SqlStore
from tests.fakes.databases import counts
from tests.fakes.exchanges import MORNING, make_answer, make_exchange, make_state, moment
from tests.fakes.handoffs import ANNA, opened

pytest_plugins = ["tests.postgres"]

EVA, BEN = Editor("user:eva", "Eva"), Editor("slack:T1:UBEN", "Ben")
DRAFT = Draft(("Wer gibt frei?",), {Language.DE: "Die Leitung."}, AnswerAudience.INTERNAL)
OTHER = replace(DRAFT, texts={Language.DE: "Niemand."})
TABLES = ("gaps", "gap_questions", "gap_handoffs", "gap_proposals", "gap_answers", "gap_notices")


class World:
    """A store in which every question is unknown unless said otherwise. Time stands until it is moved."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = moment(60)
        self.store = SqlStore(database)
        self.gaps = SqlGaps(database, lambda: self.now)
        self.people = SqlPersonalData(database)

    def ask(self, owner: str, text: str = "Wer gibt frei?", minutes: float = 0, **values: object) -> str:
        audience = values.pop("audience", Audience.RECRUITER)
        outcome = values.pop("outcome", Outcome.UNKNOWN)
        answer = replace(make_answer(**{"topic": None, "channels": (), **values}), outcome=outcome)  # type: ignore[arg-type]
        exchange = make_exchange(text, answer=answer, asked_at=moment(minutes))
        assert self.store.record(owner, audience, exchange, make_state(f"c{owner}"))  # type: ignore[arg-type]
        return exchange.id

    def file(self, gap: str = "g1") -> None:
        self.gaps.file(replace(one, gap=gap) for one in self.gaps.ungrouped(100))

    def rows(self) -> dict[str, int]:
        return {name: count for name, count in counts(self.database).items() if name in TABLES and count}


@pytest.fixture
def world(database_url: str | None, tmp_path: Path) -> Iterator[World]:
    with open_database(tmp_path, database_url) as database:
        yield World(database)


def test_unknown_and_unhelpful_answers_to_recruiters_are_gaps(world: World) -> None:
    first = world.ask("user:a")
    second = world.ask("user:b", minutes=1, outcome=Outcome.ANSWERED)
    world.ask("user:c", minutes=2, outcome=Outcome.ANSWERED)
    world.ask("telegram:1", minutes=3, audience=Audience.CANDIDATE)
    world.ask("user:d", "   ", minutes=4)
    assert world.store.give_feedback("user:b", second, Feedback(False))
    found = world.gaps.ungrouped(10)
    assert [(one.exchange, one.kind) for one in found] == [(first, GapKind.UNKNOWN), (second, GapKind.UNHELPFUL)]
    assert world.gaps.ungrouped(1) == found[:1]
    world.file()
    world.file("another")
    assert world.gaps.ungrouped(10) == ()
    assert {one.gap for one in world.gaps.grouped(10)} == {"g1"}
    world.store.give_feedback("user:b", second, Feedback(True))
    world.gaps.tidy()
    assert [one.exchange for one in world.gaps.grouped(10)] == [first]


def test_gaps_are_ranked_by_people_and_know_their_state(world: World) -> None:
    for _ in range(3):
        world.ask("user:a", "Oft von einem gefragt?")
    world.file("one")
    world.ask("user:a")
    world.ask("user:b", minutes=9)
    world.file("two")
    first, second = world.gaps.gaps()
    assert (first.id, first.people, first.times, first.last_asked) == ("two", 2, 2, moment(9))
    assert (second.id, second.people, second.times) == ("one", 1, 3)
    world.gaps.publish("two", DRAFT, EVA)
    assert world.gaps.gaps()[0].state is GapState.ANSWERED
    world.ask("user:c", minutes=61)
    world.file("two")
    assert world.gaps.gaps()[0].state is GapState.AGAIN
    assert world.gaps.set_aside("one", EVA)
    assert world.gaps.gaps()[1].state is GapState.SET_ASIDE
    assert world.gaps.set_aside("one", None)
    assert world.gaps.gaps()[1].state is GapState.OPEN
    assert not world.gaps.set_aside("none", EVA)


def test_every_change_is_a_version_and_the_last_one_counts(world: World) -> None:
    world.ask("user:a")
    world.file()
    assert world.gaps.publish("none", DRAFT, EVA) is None
    assert world.gaps.withdraw("g1", EVA) is None
    revisions = [world.gaps.revision()]
    for work in (
        lambda: world.gaps.publish("g1", DRAFT, EVA),
        lambda: world.gaps.publish("g1", OTHER, BEN),
        lambda: world.gaps.withdraw("g1", BEN),
        lambda: world.gaps.publish("g1", DRAFT, EVA, 1),
    ):
        work()
        revisions.append(world.gaps.revision())
    assert revisions == sorted(set(revisions))
    gap = world.gaps.gap("g1")
    assert gap
    assert [(one.version, one.author, one.withdrawn, one.restores) for one in gap.versions] == [
        (1, "Eva", False, None),
        (2, "Ben", False, None),
        (3, "Ben", True, None),
        (4, "Eva", False, 1),
    ]
    assert world.gaps.served() == (gap.versions[-1],)
    assert gap.versions[-1].draft == DRAFT
    assert gap.versions[-1].at == world.now


def test_everybody_is_told_once(world: World) -> None:
    world.ask("user:a")
    latest = world.ask("user:a", "Und wer?", minutes=2)
    world.ask("slack:T1:U1")
    world.file()
    world.gaps.publish("g1", DRAFT, EVA)
    world.gaps.withdraw("g1", EVA)
    assert world.gaps.tell("user:a", "cuser:a") == ()
    world.gaps.publish("g1", OTHER, EVA)
    assert world.gaps.tell("user:b", "cuser:a") == ()
    (told,) = world.gaps.tell("user:a", "cuser:a")
    assert (told.exchange, told.question, told.answer.draft) == (latest, "Und wer?", OTHER)
    world.gaps.publish("g1", DRAFT, EVA)
    assert world.gaps.tell("user:a", "cuser:a") == ()
    (due,) = world.gaps.due("slack", 9)
    assert due.owner == "slack:T1:U1"
    world.gaps.told((due, due))
    assert world.gaps.due("slack", 9) == ()


def test_a_hand_off_is_a_gap_whoever_asked_and_candidates_are_not_told(world: World) -> None:
    exchange = world.ask("telegram:1", audience=Audience.CANDIDATE)
    proposal = Proposal("Montags.", "Ben", MORNING)
    assert world.gaps.propose(exchange, "g1", proposal, BEN.owner)
    assert world.gaps.propose(exchange, "g1", proposal, BEN.owner)
    assert world.gaps.propose(exchange, "g2", replace(proposal, text="Dienstags."), BEN.owner)
    assert not world.gaps.propose("gone", "g3", proposal, BEN.owner)
    (gap,) = world.gaps.gaps()
    assert (gap.id, gap.kinds) == ("g1", (GapKind.HAND_OFF,))
    found = world.gaps.gap("g1")
    assert found
    assert [one.text for one in found.proposals] == ["Montags.\n\nDienstags."]
    assert world.gaps.propose(exchange, "g1", replace(proposal, text="Nie.", by="Eva"), EVA.owner)
    found = world.gaps.gap("g1")
    assert found
    assert [one.text for one in found.proposals] == ["Nie."]
    world.gaps.publish("g1", DRAFT, EVA)
    assert world.gaps.due("telegram", 9) == ()


def test_forgetting_who_asked_takes_the_questions(world: World) -> None:
    world.ask("user:a")
    world.file()
    world.ask("user:a", "Etwas anderes?")
    world.file("g2")
    world.gaps.publish("g1", DRAFT, EVA)
    assert [one["gap_id"] for one in world.people.export("user:a")["gap_notices"]] == ["g1"]
    world.people.forget("user:a")
    assert world.rows() == {"gaps": 1, "gap_answers": 1}, "what was published stays, the other gap is gone"


def test_forgetting_an_editor_takes_the_name(world: World) -> None:
    exchange = world.ask("user:a")
    world.file()
    world.gaps.propose(exchange, "g1", Proposal("Ben weiß es.", "Ben", MORNING), BEN.owner)
    world.gaps.publish("g1", DRAFT, BEN)
    before = world.gaps.revision()
    exported = world.people.export(BEN.owner)
    assert exported["gap_answers"][0]["draft"]["texts"] == {"de": "Die Leitung."}
    assert exported["gap_proposals"][0]["text"] == "Ben weiß es."
    assert world.people.owners("UBEN") == (BEN.owner,)
    world.people.forget(BEN.owner)
    assert world.people.owners("UBEN") == ()
    gap = world.gaps.gap("g1")
    assert gap
    assert (gap.versions[0].author, gap.proposals) == ("", ())
    assert world.gaps.revision() > before, "whoever serves the answer hears of it"
    world.gaps.set_aside("g1", BEN)
    assert world.people.owners("UBEN") == (BEN.owner,)
    world.people.forget(BEN.owner)
    assert world.people.owners("UBEN") == ()


def test_what_was_long_silent_is_purged_with_its_gaps(world: World) -> None:
    world.ask("user:a")
    world.file()
    world.people.purge(moment(1))
    assert world.rows() == {}


def test_what_candidates_share_is_a_gap_and_what_recruiters_answer_a_proposal(world: World) -> None:
    handoffs = SqlHandoffs(world.database, lambda: world.now)
    handoffs.draft("d", "telegram:2", "telegram:2", Shared("GEHEIM", "Bert"), Language.DE)
    assert world.gaps.ungrouped(10) == (), "nobody agreed to share it"
    asked = world.ask("user:a", minutes=61)
    token = opened(handoffs, shared=Shared("Gibt es ein Dienstrad?", "Anna")).token
    first, second = world.gaps.ungrouped(10)
    assert (first.exchange, first.text, first.kind) == (token, "Gibt es ein Dienstrad?", GapKind.CANDIDATE)
    assert (second.exchange, second.kind) == (asked, GapKind.UNKNOWN)
    assert world.gaps.of_conversation(token) is None
    world.file()
    world.file("another")
    assert world.gaps.of_conversation(token) == "g1"
    [summary] = world.gaps.gaps()
    assert (summary.people, summary.kinds, summary.title) == (2, (GapKind.CANDIDATE, GapKind.UNKNOWN), "Wer gibt frei?")
    assert not summary.of_candidate
    assert [one.exchange for one in world.gaps.grouped(10)] == [asked, token]
    gap = world.gaps.gap("g1")
    assert gap
    assert gap.proposals == ()
    for key, text, author in (("r1", "Ja.", "slack:T1:U7"), ("r2", "Sogar zwei.", "user:eva")):
        new = NewEntry(key, EntryKind.RECRUITER, frozenset({Side.CANDIDATE}), text, author)
        assert handoffs.write(token, new)
    gap = world.gaps.gap("g1")
    assert gap
    assert gap.proposals == (Proposal("Ja.\n\nSogar zwei.", "eva", world.now),)


def test_what_a_candidate_shared_leaves_its_gap_with_them(world: World) -> None:
    handoffs = SqlHandoffs(world.database, lambda: world.now)
    token = opened(handoffs).token
    world.file()
    assert world.rows() == {"gaps": 1, "gap_handoffs": 1}
    assert [one.of_candidate for one in world.gaps.gaps()] == [True]
    world.people.forget(ANNA)
    assert world.rows() == {}
    assert world.gaps.of_conversation(token) is None
    opened(handoffs, "again")
    world.file("g2")
    world.people.purge(world.now + timedelta(days=1))
    assert world.rows() == {}


def test_who_shared_something_is_told_by_recruiters_and_not_by_the_gap(world: World) -> None:
    opened(SqlHandoffs(world.database, lambda: world.now))
    world.file()
    world.gaps.publish("g1", DRAFT, EVA)
    assert world.gaps.due("telegram", 10) == ()
    assert world.rows() == {"gaps": 1, "gap_handoffs": 1, "gap_answers": 1}


def test_the_report_counts_by_week_and_tells_nothing_of_anybody(world: World) -> None:
    monday = MORNING.date()
    helped = world.ask("user:a", outcome=Outcome.ANSWERED, topic="trends")
    world.ask("user:b", "GEHEIM", minutes=1)
    world.ask("user:c", minutes=-60 * 24, outcome=Outcome.ANSWERED, channels=("xing", "line"))
    store = SqlStore(world.database, lambda: moment(5))
    store.give_feedback("user:a", helped, Feedback(True, "GEHEIM"))
    world.file()
    world.gaps.publish("g1", DRAFT, EVA)
    report = SqlReports(world.database).report(3, monday + timedelta(days=2))
    empty, before, now = report.weeks
    assert (empty.questions, empty.answered_share, empty.p50_ms) == (0, None, None)
    assert (before.monday, before.questions, before.channels) == (monday - timedelta(days=7), 1, {"xing": 1, "line": 1})
    assert (now.monday, now.questions, now.answered, now.unknown, now.answered_share) == (monday, 2, 1, 1, 0.5)
    assert (now.helpful, now.unhelpful, now.gaps_opened, now.gaps_answered) == (1, 0, 1, 1)
    assert (now.p50_ms, now.topics) == (12.5, {"trends": 1})
    assert report.open_gaps == 0
    text = csv_text(report)
    assert text.splitlines()[2].startswith(f"{before.monday},1,1,0,1.000,")
    assert text.splitlines()[2].endswith(",line:1 xing:1")
    assert "GEHEIM" not in text
    assert "user" not in text
    assert [len(SqlReports(world.database).report(n, date(2026, 3, 4)).weeks) for n in (0, 1, 999)] == [1, 1, 260]
