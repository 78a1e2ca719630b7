"""Onboarding in Slack: a modal that `/lotse onboarding` and the App Home open. Shown at once, nothing is posted."""

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Json
from adapters.slack.learning_views import AGAIN, ANSWER, FINISH, OPEN, LearningViews
from adapters.slack.reading import items, table, team_of, text, user_of
from adapters.slack.received import owner_id
from bot.chat_state import ChatState
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.errors import OpenQuestionsError, UnknownModuleError
from bot.phrases import Phrases


class Learning:
    """What people do on the path from Slack."""

    def __init__(self, desk: OnboardingDesk, state: ChatState, words: Phrases, fallback: Language) -> None:
        self._desk = desk
        self._state = state
        self._words = words
        self._fallback = fallback

    async def open(self, client: AsyncWebClient, body: object) -> None:
        """Open the path for who used the command."""
        owner = owner_id(team_of(body, "team_id"), user_of(body, "user_id"))
        await self._open(client, body, await asyncio.to_thread(self._path, owner))

    async def press(self, client: AsyncWebClient, body: object) -> None:
        """Do what a button of the path says, and show what follows in its modal; from the App Home open one."""
        action = table({"first": next(iter(items(body, "actions")), None)}, "first")
        owner = owner_id(team_of(body, "team", "id"), user_of(body, "user", "id"))
        view = await asyncio.to_thread(self._pressed, owner, text(action, "action_id"), text(action, "value"))
        shown = table(body, "view")
        if text(shown, "type") == "modal" and text(shown, "id"):
            await client.views_update(view_id=text(shown, "id"), view=view)
        else:
            await self._open(client, body, view)

    def home(self, owner: str, language: Language) -> list[Json]:
        """Return the path's part of the App Home. Blocks."""
        return LearningViews(language, self._words).home(self._desk.overview(owner))

    async def _open(self, client: AsyncWebClient, body: object, view: Json) -> None:
        if trigger := text(body, "trigger_id"):
            await client.views_open(trigger_id=trigger, view=view)

    def _pressed(self, owner: str, action: str, value: str) -> Json:
        """A button of a module that is gone leads to the path."""
        module, _, rest = value.partition("/")
        try:
            if action.startswith(ANSWER):
                question, _, option = rest.partition("/")
                self._desk.answer(owner, module, question, option)
                return self._module(owner, module, answered=question)
            if action.startswith(AGAIN):
                return self._module(owner, module, again=rest)
            if action == FINISH:
                self._desk.finish(owner, module)
            elif action.startswith(OPEN):
                return self._module(owner, module)
        except OpenQuestionsError:
            return self._module(owner, module, said=self._words.say("learn.unfinished", self._language(owner)))
        except UnknownModuleError:
            pass
        return self._path(owner)

    def _path(self, owner: str) -> Json:
        return LearningViews(self._language(owner), self._words).path(self._desk.overview(owner))

    def _module(self, owner: str, module: str, again: str = "", said: str = "", answered: str = "") -> Json:
        due = {one.question.id for one in self._desk.overview(owner).due if one.module.id == module} - {answered}
        views = LearningViews(self._language(owner), self._words)
        return views.module(self._desk.module(owner, module), due, again, said)

    def _language(self, owner: str) -> Language:
        return self._state.language(owner) or self._fallback


def is_onboarding(said: str) -> bool:
    """Whether a command's text asks for the path."""
    return said.strip().casefold() in ("onboarding", "einarbeitung")
