"""What somebody sets on the onboarding path in Slack: who accompanies them, sharing, a pause; the real Bolt."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import make_onboarding_desk, open_store
from bot.errors import BotError
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.models import Choices, Joining
from config.settings import Settings
from tests.fakes.onboarding import START, Clock, learning
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import home, press
from tests.fakes.slack_lotse import Lotse, on_slack
from tests.fakes.slack_modal import Modal

OWNER = "slack:T1:U1"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OnboardingDesk]:
    with learning(tmp_path, Clock()) as desk:
        yield desk


def chosen(desk: OnboardingDesk) -> Choices:
    return desk.overview(OWNER).choices


async def settings(lotse: Lotse) -> Modal:
    modal = Modal(lotse, "U1")
    await modal.open("onboarding")
    await modal.press("learn:settings")
    return modal


def errors(answer: dict[str, object]) -> dict[str, str]:
    assert answer["response_action"] == "errors"
    found = answer["errors"]
    assert isinstance(found, dict)
    return {block.partition("/")[0]: said for block, said in found.items()}


def test_everything_is_kept_and_shown_again(desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.names["U2"] = "Ben Ost"
        modal = await settings(lotse)
        answer = await modal.send(companion="U2", name=" Anna ", options="share", hour="9")
        assert answer["response_action"] == "update"
        assert "Gespeichert." in modal.shown
        kept = Choices("Anna", "Ben Ost", shared=True, companion="slack:T1:U2", nudge_hour=9, nudge_since=START)
        assert chosen(desk) == kept
        assert [one.name for one in desk.shared()] == ["Anna"]
        await modal.press("learn:settings")
        await modal.send()
        assert chosen(desk) == kept, "what the form shows is what was chosen"
        await modal.press("learn:settings")
        await modal.send(companion="", options="", hour="never")
        assert chosen(desk) == Choices("Anna")

    on_slack(test, learning=desk)


def test_nobody_is_told_of_it_and_the_form_is_english_for_whoever_chose_that(desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.state.set_language(OWNER, Language.EN)
        modal = await settings(lotse)
        assert "Who accompanies you" in modal.shown
        assert "By the clocks of Europe/Berlin" in modal.shown
        await modal.send(companion="U2")
        assert chosen(desk).buddy == "nu2", "the name of the account where there is no other"
        assert not any(lotse.slack.messages.values())

    on_slack(test, learning=desk)


@pytest.mark.parametrize(
    ("typed", "where", "says"),
    [
        ({"companion": "U1"}, "companion", "Das bist du selbst."),
        ({"companion": "UBOT"}, "companion", "es ist ein Programm"),
        ({"companion": "U7"}, "companion", "nicht mehr da"),
        ({"options": "share"}, "name", "Ohne Namen"),
    ],
)
def test_mistakes_stand_at_their_fields_and_nothing_is_kept(
    desk: OnboardingDesk, typed: dict[str, str], where: str, says: str
) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.slack.users_gone.add("U7")
        modal = await settings(lotse)
        found = errors(await modal.send(**typed))
        assert list(found) == [where]
        assert says in found[where]
        assert chosen(desk) == Choices()

    on_slack(test, learning=desk)


def test_a_pause_by_button_and_by_form(desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, "U1")
        await modal.open("onboarding")
        assert "Du pausierst" in await modal.press("learn:pause")
        assert chosen(desk).paused
        await lotse.event(home("home"))
        assert "Du pausierst" in shown_text(lotse.slack.homes["U1"]["blocks"])
        assert "Du pausierst" not in await modal.press("learn:pause")
        assert not chosen(desk).paused
        await modal.press("learn:settings")
        await modal.send(options="pause")
        assert chosen(desk).paused
        assert "Du pausierst" in modal.shown

    on_slack(test, learning=desk)


def test_the_app_home_opens_the_settings(desk: OnboardingDesk) -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.event(home("home"))
        lotse.slack.triggers.add("t2")
        blocks = lotse.slack.homes["U1"]["blocks"]
        body = press({"blocks": blocks, "ts": "", "channel": ""}, "learn:settings", trigger="t2")
        await lotse.event({**body, "container": {"type": "view"}, "view": {"type": "home", "id": "H"}}, "interactive")
        assert "Wer dich begleitet" in shown_text(lotse.slack.views[-1]["blocks"])

    on_slack(test, learning=desk)


def test_where_nothing_can_be_kept_the_form_says_so(desk: OnboardingDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_desk: OnboardingDesk, _owner: str, _choices: Choices) -> Choices:
        raise BotError("the database is locked")

    async def test(lotse: Lotse) -> None:
        modal = await settings(lotse)
        monkeypatch.setattr(OnboardingDesk, "choose", locked)
        found = errors(await modal.send(name="Anna"))
        assert "ließ sich nicht speichern" in found["companion"]

    on_slack(test, learning=desk)


def test_a_buddy_of_another_place_is_not_taken_out_by_a_form_that_cannot_show_them(desk: OnboardingDesk) -> None:
    desk.choose(OWNER, Choices(buddy="Eva", companion="slack:T9:U9"))

    async def test(lotse: Lotse) -> None:
        modal = await settings(lotse)
        await modal.send(name="Anna")
        assert (chosen(desk).buddy, chosen(desk).companion) == ("Eva", "slack:T9:U9")

    on_slack(test, learning=desk)


def test_a_code_that_joins_the_browsers_progress_is_another_one_each_time(tmp_path: Path) -> None:
    settings_ = Settings(data_dir=tmp_path)
    with open_store(settings_) as stores:
        desk = make_onboarding_desk(settings_, stores.progress, lambda: None, Clock())

        async def test(lotse: Lotse) -> None:
            modal = await settings(lotse)
            codes = []
            for _ in range(2):
                shown = await modal.press("learn:join")
                codes += re.findall(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", shown)
                await modal.press("learn:settings")
            first, second = codes
            assert first != second
            assert desk.join("session:anna", first) is Joining.UNKNOWN
            assert desk.join("session:anna", second) is Joining.DONE
            assert second.replace("-", "") not in (tmp_path / "lotse.db").read_bytes().decode("latin-1")

        on_slack(test, stores=stores, learning=desk)
