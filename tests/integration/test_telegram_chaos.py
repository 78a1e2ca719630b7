"""Ten thousand updates, most of them damaged, through all of Telegram's side: no stumbling, no refused message."""

import random
from pathlib import Path

from adapters.telegram.answering import Desk
from adapters.telegram.calls import decode
from adapters.telegram.contract import Inbound
from adapters.telegram.inbound import read_update
from adapters.telegram.platform import TelegramHandler
from adapters.telegram.posts import PostWriter
from adapters.telegram.sending import _markup
from bot.bootstrap import open_store
from bot.hosting import Hosted
from config.settings import Settings
from tests.fakes.archive import InMemoryArchive
from tests.fakes.handoffs import PROMISE
from tests.fakes.telegram_chaos import random_update
from tests.fakes.telegram_lotse import Parrot, services_on
from tests.fakes.telegram_markup import keyboard_problems, message_problem

UPDATES = 10_000


def test_ten_thousand_random_updates_are_dealt_with(tmp_path: Path) -> None:
    hosted = Hosted(Parrot(), None, {}, "g1")  # type: ignore[arg-type]
    chance, handled, refused = random.Random(5), 0, []
    with open_store(Settings(data_dir=tmp_path)) as stores:
        desk = Desk(lambda: hosted, InMemoryArchive())
        services = services_on(stores, desk, promise=PROMISE)
        handler = TelegramHandler(services, PostWriter(services.words, services.jobs.words, "lotse_bot"))
        for _ in range(UPDATES):
            found = read_update(random_update(chance), 7)
            if not isinstance(found, Inbound):
                continue
            handled += 1
            for part in handler.handle(found):
                call = decode(part.payload)
                refused += [message_problem(call.html, "HTML")] if call.html else []
                markup = _markup(call.keyboard)
                refused += keyboard_problems(markup.to_dict()) if markup else []
    assert handled > UPDATES // 4
    assert [one for one in refused if one] == []
