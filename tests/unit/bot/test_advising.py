"""Which of the two answers a question about a job: the post, or what is public beside it."""

from dataclasses import replace

import pytest

from bot.jobs.advising import APPLYING, VIDEO_INTERVIEW, comes_before_the_post
from bot.jobs.models import Aspect
from bot.jobs.questions import JobReply
from bot.models import Answer, Citation, Outcome, Text
from knowledge.advice import load_advice
from knowledge.library import shipped_content
from knowledge.models import Language

FRAUD, DATA = "advice:fraud", "advice:data"
SAID = JobReply(Answer(Outcome.ANSWERED, Language.DE, (Text("In der Anzeige steht es."),)), ((Aspect.PROCESS, True),))
SILENT = JobReply(Answer(Outcome.UNKNOWN, Language.DE, (Text("Das steht nicht da."),)), ((Aspect.PROCESS, False),))


def advice(topic: str | None, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    return Answer(outcome, Language.DE, (Text("Rat"),), topic=topic)


@pytest.mark.parametrize(
    ("topic", "said", "silent"),
    [
        (FRAUD, True, True),
        (DATA, True, True),
        (VIDEO_INTERVIEW, False, True),
        (APPLYING, False, False),
        ("trends", False, False),
        (None, False, False),
    ],
)
def test_what_a_post_says_itself_comes_first_and_what_none_says_is_advised(
    topic: str | None, said: bool, silent: bool
) -> None:
    assert comes_before_the_post(advice(topic), SAID) is said
    assert comes_before_the_post(advice(topic), SILENT) is silent


def test_what_was_not_answered_is_no_advice() -> None:
    assert not comes_before_the_post(advice(FRAUD, Outcome.UNKNOWN), SILENT)


def test_an_editors_answer_comes_where_the_post_does_not_say() -> None:
    written = replace(advice("trends"), citations=(Citation("answer:g1@2", "Dienstrad?", (), "Eva", "Ja."),))
    assert comes_before_the_post(written, SILENT)
    assert not comes_before_the_post(written, SAID)


def test_these_are_topics_that_there_are() -> None:
    assert {APPLYING, VIDEO_INTERVIEW, FRAUD, DATA} == set(load_advice(shipped_content()).topics)
