"""`lotse serve` with Telegram's token, as a process: the real index, store and delivery, against the fake Telegram."""

import asyncio
import re
import socket
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.bootstrap import index_folder, open_store
from config.settings import Settings
from tests.fakes.jobs import POST
from tests.fakes.serving import serving, started
from tests.fakes.telegram_alerted import Extent, alerted
from tests.fakes.telegram_server import CHANNEL, CHANNEL_NAME, TOKEN, FakeTelegram, fake_telegram
from tests.fakes.telegram_updates import ANNA, BERT, pressed, said

SECRET = "webhook-secret_0123456789"
CARLA, SECRET_WORD = 987_654_321_123, b"quittengelee"
"""A number and a word that nothing holds by chance."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def index(settings: Settings, assistant: object) -> Path:
    return index_folder(settings)


def telegram_settings(telegram: FakeTelegram, **more: str) -> dict[str, str]:
    known = {"LOTSE_TELEGRAM__TOKEN": TOKEN, "LOTSE_TELEGRAM__API_URL": telegram.api_url}
    return {**known, "LOTSE_TELEGRAM__CHANNEL": CHANNEL_NAME, **more}


def published(folder: Path) -> None:
    with open_store(Settings(data_dir=folder)) as stores:
        stores.jobs.publish(stores.jobs.add(replace(POST, deadline=None), "web:anna").id)


def test_a_job_is_posted_found_and_asked_about(tmp_path: Path, index: Path) -> None:
    published(tmp_path)

    async def run() -> None:
        async with (
            fake_telegram() as telegram,
            serving(tmp_path, index, free_port(), telegram_settings(telegram)),
        ):
            await telegram.until(lambda: bool(telegram.sent(CHANNEL)))
            assert telegram.sent(CHANNEL)[0].startswith("Bauleiter Hochbau (m/w/d)")
            telegram.add(said("/jobs bauleiter"))
            await telegram.until(lambda: any("Bauleiter Hochbau" in one for one in telegram.sent(ANNA)), 60)
            link = telegram.buttons(CHANNEL)[0]["url"]
            telegram.add(said(f"/start {link.partition('start=')[2]}"))
            telegram.add(said("was zahlt ihr?"))
            await telegram.until(lambda: any("58.000" in one for one in telegram.sent(ANNA)[2:]), 30)
            assert telegram.faults == []

    asyncio.run(run())


def test_everybody_who_wants_to_hear_of_a_post_is_told_over_a_kill_and_who_asks_waits_for_nobody(
    tmp_path: Path, index: Path
) -> None:
    told = asyncio.run(alerted(tmp_path, index, Extent(subscribers=120, kills=1)))
    assert told.missing == 0
    # Telegram cannot be asked whether the one message that is under way has arrived.
    assert told.repeated <= 1
    assert told.busiest <= 30
    assert told.waits
    assert told.faults == []


def test_a_reply_becomes_a_reviewed_answer_for_all_candidates(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        async with (
            fake_telegram() as telegram,
            serving(tmp_path, index, free_port(), telegram_settings(telegram)) as served,
            httpx.AsyncClient(base_url=served.address, headers={"accept-language": "de"}) as browser,
        ):
            telegram.add(said("/person Ich bin 58 und fahre Rad, gibt es ein Dienstrad?"))
            await telegram.until(lambda: any("agree:" in one["callback_data"] for one in telegram.buttons(ANNA)), 60)
            await press(telegram, "agree:")
            await telegram.until(lambda: "Die Antwort kommt hierher" in telegram.sent(ANNA)[-1])
            address, page, form = await first_request(browser)
            await browser.post(f"{address}/reply", data={**form, "text": "Ja, nach der Probezeit."})
            [gap] = re.findall(r'"(/gaps/[^"]+)"', (await browser.get(address)).text)
            page = (await browser.get(f"{gap}?proposal=0")).text
            assert "Ja, nach der Probezeit.</textarea>" in page
            assert re.findall(r'id="wordings"[^>]*>([^<]*)<', page) == [""], (
                "what is theirs is not proposed as a wording"
            )
            assert 'value="public" checked' in page
            written = {"form_token": form["form_token"], "action": "publish", "audience": "public", "author": "Eva"}
            texts = {"wordings": "Gibt es ein Dienstrad?", "text_de": "Ja, nach der Probezeit."}
            assert (await browser.post(gap, data=written | texts)).status_code == 303
            telegram.add(said("gibts bei euch ein dienstrad", BERT))
            await telegram.until(lambda: len(telegram.sent(BERT)) > 1, 30)
            assert "Ja, nach der Probezeit." in telegram.sent(BERT)[-1], telegram.sent(BERT)
            assert "Ich bin 58" not in "".join(telegram.sent(BERT))
            assert telegram.faults == []

    asyncio.run(run())


def test_after_forget_nothing_of_somebody_is_left_in_any_file(tmp_path: Path, index: Path) -> None:
    published(tmp_path)

    def traces() -> set[tuple[str, bytes]]:
        # The index is a link to what no candidate changes.
        files = [path for path in tmp_path.rglob("*") if path.is_file() and "index" not in path.parts]
        kept = {path.name: path.read_bytes() for path in files}
        assert {"lotse.db", "delivery.db", "lotse.log"} <= kept.keys()
        return {
            (name, word) for name, data in kept.items() for word in (SECRET_WORD, str(CARLA).encode()) if word in data
        }

    async def run() -> None:
        async with (
            fake_telegram() as telegram,
            serving(tmp_path, index, free_port(), telegram_settings(telegram)) as served,
        ):
            word = SECRET_WORD.decode()
            for number, text in enumerate((f"Bauleiter {word}?", f"/alerts bauleiter {word}", f"/person {word}?"), 1):
                telegram.add(said(text, CARLA))
                await telegram.until(lambda number=number: len(telegram.sent(CARLA)) > number, 60)
            await press(telegram, "agree:", CARLA)
            await telegram.until(lambda: "Die Antwort kommt hierher" in telegram.sent(CARLA)[-1])
            assert {name for name, _ in traces()} & {"lotse.db", "lotse.db-wal"}
            telegram.add(said("/forget", CARLA))
            await telegram.until(lambda: "löschen" in telegram.sent(CARLA)[-1])
            await press(telegram, "forget:all:1", CARLA)
            await telegram.until(lambda: "Beleg: " in telegram.sent(CARLA)[-1])
            # The delivery forgets when it is done with the receipt.
            for _ in range(100):
                if not traces():
                    break
                await asyncio.sleep(0.1)
            assert traces() == set()
            await served.stop()
            assert traces() == set()

    asyncio.run(run())


def test_a_candidate_reaches_a_person_in_the_inbox_and_is_answered(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        async with (
            fake_telegram() as telegram,
            serving(tmp_path, index, free_port(), telegram_settings(telegram)) as served,
            httpx.AsyncClient(base_url=served.address, headers={"accept-language": "de"}) as browser,
        ):
            telegram.add(said("Ich möchte mit einem Menschen sprechen"))
            await telegram.until(lambda: bool(telegram.buttons(ANNA)), 60)
            assert "Ich bin ein Programm" in telegram.sent(ANNA)[-1]
            await press(telegram, "person:")
            await telegram.until(lambda: "Ihr Vorname bei Telegram: Anna" in telegram.sent(ANNA)[-1])
            assert "Anna" not in (await browser.get("/inbox")).text
            await press(telegram, "agree:")
            await telegram.until(lambda: "Die Antwort kommt hierher" in telegram.sent(ANNA)[-1])
            address, page, form = await first_request(browser)
            assert "Ich möchte mit einem Menschen sprechen" in page
            sent = await browser.post(f"{address}/reply", data={**form, "text": "Gern, worum geht es?"})
            assert sent.status_code == 303
            await telegram.until(lambda: "Gern, worum geht es?" in telegram.sent(ANNA)[-1])
            assert telegram.faults == []

    asyncio.run(run())


async def first_request(browser: httpx.AsyncClient) -> tuple[str, str, dict[str, str]]:
    """The inbox's first conversation: its address, its page, and what its form sends along."""
    address = re.findall(r'"(/inbox/[^"]+)"', (await browser.get("/inbox")).text)[0]
    page = (await browser.get(address)).text
    return (
        address,
        page,
        dict(re.findall(r'name="(form_token|message)" value="([^"]+)"', page.partition("/reply")[2])[:2]),
    )


