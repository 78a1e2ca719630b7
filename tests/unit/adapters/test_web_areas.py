"""Areas beside the chat: where the menus name them, and the team's own page."""

import pytest
from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from adapters.web import app
from adapters.web.areas import Area, Place
from adapters.web.site import Site
from adapters.web.wording import load_wording
from bot.models import Language
from bot.phrases import Phrases
from tests.fakes.web import make_web


def routes(_site: Site) -> APIRouter:
    router = APIRouter()

    @router.get("/posts")
    def posts() -> Response:
        return PlainTextResponse("all posts")

    return router


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The area's words, beside the shipped ones."""
    shipped = load_wording()
    own = {"posts.menu": "Posten", "posts.lead": "Was offen ist."}

    class Extended(Phrases):
        def say(self, key: str, language: Language, /, **values: object) -> str:
            return own[key] if key in own else shipped.say(key, language, **values)

        def keys(self, language: Language) -> frozenset[str]:
            return shipped.keys(language) | frozenset(own)

    monkeypatch.setattr(app, "load_wording", lambda: Extended({}))


@pytest.mark.parametrize("place", list(Place))
def test_an_areas_pages_are_served(place: Place) -> None:
    got = make_web(areas=[Area("posts", "/posts", place, routes)]).browser().get("/posts")
    assert (got.status, got.text) == (200, "all posts")


def test_the_main_menu_names_an_area_of_its_own() -> None:
    page = make_web(areas=[Area("posts", "/posts", Place.MAIN, routes)]).browser().get("/").text
    assert '<a href="/posts">Posten</a>' in page
    assert "/team" not in page


def test_the_teams_page_lists_its_areas_and_stands_in_the_main_menu() -> None:
    browser = make_web(areas=[Area("posts", "/posts", Place.TEAM, routes)]).browser()
    assert '<a href="/team">Team</a>' in browser.get("/").text
    page = browser.get("/team").text
    assert '<h2><a href="/posts">Posten</a></h2>' in page
    assert "Was offen ist." in page
    assert '<a href="/team" aria-current="page">' in page


def test_without_areas_there_is_no_team_page() -> None:
    browser = make_web().browser()
    assert browser.get("/team").status == 404
    assert "/team" not in browser.get("/").text
