from collections.abc import Iterator

import pytest

from bot.models import Correction, Message
from tests.fakes.web import Browser, Web, elements, make_web

ID = "c" * 24
TOPIC = "address-audiences-checklist"
SCRIPT = {"hx_request": "true"}
UNKNOWN = "z" * 24


@pytest.fixture(scope="module")
def one() -> Web:
    return make_web()


@pytest.fixture
def web(one: Web) -> Web:
    """The same for all, without what was said before."""
    one.index.assistant.messages.clear()
    return one


@pytest.fixture
def browser(web: Web) -> Iterator[Browser]:
    opened = web.browser(headers={"Accept-Language": "de"})
    yield opened
    web.archive.delete_all(opened.owner)


def exchange(browser: Browser) -> str:
    """The id of the last answer."""
    articles = [fields for tag, fields in elements(browser.get(f"/c/{ID}").text) if tag == "article"]
    return articles[-1]["id"].removeprefix("e-")


def checked(browser: Browser) -> list[str]:
    return [fields["value"] for _, fields in elements(browser.get(f"/c/{ID}").text) if "checked" in fields]


def test_a_question_leads_to_its_answer_which_is_found_again(browser: Browser) -> None:
    asked = browser.ask("Wo finde ich Leute?")
    assert asked.header("location") == f"/c/{ID}#e-{exchange(browser)}"
    page = browser.get(f"/c/{ID}").text
    assert "1: Wo finde ich Leute?" in page
    assert "<title>Wo finde ich Leute? · Lotse</title>" in page
    assert f'<a href="/c/{ID}"' in browser.get("/").text


def test_a_question_by_script_brings_only_the_answer_and_the_list(browser: Browser) -> None:
    got = browser.ask("Wo?", **SCRIPT)
    assert (got.status, got.header("hx-push-url")) == (200, f"/c/{ID}")
    assert got.text.lstrip().startswith("<article")
    assert [fields["hx-swap-oob"] for _, fields in elements(got.text) if "hx-swap-oob" in fields] == ["true"]
    assert "<html" not in got.text


def test_a_follow_up_stays_in_its_conversation(browser: Browser) -> None:
    browser.ask("Wo?")
    browser.ask("Und wann?")
    page = browser.get(f"/c/{ID}").text
    assert page.index("1: Wo?") < page.index("2: Und wann?")
    browser.ask("Anderes", "d" * 24)
    assert "Anderes" not in browser.get(f"/c/{ID}").text.partition('id="thread"')[2]


def test_a_new_page_is_a_new_conversation(browser: Browser) -> None:
    ids = {fields["value"] for _ in range(2) for _, fields in elements(browser.get("/").text)
           if fields.get("name") == "conversation"}  # fmt: skip
    assert len(ids) == 2


def test_an_example_in_the_address_is_put_into_the_field_and_not_asked(web: Web, browser: Browser) -> None:
    page = browser.get("/?q=%3C/textarea%3E%3Cb%3EBauleiter%00")
    assert ">&lt;/textarea&gt;&lt;b&gt;Bauleiter</textarea>" in page.text
    assert web.index.assistant.messages == []


@pytest.mark.parametrize(("value", "becomes"), [("Köln", "Bonn"), ("Köln", ""), ("", "Bonn")])
def test_a_tag_is_changed_removed_or_added(web: Web, browser: Browser, value: str, becomes: str) -> None:
    browser.ask("Bauleiter in Köln, wo posten?")
    assert browser.post(f"/c/{ID}/correct", {"kind": "place", "value": value, "becomes": becomes}).status == 303
    assert web.index.assistant.messages[-1].corrections == (Correction("place", value, becomes),)
    page = browser.get(f"/c/{ID}").text
    assert not value or f"<del>{value}</del>" in page
    assert not becomes or f"<ins>{becomes}</ins>" in page


