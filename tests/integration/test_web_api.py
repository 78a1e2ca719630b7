"""The API on the real assistant and the real store."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.answer_record import answer_record
from adapters.keeper import Keeper, Source
from adapters.main import command_line
from bot import bootstrap
from bot.archive import Archive
from bot.assistant import Assistant
from bot.models import Audience, Language, Message
from config.settings import Settings
from tests.fakes.web import Browser, Got, Web, elements, make_web

ADVICE = "Bauleiter in Köln, wo posten?"
QUESTIONS = (
    ADVICE,
    "Was ist Social Recruiting?",
    "Xing oder LinkedIn?",
    "warum nicht snapchat?",
    "Checkliste für die Strategie",
    "nurses in Leeds, where should we post?",
    "Wie wird das Wetter?",
    "?",
    "x" * 2001,
)
UNKNOWN = "z" * 24


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with bootstrap.open_store(Settings(data_dir=tmp_path_factory.mktemp("store"))) as opened:
        yield opened.archive


@pytest.fixture(scope="module")
def web(settings: Settings, assistant: Assistant, archive: Archive) -> Web:
    """`assistant` is asked for so that the index is built."""
    source = Source(lambda: bootstrap.generation(settings), lambda: bootstrap.host(settings))
    return make_web(archive=archive, keeper=Keeper(source))


@pytest.fixture
def browser(web: Web) -> Browser:
    return web.browser()


def ask(browser: Browser, text: str, **more: Any) -> dict[str, Any]:
    got = browser.api("POST", "/answers", {"question": text, **more})
    assert got.status == 200, got.text
    answer: dict[str, Any] = got.json
    return answer


def record(answer: dict[str, Any]) -> dict[str, Any]:
    """What has to be the same wherever a question is asked."""
    return {key: value for key, value in answer.items() if key not in ("elapsed_ms", "conversation", "exchange")}


@pytest.fixture
def terminal(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LOTSE_DATA_DIR", str(settings.data_dir))

    def run(*arguments: str) -> dict[str, Any]:
        result = CliRunner().invoke(command_line(), ["ask", *arguments, "--json"])
        assert result.exit_code == 0, result.output
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    return run


@pytest.mark.parametrize("more", [{}, {"audience": "candidate"}, {"language": "en"}])
def test_the_terminal_gives_the_same_answer(browser: Browser, terminal: Any, more: dict[str, str]) -> None:
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    expected = terminal(ADVICE, *options)
    answer = ask(browser, ADVICE, **more)
    assert record(answer) == record(expected)
    assert answer["text"]
    assert set(answer) == {*expected, "conversation", "exchange"}


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("audience", list(Audience))
def test_every_kind_of_question_is_answered_as_the_assistant_does(
    browser: Browser, assistant: Assistant, text: str, audience: Audience
) -> None:
    expected = answer_record(assistant.reply(Message(text, audience, f"{text}{audience}")), 1.0)
    assert record(ask(browser, text, audience=audience.value)) == record(expected)


def test_an_answer_rests_on_passages_that_it_names(browser: Browser) -> None:
    answer = ask(browser, ADVICE)
    assert answer["outcome"] == "answered"
    assert answer["channels"]
    assert all(cited["passage"] and cited["title"] and cited["source"] for cited in answer["citations"])
    assert answer["elapsed_ms"] > 0


def test_a_follow_up_goes_on_from_what_was_said(browser: Browser) -> None:
    first = ask(browser, ADVICE)
    second = ask(browser, "und in Wien?", conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    assert second["exchange"] != first["exchange"]
    assert "Wien" in second["text"]
    assert "Bauleiter" in second["text"]
    alone = ask(browser, "und in Wien?")
    assert alone["conversation"] != first["conversation"]
    assert "Bauleiter" not in alone["text"]


def test_a_follow_up_works_after_a_restart(browser: Browser, web: Web, archive: Archive) -> None:
    first = ask(browser, ADVICE)
    restarted = make_web(archive=archive, keeper=web.keeper).browser(cookies=browser.cookies)
    assert "Bauleiter" in ask(restarted, "und in Wien?", conversation=first["conversation"])["text"]


def test_a_conversation_is_told_in_order_with_the_same_answers(browser: Browser) -> None:
    first = ask(browser, ADVICE)
    second = ask(browser, "warum nicht snapchat?", conversation=first["conversation"])
    told = browser.api("GET", f"/conversations/{first['conversation']}").json
    assert [said["question"] for said in told["said"]] == [ADVICE, "warum nicht snapchat?"]
    assert [said["answer"] for said in told["said"]] == [first, second]
    assert (told["title"], told["exchanges"], told["audience"], told["language"]) == (ADVICE, 2, "recruiter", "de")


def test_conversations_are_listed_the_latest_first(browser: Browser) -> None:
    assert browser.api("GET", "/conversations").json == []
    first, second = ask(browser, ADVICE), ask(browser, "Xing oder LinkedIn?")
    ask(browser, "warum nicht snapchat?", conversation=first["conversation"])
    listed = browser.api("GET", "/conversations").json
    assert [one["id"] for one in listed] == [first["conversation"], second["conversation"]]
    assert [one["exchanges"] for one in listed] == [2, 1]


@pytest.mark.parametrize("language", list(Language))
def test_the_language_can_be_chosen(browser: Browser, language: Language) -> None:
    assert ask(browser, ADVICE, language=language.value)["language"] == language.value


def test_an_opinion_is_kept_with_its_answer(browser: Browser) -> None:
    answer = ask(browser, ADVICE)
    path = f"/answers/{answer['exchange']}/feedback"
    for opinion in ({"helpful": True, "reason": ""}, {"helpful": False, "reason": "zu knapp \u00fc"}):
        assert browser.api("PUT", path, opinion).json == opinion
        said = browser.api("GET", f"/conversations/{answer['conversation']}").json["said"]
        assert said[0]["feedback"] == opinion


def test_what_is_deleted_is_gone(browser: Browser) -> None:
    ids = [ask(browser, ADVICE)["conversation"] for _ in range(3)]
    assert browser.api("DELETE", f"/conversations/{ids[0]}").json == {"deleted": 1}
    assert browser.api("DELETE", f"/conversations/{ids[0]}").status == 404
    assert browser.api("GET", f"/conversations/{ids[0]}").status == 404
    assert browser.api("POST", "/answers", {"question": "Und?", "conversation": ids[0]}).status == 404
    assert browser.api("DELETE", "/conversations").json == {"deleted": 2}
    assert browser.api("GET", "/conversations").json == []


def told(got: Got, *ids: str) -> tuple[int, str, list[str]]:
    text = got.text
    for id_ in ids:
        text = text.replace(id_, "")
    return got.status, text, sorted(name for name, _ in got.headers)


def test_somebody_elses_cannot_be_told_from_what_does_not_exist(browser: Browser, web: Web) -> None:
    mine = ask(browser, ADVICE)
    other = web.browser()
    other.api("GET", "/conversations")

    def tries(conversation: str, exchange: str) -> list[Any]:
        gots = (
            other.api("GET", f"/conversations/{conversation}"),
            other.api("DELETE", f"/conversations/{conversation}"),
            other.api("POST", "/answers", {"question": "Und?", "conversation": conversation}),
            other.api("PUT", f"/answers/{exchange}/feedback", {"helpful": True}),
        )
        return [told(got, conversation, exchange) for got in gots]

    foreign = tries(mine["conversation"], mine["exchange"])
    assert {status for status, *_ in foreign} == {404}
    assert foreign == tries(UNKNOWN, UNKNOWN)
    assert other.api("DELETE", "/conversations").json == {"deleted": 0}
    kept = browser.api("GET", f"/conversations/{mine['conversation']}").json
    assert (kept["exchanges"], kept["said"][0]["feedback"]) == (1, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": 7}, "question"),
        ({"question": None}, "question"),
        ({"question": "x" * 40_001}, "question"),
        ({"question": "Wo?", "conversation": "short"}, "conversation"),
        ({"question": "Wo?", "conversation": f"{UNKNOWN}\n"}, "conversation"),
        ({"question": "Wo?", "language": "fr"}, "language"),
        ({"question": "Wo?", "audience": "internal"}, "audience"),
        ({"question": "Wo?", "salary": 1}, "salary"),
        ([], "body"),
    ],
)
def test_a_mistaken_request_is_told_which_field_breaks_its_rule(browser: Browser, body: Any, field: str) -> None:
    got = browser.api("POST", "/answers", body)
    assert got.status == 422
    assert field in got.json["detail"]
    assert "x" * 100 not in got.text


def test_the_pages_show_the_same_conversation(browser: Browser) -> None:
    answer = ask(browser, ADVICE)
    address = f"/c/{answer['conversation']}"
    page = browser.get(address)
    assert page.status == 200
    shown = [fields["href"].rpartition("/")[2] for tag, fields in elements(page.text)
             if tag == "a" and fields.get("href", "").startswith("/channels/")]  # fmt: skip
    assert list(dict.fromkeys(shown)) == answer["channels"]
    browser.ask("und in Wien?", answer["conversation"])
    assert browser.api("GET", f"/conversations/{answer['conversation']}").json["exchanges"] == 2


def test_a_tag_that_is_changed_answers_anew(browser: Browser) -> None:
    browser.ask(ADVICE)
    page = browser.get(f"/c/{browser.conversation}").text
    values = [fields["value"] for _, fields in elements(page) if fields.get("name") == "value"]
    place = next(value for value in values if "Köln" in value)
    change = {"kind": "place", "value": place, "becomes": "Wien"}
    assert browser.post(f"/c/{browser.conversation}/correct", change).status == 303
    said = browser.api("GET", f"/conversations/{browser.conversation}").json["said"]
    assert len(said) == 2
    assert said[1]["question"] == ""
    assert "Wien" in said[1]["answer"]["text"]
    assert browser.post(f"/c/{browser.conversation}/delete").status == 303


def test_the_guides_pages_are_there(browser: Browser) -> None:
    for target, least in (("/channels", 20), ("/checklists", 1)):
        page = browser.get(target)
        links = {fields["href"].partition("#")[0] for tag, fields in elements(page.text) if tag == "a"
                 and fields.get("href", "").startswith(f"{target}/")}  # fmt: skip
        assert len(links) >= least
        for link in links:
            assert browser.get(link).status == 200, link


def test_probes_and_figures_name_the_generation(browser: Browser, settings: Settings) -> None:
    generation = bootstrap.generation(settings)
    assert generation is not None
    assert browser.get("/healthz").json == {"status": "ok"}
    assert browser.get("/readyz").json == {"status": "ready", "generation": generation}
    ask(browser, ADVICE)
    figures = browser.get("/metrics").text
    assert f'lotse_index_generation{{generation="{generation}"}} 1.0' in figures
    assert 'lotse_questions_total{language="de",outcome="answered"}' in figures
    assert 'lotse_questions_total{language="de",outcome="clarify"}' in figures
    count = float(figures.partition("lotse_answer_seconds_count ")[2].partition("\n")[0])
    assert f'lotse_answer_seconds_bucket{{le="+Inf"}} {count}' in figures


def test_without_an_index_it_is_not_ready_and_says_how_to_mend_it(archive: Archive, tmp_path: Path) -> None:
    empty = Settings(data_dir=tmp_path)
    source = Source(lambda: bootstrap.generation(empty), lambda: bootstrap.host(empty))
    browser = make_web(archive=archive, keeper=Keeper(source)).browser()
    probe = browser.get("/readyz")
    assert (probe.status, probe.json["status"]) == (503, "not ready")
    assert "lotse index" in probe.json["reason"]
    assert browser.get("/healthz").status == 200
    assert browser.api("POST", "/answers", {"question": ADVICE}).status == 503
    assert "lotse_index_generation{" not in browser.get("/metrics").text