async def press(telegram: FakeTelegram, data: str, user: int = ANNA) -> None:
    """Press the latest button whose data begins so."""
    found = next(one["callback_data"] for one in telegram.buttons(user) if one["callback_data"].startswith(data))
    telegram.queries.add(data.replace(":", ""))
    telegram.add(pressed(found, data.replace(":", ""), user, telegram.messages[user][-1]["id"]))


def test_a_webhook_comes_in_beside_the_web_chat(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        port = free_port()
        address = f"http://127.0.0.1:{port}/telegram/updates"
        more = {"LOTSE_TELEGRAM__WEBHOOK_SECRET": SECRET, "LOTSE_TELEGRAM__WEBHOOK_URL": address}
        async with fake_telegram() as telegram, serving(tmp_path, index, port, telegram_settings(telegram, **more)):
            update = telegram.add(said("Hallo"))
            assert await telegram.call_webhook(update, **{"X-Telegram-Bot-Api-Secret-Token": "wrong"}) == 401
            assert await telegram.call_webhook(update) == 200
            await telegram.until(lambda: bool(telegram.sent(ANNA)))
            assert telegram.faults == []

    asyncio.run(run())


def test_a_wrong_token_is_named_and_never_shown(tmp_path: Path, index: Path) -> None:
    async def run() -> None:
        async with fake_telegram() as telegram:
            wrong = TOKEN.replace("AAfake", "AAother")
            settings = telegram_settings(telegram, LOTSE_TELEGRAM__TOKEN=wrong)
            served = await started(tmp_path, index, free_port(), settings)
            said_ = await served.ended()
            assert served.process.returncode == 2, said_
            assert b"LOTSE_TELEGRAM__TOKEN" in said_
            assert b"AAother" not in said_ + (tmp_path / "lotse.log").read_bytes()

    asyncio.run(run())
