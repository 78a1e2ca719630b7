"""What is handed out of, and forgotten of, people in a team's chat: on SQLite and on PostgreSQL."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.chat_state import NOBODY, Done, Mode, Question, before_id, record_id
from bot.chat_store import SqlChatState
from bot.chat_tables import ChannelModeRow, ChatThreadRow, HandOffRow, PostedRow, QuestionRow
from bot.database import Database, open_database
from bot.models import Language
from bot.people import Removed
from bot.people_store import SqlPersonalData
from bot.store import SqlStore
from bot.tables import DeletionRow, ThreadRow
from bot.understanding.models import Conversation
from tests.fakes.databases import counts, filled, rows
from tests.fakes.exchanges import Clock, make_answer, moment, transcript
from tests.fakes.talks import Talks

pytest_plugins = ["tests.postgres"]

ME, BEN, TWIN = "slack:T1:U1", "slack:T1:U2", "slack:T2:U1"
MINE, OURS, BENS, TWINS = "slack:T1:D1:1.1", "slack:T1:C1:2.1", "slack:T1:C1:3.1", "slack:T2:C1:2.1"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talks(database: Database, clock: Clock) -> Talks:
    store = SqlStore(database, clock)
    return Talks(store, store, SqlChatState(database, clock))


@pytest.fixture
def people(database: Database, clock: Clock) -> SqlPersonalData:
    return SqlPersonalData(database, clock)


def states(database: Database) -> set[str]:
    return {row["id"] for row in rows(database, ThreadRow)}


def test_who_talked_alone_leaves_nothing(talks: Talks, people: SqlPersonalData, database: Database) -> None:
    talks.everything(ME, MINE)
    talks.chat.strike(MINE, "6.6")
    removed = people.forget(ME)
    assert (removed.conversations, removed.threads) == (1, 2)
    assert filled(database) == {"channel_modes": 1, "deletions": 1}
    assert [row["set_by"] for row in rows(database, ChannelModeRow)] == [NOBODY]
    assert talks.chat.mode("T1", "D1") is Mode.MENTIONS
    assert people.forget(ME) == Removed(0, 0, 0)


def test_nobody_elses_is_touched(talks: Talks, people: SqlPersonalData, database: Database) -> None:
    """The same user id in another team is somebody else, and so is whose id begins alike."""
    others = ((BEN, BENS), (TWIN, TWINS), ("slack:T1:U11", "slack:T1:C1:4.1"), ("slack:T11:U1", "slack:T11:C1:4.1"))
    for owner, conversation in others:
        talks.everything(owner, conversation)
    before = [people.export(owner) for owner, _ in others]
    known = counts(database)
    talks.everything(ME, MINE)
    people.forget(ME)
    assert [people.export(owner) for owner, _ in others] == before
    assert counts(database) == {**known, "deletions": 1, "channel_modes": known["channel_modes"] + 1}


def test_what_others_share_stays_without_the_name(talks: Talks, people: SqlPersonalData, database: Database) -> None:
    mine, bens = talks.ask(ME, OURS, "2.1"), talks.ask(BEN, OURS, "2.2")
    talks.checklist(BEN, OURS, "l1")
    talks.chat.tick("l1", Done(0, "U1", moment(0)))
    talks.chat.tick("l1", Done(1, "U2", moment(1)))
    for caller, resolver in (("U1", "U2"), ("U2", "U1")):
        talks.chat.hand_off(OURS, caller, moment(2))
        talks.chat.resolve(OURS, resolver, moment(3))
    talks.chat.hand_off(OURS, "U1", moment(4))
    people.forget(ME)
    assert talks.chat.ticks("l1") == (Done(0, NOBODY, moment(0)), Done(1, "U2", moment(1)))
    named = {row["number"]: (row["called_by"], row["resolved_by"]) for row in rows(database, HandOffRow)}
    assert named == {1: (NOBODY, "U2"), 2: ("U2", NOBODY), 3: (NOBODY, None)}
    assert talks.chat.handed_off(OURS)
    assert talks.chat.knows_thread(OURS)
    assert talks.chat.question(OURS, "2.1") is None
    assert talks.chat.posted(mine.id) == ()
    assert talks.chat.latest_question(OURS) == Question(OURS, "2.2", "U2", bens.id)
    assert len(talks.chat.posted(bens.id)) == 2
    assert len(talks.archive.summaries(BEN)) == 1


def test_a_state_in_which_their_words_may_be_goes_and_no_other(
    talks: Talks, people: SqlPersonalData, database: Database
) -> None:
    """Ben spoke last, but what he said goes on from what was asked before."""
    talks.ask(BEN, BENS, "3.1")
    talks.ask(ME, OURS, "2.1")
    talks.ask(BEN, OURS, "2.2")
    assert states(database) == {
        *(BENS, OURS),
        *(before_id(*at) for at in ((BENS, "3.1"), (OURS, "2.1"), (OURS, "2.2"))),
    }
    assert people.forget(ME).threads == 3
    assert states(database) == {BENS, before_id(BENS, "3.1")}
    assert talks.conversations.load(OURS) == Conversation(OURS)


def test_what_a_colleague_goes_on_from_is_forgotten_but_not_what_they_said(
    talks: Talks, people: SqlPersonalData
) -> None:
    talks.ask(ME, OURS, "2.1", question="Bauleiter für GEHEIM?")
    bens = talks.ask(BEN, OURS, "2.2", question="Und in Bonn?")
    talks.ask(BEN, BENS, "3.1", question="Köche?")
    assert "GEHEIM" in str(talks.archive.state(BEN, record_id(OURS, BEN)))
    people.forget(ME)
    assert talks.archive.state(BEN, record_id(OURS, BEN)) == Conversation(record_id(OURS, BEN))
    assert transcript(talks.archive, record_id(OURS, BEN), BEN).exchanges == (bens,)
    assert "Köche?" in str(talks.archive.state(BEN, record_id(BENS, BEN)))


def test_what_was_shared_is_found_where_it_was_carried(
    talks: Talks, people: SqlPersonalData, database: Database
) -> None:
    private, public = "slack:T1:C1:private-x", "slack:T1:C1:8.8"
    talks.share(talks.ask_privately(ME, private, "7.7"), private, public)
    assert states(database) == {private, before_id(private, "7.7"), public}
    assert [state["id"] for state in people.export(ME)["threads"]] == sorted(states(database))
    people.forget(ME)
    assert filled(database) == {"deletions": 1}


def test_an_answer_that_was_edited_away_is_found_too(talks: Talks, people: SqlPersonalData, database: Database) -> None:
    talks.ask(ME, OURS, "2.1")
    talks.ask(ME, OURS, "2.1")
    talks.ask(BEN, OURS, "2.2")
    assert len(rows(database, PostedRow)) == 6
    people.forget(ME)
    assert len(rows(database, PostedRow)) == 2


def test_who_only_ticked_is_forgotten_too(talks: Talks, people: SqlPersonalData) -> None:
    talks.checklist(BEN, OURS, "l1")
    talks.chat.tick("l1", Done(2, "U1", moment(0)))
    talks.chat.set_language(ME, Language.EN)
    assert people.forget(ME) == Removed(0, 0, 2)
    assert talks.chat.language(ME) is None
    assert talks.chat.ticks("l1") == (Done(2, NOBODY, moment(0)),)


NOBODIES = ["", "nobody", ":", "slack:T1:", ":U1", "U1", "%:U1", "slack:T_:U1", "a\x00b:c\ud800"]


@pytest.mark.parametrize("owner", NOBODIES)
def test_who_is_nobody_takes_nothing_along(
    talks: Talks, people: SqlPersonalData, database: Database, owner: str
) -> None:
    talks.everything(ME, MINE)
    talks.ask(BEN, MINE, "9.9")
    people.forget("slack:T1:U9")
    before = counts(database)
    assert people.forget(owner) == Removed(0, 0, 0)
    assert counts(database) == {**before, "deletions": before["deletions"] + 1}
    assert {key: value for key, value in people.export(owner).items() if value} in ({"owner": owner}, {})


def test_any_name_is_forgotten(talks: Talks, people: SqlPersonalData, database: Database) -> None:
    odd = "slack:T'1\x00%_:U\ud800\"1"
    talks.everything(odd, "slack:T'1\x00%_:C1:1.1")
    assert people.export(odd)["questions"]
    people.forget(odd)
    assert filled(database) == {"channel_modes": 1, "deletions": 1}


def test_an_export_holds_all_that_is_theirs(talks: Talks, people: SqlPersonalData) -> None:
    talks.everything(ME, OURS)
    talks.checklist(BEN, OURS, "l2")
    talks.chat.tick("l2", Done(2, "U1", moment(7)))
    export = json.loads(json.dumps(people.export(ME)))
    assert all(export.values())
    assert export["owner"] == ME
    (question,) = export["questions"]
    assert (question["conversation"], question["ts"], question["asked_by"]) == (OURS, "5.5", "U1")
    assert [(part["part"], part["ts"]) for part in export["posted_parts"]] == [(0, "5.50"), (1, "5.51")]
    (checklist,) = export["checklists"]
    assert [step["title"] for step in checklist["content"]["steps"]] == ["Schritt 0", "Schritt 1", "Schritt 2"]
    assert [tick["step"] for tick in checklist["ticks"]] == [0]
    assert [(tick["checklist_id"], tick["step"]) for tick in export["ticks"]] == [(f"l-{ME}", 0), ("l2", 2)]
    (hand_off,) = export["hand_offs"]
    assert (hand_off["called_by"], hand_off["resolved_at"]) == ("U1", moment(1).isoformat())
    assert [(mode["channel"], mode["mode"]) for mode in export["channel_modes"]] == [("C1", "mentions")]
    assert [chosen["language"] for chosen in export["languages"]] == ["en"]
    assert [state["id"] for state in export["threads"]] == [OURS, before_id(OURS, "5.5")]
    assert export["threads"][0]["state"]["last"]["understanding"]["text"] == "Wo suche ich Bauleiter?"


def test_an_export_names_nobody_else(talks: Talks, people: SqlPersonalData) -> None:
    """A state that ends with a colleague's words is not handed out; who asked last decides, also before a message."""
    talks.ask(ME, OURS, "2.1")
    talks.ask(BEN, OURS, "2.2")
    talks.ask(ME, OURS, "2.3")
    talks.checklist(ME, OURS, "l1")
    talks.chat.tick("l1", Done(0, "U2", moment(0)))
    talks.chat.hand_off(OURS, "U1", moment(0))
    talks.chat.resolve(OURS, "U2", moment(1))
    export = people.export(ME)
    assert "U2" not in json.dumps(export)
    assert [state["id"] for state in export["threads"]] == [OURS, *(before_id(OURS, ts) for ts in ("2.1", "2.2"))]


