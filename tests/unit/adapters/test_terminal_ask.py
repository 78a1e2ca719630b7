import json
from pathlib import Path
from typing import Any

import pytest

from bot.models import Audience, Language
from bot.plain_text import plain_text
from tests.fakes.assistant import CommandLine, rich_answer

KEYS = ["outcome", "topic", "topics", "channels", "text", "language", "citations", "elapsed_ms"]


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def batch_file(*records: object) -> str:
    text = "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records)
    Path("questions.jsonl").write_text(text, "utf-8")
    return "questions.jsonl"


def test_an_answer_to_read(lotse: CommandLine) -> None:
    result = lotse("ask", "Bauleiter in Köln, wo posten?")
    assert result.exit_code == 0
    assert "verstanden: Bauleiter" in result.stdout
    assert "1 Xing" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_audience_and_language_reach_the_assistant(lotse: CommandLine) -> None:
    lotse("ask", "hello", "--language", "en", "--audience", "candidate")
    lotse("ask", "hello")
    first, second = lotse.services.assistant.messages
    assert (first.text, first.language, first.audience) == ("hello", Language.EN, Audience.CANDIDATE)
    assert (second.language, second.audience) == (None, Audience.RECRUITER)
    assert first.conversation != second.conversation


def test_json_has_the_shape_of_an_answer_line_without_id(lotse: CommandLine) -> None:
    result = lotse("ask", "Bauleiter?", "--json")
    [line] = lines(result.stdout)
    assert list(line) == KEYS
    assert line["text"] == plain_text(rich_answer())
    assert line["channels"] == ["xing", "linkedin"]
    assert line["citations"][0] == {
        "passage": "p42",
        "title": "Xing",
        "points": [42],
        "source": "Leitfaden Social Recruiting",
    }
    assert isinstance(line["elapsed_ms"], float)


def test_umlauts_in_json_are_readable(lotse: CommandLine) -> None:
    assert "Größe" in lotse("ask", "Größe", "--json").stdout


def test_the_text_may_come_from_standard_input(lotse: CommandLine) -> None:
    assert "1: Frage ä" in lotse("ask", "-", given="Frage ä\n").stdout


def test_an_empty_text_is_for_the_assistant(lotse: CommandLine) -> None:
    for result in (lotse("ask", ""), lotse("ask", "-", given="")):
        assert result.exit_code == 0
        assert "nothing was said" in result.stdout


def test_ten_megabytes_are_for_the_assistant(lotse: CommandLine) -> None:
    result = lotse("ask", "-", given="ä" * 5_000_000)
    assert result.exit_code == 0
    assert "too long: 5000000" in result.stdout


def test_an_endless_text_is_read_up_to_a_limit(lotse: CommandLine) -> None:
    result = lotse("ask", "-", "--json", given=b"x" * 20_000_000)
    assert lines(result.stdout)[0]["text"] == f"too long: {16 * 1024 * 1024}"


def test_a_limit_within_a_letter_is_no_mistake(lotse: CommandLine) -> None:
    assert lotse("ask", "-", given=b"x" + "ä".encode() * 10_000_000).exit_code == 0


def test_standard_input_must_be_utf8(lotse: CommandLine) -> None:
    result = lotse("ask", "-", given=b"\xff\xfe")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "standard input: the text must be UTF-8\n"


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ((), "give either TEXT or --batch FILE"),
        (("x", "--batch", "y", "--json"), "give either TEXT or --batch FILE"),
        (("--batch", "y"), "--batch prints JSON lines and needs --json"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], rule: str, lotse: CommandLine) -> None:
    result = lotse("ask", *arguments)
    assert result.exit_code == 2
    assert rule in result.stderr


