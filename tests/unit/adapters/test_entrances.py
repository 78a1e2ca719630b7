import asyncio

import pytest
from starlette.responses import PlainTextResponse

from adapters.entrances import Entrances
from tests.fakes.web import call

HOME, HOOK = PlainTextResponse("home"), PlainTextResponse("hook")


def served(entrances: Entrances, path: str) -> tuple[int, str]:
    got = asyncio.run(call(entrances.before(HOME), "POST", path))
    return got.status, got.text


def test_an_entrance_is_served_by_what_is_opened_there_and_only_while_it_is() -> None:
    entrances = Entrances(("/slack/events",))
    assert served(entrances, "/slack/events") == (503, "not ready")
    close = entrances.open("/slack/events", HOOK)
    assert served(entrances, "/slack/events") == (200, "hook")
    assert served(entrances, "/") == (200, "home")
    assert served(entrances, "/slack/events/") == (200, "home")
    close()
    assert served(entrances, "/slack/events") == (503, "not ready")


def test_without_entrances_everything_is_the_web_chats() -> None:
    assert served(Entrances(()), "/slack/events") == (200, "home")


def test_what_was_not_named_cannot_be_opened() -> None:
    with pytest.raises(ValueError, match="/other is no entrance; there are: /slack/events"):
        Entrances(("/slack/events",)).open("/other", HOOK)
