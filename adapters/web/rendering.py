"""Templates → pages and fragments, in the reader's language and colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse
from starlette.types import Scope

from adapters.web.areas import Area, Place
from adapters.web.gate import cookies
from adapters.web.inbound import accepted_language
from adapters.web.outbound import ADDABLE, CORRECTABLE, checklist_view, percent, points_label
from adapters.web.sessions import Session
from bot.models import Language
from bot.phrases import Phrases

LANGUAGE_COOKIE = "lotse_language"
THEME_COOKIE = "lotse_theme"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody wants to see the pages."""

    language: Language
    theme: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """Renders templates. `assets` is the address below which this version's static files lie."""

    environment: Environment
    words: Phrases
    assets: str
    fallback: Language

    def preferences(self, scope: Scope) -> Preferences:
        """Return what the cookies, or else the browser's settings, say."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        chosen = cookies([headers.get("cookie", "")])
        language = chosen.get(LANGUAGE_COOKIE, "")
        theme = chosen.get(THEME_COOKIE, "")
        return Preferences(
            Language(language)
            if language in list(Language)
            else accepted_language(headers.get("accept-language", ""), self.fallback),
            theme if theme in THEMES else THEMES[0],
        )

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a template as a response that no cache keeps, since pages belong to one person."""
        session: Session | None = request.scope.get("state", {}).get("session")
        html = self.html(request.scope, template, session=session, **context)
        return HTMLResponse(html, status, {"Cache-Control": "no-store"})

    def html(self, scope: Scope, template: str, **context: Any) -> str:
        """Return a template's text."""
        preferences = self.preferences(scope)
        return self.environment.get_template(template).render(
            {
                "t": partial(self._say, preferences.language),
                "say": self._say,
                "lang": preferences.language.value,
                "theme": preferences.theme,
                "path": scope["path"],
                "here": _address(scope),
                "assets": self.assets,
                "session": None,
                **context,
            }
        )

    def _say(self, language: Language, key: str, /, **values: object) -> str:
        return self.words.say(key, language, **values)


def _address(scope: Scope) -> str:
    """Where the reader is: after a change of language a filter is still set."""
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def make_rendering(words: Phrases, assets: str, fallback: Language, areas: Sequence[Area] = ()) -> Rendering:
    """Return the rendering on the shipped templates, whose menus name the areas."""
    team = tuple(area for area in areas if area.place is Place.TEAM)
    environment = Environment(
        loader=PackageLoader("adapters.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        addable=ADDABLE,
        correctable=CORRECTABLE,
        percent=percent,
        points_label=points_label,
        checklist_view=checklist_view,
        main_areas=tuple(area for area in areas if area.place is Place.MAIN),
        team_areas=team,
        team_addresses=tuple(area.address for area in team),
    )
    return Rendering(environment, words, assets, fallback)
