"""From a mention to an answer in its thread, on the real slack-bolt and slack_sdk against a fake Slack."""

import asyncio

from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import deletion, edit, mention, message
from tests.fakes.slack_lotse import Lotse, on_slack

TS = "1700000500.000100"


def texts(lotse: Lotse, channel: str = "C1") -> list[str]:
    return [shown_text(one["blocks"]) for one in lotse.slack.posted(channel)]


def test_a_mention_is_answered_in_its_thread() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Bauleiter in Köln, wo posten?", TS))
        posted = lotse.slack.posted()
        assert [one["thread_ts"] for one in posted] == [TS, TS]
        assert posted[0]["text"] == "Diese Kanäle passen am besten"
        assert posted[0]["metadata"]["event_payload"] == {"id": f"slack:T1:C1:{TS}/0"}
        assert lotse.assistant.asked[0].text == "Bauleiter in Köln, wo posten?"
        assert [summary.title for summary in lotse.archive.summaries("slack:T1:U1")] == [
            "Bauleiter in Köln, wo posten?"
        ]

    on_slack(test)


def test_both_deliveries_of_a_mention_and_all_retries_give_one_answer() -> None:
    async def test(lotse: Lotse) -> None:
        twin = message("<@UBOT> Was tun?", TS)
        for body in (mention("Was tun?", TS), twin, twin, mention("Was tun?", TS)):
            await lotse.event(body)
        assert len(lotse.slack.posted()) == 1

    on_slack(test)


def test_a_retry_as_the_only_delivery_is_answered() -> None:
    async def test(lotse: Lotse) -> None:
        sent = await lotse.slack.send("events_api", mention("Was tun?", TS), retry_attempt=1, retry_reason="timeout")
        await lotse.slack.acknowledged(sent)
        await lotse.delivery.idle()
        assert len(lotse.slack.posted()) == 1

    on_slack(test)


def test_follow_ups_in_the_thread_need_no_mention_and_keep_its_context() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Eins", TS))
        await lotse.event(message("Zwei", "1700000501.000100", user="U2", thread_ts=TS))
        await lotse.event(message("anderswo", "1700000502.000100"))
        await lotse.event(message("fremder Thread", "1700000503.000100", thread_ts="1600000000.000100"))
        assert [one.partition("Und")[0] for one in (text.split("Und dann?")[0] for text in texts(lotse))] == [
            "Eins | –",
            "Zwei | Eins",
        ]
        assert len(lotse.archive.summaries("slack:T1:U2")) == 1

    on_slack(test)


def test_colleagues_who_talk_with_each_other_are_left_alone() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Eins", TS))
        await lotse.event(message("chatter, klar", "1700000501.000100", thread_ts=TS))
        await lotse.event(message("<@U3> Zwei?", "1700000502.000100", thread_ts=TS))
        assert len(lotse.slack.posted()) == 1
        await lotse.event(message("chatter?", "1700000503.000100", thread_ts=TS))
        assert len(lotse.slack.posted()) == 2

    on_slack(test)


def test_direct_messages_need_no_mention() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(message("Eins", TS, channel="D1"))
        assert lotse.slack.posted("D1")[0]["thread_ts"] == TS

    on_slack(test)


def test_an_edited_question_changes_the_same_message_as_if_asked_so_at_once() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Eins", TS))
        await lotse.event(message("Zwei", "1700000501.000100", thread_ts=TS))
        stood = [one["ts"] for one in lotse.slack.posted()]
        await lotse.event(edit("Zwei", "Drei", "1700000501.000100", thread_ts=TS))
        await lotse.event(edit("Drei", "Drei", "1700000501.000100", thread_ts=TS))
        assert [one["ts"] for one in lotse.slack.posted()] == stood
        assert texts(lotse)[1].startswith("Drei | Eins")
        await lotse.event(message("Vier", "1700000502.000100", thread_ts=TS))
        assert texts(lotse)[2].startswith("Vier | Drei")

    on_slack(test)