@pytest.mark.parametrize(("kind", "id_", "status"), [("salary", ID, 400), ("", ID, 400), ("place", "x", 404)])
def test_only_known_tags_of_a_conversation_can_be_changed(
    web: Web, browser: Browser, kind: str, id_: str, status: int
) -> None:
    assert browser.post(f"/c/{id_}/correct", {"kind": kind, "value": "a", "becomes": "b"}).status == status
    assert web.index.assistant.messages == []


def test_a_very_long_tag_is_cut(web: Web, browser: Browser) -> None:
    browser.post(f"/c/{ID}/correct", {"kind": "place", "value": "v" * 1000, "becomes": "b" * 1000})
    said: Message = web.index.assistant.messages[-1]
    assert said.corrections == (Correction("place", "v" * 400, "b" * 400),)


def test_ticks_are_kept_and_taken_back(browser: Browser) -> None:
    browser.ask("Bauleiter")
    assert browser.post(f"/c/{ID}/ticks", {"checklist": TOPIC, "step": ["s1", "s3"]}).status == 303
    assert checked(browser) == ["s1", "s3"]
    browser.post(f"/c/{ID}/ticks", {"checklist": TOPIC, "step": ["s3", "s4"]})
    assert checked(browser) == ["s3", "s4"]
    browser.post(f"/c/{ID}/ticks", {"checklist": TOPIC})
    assert checked(browser) == []


def test_a_tick_by_script_brings_the_count(browser: Browser) -> None:
    browser.ask("Bauleiter")
    got = browser.post(f"/c/{ID}/ticks", {"checklist": TOPIC, "step": ["s1", "s1", "made-up"]}, **SCRIPT)
    assert "1 von 10" in got.text
    assert [tag for tag, _ in elements(got.text)] == ["span"]
    assert checked(browser) == ["s1"]


@pytest.mark.parametrize(("id_", "checklist"), [(ID, "made-up"), (UNKNOWN, TOPIC), ("x", TOPIC)])
def test_only_what_was_shown_can_be_ticked(browser: Browser, id_: str, checklist: str) -> None:
    browser.ask("Bauleiter")
    assert browser.post(f"/c/{id_}/ticks", {"checklist": checklist, "step": "s1"}).status == 404
    assert checked(browser) == []


@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_an_opinion_is_kept_and_can_be_changed(browser: Browser, headers: dict[str, str]) -> None:
    browser.ask("Wo?")
    id_ = exchange(browser)
    got = browser.post(f"/c/{ID}/feedback", {"exchange": id_, "helpful": "no", "reason": " zu <knapp>\x00 "}, **headers)
    assert got.status == (200 if headers else 303)
    page = got.text if headers else browser.get(f"/c/{ID}").text
    pressed = [fields["value"] for _, fields in elements(page) if fields.get("aria-pressed") == "true"
               and fields.get("name") == "helpful"]  # fmt: skip
    assert pressed == ["no"]
    assert 'value="zu &lt;knapp&gt;"' in page
    browser.post(f"/c/{ID}/feedback", {"exchange": id_, "helpful": "yes"})
    assert "knapp" not in browser.get(f"/c/{ID}").text


@pytest.mark.parametrize("id_", [UNKNOWN, "x", "../../etc"])
def test_there_is_no_opinion_of_an_answer_that_is_not_there(browser: Browser, id_: str) -> None:
    assert browser.post(f"/c/{ID}/feedback", {"exchange": id_, "helpful": "yes"}).status == 404


def test_a_conversation_is_deleted(browser: Browser) -> None:
    browser.ask("Erste")
    browser.ask("Zweite", "d" * 24)
    assert browser.post(f"/c/{ID}/delete").header("location") == "/"
    assert browser.get(f"/c/{ID}").status == 404
    assert browser.get(f"/c/{'d' * 24}").status == 200
    assert browser.post(f"/c/{ID}/delete").status == 404
    assert browser.post("/conversations/delete").status == 303
    assert browser.get(f"/c/{'d' * 24}").status == 404


