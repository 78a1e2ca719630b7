"""From a message in a private chat to its answer, on the real python-telegram-bot against a fake Telegram."""

import json

from bot.models import Audience, Language
from tests.fakes.telegram_lotse import Lotse, on_telegram
from tests.fakes.telegram_server import NAME
from tests.fakes.telegram_updates import ANNA, BERT, blocked, edited, in_group, said, shown

OWNER = f"telegram:{ANNA}"


def test_the_first_message_is_told_that_a_program_answers_and_is_answered() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Wie bewerbe ich mich?"))
        first, answer = lotse.telegram.sent(ANNA)
        assert "automatischer Assistent" in first
        assert "Datenschutz" in first
        assert answer.startswith("Wie bewerbe ich mich? | –")
        assert "Quellen: Leitfaden & mehr, Punkte 3" in answer
        await lotse.happens(said("Und dann?"))
        assert len(lotse.telegram.sent(ANNA)) == 3
        assert lotse.telegram.sent(ANNA)[2].startswith("Und dann? | Wie bewerbe ich mich?")
        assert {one.audience for one in lotse.assistant.asked} == {Audience.CANDIDATE}
        kept = lotse.stores.archive.summaries(OWNER)
        assert [(one.audience, one.exchanges) for one in kept] == [(Audience.CANDIDATE, 2)]

    on_telegram(test)


def test_people_are_spoken_to_in_the_language_of_their_telegram() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/start", locale="en-GB"), said("/start", BERT, locale="fr"))
        assert "automated assistant" in lotse.telegram.sent(ANNA)[0]
        assert "automatischer Assistent" in lotse.telegram.sent(BERT)[0]

    on_telegram(test)


def test_a_chosen_language_counts() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/start"), said("/sprache"))
        data = [one["callback_data"] for one in lotse.telegram.buttons(ANNA)]
        assert data == ["lang:de", "lang:en"]
        message = lotse.telegram.messages[ANNA][-1]["id"]
        await lotse.presses(data[1], "q1", message=message)
        assert lotse.telegram.sent(ANNA)[-1].startswith("All right, English")
        assert lotse.telegram.messages[ANNA][1]["markup"] == {}
        await lotse.happens(said("/help"), said("Question"))
        assert "choose a language" in lotse.telegram.sent(ANNA)[-2]
        assert lotse.stores.chat.language(OWNER) is Language.EN

    on_telegram(test)


def test_commands() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(
            said("/start"), said("/start"), said(f"/privacy@{NAME}"), said("/PRIVACY"), said("/quatsch x")
        )
        sent = lotse.telegram.sent(ANNA)
        assert len(sent) == 5
        assert "/forget – alles löschen" in sent[1]
        assert "/person" not in sent[1]
        assert sent[2] == sent[3]
        assert "Diesen Befehl kenne ich nicht" in sent[4]
        assert lotse.telegram.profile["commands", "en"] == [
            "jobs",
            "alerts",
            "help",
            "language",
            "privacy",
            "mydata",
            "forget",
        ]
        assert "kein Mensch" in lotse.telegram.profile["description", ""]

    on_telegram(test)


def test_suggestions_are_buttons_that_ask() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Eins"))
        buttons = lotse.telegram.buttons(ANNA)
        assert [one["text"] for one in buttons] == ["Und dann?", "x" * 59 + "…", "📄 Quellen", "👍", "👎"]
        assert "→ " + "x" * 90 in lotse.telegram.sent(ANNA)[1]
        await lotse.presses(buttons[0]["callback_data"], "q1")
        assert lotse.telegram.sent(ANNA)[2].startswith("Frage: Und dann?\n\nUnd dann? | Eins")
        await lotse.presses(buttons[0]["callback_data"], "q2", user=BERT)
        assert lotse.telegram.sent(BERT) == []
        assert "gibt es nicht mehr" in lotse.telegram.toasts["q2"]

    on_telegram(test)


