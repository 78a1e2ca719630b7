"""Onboarding in Slack: a modal by command or from the App Home, with buttons; the real Bolt on a fake Slack."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.models import Module
from tests.fakes.onboarding import Clock, learning, wrong
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import command, home, press
from tests.fakes.slack_lotse import Lotse, on_slack

OWNER = "slack:T1:U1"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[OnboardingDesk]:
    with learning(tmp_path, clock) as desk:
        yield desk


@pytest.fixture
def module(desk: OnboardingDesk) -> Module:
    return desk.overview(OWNER).modules[0].module


async def opened(lotse: Lotse, said: str = "onboarding") -> dict[str, Any]:
    lotse.slack.triggers.add("t1")
    await lotse.event(command(said, "", trigger="t1"), "slash_commands")
    return lotse.slack.views[-1]


async def pressed(lotse: Lotse, action: str, value: str = "", view: str = "V1") -> str:
    """Press a button of the modal; return what it shows then."""
    shown = lotse.slack.views[int(view[1:]) - 1]
    values = {"value": value} if value else {}
    body = press({"blocks": shown["blocks"], "ts": "", "channel": ""}, action, **values)
    assert body["actions"][0].get("value"), action
    await lotse.event({**body, "container": {"type": "view"}, "view": {"type": "modal", "id": view}}, "interactive")
    return shown_text(lotse.slack.views[int(view[1:]) - 1]["blocks"])


def test_through_a_module_with_a_wrong_answer_and_its_repetition(
    desk: OnboardingDesk, clock: Clock, module: Module
) -> None:
    async def test(lotse: Lotse) -> None:
        assert "0 von 14 Modulen" in shown_text((await opened(lotse))["blocks"])
        shown = await pressed(lotse, "learn:open:1")
        assert module.reading[0].text.de in shown
        assert module.questions[0].explanation.text.de not in shown
        assert "Beantworte zuerst alle Fragen." in await pressed(lotse, "learn:finish")
        first = module.questions[0]
        shown = await pressed(lotse, "learn:answer:1:A", f"{module.id}/{first.id}/{wrong(first)}")
        assert "✗ Nicht richtig" in shown
        assert first.explanation.text.de in shown
        assert "kommt am 03.03.2026 wieder" in shown
        for place, one in enumerate(module.questions[1:], start=2):
            shown = await pressed(lotse, f"learn:answer:{place}:A", f"{module.id}/{one.id}/{one.right}")
        assert shown.count("✓ Richtig") == len(module.questions) - 1
        assert "1 von 14 Modulen" in await pressed(lotse, "learn:finish")
        clock.now += timedelta(days=1)
        await lotse.event(home("home"))
        assert f"Zum Wiederholen: {module.title.de}" in shown_text(lotse.slack.homes["U1"]["blocks"])
        await pressed(lotse, "learn:open:1")
        shown = await pressed(lotse, "learn:answer:1:A", f"{module.id}/{first.id}/{first.right}")
        assert "kommt am 06.03.2026 wieder" in shown
        assert "A: " in await pressed(lotse, "learn:again:1", f"{module.id}/{first.id}")
        assert lotse.slack.posted() == []
        assert lotse.assistant.asked == []

    on_slack(test, learning=desk)


def test_every_module_fits_into_slack_in_both_languages(desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        for language in Language:
            lotse.state.set_language(OWNER, language)
            await opened(lotse, "Einarbeitung")
            view = f"V{len(lotse.slack.views)}"
            for one in desk.overview(OWNER).modules:
                shown = await pressed(lotse, "learn:open:1", one.module.id, view)
                assert one.module.task.within(language) in shown
                for question in one.module.questions:
                    assert question.text.within(language) in shown
                    desk.answer(OWNER, one.module.id, question.id, wrong(question))
                await pressed(lotse, "learn:path", "path", view)

    on_slack(test, learning=desk)


def test_the_app_home_opens_the_path_and_what_is_gone_leads_back_to_it(desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(home("home"))
        lotse.slack.triggers.add("t2")
        blocks = lotse.slack.homes["U1"]["blocks"]
        body = press({"blocks": blocks, "ts": "", "channel": ""}, "learn:path", trigger="t2")
        await lotse.event({**body, "container": {"type": "view"}, "view": {"type": "home", "id": "H"}}, "interactive")
        assert "0 von 14" in shown_text(lotse.slack.views[0]["blocks"])
        for value in ("gone", "gone/x/y"):
            for action in ("learn:open:1", "learn:answer:1:A", "learn:again:1", "learn:finish"):
                lotse.slack.views[0]["blocks"].append({"elements": [{"action_id": action}]})
                assert "0 von 14" in await pressed(lotse, action, value)

    on_slack(test, learning=desk)


def test_where_there_is_no_path_the_command_says_how_it_is_used() -> None:
    async def test(lotse: Lotse) -> None:
        said = await lotse.event(command("onboarding", "", trigger="t3"), "slash_commands")
        assert "/lotse" in str(said)
        assert lotse.slack.views == []

    on_slack(test)