def test_without_an_index_the_remedy_is_told(lotse: CommandLine) -> None:
    lotse.services.ready = False
    for arguments in (("ask", "x"), ("chat",), ("ask", "--batch", "-", "--json")):
        result = lotse(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "there is no index; build it with: lotse index\n"


def test_a_batch_answers_line_by_line(lotse: CommandLine) -> None:
    path = batch_file({"id": "a", "q": "one", "lang": "en"}, {"id": 2, "q": "two", "context": "before"})
    result = lotse("ask", "--batch", path, "--json")
    first, second = lines(result.stdout)
    assert result.exit_code == 0
    assert list(first) == ["id", *KEYS]
    assert (first["id"], first["text"]) == ("a", "1: one")
    assert (second["id"], second["text"]) == (2, "2: two")
    before, two = lotse.services.assistant.messages[1:]
    assert before.text == "before"
    assert before.conversation == two.conversation != lotse.services.assistant.messages[0].conversation
    assert lotse.services.assistant.messages[0].language is None


def test_a_batch_may_come_from_standard_input(lotse: CommandLine) -> None:
    result = lotse("ask", "--batch", "-", "--json", given='\ufeff{"id": 1, "q": "x"}\r\n\n{"id": 2, "q": "y"}')
    assert [line["id"] for line in lines(result.stdout)] == [1, 2]
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('{"id": "x"}', "q is missing"),
        ('{"id": "x", "q": null}', "q is missing"),
        ('{"q": "x"}', "id is missing"),
        ('{"id": 1.5, "q": "x"}', "id must be a string or a whole number"),
        ('{"id": true, "q": "x"}', "id must be a string or a whole number"),
        ('{"id": 1, "q": 5}', "q must be a string"),
        ('{"id": 1, "q": "x", "context": []}', "context must be a string"),
        ("[1]", "must be a JSON object with id and q"),
        ("{id: 1}", "not valid JSON at column 2: Expecting property name enclosed in double quotes"),
        ("[" * 100_000, "not valid JSON: a number is too long or brackets are nested too deep"),
        ('{"id": ' + "1" * 5000 + "}", "not valid JSON: a number is too long or brackets are nested too deep"),
        ('{"id": 1, "q": "fail"}', "the conversation is locked"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(line: str, rule: str, lotse: CommandLine) -> None:
    path = batch_file({"id": "first", "q": "x"}, "", line, {"id": "last", "q": "x"})
    result = lotse("ask", "--batch", path, "--json")
    assert result.stderr == f"{path}:3: {rule}\n"
    assert [answer["id"] for answer in lines(result.stdout)] == ["first", "last"]
    assert result.exit_code == 1


def test_bytes_that_are_not_utf8_are_named(lotse: CommandLine) -> None:
    result = lotse("ask", "--batch", "-", "--json", given=b'{"id": 1, "q": "\xff"}\n{"id": 2, "q": "x"}')
    assert result.stderr == "-:1: must be UTF-8, byte 17 is not\n"
    assert [answer["id"] for answer in lines(result.stdout)] == [2]


def test_ten_megabytes_in_a_line_are_for_the_assistant_more_are_refused(lotse: CommandLine) -> None:
    long, longer = (json.dumps({"id": size, "q": "x" * size}) for size in (10_000_000, 17_000_000))
    result = lotse("ask", "--batch", "-", "--json", given=f'{longer}\n{long}\n{{"id": 3, "q": "x"}}')
    assert result.stderr == "-:1: a line must not be longer than 16 MiB\n"
    assert [answer["text"] for answer in lines(result.stdout)] == ["too long: 10000000", "1: x"]


def test_a_line_that_crashes_is_apologised_for_and_the_rest_goes_on(lotse: CommandLine, data_dir: Path) -> None:
    path = batch_file({"id": 1, "q": "crash vertraulich", "context": "auch vertraulich"}, {"id": 2, "q": "x"})
    result = lotse("ask", "--batch", path, "--json")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path}:1: Entschuldigung")
    assert [answer["id"] for answer in lines(result.stdout)] == [2]
    assert "vertraulich" not in (data_dir / "lotse.log").read_text("utf-8")


def test_lone_surrogates_survive_in_ids_and_are_replaced_in_texts(lotse: CommandLine) -> None:
    result = lotse("ask", "--batch", "-", "--json", given='{"id": "\\ud800", "q": "a\\ud800"}')
    [answer] = lines(result.stdout)
    assert (answer["id"], answer["text"]) == ("\ud800", "1: a?")


@pytest.mark.parametrize(("name", "reason"), [("missing.jsonl", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named(name: str, reason: str, lotse: CommandLine) -> None:
    result = lotse("ask", "--batch", name, "--json")
    assert (result.exit_code, result.stderr) == (2, f"{name}: cannot be read: {reason}\n")
