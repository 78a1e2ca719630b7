"""What people do with an answer: tick, rate, share, ask on, call a person, set the channel; modals and the App Home."""

from typing import Any

from adapters.slack.reactions import People
from bot.archive import Feedback
from bot.chat_state import Mode
from bot.models import Language
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import command, edit, home, mention, message, press, shortcut, submission
from tests.fakes.slack_lotse import Lotse, on_slack

TS = "1700000500.000100"
THREAD = f"slack:T1:C1:{TS}"


async def advised(lotse: Lotse) -> list[dict[str, Any]]:
    await lotse.event(mention("Bauleiter in Köln", TS))
    return lotse.slack.posted()


def boxes(stands: dict[str, Any], group: int = 0) -> dict[str, Any]:
    elements = [one for block in stands["blocks"] for one in block.get("elements", ())]
    return next(one for one in elements if one.get("action_id") == f"tick:{group}")


async def tick(lotse: Lotse, stands: dict[str, Any], *numbers: int, user: str = "U1") -> None:
    lotse.slack.allowed.mentions.add(user)
    chosen = [boxes(stands)["options"][number] for number in numbers]
    await lotse.event(press(stands, "tick:0", user, selected_options=chosen), "interactive")


def copy(stands: dict[str, Any]) -> dict[str, Any]:
    return {**stands, "blocks": list(stands["blocks"])}


def test_ticks_are_shown_to_all_with_who_and_when() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[1]
        await tick(lotse, stands, 0, 2)
        assert [option["value"] for option in boxes(stands)["initial_options"]] == ["0", "2"]
        assert "2 von 10 erledigt" in shown_text(stands["blocks"])
        parts = [
            part for block in stands["blocks"] for one in block.get("elements", ()) for part in one.get("elements", ())
        ]
        assert [part["user_id"] for part in parts if part["type"] == "user"] == ["U1", "U1"]
        assert [part["type"] for part in parts].count("date") == 2
        await tick(lotse, stands, 0)
        assert [one.step for one in lotse.state.ticks(next(iter(lotse.state.lists)))] == [0]

    on_slack(test)


def test_two_who_tick_at_once_do_not_undo_each_other() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[1]
        as_seen_before = copy(stands)
        await tick(lotse, stands, 0, user="U1")
        await tick(lotse, as_seen_before, 1, user="U2")
        assert [(one.step, one.by) for one in lotse.state.ticks(next(iter(lotse.state.lists)))] == [
            (0, "U1"),
            (1, "U2"),
        ]
        await tick(lotse, as_seen_before, user="U2")
        assert [(one.step, one.by) for one in lotse.state.ticks(next(iter(lotse.state.lists)))] == [(0, "U1")]

    on_slack(test)


def test_suggestions_and_why_not_are_asked_where_everybody_sees_what_was_asked() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[0]
        await lotse.event(press(stands, "ask:0", "U2"), "interactive")
        chosen = {"selected_option": {"value": "Warum nicht TikTok?"}}
        await lotse.event(press(stands, "why_not", "U2", **chosen), "interactive")
        assert [one.text for one in lotse.assistant.asked[1:]] == ["Und für die Schweiz?", "Warum nicht TikTok?"]
        new = lotse.slack.posted()[2:]
        assert [one["thread_ts"] for one in new] == [TS, TS]
        assert shown_text(new[0]["blocks"]).startswith("Frage: Und für die Schweiz?")

    on_slack(test)


def test_thumbs_are_kept_then_a_reason_is_asked_for_and_kept() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[0]
        lotse.slack.triggers.add("tr")
        element = next(
            one for block in stands["blocks"] for one in block.get("elements", ()) if "negative_button" in one
        )
        value = element["negative_button"]["value"]
        await lotse.event(press(stands, "feedback", "U2", value=value), "interactive")
        transcript = lotse.archive.transcript("slack:T1:U1", f"{THREAD}:U1")
        assert transcript is not None
        assert transcript.exchanges[0].feedback == Feedback(False)
        view = lotse.slack.views[0]
        assert view["blocks"][0]["label"]["text"] == "Was hat gefehlt?"
        values = {"reason": {"reason": {"value": " Zu kurz <!channel> "}}}
        await lotse.event(submission(view, values, "U2"), "interactive")
        transcript = lotse.archive.transcript("slack:T1:U1", f"{THREAD}:U1")
        assert transcript is not None
        assert transcript.exchanges[0].feedback == Feedback(False, "Zu kurz <!channel>")
        await lotse.event(press(stands, "feedback", "U2", value=value), "interactive")
        assert lotse.archive.transcript("slack:T1:U1", f"{THREAD}:U1") == transcript

    on_slack(test)


