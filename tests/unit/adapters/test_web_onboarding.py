"""Onboarding's pages: answers are explained, forms are checked, nobody sees another's progress."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.onboarding_pages import onboarding_area
from bot.assistant import Reply
from bot.models import Language, Message
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.joining import offer
from bot.onboarding.models import Choices, Module
from bot.onboarding.progress import KeptProgress
from bot.understanding.models import Conversation
from knowledge.models import Localized
from tests.fakes.onboarding import Clock, learning, wrong
from tests.fakes.web import Browser, WebAssistant, elements, make_web

TOPICS = {"definition": Localized("Was ist Social Recruiting?", "What is social recruiting?")}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[OnboardingDesk]:
    with learning(tmp_path, clock, TOPICS) as desk:
        yield desk


@pytest.fixture
def progress(desk: OnboardingDesk) -> KeptProgress:
    """The store beneath the desk."""
    return desk._progress  # type: ignore[return-value]


@pytest.fixture
def browser(desk: OnboardingDesk) -> Browser:
    return make_web(areas=[onboarding_area(desk, has_slack=True)]).browser()


@pytest.fixture
def module(desk: OnboardingDesk) -> Module:
    return desk.overview("nobody").modules[0].module


def answer(browser: Browser, module: Module, option: str, number: int = 0, **headers: str) -> str:
    fields = {"question": module.questions[number].id, "option": option}
    got = browser.post(f"/onboarding/{module.id}/answer", fields, **headers)
    assert got.status in (200, 303, 422)
    return got.text if got.status != 303 else browser.get(got.header("location").partition("#")[0]).text


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_module_is_shown_in_both_languages(browser: Browser, desk: OnboardingDesk, language: str) -> None:
    for one in desk.overview("nobody").modules:
        page = browser.get(f"/onboarding/{one.module.id}", accept_language=language)
        assert page.status == 200
        texts = [one.module.title, one.module.task, *(part.text for part in one.module.reading)]
        shown = page.text.replace("&#39;", "'").replace("&#34;", '"')
        assert [text for text in texts if getattr(text, language) not in shown] == []
        assert not [text for text in one.module.questions if getattr(text.explanation.text, language) in shown]


def test_nothing_on_the_page_betrays_the_right_answer(browser: Browser, module: Module) -> None:
    for question in module.questions:
        inputs = [fields for tag, fields in elements(browser.get(f"/onboarding/{module.id}").text) if tag == "input"]
        options = [one for one in inputs if one.get("value") in {option.id for option in question.options}]
        assert len(options) == len(question.options)
        assert len({tuple(sorted({**one, "value": ""}.items())) for one in options}) == 1


@pytest.mark.parametrize("headers", [{}, {"hx_request": "true"}], ids=["plain", "script"])
def test_a_wrong_answer_is_explained_and_says_when_it_comes_back(
    browser: Browser, module: Module, headers: dict[str, str]
) -> None:
    page = answer(browser, module, wrong(module.questions[0]), **headers)
    right = module.questions[0].option(module.questions[0].right)
    assert right
    for said in ("Nicht richtig", right.text.de, module.questions[0].explanation.text.de[:20], "03.03.2026"):
        assert said in page
    assert ("<html" in page) == (not headers)
    page = answer(browser, module, module.questions[0].right, **headers)
    assert ">Richtig<" in page


def test_without_a_choice_the_question_is_asked_again(browser: Browser, module: Module) -> None:
    for headers in ({}, {"hx_request": "true"}):
        page = answer(browser, module, "", **headers)
        assert "Wähle eine Antwort." in page
        assert "Nicht richtig" not in page


def test_what_was_wrong_is_due_a_day_later_and_asked_again(browser: Browser, module: Module, clock: Clock) -> None:
    answer(browser, module, wrong(module.questions[0]))
    assert "Zum Wiederholen" not in browser.get("/onboarding").text
    clock.now += timedelta(days=1)
    assert f"/onboarding/{module.id}#q-{module.questions[0].id}" in browser.get("/onboarding").text
    assert "Diese Frage kommt wieder, weil" in browser.get(f"/onboarding/{module.id}").text
    page = answer(browser, module, module.questions[0].right)
    assert "kommt am 06.03.2026 wieder" in page
    assert "Zum Wiederholen" not in browser.get("/onboarding").text


def test_a_module_is_finished_after_its_questions(browser: Browser, module: Module) -> None:
    finish = f"/onboarding/{module.id}/finish"
    got = browser.post(finish)
    assert (got.status, "Beantworte zuerst alle Fragen" in got.text) == (422, True)
    for number, question in enumerate(module.questions):
        answer(browser, module, question.right, number)
    got = browser.post(finish)
    assert got.status == 303
    page = browser.get(got.header("location")).text
    assert "1 von 14 Modulen" in page
    assert "ist abgeschlossen." in page


def test_progress_is_a_persons_own_until_it_is_shared(desk: OnboardingDesk, module: Module) -> None:
    web = make_web(areas=[onboarding_area(desk, has_slack=True)])
    anna, ben = web.browser(), web.browser()
    for number, question in enumerate(module.questions):
        answer(anna, module, question.right, number)
    anna.post(f"/onboarding/{module.id}/finish")
    assert "0 von 14" in ben.get("/onboarding").text
    anna.post("/onboarding/me/choices", {"name": "Anna <b>", "buddy": "Ben"})
    assert "Anna" not in ben.get("/onboarding/team/progress").text
    assert "Hallo Ben" in anna.get(f"/onboarding/{module.id}").text
    anna.post("/onboarding/me/choices", {"name": "Anna <b>", "shared": "yes", "paused": "yes"})
    page = ben.get("/onboarding/team/progress").text
    assert "Anna &lt;b&gt;" in page
    assert module.title.de in page
    assert desk.overview(anna.owner).choices == Choices("Anna <b>", "", shared=True, paused=True)


@pytest.mark.parametrize("path", ["x", "x/answer", "x/finish", "x/ask"])
def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    if path == "x":
        assert browser.get("/onboarding/x").status == 404
    else:
        assert browser.post(f"/onboarding/{path}", {"question": "q", "option": "o"}).status == 404


def test_a_form_from_elsewhere_changes_nothing(browser: Browser, desk: OnboardingDesk, module: Module) -> None:
    browser.get("/onboarding")
    for path in ("me/choices", "me/join", "me/leave", f"{module.id}/answer", f"{module.id}/finish", f"{module.id}/ask"):
        got = browser.post(f"/onboarding/{path}", {"form_token": "x", "question": "q", "option": "o", "name": "X"})
        assert got.status == 403
    assert desk.overview(browser.owner).choices == Choices()


def test_what_leads_deeper_goes_to_the_chat(browser: Browser, module: Module) -> None:
    page = browser.get(f"/onboarding/{module.id}").text
    assert 'href="/?q=Was%20ist%20Social%20Recruiting%3F"' in page
    assert "Was ist das?" in browser.get("/?q=Was+ist+das%3F").text


class Attentive(WebAssistant):
    """Remembers where conversations stood when it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.stood: list[Conversation] = []

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        self.stood.append(conversation)
        return super().respond(message, conversation)


