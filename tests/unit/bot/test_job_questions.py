"""Questions about one job: recognised as people type them, answered from the post alone, with its words."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.aspects import JUDGING, AspectReader
from bot.jobs.models import Aspect, Job, JobState
from bot.jobs.questions import JobGuide, JobReply
from bot.jobs.words import load_job_words
from bot.models import Answer, Listing, Notice, NoticeKind, Outcome, Text
from knowledge.models import Language
from tests.fakes.job_board import make_job
from tests.fakes.jobs import POST, make_post

READER = AspectReader()
WORDS = load_job_words()
TODAY = date(2026, 11, 10)
GUIDE = JobGuide(READER, WORDS, lambda: TODAY)
BARE = make_post(
    salary=None, remote=None, employment=(), requirements=(), benefits=(), deadline=None, contact="", place="",
    description="Sie kochen mit regionalen Zutaten. Hunde dürfen ins Büro mitkommen.",
)  # fmt: skip
QUESTIONS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "quality" / "job_questions.jsonl").read_text(encoding="utf-8").splitlines()
]


def ask(question: str, post: Any = POST, language: Language = Language.DE) -> JobReply:
    return GUIDE.reply(make_job("j1", post), question, language)


def text_of(answer: Answer) -> str:
    parts = []
    for block in answer.blocks:
        if isinstance(block, Text | Notice):
            parts.append(block.text)
        if isinstance(block, Listing):
            parts += [f"{entry.title} {entry.text}".strip() for entry in block.entries]
    return "\n".join(parts)


def asks_back(answer: Answer) -> bool:
    return any(isinstance(block, Notice) and block.kind is NoticeKind.QUESTION for block in answer.blocks)


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: str(case["q"]))
def test_what_a_question_is_about(case: dict[str, Any]) -> None:
    about = [JUDGING] if READER.judges(case["q"]) else list(READER.asked(case["q"])) or [Aspect.OTHER]
    assert about == case["about"]


@pytest.mark.parametrize(
    ("question", "language", "says"),
    [
        ("Gehalt?", Language.DE, "Gehalt laut Anzeige: 58.000 € bis 72.000 € pro Jahr."),
        ("whats the pay", Language.EN, "Salary according to the post: €58,000 to €72,000 per year."),
        ("kann man remote arbeiten", Language.DE, "Homeoffice laut Anzeige: teilweise Homeoffice."),
        ("wo ist das", Language.DE, "Köln"),
        ("teilzeit?", Language.DE, "Vollzeit, Teilzeit"),
        ("wie viel urlaub", Language.DE, "In der Anzeige steht: „30 Tage Urlaub“"),
        ("firmenwagen?", Language.DE, "Dienstwagen"),
        ("muss man studiert haben", Language.DE, "„Studium Bauingenieurwesen oder Meister“"),
        ("anforderungen", Language.DE, "Führerschein Klasse B"),
        ("was macht man da", Language.DE, "Sie leiten Baustellen im Kölner Norden."),
        ("how do i apply", Language.EN, "Online: https://jobs.example.com/bauleiter"),
        ("bis wann kann ich mich bewerben", Language.DE, "31. Dezember 2026"),
        ("wen kann ich anrufen", Language.DE, "Jana Weber, 0221 5550"),
        ("welche firma ist das", Language.DE, "Brückner & Söhne Bau"),
        ("geht es um baustellen im norden", Language.DE, "„Sie leiten Baustellen im Kölner Norden.“"),
        ("noch frei?", Language.DE, "Ja, die Stelle ist offen (veröffentlicht am 2. November 2026)"),
    ],
)
def test_the_post_answers(question: str, language: Language, says: str) -> None:
    reply = ask(question, language=language)
    assert says in text_of(reply.answer)
    assert reply.answer.outcome is Outcome.ANSWERED
    assert (reply.offers_human, asks_back(reply.answer)) == (False, False)
    assert all(answered for _, answered in reply.asked)


def test_an_answer_cites_the_post_with_its_words_and_day() -> None:
    (citation,) = ask("wie viel urlaub").answer.citations
    assert citation.passage == "job:token-j1"
    assert citation.title == "Bauleiter Hochbau (m/w/d)"
    assert citation.text == "30 Tage Urlaub"
    assert citation.source == "Stellenanzeige von Brückner & Söhne Bau, veröffentlicht am 2. November 2026"


@pytest.mark.parametrize("aspect", [one for one in Aspect if one not in (Aspect.OTHER, Aspect.STILL_OPEN)])
@pytest.mark.parametrize("language", list(Language))
def test_there_are_words_for_everything_that_a_post_may_lack(aspect: Aspect, language: Language) -> None:
    assert WORDS[language].say(f"unsaid.{aspect}")
    assert WORDS[language].say(f"aspect.{aspect}")


@pytest.mark.parametrize(
    ("question", "language", "says"),
    [
        ("Gehalt?", Language.DE, "Was gezahlt wird, steht nicht in der Anzeige."),
        ("can i work from home", Language.EN, "The post does not say whether remote work is possible."),
        ("which documents do I need", Language.EN, "The post does not say which documents are needed."),
        ("muss ich am wochenende arbeiten", Language.DE, "Ob in Schichten oder am Wochenende"),
        ("gibt es ein schwimmbad", Language.DE, "Dazu finde ich in der Anzeige nichts."),
        ("bis wann?", Language.DE, "Eine Bewerbungsfrist steht nicht in der Anzeige."),
    ],
)
def test_what_the_post_does_not_say_is_said_to_be_missing(question: str, language: Language, says: str) -> None:
    reply = ask(question, BARE, language)
    assert says in text_of(reply.answer)
    assert reply.answer.outcome is Outcome.UNKNOWN
    assert reply.answer.citations == ()
    assert reply.offers_human
    assert asks_back(reply.answer)
    assert not any(answered for _, answered in reply.asked)


def test_two_questions_at_once_are_answered_both() -> None:
    reply = ask("gehalt und brauche ich ein visum?")
    assert reply.asked == ((Aspect.SALARY, True), (Aspect.VISA, False))
    assert reply.answer.outcome is Outcome.ANSWERED
    assert reply.offers_human
    assert "58.000" in text_of(reply.answer)


def test_a_free_question_is_answered_by_the_sentence_that_holds_its_words() -> None:
    assert "„Hunde dürfen ins Büro mitkommen.“" in text_of(ask("dürfen hunde mitkommen", BARE).answer)


@pytest.mark.parametrize("question", ["passe ich auf die stelle?", "habe ich mit 55 noch chancen", "rate my cv"])
def test_judging_is_declined_with_the_reason(question: str) -> None:
    reply = ask(question)
    assert reply.answer.outcome is Outcome.REFUSED
    assert "über Menschen sollen Menschen entscheiden" in text_of(reply.answer)
    assert "Führerschein Klasse B" in text_of(reply.answer)
    assert (reply.asked, reply.offers_human) == ((), False)
    assert ask(question, BARE).answer.citations == ()


def closed(job: Job) -> Job:
    return replace(job, state=JobState.CLOSED, closed_at=job.published_at)


def test_a_closed_post_says_so_with_every_answer() -> None:
    job = closed(make_job("j1", POST))
    assert "Nein, diese Stelle ist geschlossen." in text_of(GUIDE.reply(job, "noch frei?", Language.DE).answer)
    assert "inzwischen geschlossen" in text_of(GUIDE.reply(job, "Gehalt?", Language.DE).answer)


def test_a_deadline_that_passed_counts_as_closed() -> None:
    past = make_post(deadline=date(2026, 11, 9))
    assert "No, this job is closed." in text_of(ask("still open?", past, Language.EN).answer)
    assert "Ja, " in text_of(ask("noch frei?", make_post(deadline=TODAY)).answer)


@given(st.text(max_size=200), st.sampled_from(list(Language)))
def test_whatever_is_asked_is_answered_from_the_post(question: str, language: Language) -> None:
    reply = ask(question, language=language)
    assert reply.answer.blocks
    shown = " ".join(POST.description.split())
    for citation in reply.answer.citations:
        for quote in citation.text.split("\n"):
            said = (shown, *POST.requirements, *POST.benefits, POST.employer, POST.contact, POST.place)
            stated = any(quote in one for one in said) or quote in _values(language)
            assert stated or not quote, quote


def _values(language: Language) -> str:
    words = WORDS[language]
    assert POST.salary
    assert POST.deadline
    values = (words.salary(POST.salary), words.employment(POST), words.workplace(POST), words.day(POST.deadline))
    return "\n".join((*values, *words.ways_to_apply(POST)))
