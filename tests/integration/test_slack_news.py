"""Who asked in Slack is told of the answer once: in their thread, or directly where they asked in private."""

from dataclasses import replace
from pathlib import Path

from adapters.slack.news import NewsFeed
from bot.bootstrap import open_store
from bot.gaps.board import GapBoard
from bot.gaps.models import AnswerAudience, Draft, Editor, GapKind
from bot.models import Language
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import command, mention, message, press
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
        (told,) = lotse.slack.posted("D1")
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


def test_what_a_colleague_writes_where_a_person_was_called_is_an_editors_to_take(tmp_path: Path) -> None:
    async def test(lotse: Lotse, stores: Stores) -> None:
        lotse.slack.allowed.mentions |= {"U9", "S9"}
        await lotse.event(mention("Bauleiter in Köln", TS))
        stands = next(one for one in lotse.slack.posted() if "Bauleiter" in str(one["blocks"]))
        await lotse.event(press(stands, "person", "U1"), "interactive")
        for number, (user, said) in enumerate(
            (("U1", "Eilt!"), ("U7", "Fragt <@U3> &amp; Ben."), ("U7", "Der hat ein Budget."), ("U7", "<@UBOT> danke"))
        ):
            at = f"17000005{number}9.000100"
            await lotse.event(message(said, at, thread_ts=TS, user=user))
        await lotse.delivery.idle()
        (gap,) = stores.gaps.gaps()
        assert gap.kinds == (GapKind.HAND_OFF,)
        found = stores.gaps.gap(gap.id)
        assert found
        assert [one.text for one in found.questions] == ["Bauleiter in Köln"]
        (proposal,) = found.proposals
        assert (proposal.by, proposal.text.split("\n\n")[-1]) == ("@U7", "Der hat ein Budget.")
        assert "& Ben." in proposal.text
        assert "Eilt" not in proposal.text
        assert "danke" not in proposal.text
        stores.people.forget("slack:T1:U7")
        found = stores.gaps.gap(gap.id)
        assert found
        assert found.proposals == ()

    run(test, tmp_path)