def test_the_passages_can_be_read_word_for_word() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[0]
        lotse.slack.triggers.add("tr")
        await lotse.event(press(stands, "sources"), "interactive")
        shown = shown_text(lotse.slack.views[0]["blocks"])
        assert "Xing ist ein Netzwerk." in shown
        assert "Leitfaden Social Recruiting, Punkte 42" in shown

    on_slack(test)


def test_a_person_is_called_and_lotse_is_quiet_until_it_is_resolved() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[0]
        lotse.slack.allowed.mentions |= {"U9", "S9", "U2"}
        await lotse.event(press(stands, "person", "U2"), "interactive")
        await lotse.event(press(stands, "person", "U1"), "interactive")
        calls = lotse.slack.posted()[2:]
        assert len(calls) == 1
        shown = shown_text(calls[0]["blocks"])
        assert "Bauleiter in Köln" in shown
        assert "Diese Kanäle passen am besten" in shown
        await lotse.event(message("Und dann?", "1700000501.000100", thread_ts=TS))
        await lotse.event(edit("<@UBOT> Bauleiter in Köln", "<@UBOT> Bauleiter in Bonn", TS))
        await lotse.event(mention("Bist du da?", "1700000502.000100", thread_ts=TS))
        assert len(lotse.slack.posted()) == 3
        assert len(lotse.assistant.asked) == 1
        assert "ein Mensch" in shown_text(lotse.slack.ephemerals[0]["blocks"])
        await lotse.event(press(calls[0], "resolved", "U2"), "interactive")
        assert "erledigt markiert" in shown_text(calls[0]["blocks"])
        await lotse.event(message("Weiter?", "1700000503.000100", thread_ts=TS))
        assert len(lotse.slack.posted()) == 4

    on_slack(test)


def test_without_people_to_call_the_contact_is_named_and_nobody_is_silenced() -> None:
    async def test(lotse: Lotse) -> None:
        stands = (await advised(lotse))[0]
        await lotse.event(press(stands, "person", "U2"), "interactive")
        assert "Talent-Team <!here>" in shown_text(lotse.slack.ephemerals[0]["blocks"])
        assert not lotse.state.handed_off(THREAD)

    on_slack(test, people=People((), "Talent-Team <!here>"))


def test_a_command_is_answered_privately_and_can_be_shared_and_gone_on_from() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(command("Was tun?", lotse.slack.response_url(), "U2"), "slash_commands")
        assert lotse.slack.posted() == []
        private = lotse.slack.responses[0]
        assert private["response_type"] == "ephemeral"
        lotse.slack.allowed.mentions.add("U2")
        stands = {**private, "ts": "1700000600.000100", "channel": "C1"}
        await lotse.event(press(stands, "share", "U2", response_url=lotse.slack.response_url()), "interactive")
        shared = lotse.slack.posted()
        assert "thread_ts" not in shared[0]
        assert "Was tun? | –" in shown_text(shared[0]["blocks"])
        await lotse.event(message("Und nun?", "1700000700.000100", user="U3", thread_ts=shared[0]["ts"]))
        assert shown_text(lotse.slack.posted()[1]["blocks"]).startswith("Und nun? | Was tun?")

    on_slack(test)


def test_where_lotse_is_no_member_a_private_answer_is_shared_through_slacks_reply() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.outsiders.add("C1")
        await lotse.event(command("Was tun?", lotse.slack.response_url(), "U2"), "slash_commands")
        lotse.slack.allowed.mentions.add("U2")
        stands = {**lotse.slack.responses[0], "ts": "1700000600.000100", "channel": "C1"}
        await lotse.event(press(stands, "share", "U2", response_url=lotse.slack.response_url()), "interactive")
        assert [one["response_type"] for one in lotse.slack.responses] == ["ephemeral", "in_channel", "ephemeral"]
        assert lotse.delivery.rejected == []

    on_slack(test)


def test_private_suggestions_go_on_privately() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(command("Was tun?", lotse.slack.response_url(), "U2"), "slash_commands")
        stands = {**lotse.slack.responses[0], "ts": "1700000600.000100", "channel": "C1"}
        body = press(stands, "ask:0", "U2", response_url=lotse.slack.response_url())
        body["container"]["is_ephemeral"] = True
        await lotse.event(body, "interactive")
        assert lotse.slack.posted() == []
        assert "Und dann? | Was tun?" in shown_text(lotse.slack.responses[1]["blocks"])

    on_slack(test)


