"""Files that are given to Lotse in Slack: asked for whom, fetched with the token from Slack alone, read, reported."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.fetching import FetchError, SlackFile, SlackFiles
from adapters.slack.filing import Filing
from adapters.slack.received import FilesDue, Received
from adapters.slack.setup import connection
from bot import bootstrap
from bot.documents import DocumentAudience
from config.groups import DocumentSettings, SlackSettings
from config.settings import Settings
from tests.fakes.document_desk import Shelf
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import mention, message, press
from tests.fakes.slack_lotse import Lotse, on_slack
from tests.fakes.slack_server import BOT_TOKEN
from tests.fakes.slack_wire import Fault

GERMAN = "# Handbuch\n\n## Urlaub\n\nDer Urlaub endet am letzten Tag im März, wenn er nicht vorher abgesprochen wurde."
EDITOR, OTHER = "U2", "U1"
TS = "1700000500.000100"


def dropped(*files: dict[str, Any], text: str = "", user: str = EDITOR, channel: str = "D1") -> dict[str, Any]:
    """Return a message with files, as the Events API tells it."""
    return message(text, TS, channel, user, subtype="file_share", upload=False, files=list(files))


def texts(lotse: Lotse, channel: str = "D1") -> list[str]:
    return [shown_text(one["blocks"]) for one in lotse.slack.posted(channel)]


async def chosen(lotse: Lotse, choice: str = "internal", user: str = EDITOR, channel: str = "D1") -> None:
    """Press a button of the message that asks."""
    prompt = lotse.slack.posted(channel)[0]
    await lotse.event(press(prompt, f"take_in:{choice}", user), "interactive")


def test_an_editors_files_are_asked_about_read_and_reported_in_the_thread(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        files = (lotse.slack.file("F1", "handbuch.md", GERMAN.encode()), lotse.slack.file("F2", "x.png", b"\x89PNG\0"))
        await lotse.event(dropped(*files))
        [prompt] = lotse.slack.posted("D1")
        assert prompt["thread_ts"] == TS
        assert "Wer darf aus diesen Dateien Antworten bekommen?" in texts(lotse)[0]
        assert "handbuch.md" in texts(lotse)[0]
        assert shelf.brought_in == []
        await chosen(lotse, "public")
        shown, report = texts(lotse)
        assert "öffentlich: die Dateien werden gelesen" in shown
        assert "1 aufgenommen, 1 nicht." in report
        assert "handbuch.md: neu; 1 Abschnitt; Deutsch" in report
        assert "kann Lotse nicht lesen" in report
        assert lotse.slack.posted("D1")[1]["thread_ts"] == TS
        [document] = shelf.documents()
        assert (document.audience, document.source) == (DocumentAudience.PUBLIC, "upload/handbuch.md")
        assert lotse.slack.downloads == [f"F1 Bearer {BOT_TOKEN}", f"F2 Bearer {BOT_TOKEN}"]
        assert lotse.assistant.asked == []

    on_slack(test, documents=shelf.desk)


def test_what_comes_twice_or_is_pressed_twice_is_brought_in_once(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        file = lotse.slack.file("F1", "handbuch.md", GERMAN.encode())
        await lotse.event(mention("bitte aufnehmen", TS, user=EDITOR, files=[file]))
        await lotse.event(message("<@UBOT> bitte aufnehmen", TS, user=EDITOR, subtype="file_share", files=[file]))
        assert len(lotse.slack.posted("C1")) == 1
        body = press(lotse.slack.posted("C1")[0], "take_in:internal", EDITOR)
        other = press(lotse.slack.posted("C1")[0], "take_in:public", EDITOR)
        for pressed in (body, body, other):
            await lotse.event(pressed, "interactive")
        assert len(shelf.brought_in) == 1
        assert len(lotse.slack.posted("C1")) == 2
        assert shelf.documents()[0].audience is DocumentAudience.INTERNAL

    on_slack(test, documents=shelf.desk)


def test_nobody_but_an_editor_brings_anything_in(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        file = lotse.slack.file("F1", "handbuch.md", GERMAN.encode())
        await lotse.event(dropped(file, user=OTHER))
        assert "nur Leute, die dafür benannt sind" in texts(lotse)[0]
        await lotse.event(message("Wo poste ich das?", "1700000501.000100", "D1", OTHER, files=[file]))
        assert "nur Leute" in texts(lotse)[1]
        assert "Wo poste ich das?" in texts(lotse)[2]
        await lotse.event(mention("bitte", "1700000600.000100", user=EDITOR, files=[file]))
        await chosen(lotse, user=OTHER, channel="C1")
        assert "nur Leute" in shown_text(lotse.slack.ephemerals[-1]["blocks"])
        assert lotse.slack.downloads == []
        await chosen(lotse, user=EDITOR, channel="C1")
        assert len(shelf.documents()) == 1

    on_slack(test, documents=shelf.desk)


def test_who_changes_their_mind_leaves_no_trace(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(dropped(lotse.slack.file("F1", "a.md", GERMAN.encode())))
        await chosen(lotse, "nobody")
        assert "werden nicht aufgenommen" in texts(lotse)[0]
        assert (len(texts(lotse)), lotse.slack.downloads, shelf.brought_in) == (1, [], [])

    on_slack(test, documents=shelf.desk)


def test_what_slack_does_not_hand_over_is_said_and_the_rest_is_read(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        make = lotse.slack.file
        given = [
            make("F1", "a.md", GERMAN.encode()),
            make("F2", "drive.md", b"x", is_external=True),
            make("F3", "elsewhere.md", b"x", url_private_download="http://127.0.0.2:1/files-pri/T1-F3/download"),
            make("F4", "big.md", b"x", size=2_000_000),
            make("F5", "lying.md", b"x" * 1_500_000, size=5),
            make("F6", "gone.md", b"x"),
            make("F7", "a.md", b"y"),
            make("F8", "../\u202e" + "x" * 300 + ".md", GERMAN.encode()),
        ]
        del lotse.slack.files["F6"]
        await lotse.event(dropped(*given))
        await chosen(lotse)
        report = texts(lotse)[-1]
        assert "2 aufgenommen, 6 nicht." in report
        assert report.count("nicht in Slack selbst") == 2
        assert report.count("zu groß") == 2
        assert "gibt es in Slack nicht mehr" in report
        assert "heißt wie eine andere" in report
        assert "\u202e" not in report
        assert [one.partition(" ")[0] for one in lotse.slack.downloads] == ["F1", "F5", "F8"]

    on_slack(test, documents=shelf.desk)


def test_slacks_hiccups_are_tried_again_and_a_missing_scope_is_named(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.broken.append(Fault("files.info", "429", retry_after="0"))
        await lotse.event(dropped(lotse.slack.file("F1", "a.md", GERMAN.encode())))
        await chosen(lotse)
        assert "1 aufgenommen" in texts(lotse)[-1]
        files = SlackFiles("xoxb-other", lotse.slack.api_url)
        address = lotse.slack.files["F1"]["described"]["url_private_download"]
        with pytest.raises(FetchError, match="scope"):
            await asyncio.to_thread(files.fetch, SlackFile("F1", "a.md", 5, address), Path("/nowhere"), 99)

    on_slack(test, documents=shelf.desk)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/files-pri/T1-F1/a.md",
        "http://files.slack.com/files-pri/T1-F1/a.md",
        "https://files.slack.com.evil.example/a.md",
        "https://files.slack.com:8443/a.md",
        "https://files.slack.com@evil.example/a.md",
        "https://[::1",
        "",
    ],
)
def test_the_token_goes_nowhere_but_to_slacks_files(address: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="elsewhere"):
        SlackFiles(BOT_TOKEN).fetch(SlackFile("F1", "a.md", 1, address), tmp_path / "a", 9)
    with pytest.raises(FetchError, match="elsewhere"):
        SlackFiles(BOT_TOKEN, "http://127.0.0.1:9/api/").fetch(SlackFile("F1", "a.md", 1, address), tmp_path / "a", 9)
    assert not (tmp_path / "a").exists()


def test_what_takes_long_is_said_to_go_on_and_does(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.file("F1", "a.md", GERMAN.encode())
        assert lotse.services.tray is not None
        filing = Filing(replace(lotse.services.tray, patience=0.0), lotse.services.voice)
        due = FilesDue(("F1",), "internal")
        [call] = await asyncio.to_thread(filing.due, Received("T1", "D1", TS, EDITOR, due), due)
        assert "dauert länger" in shown_text(call.blocks)
        await lotse.slack.until(lambda: len(shelf.documents()) == 1)

    on_slack(test, documents=shelf.desk)


def test_the_settings_name_who_may_and_how_much(tmp_path: Path, shelf: Shelf) -> None:
    slack = SlackSettings(bot_token="xoxb-1", editors="U0EVA", admins="U0ADA", api_url="http://127.0.0.1:9/api/")
    documents = DocumentSettings(upload_megabytes=7)
    settings = Settings(data_dir=tmp_path / "store", slack=slack, documents=documents)
    with bootstrap.open_store(settings) as stores:
        handoffs = bootstrap.build_handoff_desk(settings, stores)
        connect = connection(settings, lambda: None, stores, handoffs, shelf.desk, "/slack/events")
    tray = connect.args[1].tray  # type: ignore[attr-defined]
    assert (tray.editors, tray.most) == (frozenset({"U0EVA", "U0ADA"}), 7_000_000)
    assert tray.files == SlackFiles("xoxb-1", "http://127.0.0.1:9/api/")
    assert "xoxb" not in repr(tray)


def test_files_in_a_thread_without_a_mention_are_colleagues_affair(shelf: Shelf) -> None:
    async def test(lotse: Lotse) -> None:
        file = lotse.slack.file("F1", "a.md", GERMAN.encode())
        await lotse.event(message("schau mal", TS, "C1", EDITOR, subtype="file_share", files=[file]))
        assert lotse.slack.posted("C1") == []

    on_slack(test, documents=shelf.desk)
