"""Advice for candidates in their own chats: the real client, the real assistant on the real index."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.jobs.models import Aspect, Job
from tests.fakes.jobs import POST
from tests.fakes.telegram_lotse import Lotse, lotse_on_telegram
from tests.fakes.telegram_updates import ANNA, said

ADVISED = [
    ("de", "wie bewerb ich mich hier eigentlich", "In diesem Chat selbst bewerben Sie sich nicht", "Vom Handy aus"),
    ("en", "how do i even apply here", "You do not apply in this chat itself", "From your phone"),
    ("de", "was brauch ich fürs videointerview", "ein Gerät mit Kamera und Mikrofon", "Wenn die Technik streikt"),
    ("en", "what do i need for my video interview", "a device with camera and microphone", "If the technology fails"),
    ("de", "ist das jobangebot auf whatsapp betrug?", "Zahlen und schicken Sie nichts", "Pakete und Konten"),
    ("en", "is this whatsapp job offer a scam?", "Pay and send nothing", "Parcels and accounts"),
    ("de", "was macht ihr mit meinen daten", "/forget löscht es", "Wer es sieht"),
    ("en", "what do you do with my data", "/forget deletes it", "Who sees it"),
]


def with_assistant(assistant: Assistant, test: Callable[[Lotse], Awaitable[None]]) -> None:
    async def run() -> None:
        async with lotse_on_telegram(assistant=assistant) as lotse:
            await test(lotse)
            await lotse.delivery.idle()
            assert lotse.telegram.faults == []

    asyncio.run(run())


def opened(lotse: Lotse) -> Job:
    board = lotse.stores.jobs
    job = board.publish(board.add(replace(POST, deadline=None), "web:anna").id)
    assert job is not None
    return job


@pytest.mark.parametrize("locale", ["de", "en"])
def test_advice_is_short_sourced_and_leads_to_more(assistant: Assistant, locale: str) -> None:
    async def test(lotse: Lotse) -> None:
        for language, question, lead, entry in ADVISED:
            if language == locale:
                await lotse.happens(said(question, locale=locale))
                answer = lotse.telegram.sent(ANNA)[-1]
                assert lead in answer
                assert entry in answer
                assert len(answer) < 2_500
                assert ("Lotses Rat an" if locale == "de" else "Lotse's advice to") in answer
                assert "Punkt" not in answer
                assert "point" not in answer.replace("appoint", "")

    with_assistant(assistant, test)


def test_one_advice_leads_to_another_at_a_press(assistant: Assistant) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("woran erkenne ich ein fake jobangebot"))
        buttons = {one["text"]: one["callback_data"] for one in lotse.telegram.buttons(ANNA)}
        await lotse.presses(buttons["Was geschieht mit meinen Daten?"], "q1")
        assert "Gespeichert werden Ihre Fragen" in lotse.telegram.sent(ANNA)[-1]
        sources = next(one for one in lotse.telegram.buttons(ANNA) if "Quellen" in one["text"])
        await lotse.presses(sources["callback_data"], "q2")
        assert "Lotses Rat an Bewerberinnen und Bewerber" in lotse.telegram.sent(ANNA)[-1]

    with_assistant(assistant, test)


@pytest.mark.parametrize(
    ("locale", "fraud", "data", "applying"),
    [
        (
            "de",
            ("Ist das Betrug?", "Zahlen und schicken Sie nichts"),
            ("Was passiert mit meinen Daten?", "Gespeichert werden Ihre Fragen"),
            ("Wie bewerbe ich mich?", "In diesem Chat selbst"),
        ),
        (
            "en",
            ("Is this a scam?", "Pay and send nothing"),
            ("What happens with my data?", "Kept are your questions"),
            ("How do I apply?", "in this chat itself"),
        ),
    ],
)
def test_with_a_job_opened_the_post_says_how_to_apply_and_advice_the_rest(
    assistant: Assistant, locale: str, fraud: tuple[str, str], data: tuple[str, str], applying: tuple[str, str]
) -> None:
    async def test(lotse: Lotse) -> None:
        job = opened(lotse)
        about = "Zur Stelle:" if locale == "de" else "About the job:"
        await lotse.happens(said(f"/start {job.token}", locale=locale))
        for question, told in (fraud, data):
            await lotse.happens(said(question, locale=locale))
            assert told in lotse.telegram.sent(ANNA)[-1]
            assert about not in lotse.telegram.sent(ANNA)[-1]
        await lotse.happens(said(applying[0], locale=locale))
        answer = lotse.telegram.sent(ANNA)[-1]
        assert answer.startswith(about)
        assert POST.apply_link in answer
        assert applying[1] not in answer
        assert [(one.aspect, one.questions) for one in lotse.stores.jobs.asked(job.id)] == [(Aspect.APPLY, 1)]

    with_assistant(assistant, test)


def test_money_asked_beforehand_is_no_question_about_the_salary(assistant: Assistant) -> None:
    async def test(lotse: Lotse) -> None:
        job = opened(lotse)
        await lotse.happens(said(f"/start {job.token}"), said("Die wollen Geld vorab für die Schulung, normal?"))
        assert "Zahlen und schicken Sie nichts" in lotse.telegram.sent(ANNA)[-1]
        await lotse.happens(said("Was zahlt ihr im Monat?"))
        assert "58.000 €" in lotse.telegram.sent(ANNA)[-1]
        assert [(one.aspect, one.questions) for one in lotse.stores.jobs.asked(job.id)] == [(Aspect.SALARY, 1)]

    with_assistant(assistant, test)


def test_what_no_advice_answers_is_declined_and_greetings_name_the_advice(assistant: Assistant) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Wie lang ist die Kündigungsfrist in der Probezeit?"), said("Hallo"))
        declined, greeting = lotse.telegram.sent(ANNA)[-2:]
        assert declined.startswith("Dazu habe ich keine Unterlagen, die ich Ihnen zeigen darf")
        assert "Kontaktperson aus der Stellenanzeige" in declined
        assert "Bewerben aus einer Anzeige, Vorstellungsgespräch per Video" in greeting
        assert "Leitfaden" not in declined + greeting
        assert "Bauleiter in Köln" not in str(lotse.telegram.messages[ANNA])

    with_assistant(assistant, test)


def test_help_names_the_advice_in_a_line(assistant: Assistant) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/help"), said("/help", locale="en"))
        german, english = lotse.telegram.sent(ANNA)[-2:]
        assert "Woran erkenne ich ein betrügerisches Angebot?" in german
        assert "How do I recognise a fraudulent offer?" in english

    with_assistant(assistant, test)