def test_an_answer_is_copied_as_markdown(browser: Browser) -> None:
    browser.ask("Bauleiter")
    got = browser.get(f"/c/{ID}/{exchange(browser)}.md")
    assert got.header("content-type") == "text/plain; charset=utf-8"
    assert got.text.startswith("> Bauleiter\n\n*Stelle: Bauleiter")
    assert "**Quellen**" in got.text


def test_nothing_of_somebody_elses_can_be_told_from_what_does_not_exist(web: Web, browser: Browser) -> None:
    browser.ask("Bauleiter")
    id_ = exchange(browser)
    other = web.browser(headers=browser.headers)

    def tried(conversation: str, answer: str) -> list[tuple[int, str]]:
        address = f"/c/{conversation}"
        gots = [
            other.get(address),
            other.get(f"{address}/{answer}.md"),
            other.post(f"{address}/ticks", {"checklist": TOPIC, "step": "s1"}),
            other.post(f"{address}/feedback", {"exchange": answer, "helpful": "yes"}),
            other.post(f"{address}/delete"),
        ]
        return [(got.status, got.text.replace(conversation, "").replace(answer, "")) for got in gots]

    foreign = tried(ID, id_)
    assert {status for status, _ in foreign} == {404}
    assert foreign == tried(UNKNOWN, "y" * 24)
    assert other.ask("Wo?").status == 404
    assert other.post(f"/c/{ID}/correct", {"kind": "place", "becomes": "Bonn"}).status == 404
    assert browser.get(f"/c/{ID}").text.count("<article") == 1


@pytest.mark.parametrize(
    ("text", "shown"), [("", "nothing was said"), ("   ", "nothing was said"), ("x" * 2001, "too long: 2001")]
)
def test_what_cannot_be_answered_is_answered_politely(browser: Browser, text: str, shown: str) -> None:
    assert browser.ask(text).status == 303
    assert shown in browser.get(f"/c/{ID}").text


@pytest.mark.parametrize("fields", [{"conversation": "x"}, {"conversation": "x" * 65}, {"conversation": "../" * 9}])
def test_ids_of_another_shape_name_nothing(web: Web, browser: Browser, fields: dict[str, str]) -> None:
    assert browser.post("/ask", {"text": "Wo?", **fields}).status == 404
    assert web.index.assistant.messages == []


def test_a_form_that_lacks_a_field_is_told_so_politely(browser: Browser) -> None:
    got = browser.post("/ask", {"text": "Wo?"})
    assert (got.status, got.is_html) == (400, True)
    by_script = browser.post("/ask", {"text": "Wo?"}, **SCRIPT)
    assert by_script.status == 400
    assert "<html" not in by_script.text


def test_pages_speak_both_languages(web: Web) -> None:
    for language, word in (("de", "Kanäle"), ("en", "Channels")):
        browser = web.browser(headers={"Accept-Language": language})
        for target in ("/", "/channels", "/checklists", "/nope"):
            page = browser.get(target).text
            assert f'<html lang="{language}"' in page
            assert word in page


def test_figures_count_questions_by_outcome_and_time_them() -> None:
    web = make_web()
    browser = web.browser(headers={"Accept-Language": "de"})
    for text in ("Wo?", "Wann?", ""):
        browser.ask(text)
    browser.get("/nope")
    figures = browser.get("/metrics")
    lines = figures.text.splitlines()
    assert figures.header("content-type").startswith("text/plain; version=0.0.4")
    assert 'lotse_questions_total{language="de",outcome="answered"} 2.0' in lines
    assert 'lotse_questions_total{language="de",outcome="clarify"} 1.0' in lines
    assert "lotse_answer_seconds_count 3.0" in lines
    assert 'lotse_answer_seconds_bucket{le="+Inf"} 3.0' in lines
    assert 'lotse_http_responses_total{status="404"} 1.0' in lines
    assert 'lotse_index_generation{generation="g1"} 1.0' in lines
    web.index.generation = "g2"
    web.keeper.look()
    lines = browser.get("/metrics").text.splitlines()
    assert [line for line in lines if line.startswith("lotse_index_generation{")] == [
        'lotse_index_generation{generation="g2"} 1.0'
    ]