def test_what_was_long_silent_is_purged(
    talks: Talks, people: SqlPersonalData, database: Database, clock: Clock
) -> None:
    talks.everything(ME, MINE)
    talks.ask(BEN, OURS, "2.1")
    clock.now = moment(60)
    talks.ask(BEN, OURS, "2.2", asked_at=moment(60))
    removed = people.purge(moment(60))
    assert (removed.conversations, removed.threads) == (1, 3)
    assert talks.chat.mode("T1", "D1") is Mode.MENTIONS
    assert [row["set_by"] for row in rows(database, ChannelModeRow)] == [NOBODY]
    assert [row["conversation"] for row in rows(database, ChatThreadRow)] == [OURS]
    assert talks.chat.question(OURS, "2.1") is not None
    assert talks.conversations.load(OURS).last is not None
    assert {key: value for key, value in people.export(ME).items() if value} == {"owner": ME}
    assert people.purge(moment(60)) == Removed(0, 0, 0)
    assert [(row["reason"], row["threads"]) for row in rows(database, DeletionRow)] == [("retention", 3)]


@pytest.mark.parametrize("sign", ["tick", "resolve", "posted"])
def test_any_sign_of_life_keeps_a_conversation(
    talks: Talks, people: SqlPersonalData, database: Database, clock: Clock, sign: str
) -> None:
    asked = talks.ask(ME, OURS, "2.1")
    talks.checklist(ME, OURS, "l1")
    talks.chat.hand_off(OURS, "U1", moment(0))
    clock.now = moment(60)
    match sign:
        case "tick":
            talks.chat.tick("l1", Done(0, "U2", moment(60)))
        case "resolve":
            talks.chat.resolve(OURS, "U2", moment(60))
        case "posted":
            talks.chat.keep_posted(talks.chat.posted(asked.id)[0])
    assert people.purge(moment(60)).traces == 0
    assert talks.chat.question(OURS, "2.1") is not None
    assert people.purge(moment(61)).traces > 0
    assert not any(counts(database)[table] for table in ("chat_threads", "chat_questions", "hand_offs", "living_ticks"))


