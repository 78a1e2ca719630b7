from pathlib import Path

import pytest

from bot.models import Audience, Language
from tests.fakes.assistant import CommandLine


def said(lotse: CommandLine) -> list[str]:
    return [message.text for message in lotse.services.assistant.messages]


def conversations(lotse: CommandLine) -> int:
    return len({message.conversation for message in lotse.services.assistant.messages})


def test_lines_from_a_pipe_are_answered_one_after_the_other(lotse: CommandLine) -> None:
    result = lotse("chat", given="Bauleiter in Köln, wo posten?\r\n\n   \nund für die Schweiz?")
    assert result.exit_code == 0
    assert said(lotse) == ["Bauleiter in Köln, wo posten?", "und für die Schweiz?"]
    assert conversations(lotse) == 1
    assert result.stdout.startswith("verstanden: Bauleiter")
    assert result.stdout.index("1 Xing") < result.stdout.index("2: und für die Schweiz?")
    assert not [line for line in result.stdout.splitlines() if line.startswith(">")]


def test_no_lines_are_no_error(lotse: CommandLine) -> None:
    result = lotse("chat", given="")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_language_and_audience_reach_the_assistant(lotse: CommandLine) -> None:
    lotse("chat", "--language", "en", "--audience", "candidate", given="hi")
    [message] = lotse.services.assistant.messages
    assert (message.language, message.audience) == (Language.EN, Audience.CANDIDATE)


def test_a_number_asks_the_suggestion_of_that_number(lotse: CommandLine) -> None:
    result = lotse("chat", given="Bauleiter\n2\n")
    assert said(lotse) == ["Bauleiter", "Warum nicht TikTok?"]
    assert "\n> Warum nicht TikTok?\n" in result.stdout


@pytest.mark.parametrize("number", ["0", "3", "99", "007", "²", "1."])
def test_other_numbers_are_for_the_assistant(number: str, lotse: CommandLine) -> None:
    lotse("chat", given=f"1\nBauleiter\n{number}\n")
    assert said(lotse) == ["1", "Bauleiter", number]


def test_new_forgets_the_conversation_and_its_suggestions(lotse: CommandLine) -> None:
    result = lotse("chat", given="Bauleiter\n/new\n1\n")
    assert said(lotse) == ["Bauleiter", "1"]
    assert conversations(lotse) == 2
    assert "Neues Gespräch." in result.stdout


def test_language_is_set_for_what_follows(lotse: CommandLine) -> None:
    result = lotse("chat", given="eins\n/language en\ntwo\n/LANGUAGE fr\n/language\n")
    assert [message.language for message in lotse.services.assistant.messages] == [None, Language.EN]
    assert "Answers are in English from now on." in result.stdout
    assert result.stdout.count("/language needs de or en") == 2


def test_help_lists_every_command(lotse: CommandLine) -> None:
    german, english = (lotse("chat", "--language", language, given="/help").stdout for language in ("de", "en"))
    for command in ("/new", "/language de|en", "/help", "/quit"):
        assert command in german
        assert command in english
    assert said(lotse) == []


@pytest.mark.parametrize("command", ["/quit", "/exit", " /QUIT "])
def test_quit_leaves(command: str, lotse: CommandLine) -> None:
    result = lotse("chat", given=f"eins\n{command}\nzwei")
    assert result.exit_code == 0
    assert said(lotse) == ["eins"]


def test_an_unknown_command_is_told_but_a_path_is_a_text(lotse: CommandLine) -> None:
    result = lotse("chat", given="/hlep\n/r/recruiting lohnt das?\n")
    assert "/hlep ist kein Befehl." in result.stdout
    assert said(lotse) == ["/r/recruiting lohnt das?"]


def test_a_failure_is_told_and_the_chat_goes_on(lotse: CommandLine, data_dir: Path) -> None:
    result = lotse("chat", "--language", "en", given="crash geheim\nfail\nhi\n")
    assert result.exit_code == 0
    apology, expected = result.stderr.splitlines()
    assert apology.startswith("Sorry, something went wrong")
    assert expected == "the conversation is locked"
    assert "3: hi" in result.stdout
    assert "geheim" not in (data_dir / "lotse.log").read_text("utf-8")


def test_bytes_that_are_no_text_and_ten_megabytes_are_for_the_assistant(lotse: CommandLine) -> None:
    result = lotse("chat", given=b"a\xffb\n" + b"x" * 10_000_000 + b"\nlast\n")
    assert "1: a\ufffdb" in result.stdout
    assert "too long: 10000000" in result.stdout
    assert "3: last" in result.stdout


def test_the_index_is_needed_before_anything_is_shown(lotse: CommandLine) -> None:
    lotse.services.ready = False
    result = lotse("chat", given="hi")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "lotse index" in result.stderr
