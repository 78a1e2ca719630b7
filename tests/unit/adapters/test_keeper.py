import threading
import time
from pathlib import Path

import pytest

from adapters.keeper import Keeper
from bot.errors import NotReadyError
from config.logging import configure_logging
from tests.fakes.web import Browser, Index, Web, make_web


@pytest.fixture
def index() -> Index:
    return Index()


@pytest.fixture
def keeper(index: Index) -> Keeper:
    return Keeper(index.source(), seconds=0.01)


def served(keeper: Keeper) -> str | None:
    return keeper.current.generation if keeper.current else None


def await_(keeper: Keeper, generation: str) -> None:
    deadline = time.monotonic() + 5
    while served(keeper) != generation:
        assert time.monotonic() < deadline, f"still {served(keeper)}"
        time.sleep(0.005)


def test_before_the_first_look_nothing_is_served(keeper: Keeper) -> None:
    assert (keeper.current, keeper.reason) == (None, "")


def test_an_index_that_appears_later_is_served_from_then_on(index: Index, keeper: Keeper) -> None:
    index.generation = None
    keeper.look()
    assert keeper.current is None
    assert "lotse index" in keeper.reason
    index.generation = "g1"
    keeper.look()
    assert (served(keeper), keeper.reason) == ("g1", "")


def test_the_same_generation_is_loaded_once(index: Index, keeper: Keeper) -> None:
    for _ in range(5):
        keeper.look()
    assert index.loads == 1


def test_a_new_generation_takes_the_place_of_the_old_one_whole(index: Index, keeper: Keeper) -> None:
    keeper.look()
    old = keeper.current
    index.generation = "g2"
    keeper.look()
    assert served(keeper) == "g2"
    assert old is not None
    assert old.generation == "g1", "whoever took the old one keeps it"


def test_a_damaged_generation_leaves_the_old_one_and_is_tried_once(index: Index, keeper: Keeper) -> None:
    keeper.look()
    index.generation, index.damage = "g2", NotReadyError("part vectors is damaged")
    for _ in range(5):
        keeper.look()
    assert (served(keeper), keeper.reason, index.loads) == ("g1", "part vectors is damaged", 2)
    index.generation, index.damage = "g3", None
    keeper.look()
    assert (served(keeper), keeper.reason) == ("g3", "")


def test_back_to_the_generation_that_is_served_all_is_well_again(index: Index, keeper: Keeper) -> None:
    keeper.look()
    index.generation, index.damage = "g2", NotReadyError("damaged")
    keeper.look()
    index.generation = "g1"
    keeper.look()
    assert (served(keeper), keeper.reason, index.loads) == ("g1", "", 2)


def test_an_index_that_vanishes_is_served_on(index: Index, keeper: Keeper) -> None:
    keeper.look()
    index.generation = None
    keeper.look()
    assert served(keeper) == "g1"
    assert "lotse index" in keeper.reason


def test_what_stays_wrong_is_logged_once(index: Index, keeper: Keeper, tmp_path: Path) -> None:
    log = configure_logging(tmp_path)
    index.generation = None
    for _ in range(5):
        keeper.look()
    assert log.read_text().count("no new index") == 1


def test_an_unexpected_fault_is_logged_and_looked_past(index: Index, keeper: Keeper, tmp_path: Path) -> None:
    log = configure_logging(tmp_path)
    index.damage = OSError("disk on fire")
    keeper.start()
    try:
        assert keeper.current is None
        assert "OSError" in keeper.reason
        index.damage = None
        await_(keeper, "g1")
    finally:
        keeper.stop()
    assert log.read_text().count("OSError") == 1
    assert "disk on fire" not in log.read_text()


def test_it_looks_by_itself_until_it_is_stopped(index: Index, keeper: Keeper) -> None:
    keeper.start()
    index.generation = "g2"
    await_(keeper, "g2")
    keeper.stop()
    assert "index-keeper" not in {thread.name for thread in threading.enumerate()}
    keeper.stop()


def test_one_that_never_started_can_be_stopped(keeper: Keeper) -> None:
    keeper.stop()


def unready() -> tuple[Web, Browser]:
    index = Index(generation=None)
    web = make_web(keeper=Keeper(index.source()))
    browser = web.browser()
    return Web(web.app, index, web.keeper, web.archive), browser


def test_pages_say_that_there_is_no_index_and_recover() -> None:
    web, browser = unready()
    page = browser.get("/")
    assert page.status == 503
    assert '<meta http-equiv="refresh"' in page.text
    assert "lotse index" in page.text
    for target in ("/channels", "/channels/xing", "/checklists", "/checklists/x"):
        assert browser.get(target).status == 503
    asked = browser.ask("Wo?")
    assert (asked.status, asked.is_html) == (503, True)
    web.index.generation = "g1"
    web.keeper.look()
    assert browser.get("/").status == 200
    assert '<meta http-equiv="refresh"' not in browser.get("/").text
    assert browser.ask("Wo?").status == 303


def test_programs_are_told_too() -> None:
    web, browser = unready()
    assert browser.get("/healthz").json == {"status": "ok"}
    probe = browser.get("/readyz")
    assert (probe.status, probe.json["status"]) == (503, "not ready")
    assert "lotse index" in probe.json["reason"]
    asked = browser.api("POST", "/answers", {"question": "Wo?"})
    assert (asked.status, set(asked.json)) == (503, {"detail"})
    assert browser.api("GET", "/conversations").json == []
    web.index.generation = "g7"
    web.keeper.look()
    assert browser.get("/readyz").json == {"status": "ready", "generation": "g7"}


def test_what_was_said_can_be_read_while_there_is_no_index() -> None:
    web, browser = unready()
    web.index.generation = "g1"
    web.keeper.look()
    browser.ask("Wo?")
    gone = make_web(keeper=Keeper(Index(generation=None).source()), archive=web.archive)
    page = gone.browser(cookies=browser.cookies).get(f"/c/{'c' * 24}")
    assert page.status == 503
    assert "Wo?" in page.text
