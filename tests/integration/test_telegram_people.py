"""Candidates who ask for a person: what is shown, shared, passed on and back, and what never is."""

import asyncio
from typing import Any

from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import EntryKind, Handoff, Side
from bot.jobs.models import Job
from tests.fakes.handoffs import ALWAYS, PROMISE
from tests.fakes.jobs import make_post
from tests.fakes.telegram_lotse import Lotse, on_telegram
from tests.fakes.telegram_updates import ANNA, BERT, blocked, said, shown

OWNER = f"telegram:{ANNA}"


def people(test: Any, **setup: Any) -> None:
    on_telegram(test, **{"promise": PROMISE, **setup})


def desk(lotse: Lotse) -> HandoffDesk:
    assert lotse.services.handoffs
    return lotse.services.handoffs


def published(lotse: Lotse) -> Job:
    board = lotse.stores.jobs
    job = board.publish(board.add(make_post(), "web:anna").id)
    assert job
    return job


def button(lotse: Lotse, word: str, user: int = ANNA) -> str:
    """The data of the latest button that is called so."""
    found = [
        one["callback_data"]
        for message in lotse.telegram.messages[user]
        for row in (message["markup"] or {}).get("inline_keyboard", [])
        for one in row
        if word in one["text"]
    ]
    return str(found[-1])


def last(lotse: Lotse, user: int = ANNA) -> int:
    return int(lotse.telegram.messages[user][-1]["id"])


def reply(text: str, to: int, user: int = ANNA) -> dict[str, Any]:
    return said(text, user, reply_to_message={"message_id": to})


def texts(lotse: Lotse, handoff: Handoff) -> list[tuple[EntryKind, str]]:
    talk = lotse.stores.handoffs.talk(handoff.token)
    assert talk
    return [(one.kind, one.text) for one in talk.entries]


async def agreed(lotse: Lotse, question: str = "Mensch bitte") -> Handoff:
    await lotse.happens(said(question))
    await lotse.presses(button(lotse, "nachfragen"), "ask")
    await lotse.presses(button(lotse, "Ja, weitergeben"), "yes", message=last(lotse))
    [handoff] = lotse.stores.handoffs.of_owner(OWNER)
    return handoff


async def answered(lotse: Lotse, handoff: Handoff, key: str, text: str) -> None:
    before = len(lotse.telegram.messages[ANNA])
    assert desk(lotse).reply(key, handoff.token, text, "slack:T1:U7", seen=True)
    await lotse.telegram.until(lambda: len(lotse.telegram.messages[ANNA]) > before)
    await lotse.delivery.idle()


def test_what_a_post_does_not_say_is_shared_after_a_preview_and_a_yes() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse)
        await lotse.happens(said(f"/start {job.token}"), said("Wann geht es los? <b>&"))
        assert "Fragen Sie dazu am besten" not in lotse.telegram.sent(ANNA)[-1]
        assert "nachfragen?" in lotse.telegram.sent(ANNA)[-1]
        await lotse.presses(button(lotse, "nachfragen"), "q1")
        preview = lotse.telegram.sent(ANNA)[-1]
        for shown_ in ("Wann geht es los? <b>&", "Bauleiter Hochbau (m/w/d)", "Ihr Vorname bei Telegram: Anna"):
            assert shown_ in preview
        assert "Montag–Freitag, 09:00–17:00 Uhr (Europe/Berlin)" in preview
        assert "rechnen" in preview
        assert lotse.stores.handoffs.of_owner(OWNER) == ()
        await lotse.presses(button(lotse, "Ja, weitergeben"), "q2", message=last(lotse))
        [handoff] = lotse.stores.handoffs.of_owner(OWNER)
        assert (handoff.shared.words, handoff.shared.name) == ("Wann geht es los? <b>&", "Anna")
        assert (handoff.shared.job, handoff.shared.title) == (job.token, "Bauleiter Hochbau (m/w/d)")
        assert texts(lotse, handoff) == [(EntryKind.CANDIDATE, "Wann geht es los? <b>&")]
        assert "kein Mensch sieht es" in lotse.telegram.sent(ANNA)[-1]
        # Once more does nothing, and the buttons are gone.
        assert not any("Ja" in one["text"] for one in lotse.telegram.buttons(ANNA))

    people(test)


