"""Candidates and recruiters write to each other while the process is killed: nothing is lost, nothing goes astray.

Slack can be asked what has arrived, so that nothing is posted twice there; Telegram cannot, so that each kill may cost
the message under way a second time.
"""

import asyncio
import json
import random
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.people_worker import CHANNEL
from tests.fakes.slack_blocks import shown_text
from tests.fakes.slack_events import message
from tests.fakes.slack_server import FakeSlack, fake_slack
from tests.fakes.telegram_server import FakeTelegram, fake_telegram
from tests.fakes.telegram_updates import pressed, said


@dataclass(frozen=True, slots=True)
class Extent:
    """So many candidates, messages of each side with each, and kills meanwhile."""

    kills: int
    people: int
    messages: int


@pytest.mark.long
@pytest.mark.parametrize("extent", [Extent(2, 3, 4), Extent(8, 8, 8)], ids=["few", "many"])
def test_nothing_is_lost_and_nothing_goes_astray(tmp_path: Path, extent: Extent) -> None:
    asyncio.run(play(tmp_path, extent))


async def play(folder: Path, extent: Extent) -> None:
    people = range(4_001, 4_001 + extent.people)
    chance = random.Random(7)
    async with fake_telegram() as telegram, fake_slack() as slack:
        process = await started(folder, telegram, slack)
        for user in people:
            await agreed(telegram, user)
        await slack.until(lambda: len(roots(slack)) == extent.people, 60)
        writing = asyncio.create_task(candidates_write(telegram, people, extent))
        answering = asyncio.create_task(recruiters_answer(slack, extent))
        for _ in range(extent.kills):
            await asyncio.sleep(chance.uniform(0.2, 1.5))
            process.kill()
            await process.wait()
            process = await started(folder, telegram, slack)
        await asyncio.gather(writing, answering)
        wanted = extent.people * extent.messages
        await slack.until(lambda: len(set(in_threads(slack))) >= wanted, 60)
        await telegram.until(lambda: len(set(in_chats(telegram, people))) >= wanted, 60)
        await asyncio.sleep(1)
        process.terminate()
        assert await process.wait() == 0
        check(telegram, slack, extent)


def check(telegram: FakeTelegram, slack: FakeSlack, extent: Extent) -> None:
    people = range(4_001, 4_001 + extent.people)
    orders = [list(range(extent.messages))] * extent.people
    arrived = in_threads(slack)
    assert len(arrived) == len(set(arrived))
    assert [[number for who, number in arrived if who == user] for user in people] == orders
    answered = in_chats(telegram, people)
    assert len(answered) - len(set(answered)) <= extent.kills
    assert [[number for who, number in dict.fromkeys(answered) if who == user] for user in people] == orders
    assert telegram.faults == []
    assert slack.faults == []


def roots(slack: FakeSlack) -> dict[int, str]:
    """The first message of each candidate's thread, by whom the words in it name."""
    found = [one for one in slack.messages[CHANNEL] if one.get("bot_id") and "thread_ts" not in one]
    return {int(shown_text(one["blocks"]).partition("Ich bin ")[2][:4]): one["ts"] for one in found}


def in_threads(slack: FakeSlack) -> list[tuple[int, int]]:
    """What arrived for recruiters, as (candidate, number); each must stand in its candidate's thread."""
    threads = {ts: user for user, ts in roots(slack).items()}
    found = []
    for one in slack.messages[CHANNEL]:
        if one.get("bot_id") and "thread_ts" in one:
            who, _, number = shown_text(one["blocks"]).partition("Nachricht ")[2].partition("/")
            assert threads[one["thread_ts"]] == int(who)
            found.append((int(who), int(number)))
    return found


def in_chats(telegram: FakeTelegram, people: range) -> list[tuple[int, int]]:
    """What arrived for candidates, as (candidate, number); each must stand in its candidate's chat."""
    found = []
    for user in people:
        for text in telegram.sent(user):
            if "Antwort " in text and text.startswith("👤"):
                who, _, number = text.partition("Antwort ")[2].split()[0].partition("/")
                assert int(who) == user
                found.append((user, int(number)))
    return found


async def agreed(telegram: FakeTelegram, user: int) -> None:
    telegram.add(said(f"/person Ich bin {user}", user))
    await telegram.until(lambda: any("agree:" in one["callback_data"] for one in telegram.buttons(user)), 30)
    data = next(one["callback_data"] for one in telegram.buttons(user) if "agree:" in one["callback_data"])
    telegram.queries.add(f"q{user}")
    telegram.add(pressed(data, f"q{user}", user, telegram.messages[user][-1]["id"]))
    await telegram.until(lambda: telegram.sent(user)[-1].startswith("Gut, ich gebe das"), 30)


async def candidates_write(telegram: FakeTelegram, people: range, extent: Extent) -> None:
    begun = {user: telegram.messages[user][-1]["id"] for user in people}
    for number in range(extent.messages):
        for user in people:
            telegram.add(said(f"Nachricht {user}/{number}", user, reply_to_message={"message_id": begun[user]}))
            await asyncio.sleep(0.05)


async def recruiters_answer(slack: FakeSlack, extent: Extent) -> None:
    threads = roots(slack)
    for number in range(extent.messages):
        for user, root in threads.items():
            ts = f"{1_900_000_000 + number}.{user:06}"
            await delivered(slack, message(f"Antwort {user}/{number}", ts, CHANNEL, f"U{user}", thread_ts=root))


async def delivered(slack: FakeSlack, body: dict[str, object]) -> None:
    """As Slack does: again until it is acknowledged."""
    while True:
        with suppress(aiohttp.ClientError, ConnectionError):
            if open_ := slack.sockets():
                envelope = await slack.send_over(open_[-1], "events_api", body)
                if await slack.acknowledges(envelope, 3.0):
                    return
        await asyncio.sleep(0.1)


async def started(folder: Path, telegram: FakeTelegram, slack: FakeSlack) -> Process:
    setup = json.dumps([str(folder), telegram.api_url, slack.api_url])
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.people_worker", setup, cwd=Path(__file__).parents[2], stdout=PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
    return process
