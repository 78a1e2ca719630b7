"""A candidate's conversation in Slack: a thread of its own, both directions, escalation, forgetting, hostile words."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.slack.candidates import CandidateLine
from adapters.slack.relaying import CandidateFeed
from bot.bootstrap import open_store
from bot.handoffs.desk import HandoffDesk, Promise
from bot.handoffs.models import Entry, EntryKind, Handoff, Shared, Side
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.handoffs import ALWAYS, ANNA, PROMISE, SHARED, opened
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import deletion, edit, mention, message, press
from tests.fakes.slack_lotse import Lotse, lotse_on_slack

CHANNEL = "C0HANDOFF"
HOSTILE = Shared("<!channel> <@U1> *fett* <https://x.example|hier> @here & `code`", "<@U9>", "j1", "<!here> Chefin")


@contextmanager
def stores() -> Iterator[Stores]:
    with TemporaryDirectory() as folder, open_store(Settings(data_dir=Path(folder))) as opened_:
        yield opened_


def in_slack(test: Callable[[Lotse, HandoffDesk], Awaitable[None]], promise: Promise = PROMISE) -> None:
    """Run a test on Lotse in Slack with a channel for candidates; at the end Slack must have found no fault."""

    async def run() -> None:
        with stores() as kept:
            desk = HandoffDesk(kept.handoffs, promise)
            line = CandidateLine(desk, CHANNEL, ("U9", "S9"))
            async with lotse_on_slack(stores=kept, candidates=line) as lotse:
                await test(lotse, desk)
                await lotse.delivery.idle()
                assert lotse.slack.faults == []

    asyncio.run(run())


async def begun(lotse: Lotse, desk: HandoffDesk, shared: Shared = SHARED) -> tuple[Handoff, dict[str, Any]]:
    """A conversation that stands in Slack, and its first message."""
    token = opened(desk.store, shared=shared).token
    await lotse.slack.until(lambda: bool((found := desk.store.find(token)) and found.thread))
    handoff = desk.store.find(token)
    assert handoff
    return handoff, lotse.slack.messages[CHANNEL][0]


async def written(lotse: Lotse, root: dict[str, Any], text: str, ts: str, user: str = "U1", **more: Any) -> None:
    await lotse.event(message(text, ts, CHANNEL, user, thread_ts=root["ts"], **more))


def entries(desk: HandoffDesk, handoff: Handoff) -> tuple[Entry, ...]:
    talk = desk.store.talk(handoff.token)
    assert talk
    return talk.entries


def posted(lotse: Lotse) -> list[str]:
    return [shown_text(one["blocks"]) for one in lotse.slack.messages[CHANNEL] if one.get("bot_id")]


def whispered(lotse: Lotse) -> str:
    return shown_text(lotse.slack.ephemerals[-1]["blocks"])


def test_a_candidate_has_a_thread_whose_messages_go_to_them() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        handoff, root = await begun(lotse, desk)
        assert "thread_ts" not in root
        for shown in (SHARED.words, "Anna", "Bauleiter Hochbau (m/w/d)", "bis"):
            assert shown in shown_text(root["blocks"])
        await written(
            lotse, root, "Ja, ein Diensthandy &amp; einen Laptop: <https://example.com/it>", "1700000900.000100"
        )
        [_, entry] = entries(desk, handoff)
        assert (entry.kind, entry.author) == (EntryKind.RECRUITER, "slack:T1:U1")
        assert entry.text == "Ja, ein Diensthandy & einen Laptop: https://example.com/it"
        assert [one.key for one in desk.store.untold(Side.CANDIDATE, 9)] == [entry.key]
        assert lotse.assistant.asked == []
        desk.say("c1", handoff.token, "Danke!")
        await lotse.slack.until(lambda: len(posted(lotse)) == 2)
        assert lotse.slack.messages[CHANNEL][-1]["thread_ts"] == root["ts"]
        assert "Danke!" in posted(lotse)[-1]

    in_slack(test)


def test_nothing_that_a_candidate_writes_calls_anybody() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        handoff, root = await begun(lotse, desk, HOSTILE)
        assert HOSTILE.words in shown_text(root["blocks"])
        desk.say("c1", handoff.token, HOSTILE.words)
        await lotse.slack.until(lambda: len(posted(lotse)) == 2)
        for one in lotse.slack.messages[CHANNEL]:
            assert "<!" not in one["text"]
            assert "<@" not in one["text"]
            kinds = {
                part["type"]
                for block in one["blocks"]
                for element in block.get("elements", ())
                for part in element.get("elements", ())
            }
            assert kinds <= {"text"}

    in_slack(test)


def test_colleagues_talk_among_themselves_by_mentioning_each_other() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        handoff, root = await begun(lotse, desk)
        for number, said in enumerate(("<@U2> kannst du?", "<!here> wer kann?", "<!subteam^S9|@team> bitte")):
            await written(lotse, root, said, f"1700000901.00010{number}")
            assert "bleibt unter euch" in whispered(lotse)
        await lotse.event(mention("Was ist Social Recruiting?", "1700000902.000100", CHANNEL, thread_ts=root["ts"]))
        assert [one.text for one in lotse.assistant.asked] == ["Was ist Social Recruiting?"]
        assert len(entries(desk, handoff)) == 1
        # What follows goes to the candidate again, though Lotse has taken part.
        await written(lotse, root, "Also: ja", "1700000903.000100")
        assert [one.text for one in entries(desk, handoff)][1:] == ["Also: ja"]
        assert len(lotse.assistant.asked) == 1

    in_slack(test)


def test_what_does_not_arrive_is_said_to_whoever_wrote_it() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        handoff, root = await begun(lotse, desk)
        ts = "1700000904.000100"
        await written(lotse, root, "", ts, subtype="file_share")
        assert "Bilder und Dateien" in whispered(lotse)
        await written(lotse, root, "Ja", "1700000905.000100")
        await lotse.event(edit("Ja", "Nein", "1700000905.000100", CHANNEL, thread_ts=root["ts"]))
        assert "was du zuerst geschrieben hast" in whispered(lotse)
        await lotse.event(deletion("Ja", "1700000905.000100", CHANNEL, thread_ts=root["ts"]))
        assert [one.text for one in entries(desk, handoff)][1:] == ["Ja"]
        lotse.slack.allowed.mentions.add("U1")
        await lotse.event(press(root, "handoff_ended"), "interactive")
        assert [one.kind for one in entries(desk, handoff)][2:] == [EntryKind.CLOSED]
        await lotse.slack.until(lambda: "✓ Das Gespräch ist beendet." in posted(lotse)[-1])
        await written(lotse, root, "Zu spät", "1700000906.000100")
        assert "schon beendet" in whispered(lotse)
        assert "Zu spät" not in str(entries(desk, handoff))
        await lotse.event(press(root, "handoff_ended"), "interactive")
        assert "schon beendet" in whispered(lotse)

    in_slack(test)


def test_who_waits_too_long_has_the_named_people_called() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        await begun(lotse, desk)
        lotse.slack.allowed.mentions |= {"U9", "S9"}
        desk.look_after()
        await lotse.slack.until(lambda: len(posted(lotse)) == 2)
        called = lotse.slack.messages[CHANNEL][-1]["blocks"][0]["elements"][0]["elements"]
        assert [one.get("user_id") or one.get("usergroup_id") for one in called if one["type"] != "text"] == [
            "U9",
            "S9",
        ]

    in_slack(test, ALWAYS)


def test_an_answer_from_the_inbox_and_the_end_on_telegram_stand_in_the_thread() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        handoff, _root = await begun(lotse, desk)
        desk.reply("w1", handoff.token, "Ja, eines.", "user:rita", seen=False)
        desk.close("t1", handoff.token, Side.CANDIDATE)
        await lotse.slack.until(lambda: len(posted(lotse)) == 3)
        assert posted(lotse)[1:] == [
            "Im Posteingang beantwortet:Ja, eines.",
            "✓ Das Gespräch wurde auf Telegram beendet.",
        ]

    in_slack(test)


def test_two_candidates_never_see_each_others_answers() -> None:
    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        annas, root = await begun(lotse, desk)
        bens = opened(desk.store, "b", owner="telegram:4002")
        await lotse.slack.until(lambda: len(posted(lotse)) == 2)
        await written(lotse, root, "Nur für Anna", "1700000907.000100")
        assert "Nur für Anna" in str(entries(desk, annas))
        assert "Nur für Anna" not in str(entries(desk, bens))
        # A message in the channel itself, or in a colleague's thread, goes to nobody.
        await lotse.event(message("Mittagessen?", "1700000908.000100", CHANNEL))
        await lotse.event(message("Gern", "1700000909.000100", CHANNEL, thread_ts="1700000908.000100"))
        assert "Mittagessen" not in str((entries(desk, annas), entries(desk, bens)))
        assert "Gern" not in str((entries(desk, annas), entries(desk, bens)))

    in_slack(test)


def test_what_is_forgotten_is_deleted_in_slack_and_in_the_delivery() -> None:
    async def run() -> None:
        with stores() as kept:
            desk = HandoffDesk(kept.handoffs, PROMISE)
            async with lotse_on_slack(stores=kept, candidates=CandidateLine(desk, CHANNEL)) as lotse:
                handoff, _root = await begun(lotse, desk)
                desk.say("c1", handoff.token, "Noch etwas")
                await lotse.slack.until(lambda: len(posted(lotse)) == 2)
                await lotse.delivery.idle()
                kept.people.forget(ANNA)
                await lotse.slack.until(lambda: posted(lotse) == [])
                feed = CandidateFeed(kept.handoffs, "T1", CHANNEL, lotse.delivery, seconds=0.05, forget_seconds=0.1)
                task = asyncio.create_task(feed.run())
                await lotse.slack.until(lambda: kept.handoffs.forgotten() == ())
                task.cancel()
                assert f"handoff:{handoff.token}" in lotse.delivery.forgotten
                assert lotse.slack.faults == []

    asyncio.run(run())


def test_a_lost_reply_of_slacks_posts_once_and_what_cannot_be_posted_is_posted_with_the_next() -> None:
    from tests.fakes.slack_server import Fault

    async def test(lotse: Lotse, desk: HandoffDesk) -> None:
        lotse.slack.broken.append(Fault("chat.postMessage", "lost", 1))
        handoff, _root = await begun(lotse, desk)
        assert len(posted(lotse)) == 1
        lotse.slack.outsiders.add(CHANNEL)
        other = opened(desk.store, "b", owner="telegram:4002")
        await lotse.slack.until(lambda: lotse.delivery.rejected == ["not_in_channel"])
        lotse.slack.outsiders.discard(CHANNEL)
        desk.say("c1", other.token, "Hallo?")
        await lotse.slack.until(lambda: len(posted(lotse)) == 2)
        assert SHARED.words in posted(lotse)[-1]
        assert "Hallo?" in posted(lotse)[-1]
        assert handoff.token != other.token

    in_slack(test)
