"""Questions on the onboarding path in Slack: to Lotse with the module in mind, and to a buddy; the real Bolt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import make_onboarding_desk, open_store
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.models import Choices, Module
from bot.stores import Stores
from config.settings import Settings
from knowledge.models import Localized
from tests.fakes.onboarding import Clock, wrong
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import message, press
from tests.fakes.slack_lotse import Lotse, on_slack
from tests.fakes.slack_modal import Modal

OWNER, BUDDY = "slack:T1:U1", "slack:T1:U2"
TOPICS = {"definition": Localized("Was ist Social Recruiting?", "What is social recruiting?")}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with open_store(Settings(data_dir=tmp_path)) as stores:
        yield stores


@pytest.fixture
def desk(tmp_path: Path, stores: Stores) -> OnboardingDesk:
    desk = make_onboarding_desk(Settings(data_dir=tmp_path), stores.progress, lambda: TOPICS, Clock())
    desk.choose(OWNER, Choices(buddy="Ben", companion=BUDDY))
    return desk


@pytest.fixture
def module(desk: OnboardingDesk) -> Module:
    return desk.overview(OWNER).modules[0].module


def run(test: Any, stores: Stores, desk: OnboardingDesk) -> None:
    async def on(lotse: Lotse) -> None:
        lotse.slack.allowed.mentions |= {"U1", "U2"}
        await test(lotse)

    on_slack(on, stores=stores, learning=desk)


async def opened(lotse: Lotse, action: str, value: str = "") -> Modal:
    """Open the first module, and press a button there."""
    modal = Modal(lotse, "U1")
    await modal.open("onboarding")
    await modal.press("learn:open:1")
    await modal.press(action, value)
    return modal


async def asked(lotse: Lotse, text: str) -> dict[str, Any]:
    """Ask Lotse about the first module; return the message with the answer."""
    modal = await opened(lotse, "learn:ask")
    await modal.send(question=text)
    await lotse.delivery.idle()
    assert "Die Antwort kommt als Direktnachricht." in modal.shown
    return lotse.slack.posted("D1")[-1]


def test_a_question_about_a_module_goes_on_from_it_and_the_thread_goes_on_from_the_answer(
    stores: Stores, desk: OnboardingDesk, module: Module
) -> None:
    async def test(lotse: Lotse) -> None:
        told = await asked(lotse, "Und warum?")
        shown = shown_text(told["blocks"])
        assert f"Und warum? (zum Modul „{module.title.de}“)" in shown
        assert f"Und warum? | {module.title.de}" in shown, "the assistant stood where the module does"
        await lotse.event(message("Und dann?", "1700000900.000100", "D1", thread_ts=told["ts"]))
        (_, followed) = lotse.slack.posted("D1")
        assert followed["thread_ts"] == told["ts"]
        assert "Und dann? | Und warum?" in shown_text(followed["blocks"])
        assert lotse.assistant.asked[0].audience == "recruiter"

    run(test, stores, desk)


def test_what_the_assistant_is_handed_is_the_modules_topic(desk: OnboardingDesk, module: Module) -> None:
    state = desk.context(module.id, "c1", Language.EN)
    assert state.last
    assert (state.id, state.language, state.last.topic) == ("c1", Language.EN, "definition")
    assert state.last.understanding.topics == ("definition",), "only topics that the index has"


def test_an_answer_that_fails_is_excused_in_direct_messages(stores: Stores, desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        told = await asked(lotse, "crash")
        assert "Entschuldige" in shown_text(told["blocks"]) or "schiefgegangen" in shown_text(told["blocks"])
        assert "thread_ts" not in told

    run(test, stores, desk)


def test_what_was_asked_and_answered_is_exported_and_forgotten(stores: Stores, desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        told = await asked(lotse, "Und warum?")
        thread = f"slack:T1:D1:{told['ts']}"
        assert stores.conversations.load(thread).last
        exported = stores.people.export(OWNER)
        assert [one["question"] for one in exported["conversations"][0]["exchanges"]] == ["Und warum?"]
        assert stores.people.export(BUDDY)["onboarding_accompanies"] == 1
        stores.people.forget(OWNER)
        assert stores.conversations.load(thread).last is None
        assert stores.conversations.load(thread.replace(f"D1:{told['ts']}", "U1")).last is None
        assert not [one for one in stores.people.owners("U1") if one == OWNER]

    run(test, stores, desk)


def test_a_module_that_was_taken_away_meanwhile_leaves_the_question(
    stores: Stores, desk: OnboardingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(lotse: Lotse) -> None:
        modal = await opened(lotse, "learn:ask")
        view = modal.view["private_metadata"]
        modal.view["private_metadata"] = view.replace(desk.overview(OWNER).modules[0].module.id, "gone")
        await modal.send(question="Was ist XING?")
        await lotse.delivery.idle()
        assert "Was ist XING? | –" in shown_text(lotse.slack.posted("D1")[-1]["blocks"])
        assert "0 von 14" in modal.shown

    run(test, stores, desk)


@pytest.mark.parametrize("action", ["learn:ask", "learn:buddy"])
def test_spaces_are_no_question(stores: Stores, desk: OnboardingDesk, action: str) -> None:
    async def test(lotse: Lotse) -> None:
        modal = await opened(lotse, action)
        answer = await modal.send(question="  \n ")
        assert list(answer["errors"].values()) == ["Hier fehlt die Frage."]
        assert lotse.delivery.inbounds == {}

    run(test, stores, desk)


def test_a_question_that_could_not_be_kept_is_not_acknowledged(stores: Stores, desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        modal = await opened(lotse, "learn:ask")
        lotse.delivery.refusing = True
        with pytest.raises(TimeoutError):
            await lotse.slack.acknowledged(await lotse.slack.send("interactive", submitted(modal)), 1.0)

    def submitted(modal: Modal) -> dict[str, Any]:
        block = next(one["block_id"] for one in modal.view["blocks"] if one["type"] == "input")
        values = {block: {block: {"type": "plain_text_input", "value": "Warum?"}}}
        view = {**modal.view, "id": "V1", "hash": "h", "state": {"values": values}}
        return {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": view}

    run(test, stores, desk)


def test_the_buddy_gets_the_question_with_the_module_and_the_asker_hears_that_it_arrived(
    stores: Stores, desk: OnboardingDesk, module: Module
) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.state.set_language(BUDDY, Language.EN)
        modal = await opened(lotse, "learn:buddy")
        assert "Ben erfährt" in modal.shown
        await modal.send(question="Machen wir das *auch* <!channel>?")
        assert "Deine Frage ist unterwegs zu Ben." in modal.shown
        (told,) = lotse.slack.posted("D2")
        shown = shown_text(told["blocks"])
        assert f"asks you something about onboarding, at the module “{module.title.en}”" in shown
        assert "Question: Machen wir das *auch* <!channel>?" in shown
        assert {"type": "user", "user_id": "U1"} in told["blocks"][0]["elements"][0]["elements"]
        (arrived,) = lotse.slack.posted("D1")
        assert "hat deine Frage bekommen" in shown_text(arrived["blocks"])
        assert lotse.assistant.asked == []

    run(test, stores, desk)


def test_after_a_question_of_the_module_the_buddy_sees_it_and_why_but_not_what_was_ticked(
    stores: Stores, desk: OnboardingDesk, module: Module
) -> None:
    first = module.questions[0]
    chosen = first.option(wrong(first))
    assert chosen
    desk.answer(OWNER, module.id, first.id, chosen.id)

    async def test(lotse: Lotse) -> None:
        modal = await opened(lotse, "learn:buddy:1")
        await modal.send(question="Warum ist das falsch?")
        shown = shown_text(lotse.slack.posted("D2")[0]["blocks"])
        assert f"Bei der Übungsfrage: {first.text.de}" in shown
        assert f"Lotse sagt dazu: {first.explanation.text.de}" in shown
        assert chosen.text.de not in shown

    run(test, stores, desk)


def test_after_an_answer_the_buddy_sees_what_lotse_said(stores: Stores, desk: OnboardingDesk, module: Module) -> None:
    async def test(lotse: Lotse) -> None:
        told = await asked(lotse, "Und warum?")
        lotse.slack.triggers.add("t2")
        await lotse.event(press(told, "learn:buddy:answer", trigger="t2"), "interactive")
        modal = Modal(lotse, "U1")
        question = next(one for one in modal.view["blocks"] if one["type"] == "input")
        assert question["element"]["initial_value"] == "Und warum?"
        await modal.send()
        shown = shown_text(lotse.slack.posted("D2")[0]["blocks"])
        assert "Frage: Und warum?" in shown
        assert f"Lotse sagt dazu: Und warum? | {module.title.de}" in shown

    run(test, stores, desk)


def test_nobody_hands_over_what_lotse_answered_somebody_else(stores: Stores, desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        told = await asked(lotse, "Und warum?")
        desk.choose("slack:T1:U3", Choices(buddy="Ben", companion=BUDDY))
        lotse.slack.triggers.add("t2")
        lotse.slack.allowed.mentions.add("U3")
        await lotse.event(press(told, "learn:buddy:answer", user="U3", trigger="t2"), "interactive")
        modal = Modal(lotse, "U3")
        assert "Und warum?" not in str(modal.view)
        await modal.send(question="Hallo?")
        assert "Lotse sagt dazu" not in shown_text(lotse.slack.posted("D2")[0]["blocks"])

    run(test, stores, desk)


def test_who_has_left_is_said_before_anything_is_sent(stores: Stores, desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        modal = await opened(lotse, "learn:buddy")
        lotse.slack.users_gone.add("U2")
        answer = await modal.send(question="Hallo?")
        assert "Ben kann Lotse nicht mehr schreiben" in next(iter(answer["errors"].values()))
        assert lotse.delivery.inbounds == {}

    run(test, stores, desk)


def test_who_is_refused_by_slack_is_not_said_to_have_got_it(stores: Stores, desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.outsiders.add("D2")
        modal = await opened(lotse, "learn:buddy")
        await modal.send(question="Hallo?")
        await lotse.delivery.idle()
        assert lotse.delivery.rejected == ["not_in_channel"]
        assert lotse.slack.posted("D1") == []

    run(test, stores, desk)


def test_without_a_buddy_there_is_no_button_and_an_old_one_leads_to_the_settings(
    stores: Stores, desk: OnboardingDesk, module: Module
) -> None:
    async def test(lotse: Lotse) -> None:
        modal = await opened(lotse, "learn:ask")
        await modal.press("learn:open:back")
        desk.choose(OWNER, Choices())
        assert "Wer dich begleitet" in await modal.press("learn:buddy")
        await modal.press("learn:path")
        await modal.press("learn:open:1")
        assert "learn:buddy" not in str(modal.view)

    run(test, stores, desk)


def test_forgetting_the_buddy_takes_them_out_of_others_settings(
    stores: Stores, desk: OnboardingDesk, module: Module
) -> None:
    assert BUDDY in stores.people.owners("U2")
    assert stores.people.forget(BUDDY).traces == 1
    assert desk.overview(OWNER).choices == Choices()
    assert "onboarding_accompanies" not in stores.people.export(BUDDY)
