"""From a question that nobody could answer to an editor's answer, on the real index, store and assistant."""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import bootstrap
from bot.archive import Exchange, Feedback
from bot.gaps.desk import GapDesk
from bot.gaps.grouping import new_gap_id
from bot.gaps.models import AnswerAudience, Draft, Editor, GapKind, GapState, Proposal
from bot.hosting import Hosted
from bot.models import Answer, Audience, Language, Message, Outcome
from bot.stores import Stores
from bot.understanding.models import Conversation
from config.settings import Settings
from tests.fixtures import build_once
from tests.gaps import indexed_folder, texts

EDITOR = Editor("user:eva", "Eva Sommer")
SET = Path(__file__).parents[1] / "quality" / "answers" / "questions.jsonl"
QUESTION = "Wie hoch ist unsere Prämie für empfohlene Mitarbeiter?"
OTHER_WORDS = "Gibt es eine Prämie, wenn ich einen Mitarbeiter empfehle?"
TEXT = "Für eine Empfehlung, die zur Einstellung führt, zahlen wir 1.500 Euro.\n\nAusgezahlt wird nach der Probezeit."


@dataclass(frozen=True)
class World:
    """A store of its own beside the built index."""

    settings: Settings
    stores: Stores
    hosted: Hosted
    desk: GapDesk

    def ask(self, text: str, owner: str = "user:anna", audience: Audience = Audience.RECRUITER) -> Exchange:
        """Ask as the web chat does, in a conversation of its own."""
        conversation = Conversation(uuid.uuid4().hex, language=Language.DE)
        reply = self.hosted.assistant.respond(Message(text, audience, conversation.id), conversation)
        exchange = Exchange(uuid.uuid4().hex, text, reply.answer, datetime.now(UTC), 5.0)
        assert self.stores.archive.record(owner, audience, exchange, reply.conversation)
        return exchange

    def answer(self, text: str, audience: Audience = Audience.RECRUITER) -> Answer:
        conversation = Conversation("alone", language=Language.DE)
        return self.hosted.assistant.respond(Message(text, audience, "alone"), conversation).answer