def test_sources_are_shown_word_for_word() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Eins <b>&amp;"))
        await lotse.presses(lotse.telegram.buttons(ANNA)[2]["callback_data"], "q1")
        assert "Über <uns>\nWörtlich: Eins <b>&amp;\nLeitfaden & mehr, Punkte 3" in lotse.telegram.sent(ANNA)[-1]

    on_telegram(test)


def test_thumbs_are_kept() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Eins"))
        await lotse.presses(lotse.telegram.buttons(ANNA)[4]["callback_data"], "q1")
        assert lotse.telegram.toasts["q1"] == "Danke, das hilft!"
        conversation = lotse.stores.archive.summaries(OWNER)[0].id
        transcript = lotse.stores.archive.transcript(OWNER, conversation)
        assert transcript is not None
        feedback = transcript.exchanges[0].feedback
        assert feedback is not None
        assert not feedback.helpful
        await lotse.presses("rate:" + "0" * 32 + ":1", "q2")
        await lotse.presses("something new", "q3")
        assert "gibt es nicht mehr" in lotse.telegram.toasts["q2"]
        assert "gilt nicht mehr" in lotse.telegram.toasts["q3"]

    on_telegram(test)


def test_somebody_sees_what_is_kept_and_has_it_deleted() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Ein Geheimnis"), said("Von Bert", BERT), said("/mydata"))
        chat, name, data = lotse.telegram.documents[0]
        assert (chat, name) == (ANNA, "lotse.json")
        exported = json.loads(data)
        assert exported["conversations"][0]["exchanges"][0]["question"] == "Ein Geheimnis"
        assert [one["what"] for one in exported["told_once"]] == ["notice:1"]
        await lotse.happens(said("/forget"))
        yes, no = (one["callback_data"] for one in lotse.telegram.buttons(ANNA))
        lotse.telegram.expected.add("not modified")
        await lotse.presses(no, "q1")
        assert "bleibt alles" in lotse.telegram.sent(ANNA)[-1]
        assert len(lotse.stores.archive.summaries(OWNER)) == 1
        await lotse.presses(yes, "q2")
        assert "Beleg: " in lotse.telegram.sent(ANNA)[-1]
        assert lotse.stores.archive.summaries(OWNER) == ()
        assert "told_once" not in lotse.stores.people.export(OWNER)
        assert len(lotse.stores.archive.summaries(f"telegram:{BERT}")) == 1
        await lotse.telegram.until(lambda: lotse.delivery.forgotten == [OWNER, f"{OWNER}:alerts"])
        await lotse.happens(said("Wieder da"))
        assert "automatischer Assistent" in lotse.telegram.sent(ANNA)[-2]

    on_telegram(test)


def test_what_cannot_be_read_is_said_once() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/start"), shown("photo"), shown("voice"), edited("Anders"), edited("Noch anders"))
        sent = lotse.telegram.sent(ANNA)
        assert ["kann ich nicht lesen" in sent[1], "Geänderte Nachrichten" in sent[2], len(sent)] == [True, True, 3]
        await lotse.happens(shown("photo", caption="Was ist das?"))
        assert lotse.telegram.sent(ANNA)[3].startswith("Was ist das? | –")

    on_telegram(test)


def test_groups_channels_bots_and_service_messages_are_left_alone() -> None:
    async def test(lotse: Lotse) -> None:
        robot = said("Hallo")
        robot["message"]["from"]["is_bot"] = True
        pinned = said("x")
        del pinned["message"]["text"]
        updates = [in_group(f"@{NAME} hallo", kind) for kind in ("group", "supergroup", "channel")]
        for update in (*updates, robot, pinned, blocked()):
            lotse.telegram.add(update)
        await lotse.happens(said("Da?"))
        assert len(lotse.delivery.inbounds) == 2
        assert list(lotse.telegram.messages) == [ANNA]

    on_telegram(test)


def test_what_fails_is_apologised_for() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("crash bitte"))
        assert "Entschuldigung" in lotse.telegram.sent(ANNA)[-1]

    on_telegram(test)
