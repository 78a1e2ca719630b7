"""Lotse on Slack and Telegram as one process: `python -m tests.fakes.people_worker '[folder, Telegram, Slack]'`.

With the real delivery and store. Says "ready" when it listens; stops on SIGTERM.
"""

import asyncio
import json
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from adapters.chats import Chats
from adapters.delivery import Delivery, Policy, delivery_url
from adapters.entrances import Entrances
from adapters.slack import line as slack_line
from adapters.slack.answering import Desk as SlackDesk
from adapters.slack.candidates import CandidateLine
from adapters.slack.connection import Access as SlackAccess
from adapters.slack.platform import Services as SlackServices
from adapters.slack.wording import load_wording as load_slack_wording
from adapters.telegram import line as telegram_line
from adapters.telegram.answering import Desk as TelegramDesk
from adapters.telegram.connection import Access as TelegramAccess
from bot.bootstrap import open_store
from bot.handoffs.desk import HandoffDesk
from bot.hosting import Hosted
from bot.models import Language
from config.settings import Settings
from tests.fakes.handoffs import PROMISE
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram_lotse import Parrot, services_on
from tests.fakes.telegram_server import TOKEN

CHANNEL = "C0HANDOFF"


async def serve(folder: Path, telegram: str, slack: str) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    hosted = Hosted(Parrot(), None, {}, "g1")  # type: ignore[arg-type]
    async with AsyncExitStack() as stack:
        stores = stack.enter_context(open_store(Settings(data_dir=folder)))
        in_telegram = services_on(stores, TelegramDesk(lambda: hosted, stores.archive), promise=PROMISE)
        line = CandidateLine(HandoffDesk(stores.handoffs, PROMISE), CHANNEL)
        desk = SlackDesk(lambda: hosted, stores.archive, stores.conversations)
        in_slack = SlackServices(desk, stores.chat, load_slack_wording(), Language.DE, candidates=line)
        to_slack = SlackAccess(BOT_TOKEN, APP_TOKEN, None, slack)
        chats = Chats(
            connect={
                "slack": lambda: slack_line.open_line(to_slack, in_slack, "/slack"),
                "telegram": lambda: telegram_line.open_line(TelegramAccess(TOKEN, telegram), in_telegram, "/telegram"),
            },
            delivery=lambda platforms: Delivery(delivery_url(folder), platforms, Policy(per_minute=100_000)),
            entrances=Entrances(("/slack", "/telegram")),
            tell=lambda _: None,
        )
        await stack.enter_async_context(chats.running())
        print("ready", flush=True)
        await ended.wait()


def main() -> None:
    folder, telegram, slack = json.loads(sys.argv[1])
    asyncio.run(serve(Path(folder), telegram, slack))


if __name__ == "__main__":
    main()