@pytest.fixture(scope="module")
def indexed(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    build_once(settings)
    return Settings(data_dir=indexed_folder(settings, tmp_path_factory.mktemp("gaps")))


@pytest.fixture(scope="module")
def hosted(indexed: Settings) -> Hosted:
    return bootstrap.host(indexed)


@pytest.fixture
def world(indexed: Settings, hosted: Hosted) -> Iterator[World]:
    for left in (*indexed.data_dir.glob("*.db*"), *indexed.data_dir.glob("answers/*")):
        left.unlink()
    with bootstrap.open_store(indexed) as stores:
        yield World(indexed, stores, hosted, bootstrap.make_gap_desk(indexed, stores, lambda: hosted))


def draft(audience: AnswerAudience = AnswerAudience.INTERNAL, *wordings: str) -> Draft:
    return Draft(wordings or (QUESTION,), {Language.DE: TEXT}, audience)


def test_a_published_answer_is_served_within_two_seconds_to_other_words(world: World) -> None:
    asked = world.ask(QUESTION)
    assert asked.answer.outcome is Outcome.UNKNOWN
    (gap,) = world.desk.gaps()
    assert (gap.title, gap.people, gap.state) == (QUESTION, 1, GapState.OPEN)
    started = time.process_time()
    version = world.desk.publish(gap.id, draft(), EDITOR)
    answer = world.answer(OTHER_WORDS)
    assert time.process_time() - started < 2.0
    assert answer.outcome is Outcome.ANSWERED
    shown = texts(answer)
    assert "Eva Sommer" in shown[0]
    assert QUESTION in shown[0]
    assert "\n\n".join(shown[1:]) == f"„{TEXT}“", "not a letter is changed"
    assert [cited.text for cited in answer.citations] == [TEXT]
    assert answer.citations[0].passage == f"answer:{gap.id}@{version.version}"


def test_an_answer_is_taken_back_and_brought_back(world: World) -> None:
    world.ask(QUESTION)
    (gap,) = world.desk.gaps()
    world.desk.publish(gap.id, draft(), EDITOR)
    other = Draft((QUESTION,), {Language.DE: "Es gibt keine mehr."}, AnswerAudience.INTERNAL)
    world.desk.publish(gap.id, other, Editor("user:ben", "Ben"))
    assert texts(world.answer(OTHER_WORDS))[1] == "„Es gibt keine mehr.“"
    world.desk.withdraw(gap.id, EDITOR)
    assert world.answer(OTHER_WORDS).outcome is Outcome.UNKNOWN
    third = world.desk.restore(gap.id, 1, EDITOR)
    assert "1.500" in texts(world.answer(OTHER_WORDS))[1]
    history = world.desk.gap(gap.id).versions
    assert [(one.version, one.author, one.withdrawn, one.restores) for one in history] == [
        (1, "Eva Sommer", False, None),
        (2, "Ben", False, None),
        (3, "Eva Sommer", True, None),
        (4, "Eva Sommer", False, 1),
    ]
    assert history[-1] == third


def test_candidates_see_public_answers_only(world: World) -> None:
    world.ask(QUESTION)
    (gap,) = world.desk.gaps()
    world.desk.publish(gap.id, draft(), EDITOR)
    assert world.answer(OTHER_WORDS, Audience.CANDIDATE).outcome is Outcome.UNKNOWN
    world.desk.publish(gap.id, draft(AnswerAudience.PUBLIC), EDITOR)
    assert "1.500" in texts(world.answer(OTHER_WORDS, Audience.CANDIDATE))[1]


def test_similar_questions_are_one_gap_and_people_count_once(world: World) -> None:
    for owner, text in (
        ("user:anna", QUESTION),
        ("user:anna", "wie hoch ist die Prämie für empfohlene Mitarbeiter"),
        ("user:ben", "Wie hoch ist die Prämie für einen empfohlenen Mitarbeiter bei uns?"),
        ("user:cleo", "Wie schnell müssen wir Bewerbern absagen?"),
    ):
        world.ask(text, owner)
    world.ask("Wann bekomme ich Antwort auf meine Bewerbung?", "telegram:1", Audience.CANDIDATE)
    first, second = world.desk.gaps()
    assert (first.people, first.times) == (2, 3)
    assert (second.people, second.times) == (1, 1)


def test_a_thumb_down_is_a_gap_until_it_is_turned(world: World) -> None:
    exchange = world.ask("Was ist Active Sourcing?")
    assert exchange.answer.outcome is Outcome.ANSWERED
    world.stores.archive.give_feedback("user:anna", exchange.id, Feedback(False))
    (gap,) = world.desk.gaps()
    assert gap.kinds == (GapKind.UNHELPFUL,)
    world.desk.publish(
        gap.id, Draft(("Was ist Active Sourcing?",), {Language.DE: "Wir rufen an."}, draft().audience), EDITOR
    )
    shown = world.answer("Was heißt Active Sourcing eigentlich?")
    assert texts(shown)[1] == "„Wir rufen an.“"
    assert shown.topic == "active-sourcing", "what the guide says stands below"
    world.stores.archive.give_feedback("user:anna", exchange.id, Feedback(True))
    assert world.desk.gap(gap.id).questions != ()
    assert world.desk.gaps()[0].times == 0


def test_a_trial_shows_the_five_most_similar_questions(world: World) -> None:
    for text in (
        QUESTION,
        OTHER_WORDS,
        "Wo liegen die Fotos für Stellenanzeigen?",
        "Was ist Active Sourcing?",
        "Hallo!",
    ):
        world.ask(text)
    gap = next(one for one in world.desk.gaps() if QUESTION in {q.text for q in world.desk.gap(one.id).questions})
    trials = world.desk.try_out(gap.id, draft(), "Eva")
    assert [one.question for one in trials][:2] == [QUESTION, OTHER_WORDS]
    assert [one.ours for one in trials] == [True, True, False, False, False]
    assert trials[0].before.outcome is Outcome.UNKNOWN
    assert world.answer(OTHER_WORDS).outcome is Outcome.UNKNOWN, "nothing is served by trying"


def test_a_proposal_makes_a_gap_of_an_exchange(world: World) -> None:
    exchange = world.ask("Was ist Active Sourcing?")
    proposal = Proposal("Fragt Ben.", "Ben", datetime.now(UTC))
    assert world.stores.gaps.propose(exchange.id, "g1", proposal, "slack:T1:U2")
    (gap,) = world.desk.gaps()
    assert gap.kinds == (GapKind.HAND_OFF,)
    assert world.desk.gap(gap.id).proposals == (proposal,)
    assert not world.stores.gaps.propose("gone", "g2", proposal, EDITOR.owner)


def test_a_call_for_a_person_is_a_gap_and_joins_what_is_like_it(world: World) -> None:
    world.ask(QUESTION)
    called = world.ask(OTHER_WORDS, owner="user:b")
    world.stores.chat.hand_off("slack:T1:C1:1.1", "U1", datetime.now(UTC), called.id)
    (gap,) = world.desk.gaps()
    assert set(gap.kinds) == {GapKind.UNKNOWN, GapKind.HAND_OFF}
    answered = world.ask("Was ist Active Sourcing?")
    world.stores.chat.hand_off("slack:T1:C1:2.1", "U1", datetime.now(UTC), answered.id)
    assert [one.kinds for one in world.desk.gaps() if one.id != gap.id] == [(GapKind.HAND_OFF,)]


def test_forgetting_an_author_takes_the_name_out_of_what_is_served(world: World) -> None:
    world.ask(QUESTION)
    (gap,) = world.desk.gaps()
    world.desk.publish(gap.id, draft(), EDITOR)
    assert world.stores.people.export("user:eva")["gap_answers"][0]["author"] == "Eva Sommer"
    world.stores.people.forget("user:eva")
    world.desk.keep_current()
    shown = texts(world.answer(OTHER_WORDS))[0]
    assert "Eva" not in shown
    assert "im Team" in shown


def test_the_terminal_reads_what_is_served_without_the_store(world: World) -> None:
    world.ask(QUESTION)
    (gap,) = world.desk.gaps()
    world.desk.publish(gap.id, draft(), EDITOR)
    alone = bootstrap.build_assistant(world.settings)
    assert "1.500" in texts(alone.reply(Message(OTHER_WORDS, Audience.RECRUITER, "terminal")))[1]


def test_answers_are_found_by_other_words_and_leave_the_rest_alone(world: World) -> None:
    """The set of tests/quality/answers, all published at once."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        exchange = world.ask(row["wordings"][0])
        proposal = Proposal(row["text"], EDITOR.name, datetime.now(UTC))
        world.stores.gaps.propose(exchange.id, new_gap_id(), proposal, EDITOR.owner)
    for one in world.desk.gaps():
        gap = world.desk.gap(one.id)
        for row in rows:
            if row["wordings"][0] == gap.questions[0].text:
                language = Language(row["language"])
                written = Draft(tuple(row["wordings"]), {language: row["text"]}, AnswerAudience.INTERNAL)
                world.stores.gaps.publish(gap.summary.id, written, EDITOR)
    world.desk.keep_current()
    asked = [(row["text"], text) for row in rows for text in row["asked"]]
    missed = [text for expected, text in asked if expected not in " ".join(texts(world.answer(text)))]
    assert len(missed) <= 6, missed