@pytest.mark.parametrize("language", list(Language))
def test_a_question_within_a_module_is_asked_with_it_in_mind(
    desk: OnboardingDesk, module: Module, language: Language
) -> None:
    assistant = Attentive()
    browser = make_web(assistant, areas=[onboarding_area(desk, has_slack=True)]).browser()
    browser.get("/onboarding", accept_language=language.value)
    got = browser.post(f"/onboarding/{module.id}/ask", {"text": "Und warum?"}, accept_language=language.value)
    assert got.status == 303
    address, _, exchange = got.header("location").partition("#e-")
    assert exchange in browser.get(address).text
    assert "Und warum?" in browser.get(address).text
    (stood,) = assistant.stood
    assert stood.last
    assert (stood.id, stood.language) == (address.removeprefix("/c/"), language)
    assert (stood.last.topic, stood.last.understanding.text) == ("definition", module.title.within(language))


def test_questions_within_modules_count_as_questions(desk: OnboardingDesk, module: Module) -> None:
    browser = make_web(areas=[onboarding_area(desk, has_slack=True)], questions_per_minute=2).browser()
    browser.get("/onboarding")
    got = [browser.post(f"/onboarding/{module.id}/ask", {"text": "Und warum?"}).status for _ in range(4)]
    assert (got[0], got[-1]) == (303, 429)


def test_what_was_chosen_in_slack_stays_where_the_form_has_no_field_for_it(
    browser: Browser, desk: OnboardingDesk
) -> None:
    browser.get("/onboarding")
    chosen = Choices(buddy="Ben", companion="slack:T1:U2", nudge_hour=9)
    kept = desk.choose(browser.owner, chosen)
    browser.post("/onboarding/me/choices", {"buddy": "Ben", "name": "Anna"})
    assert desk.overview(browser.owner).choices == replace(kept, name="Anna")
    browser.post("/onboarding/me/choices", {"buddy": "Eva", "name": "Anna"})
    assert desk.overview(browser.owner).choices == replace(kept, name="Anna", buddy="Eva", companion="")


def test_a_code_from_slack_joins_both_and_a_wrong_one_says_so(
    browser: Browser, desk: OnboardingDesk, module: Module, progress: KeptProgress, clock: Clock
) -> None:
    browser.get("/onboarding")
    answer(browser, module, wrong(module.questions[0]))
    code = offer(progress, "slack:T1:U1", clock.now)
    got = browser.post("/onboarding/me/join", {"code": "ABCD-EFGH-JKMN-PQRS"})
    assert (got.status, "Diesen Code gibt es nicht" in got.text) == (422, True)
    got = browser.post("/onboarding/me/join", {"code": f" {code.lower()} "})
    assert got.status == 303
    assert "ist derselbe" in browser.get("/onboarding").text
    assert module.questions[0].id in desk.module("slack:T1:U1", module.id).answers
    assert browser.post("/onboarding/me/leave").status == 303
    assert "Code aus Slack" in browser.get("/onboarding").text
    assert desk.module(browser.owner, module.id).answers == {}


def test_where_there_is_no_slack_nothing_is_joined(desk: OnboardingDesk) -> None:
    assert "Slack" not in make_web(areas=[onboarding_area(desk, has_slack=False)]).browser().get("/onboarding").text