def test_a_no_shares_nothing_and_keeps_nothing() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Mensch bitte"))
        assert "Ich bin ein Programm" in lotse.telegram.sent(ANNA)[-1]
        assert "Frag das Team" not in str(lotse.telegram.sent(ANNA))
        await lotse.presses(button(lotse, "nachfragen"), "q1")
        yes, preview = button(lotse, "Ja, weitergeben"), last(lotse)
        await lotse.presses(button(lotse, "Nein"), "q2", message=last(lotse))
        assert "Gut, ich gebe nichts weiter." in lotse.telegram.sent(ANNA)[-1]
        lotse.telegram.expected.add("message is not modified")
        await lotse.presses(yes, "q3", message=preview)
        assert lotse.telegram.toasts["q3"] == "Das gilt nicht mehr."
        assert lotse.stores.handoffs.of_owner(OWNER) == ()
        assert "Anna" not in str(lotse.stores.people.export(OWNER))

    people(test)


def test_the_command_asks_for_words_and_a_yes_means_the_preview_it_stands_below() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/mensch"))
        prompt = last(lotse)
        assert lotse.telegram.messages[ANNA][-1]["markup"]["force_reply"] is True
        await lotse.happens(reply("Erste Frage", prompt))
        first = button(lotse, "Ja, weitergeben")
        await lotse.happens(reply("Zweite Frage", prompt))
        assert "Zweite Frage" in lotse.telegram.sent(ANNA)[-1]
        await lotse.presses(first, "q1", message=prompt + 1)
        [handoff] = lotse.stores.handoffs.of_owner(OWNER)
        assert handoff.shared.words == "Erste Frage"
        await lotse.happens(said("/person Und noch etwas"))
        assert "Und noch etwas" in lotse.telegram.sent(ANNA)[-1]
        assert "keine bestimmte" in lotse.telegram.sent(ANNA)[-1]
        await lotse.presses(button(lotse, "Ja, weitergeben"), "q2", message=last(lotse))
        # The same (no) job: one conversation.
        assert [one.token for one in lotse.stores.handoffs.of_owner(OWNER)] == [handoff.token]
        assert [text for _, text in texts(lotse, handoff)] == ["Erste Frage", "Und noch etwas"]

    people(test)


def test_only_replies_go_to_people_and_lotse_answers_everything_else() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        await answered(lotse, handoff, "r1", "Ja, <gern> & @anna")
        message = last(lotse)
        assert lotse.telegram.sent(ANNA)[-1].startswith("👤 Aus dem Recruiting:\n\nJa, <gern> & @anna")
        await lotse.happens(said("Was ist ein Videogespräch?"))
        assert [kind for kind, _ in texts(lotse, handoff)] == [EntryKind.CANDIDATE, EntryKind.RECRUITER]
        assert lotse.telegram.sent(ANNA)[-1].startswith("Was ist ein Videogespräch? |")
        await lotse.happens(reply("Danke, bis morgen", message))
        assert lotse.telegram.sent(ANNA)[-1].startswith("✓ An das Recruiting weitergegeben.")
        assert texts(lotse, handoff)[-1] == (EntryKind.CANDIDATE, "Danke, bis morgen")
        # Replies to what Lotse answered stay with Lotse.
        await lotse.happens(reply("Und das?", message + 1))
        assert lotse.telegram.sent(ANNA)[-1].startswith("Und das? |")
        await lotse.presses(button(lotse, "Dem Recruiting schreiben"), "q9")
        await lotse.happens(reply("Noch eins", last(lotse)))
        assert texts(lotse, handoff)[-1] == (EntryKind.CANDIDATE, "Noch eins")
        # Nobody else's reply to the same number gets in.
        await lotse.happens(reply("Fremd", message, BERT))
        assert "Fremd" not in str(texts(lotse, handoff))

    people(test)


def test_what_lotse_answered_can_be_sent_on_once() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        await lotse.happens(said("War für Menschen gedacht"))
        data = button(lotse, "schicken")
        await lotse.presses(data, "q1")
        await lotse.presses(data, "q2")
        assert texts(lotse, handoff)[1:] == [(EntryKind.CANDIDATE, "War für Menschen gedacht")]
        await lotse.happens(said("/done"))
        await lotse.presses(data, "q3")
        assert lotse.telegram.toasts["q3"] == "Das gilt nicht mehr."
        await lotse.happens(said("Noch offen?"))
        assert not any("schicken" in one["text"] for one in lotse.telegram.buttons(ANNA))

    people(test)