def test_a_language_stays_while_anything_else_does(talks: Talks, people: SqlPersonalData, clock: Clock) -> None:
    talks.chat.set_language(ME, Language.EN)
    talks.chat.set_language(BEN, Language.EN)
    clock.now = moment(60)
    talks.ask(ME, MINE, "1.1", asked_at=moment(60))
    assert people.purge(moment(30)).traces == 1
    assert talks.chat.language(ME) is Language.EN
    assert talks.chat.language(BEN) is None


def test_nothing_of_who_was_forgotten_is_in_the_files(tmp_path: Path) -> None:
    """Among many others' rows, so that pages are split, filled and merged as in real life."""
    secret, user = "GEHEIM" * 3, "UGEHEIM7"
    me, ours, direct = f"slack:T1:{user}", "slack:T1:C1:77.7", "slack:T1:DGEHEIM7:1.1"
    with open_database(tmp_path) as database:
        store = SqlStore(database)
        talks, people = Talks(store, store, SqlChatState(database)), SqlPersonalData(database)
        for number in range(60):
            talks.everything(f"slack:T1:U{number}", f"slack:T1:C1:{number}.1")
            conversation = (ours, direct, f"slack:T1:C1:{number}.1")[number % 3]
            talks.ask(me, conversation, f"5.{number}", question=secret, answer=make_answer(secret * 20))
            if conversation != direct:
                talks.ask("slack:T1:U99", conversation, f"6.{number}")
            talks.chat.tick(f"l-slack:T1:U{number}", Done(1, user, moment(0)))
            talks.chat.hand_off(f"slack:T1:C1:{number}.1", user, moment(2))
        talks.everything(me, ours)
        words = (secret.encode(), user.encode(), b"DGEHEIM7")
        assert all(any(word in path.read_bytes() for path in tmp_path.iterdir()) for word in words)
        people.forget(me)
        assert [(path.name, word) for path in tmp_path.iterdir() for word in words if word in path.read_bytes()] == []
        assert len(store.summaries("slack:T1:U7")) == 1
        assert len(store.summaries("slack:T1:U99")) == 21


def test_a_person_is_forgotten_while_all_talk(talks: Talks, people: SqlPersonalData, database: Database) -> None:
    def talk(number: int) -> None:
        owner = f"slack:T1:U{number}"
        for turn in range(6):
            talks.ask(owner, OURS, f"{number}.{turn}")
            talks.checklist(owner, OURS, f"l{number}{turn}")
            for ticked in range(6):
                talks.chat.tick(f"l{ticked}{turn}", Done(0, f"U{number}", moment(0)))
            people.forget(f"slack:T1:U{number}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(talk, range(6)))
    assert not any(counts(database)[table] for table in ("conversations", "posted_parts", "living_checklists"))
    assert all(row["asked_by"] is None for row in rows(database, QuestionRow))