def test_a_shortcut_asks_about_a_message_and_its_answer_is_shared_below_it() -> None:
    async def test(lotse: Lotse) -> None:
        body = shortcut("Wir &amp; ihr &lt;3", "1600000000.000100", lotse.slack.response_url(), "U2")
        await lotse.event(body, "interactive")
        assert lotse.assistant.asked[0].text == "Wir & ihr <3"
        lotse.slack.allowed.mentions.add("U2")
        stands = {**lotse.slack.responses[0], "ts": "1700000600.000100", "channel": "C1"}
        await lotse.event(press(stands, "share", "U2", response_url=lotse.slack.response_url()), "interactive")
        assert lotse.slack.posted()[0]["thread_ts"] == "1600000000.000100"

    on_slack(test)


def test_private_replies_go_to_slack_only() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(command("Was tun?", "http://localhost:9/steal"), "slash_commands")
        assert lotse.delivery.rejected == ["the address for replies is not Slack's"]

    on_slack(test)


def test_help_is_given_at_once() -> None:
    async def test(lotse: Lotse) -> None:
        said = await lotse.event(command("", lotse.slack.response_url()), "slash_commands")
        assert "/lotse einstellungen" in said["text"]

    on_slack(test)


def test_only_admins_set_a_channel() -> None:
    async def test(lotse: Lotse) -> None:
        url = lotse.slack.response_url()
        refused = await lotse.event(command("settings", url, "U1", trigger="tr"), "slash_commands")
        assert "Admins" in refused["text"]
        lotse.slack.admins.add("U1")
        lotse.slack.triggers |= {"tr", "tr2"}
        for user, trigger in (("U1", "tr"), ("U5", "tr2")):
            await lotse.event(command("Einstellungen", url, user, trigger=trigger), "slash_commands")
        assert len(lotse.slack.views) == 2
        values = {"mode": {"mode": {"selected_option": {"value": "mentions"}}}}
        await lotse.event(submission(lotse.slack.views[0], values), "interactive")
        assert lotse.state.mode("T1", "C1") is Mode.MENTIONS
        assert "Nur auf Erwähnung" in shown_text(lotse.slack.responses[0]["blocks"])

    on_slack(test)


def test_each_mode_does_what_it_says() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(mention("Eins", TS))
        said = (("Zwei", {}), ("Drei?", {}))
        answered = {}
        for number, mode in enumerate(Mode):
            lotse.state.set_mode("T1", "C1", mode, "U1")
            before = len(lotse.slack.posted())
            for more, (text, _) in enumerate(said):
                await lotse.event(message(text, f"17000006{number}{more}.000100", thread_ts=TS))
            await lotse.event(mention("Vier", f"17000006{number}9.000100", thread_ts=TS))
            answered[mode] = len(lotse.slack.posted()) - before
        assert answered == {Mode.FOLLOW: 3, Mode.MENTIONS: 1, Mode.QUESTIONS: 2, Mode.OFF: 0}
        assert "ausgeschaltet" in shown_text(lotse.slack.ephemerals[0]["blocks"])

    on_slack(test)


def test_channels_shared_with_others_get_no_answer() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event({**mention("Eins", TS), "is_ext_shared_channel": True})
        assert lotse.slack.posted() == []
        assert lotse.assistant.asked == []
        assert "außerhalb" in shown_text(lotse.slack.ephemerals[0]["blocks"])

    on_slack(test)


def test_the_app_home_shows_checklists_and_questions_in_the_chosen_language() -> None:
    async def test(lotse: Lotse) -> None:
        await advised(lotse)
        lotse.slack.allowed.links.add(f"https://team.slack.com/archives/C1/p{TS.replace('.', '')}")
        await lotse.event(home("home"))
        shown = shown_text(lotse.slack.homes["U1"]["blocks"])
        assert "So sprichst du die Leute dort an: 0 von 10 erledigt" in shown
        assert "Bauleiter in Köln" in shown
        body = press({"blocks": lotse.slack.homes["U1"]["blocks"], "ts": "", "channel": ""}, "language")
        body["actions"][0]["selected_option"] = {"value": "en"}
        await lotse.event({**body, "container": {"type": "view"}}, "interactive")
        assert "My checklists" in shown_text(lotse.slack.homes["U1"]["blocks"])
        await lotse.event(message("Was tun?", TS, channel="D1"))
        assert lotse.conversations.load(f"slack:T1:D1:{TS}").language is Language.EN

    on_slack(test)


def test_prompts_are_suggested_in_direct_messages() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(home("messages"))
        name, payload = lotse.slack.calls[-1]
        assert name == "assistant.threads.setSuggestedPrompts"
        assert payload["channel_id"] == "D1"

    on_slack(test)
