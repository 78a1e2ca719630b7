"""Who asked in Slack is told of the answer once: in their thread, or directly where they asked in private."""

from dataclasses import replace
from pathlib import Path

from adapters.slack.news import NewsFeed
from bot.bootstrap import open_store
from bot.gaps.board import GapBoard
from bot.gaps.models import AnswerAudience, Draft, Editor
from bot.models import Language
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import command, mention
from tests.fakes.slack_lotse import Lotse, on_slack

TS = "1700000500.000100"
EDITOR = Editor("user:eva", "Eva")
DRAFT = Draft(("chatter?",), {Language.DE: "Sag *einfach* Ja.\n\nOder <Nein>."}, AnswerAudience.INTERNAL)


def filed(board: GapBoard) -> None:
    board.file(replace(one, gap="g1") for one in board.ungrouped(10))


def run(test: object, tmp_path: Path) -> None:
    with open_store(Settings(data_dir=tmp_path)) as stores:

        async def on(lotse: Lotse) -> None:
            lotse.slack.allowed.mentions |= {"U1", "U2"}
            await test(lotse, stores)  # type: ignore[operator]

        on_slack(on, stores=stores)


def test_everybody_who_asked_is_told_once_in_their_thread(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        feed = NewsFeed(stores.gaps, lotse.delivery)
        await lotse.event(mention("chatter?", TS))
        await lotse.event(mention("chatter??", "1700000600.000100", user="U2"))
        before = len(lotse.slack.posted())
        filed(stores.gaps)
        await feed.look()
        await lotse.delivery.idle()
        assert len(lotse.slack.posted()) == before, "there is no answer yet"
        stores.gaps.publish("g1", DRAFT, EDITOR)
        await feed.look()
        stores.gaps.publish("g1", DRAFT, EDITOR)
        await feed.look()
        await lotse.delivery.idle()
        told = sorted(lotse.slack.posted()[before:], key=lambda one: one["thread_ts"])
        assert [one["thread_ts"] for one in told] == [TS, "1700000600.000100"]
        shown = shown_text(told[0]["blocks"])
        assert "Auf deine Frage „chatter?“ gibt es jetzt eine Antwort von Eva" in shown
        assert "„Sag *einfach* Ja." in shown
        assert "Oder <Nein>.“" in shown

    run(test, tmp_path)


def test_who_asked_in_private_is_told_directly(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        await lotse.event(command("chatter?", lotse.slack.response_url()), "slash_commands")
        filed(stores.gaps)
        stores.gaps.publish("g1", DRAFT, EDITOR)
        await NewsFeed(stores.gaps, lotse.delivery).look()
        await lotse.delivery.idle()
        (told,) = lotse.slack.posted("U1")
        assert "thread_ts" not in told

    run(test, tmp_path)


def test_what_was_withdrawn_is_not_told(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        await lotse.event(mention("chatter?", TS))
        before = len(lotse.slack.posted())
        filed(stores.gaps)
        stores.gaps.publish("g1", DRAFT, EDITOR)
        stores.gaps.withdraw("g1", EDITOR)
        await NewsFeed(stores.gaps, lotse.delivery).look()
        await lotse.delivery.idle()
        assert len(lotse.slack.posted()) == before

    run(test, tmp_path)