def test_either_side_ends_it_and_nothing_goes_through_afterwards() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        message = last(lotse)
        await lotse.happens(said("/fertig"), said("/done"))
        assert "Das Gespräch ist beendet." in lotse.telegram.sent(ANNA)[-2]
        assert "kein Gespräch mit dem Recruiting offen" in lotse.telegram.sent(ANNA)[-1]
        await lotse.happens(reply("Noch etwas", message))
        assert "schon beendet" in lotse.telegram.sent(ANNA)[-1]
        assert [kind for kind, _ in texts(lotse, handoff)] == [EntryKind.CANDIDATE, EntryKind.CLOSED]
        again = await agreed(lotse, "Mensch, noch einmal")
        assert desk(lotse).close("x1", again.token, Side.TEAM)
        await lotse.telegram.until(lambda: "Das Recruiting hat das Gespräch beendet" in lotse.telegram.sent(ANNA)[-1])

    people(test)


def test_with_several_conversations_done_asks_which() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse)
        general = await agreed(lotse)
        await lotse.happens(said(f"/start {job.token}"), said("Wann geht es los?"))
        await lotse.presses(button(lotse, "nachfragen"), "q1")
        await lotse.presses(button(lotse, "Ja, weitergeben"), "q2", message=last(lotse))
        await lotse.happens(said("/done"))
        assert [one["text"] for one in lotse.telegram.buttons(ANNA)] == ["Bauleiter Hochbau (m/w/d)", "keine bestimmte"]
        await lotse.presses(button(lotse, "keine bestimmte"), "q3")
        assert [one.shared.job for one in lotse.stores.handoffs.of_owner(OWNER)] == [job.token]
        ended = lotse.stores.handoffs.find(general.token)
        assert ended
        assert not ended.open

    people(test)


def test_who_waits_too_long_is_told_once() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        await lotse.telegram.until(lambda: "dauert leider länger" in lotse.telegram.sent(ANNA)[-1])
        await asyncio.sleep(1.2)
        assert sum("dauert leider länger" in one for one in lotse.telegram.sent(ANNA)) == 1
        assert [kind for kind, _ in texts(lotse, handoff)].count(EntryKind.ESCALATED) >= 2

    people(test, promise=ALWAYS)


def test_pictures_are_not_passed_on_and_that_is_said_each_time() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        here = {"reply_to_message": {"message_id": last(lotse)}}
        await lotse.happens(shown("photo", **here), shown("photo", caption="Mein Zeugnis", **here))
        assert all("davon hat also niemand etwas gesehen" in one for one in lotse.telegram.sent(ANNA)[-2:])
        assert len(texts(lotse, handoff)) == 1

    people(test)


def test_who_is_forgotten_is_forgotten_here_too_and_who_leaves_ends_it() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        assert "Mensch bitte" in str(lotse.stores.people.export(OWNER)["recruiter_conversations"])
        await lotse.happens(said("/forget"))
        await lotse.presses(button(lotse, "Ja, alles"), "q5", message=last(lotse))
        assert lotse.stores.handoffs.find(handoff.token) is None
        assert "recruiter_conversations" not in lotse.stores.people.export(OWNER)
        other = await agreed(lotse)
        await lotse.happens(blocked())
        assert texts(lotse, other)[-1][0] is EntryKind.LEFT

    people(test)


def test_nobody_is_offered_where_nobody_is_reached() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Mensch bitte"), said("/person Hallo"), said("/done"))
        assert lotse.telegram.sent(ANNA)[-3].startswith("Frag das Team.")
        assert "erreiche ich leider niemanden" in lotse.telegram.sent(ANNA)[-2]
        assert not any("nachfragen" in one["text"] for one in lotse.telegram.buttons(ANNA))
        assert "person" not in lotse.telegram.profile["commands", "de"]

    on_telegram(test)


def test_a_press_of_somebody_elses_button_changes_nothing() -> None:
    async def test(lotse: Lotse) -> None:
        handoff = await agreed(lotse)
        lotse.telegram.expected.add("message to edit not found")
        for number, choice in enumerate(("agree", "keep", "write", "end")):
            await lotse.presses(f"{choice}:{handoff.token}", f"b{number}", user=BERT)
            assert lotse.telegram.toasts[f"b{number}"] == "Das gilt nicht mehr."
        assert len(texts(lotse, handoff)) == 1

    people(test)