def test_an_edit_changes_posts_and_deletes_as_the_answers_length_asks() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Eins", TS))
        await lotse.event(edit("<@UBOT> Eins", "<@UBOT> Bauleiter", TS))
        assert len(lotse.slack.posted()) == 2
        again = edit("<@UBOT> Bauleiter", "<@UBOT> Drei", TS)
        again["event"]["message"]["edited"]["ts"] = "1700000599.000100"
        await lotse.event(again)
        assert len(lotse.slack.posted()) == 1
        assert texts(lotse)[0].startswith("Drei | –")

    on_slack(test)


def test_a_mention_added_by_an_edit_is_answered() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(message("Eins", TS))
        await lotse.event(edit("Eins", "<@UBOT> Eins", TS))
        assert texts(lotse)[0].startswith("Eins | –")

    on_slack(test)


def test_a_deleted_question_takes_no_further_part() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Eins", TS))
        await lotse.event(message("Zwei", "1700000501.000100", thread_ts=TS))
        await lotse.event(deletion("Zwei", "1700000501.000100", thread_ts=TS))
        await lotse.event(edit("Zwei", "Zwei!", "1700000501.000100", thread_ts=TS))
        await lotse.event(message("Drei", "1700000502.000100", thread_ts=TS))
        assert texts(lotse)[1].startswith("Zwei | Eins")
        assert texts(lotse)[2].startswith("Drei | Eins")

    on_slack(test)


def test_a_question_that_is_deleted_while_it_waits_is_not_answered() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.delivery.waiting = True
        await lotse.event(mention("Eins", TS))
        await lotse.event(deletion("<@UBOT> Eins", TS))
        for inbound in lotse.delivery.inbounds.values():
            await lotse.delivery.work(inbound)
        assert lotse.slack.posted() == []

    on_slack(test)


def test_bots_and_own_messages_and_what_happens_to_channels_are_ignored() -> None:
    async def test(lotse: Lotse) -> None:
        for more in ({"bot_id": "B2"}, {"user": "UBOT"}, {"user": "USLACKBOT"}, {"subtype": "channel_join"}):
            await lotse.event(mention("Eins", TS, **{"user": "U1", **more}))
        assert lotse.delivery.inbounds == {}

    on_slack(test)


def test_what_fails_is_apologised_for_to_the_asker_alone() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("crash bitte", TS))
        assert lotse.slack.posted() == []
        assert "Entschuldigung" in shown_text(lotse.slack.ephemerals[0]["blocks"])

    on_slack(test)


def test_what_cannot_be_kept_is_not_acknowledged() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.delivery.refusing = True
        sent = await lotse.slack.send("events_api", mention("Eins", TS))
        await asyncio.sleep(0.2)
        assert sent not in lotse.slack.acks
        lotse.delivery.refusing = False
        await lotse.event(mention("Eins", TS))
        assert len(lotse.slack.posted()) == 1

    on_slack(test)


def test_unknown_and_malformed_envelopes_are_acknowledged() -> None:
    async def test(lotse: Lotse) -> None:
        for body in (
            {"type": "event_callback", "event": {"type": "team_rename"}, "team_id": "T1"},
            {"type": "event_callback", "event": None},
            {"type": "event_callback", "event": {"type": 5}},
            {"type": "event_callback", "event": "x", "authorizations": [3]},
            {"type": "block_actions", "actions": []},
            {"type": "block_actions", "actions": [7]},
            {"type": "something_new"},
            {},
        ):
            await lotse.event(body)
        await lotse.event({"type": "view_closed", "view": {"callback_id": "x"}}, "interactive")
        await lotse.event({"command": "/other"}, "slash_commands")

    on_slack(test)


def test_the_socket_comes_back() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.slack.disconnect()
        opened = [name for name, _ in lotse.slack.calls].count("apps.connections.open")
        await lotse.slack.until(
            lambda: (
                [name for name, _ in lotse.slack.calls].count("apps.connections.open") > opened
                and not lotse.slack._sockets[-1].closed
                and len(lotse.slack._sockets) > 1
            )
        )
        await lotse.event(mention("Eins", TS))
        assert len(lotse.slack.posted()) == 1

    on_slack(test)
