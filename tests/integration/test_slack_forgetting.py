"""The real adapter on the real store: what people leave behind in Slack is theirs to have and to be forgotten."""

import json
from pathlib import Path
from typing import Any

from adapters.slack.received import owner_id
from bot.bootstrap import open_store
from bot.chat_state import NOBODY, Mode
from bot.stores import Stores
from config.settings import Settings
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import command, deletion, edit, home, mention, message, press
from tests.fakes.slack_lotse import Lotse, on_slack

ANNA, BEN = "UANNA", "UBEN"
TS, LATER, DIRECT = "1700000500.000100", "1700000600.000100", "1700000700.000100"
WORDS = ("GEHEIM", ANNA, "DANNA")


def element(stands: dict[str, Any], action_id: str) -> dict[str, Any]:
    found = [one for block in stands["blocks"] for one in block.get("elements", ())]
    return next(one for one in found if one.get("action_id") == action_id)


async def everything(lotse: Lotse) -> None:
    """Anna asks, edits, rates, ticks, shares, calls a person, chooses her language; Ben takes part."""
    lotse.slack.allowed.mentions |= {ANNA, BEN, "U9", "S9"}
    lotse.slack.triggers |= {"tr"}
    for channel, ts in (("C1", TS), ("DANNA", DIRECT)):
        lotse.slack.allowed.links.add(f"https://team.slack.com/archives/{channel}/p{ts.replace('.', '')}")
    await lotse.event(mention("Bauleiter für GEHEIM", TS, user=ANNA))
    answer, checklist = lotse.slack.posted()
    for user, numbers in ((ANNA, (0,)), (BEN, (0, 1))):
        chosen = [element(checklist, "tick:0")["options"][number] for number in numbers]
        await lotse.event(press(checklist, "tick:0", user, selected_options=chosen), "interactive")
    await lotse.event(edit("<@UBOT> Bauleiter für GEHEIM", "<@UBOT> Bauleiter für GEHEIM2", TS, user=ANNA))
    value = next(one for block in answer["blocks"] for one in block.get("elements", ()) if "positive_button" in one)[
        "positive_button"
    ]["value"]
    await lotse.event(press(answer, "feedback", ANNA, value=value), "interactive")
    await lotse.event(message("Und dann?", "1700000501.000100", user=BEN, thread_ts=TS))
    await lotse.event(press(answer, "person", ANNA), "interactive")
    await lotse.event(mention("Bauleiter in Bonn", LATER, user=BEN))
    lists = [one for one in lotse.slack.posted() if any("tick:0" in str(block) for block in one["blocks"])]
    chosen = [element(lists[-1], "tick:0")["options"][2]]
    await lotse.event(press(lists[-1], "tick:0", ANNA, selected_options=chosen), "interactive")
    await lotse.event(message("Was tun mit GEHEIM?", DIRECT, channel="DANNA", user=ANNA))
    await lotse.event(deletion("Was tun mit GEHEIM?", DIRECT, channel="DANNA", user=ANNA))
    await shared(lotse)
    await lotse.event(home("home", ANNA))


async def shared(lotse: Lotse) -> None:
    await lotse.event(command("GEHEIM suchen", lotse.slack.response_url(), ANNA), "slash_commands")
    stands = {**lotse.slack.responses[-1], "ts": "1700000800.000100", "channel": "C1"}
    await lotse.event(press(stands, "share", ANNA, response_url=lotse.slack.response_url()), "interactive")


def with_words(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, word) for path in folder.iterdir() for word in WORDS if word.encode() in path.read_bytes()]


def talked(stores: Stores, test: Any) -> None:
    async def run(lotse: Lotse) -> None:
        await everything(lotse)
        assert lotse.delivery.rejected == []
        await test(lotse)

    on_slack(run, stores=stores)


def test_nothing_of_who_is_forgotten_is_left_and_others_go_on(tmp_path: Path) -> None:
    with open_store(Settings(data_dir=tmp_path)) as stores:

        async def test(lotse: Lotse) -> None:
            assert {word for _, word in with_words(tmp_path)} == set(WORDS)
            removed = stores.people.forget(owner_id("T1", ANNA))
            assert removed.conversations == 3
            assert with_words(tmp_path) == []
            (living,) = stores.chat.checklists_of(owner_id("T1", BEN), 9)
            assert [(done.step, done.by) for done in stores.chat.ticks(living.id)] == [(2, NOBODY)]
            lists = [one for one in lotse.slack.posted() if one["ts"] > LATER or one.get("thread_ts") == LATER]
            stands = next(one for one in lists if "tick:0" in str(one["blocks"]))
            chosen = [element(stands, "tick:0")["options"][number] for number in (2, 3)]
            await lotse.event(press(stands, "tick:0", BEN, selected_options=chosen), "interactive")
            assert "2 von 10 erledigt" in shown_text(stands["blocks"])
            assert ANNA not in json.dumps(stands["blocks"])
            assert stores.chat.mode("T1", "C1") is Mode.FOLLOW
            await lotse.event(message("Weiter?", "1700000601.000100", user=BEN, thread_ts=LATER))
            assert "Weiter?" in shown_text(lotse.slack.posted()[-1]["blocks"])

        talked(stores, test)


def test_an_export_holds_what_somebody_left_behind(tmp_path: Path) -> None:
    with open_store(Settings(data_dir=tmp_path)) as stores:

        async def test(_: Lotse) -> None:
            export = json.loads(json.dumps(stores.people.export(owner_id("T1", ANNA))))
            asked = [one["question"] for talk in export["conversations"] for one in talk["exchanges"]]
            assert sorted(asked) == [
                "Bauleiter für GEHEIM",
                "Bauleiter für GEHEIM2",
                "GEHEIM suchen",
                "Was tun mit GEHEIM?",
            ]
            assert {question["ts"]: question["deleted"] for question in export["questions"]} == {
                TS: False,
                DIRECT: True,
            }
            assert len(export["checklists"]) == 2
            assert [tick["step"] for tick in export["ticks"]] == [0, 2]
            assert [call["called_by"] for call in export["hand_offs"]] == [ANNA]
            assert export["threads"]
            assert BEN not in json.dumps(export)

        talked(stores, test)
