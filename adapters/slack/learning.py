"""Onboarding in Slack: a modal that `/lotse onboarding` and the App Home open. Shown at once, nothing is posted."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answering import Desk
from adapters.slack.blocks import Json
from adapters.slack.contract import Inbound
from adapters.slack.inbound import Ignored
from adapters.slack.learning_forms import (
    ASK_FORM,
    BUDDY_FORM,
    COMPANION,
    NAME,
    QUESTION,
    SETTINGS_FORM,
    LearningForms,
    Typed,
    at_of,
    block_of,
    place_of,
    read_form,
    typed_question,
    typed_settings,
)
from adapters.slack.learning_views import AGAIN, ANSWER, ASK, BUDDY, FINISH, JOIN, OPEN, PAUSE, SETTINGS, LearningViews
from adapters.slack.profiles import Profile, profile_of
from adapters.slack.reading import items, table, team_of, text, user_of
from adapters.slack.received import owner_id
from bot.chat_state import ChatState
from bot.errors import BotError
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.errors import OpenQuestionsError, UnknownModuleError
from bot.onboarding.models import Choices
from bot.phrases import Phrases

Acknowledgement = dict[str, Any]
Take = Callable[[Inbound | Ignored], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Learning:
    """What people do on the path from Slack.

    `zone` (IANA) is by whose clocks they are reminded; `offer` gives a code by which another platform's progress is
    joined with theirs.
    """

    desk: OnboardingDesk
    talk: Desk
    state: ChatState
    words: Phrases
    fallback: Language
    zone: str
    offer: Callable[[str], str]

    async def open(self, client: AsyncWebClient, body: object) -> None:
        """Open the path for who used the command."""
        owner = owner_id(team_of(body, "team_id"), user_of(body, "user_id"))
        await self._open(client, body, await asyncio.to_thread(self._path, owner))

    async def press(self, client: AsyncWebClient, body: object) -> None:
        """Do what a button of the path says, and show what follows in its modal; from elsewhere open one."""
        action = table({"first": next(iter(items(body, "actions")), None)}, "first")
        owner = owner_id(team_of(body, "team", "id"), user_of(body, "user", "id"))
        view = await asyncio.to_thread(self._pressed, owner, text(action, "action_id"), text(action, "value"))
        shown = table(body, "view")
        if text(shown, "type") == "modal" and text(shown, "id"):
            await client.views_update(view_id=text(shown, "id"), view=view)
        else:
            await self._open(client, body, view)

    async def submit(self, client: AsyncWebClient, body: object, take: Take) -> Acknowledgement:
        """Do what a form was sent off for: `take` keeps a question for the delivery, the rest is done here.

        Return its mistakes, by their fields, or what its modal shows then. Raises what `take` raises.
        """
        view, owner = table(body, "view"), owner_id(team_of(body, "team", "id"), user_of(body, "user", "id"))
        form = text(view, "callback_id")
        if form == SETTINGS_FORM:
            typed = typed_settings(view)
            profile = await profile_of(client, typed.companion)
            return await asyncio.to_thread(self._set, owner, view, typed, profile)
        companion = await asyncio.to_thread(self._companion, owner) if form == BUDDY_FORM else ""
        profile = await profile_of(client, companion)
        if wrong := await asyncio.to_thread(self._wrong_question, owner, view, profile):
            return wrong
        await take(read_form(body))
        return _update(await asyncio.to_thread(self._asked, owner, view))

    def home(self, owner: str, language: Language) -> list[Json]:
        """Return the path's part of the App Home. Blocks."""
        return LearningViews(language, self.words).home(self.desk.overview(owner))

    async def _open(self, client: AsyncWebClient, body: object, view: Json) -> None:
        if trigger := text(body, "trigger_id"):
            await client.views_open(trigger_id=trigger, view=view)

    def _pressed(self, owner: str, action: str, value: str) -> Json:
        """A button of a module that is gone leads to the path."""
        try:
            if action == SETTINGS:
                return self._settings(owner)
            if action == PAUSE:
                return self._paused(owner, pausing=value == "on")
            if action == JOIN:
                return LearningViews(self._language(owner), self.words).code(self.offer(owner))
            if action.startswith(BUDDY):
                return self._buddy(owner, value)
            return self._on_module(owner, action, *value.partition("/")[::2])
        except UnknownModuleError:
            return self._path(owner)

    def _on_module(self, owner: str, action: str, module: str, rest: str) -> Json:
        if action.startswith(ANSWER):
            question, _, option = rest.partition("/")
            self.desk.answer(owner, module, question, option)
            return self._module(owner, module, answered=question)
        if action.startswith(AGAIN):
            return self._module(owner, module, again=rest)
        if action == ASK:
            return self._forms(owner).ask(self.desk.module(owner, module).module)
        if action.startswith(OPEN):
            return self._module(owner, module)
        if action == FINISH:
            try:
                self.desk.finish(owner, module)
            except OpenQuestionsError:
                return self._module(owner, module, said=self._say(owner, "unfinished"))
        return self._path(owner)

    def _settings(self, owner: str) -> Json:
        choices = self.desk.overview(owner).choices
        return self._forms(owner).settings(choices, companion_of(choices, owner), self.zone)

    def _paused(self, owner: str, *, pausing: bool) -> Json:
        self.desk.choose(owner, replace(self.desk.overview(owner).choices, paused=pausing))
        return self._path(owner)

    def _buddy(self, owner: str, value: str) -> Json:
        """The form of a question to the buddy; the settings where there is none any more."""
        at, choices = at_of(value), self.desk.overview(owner).choices
        if at is None or not companion_of(choices, owner):
            return self._settings(owner)
        module = self.desk.module(owner, at.module).module
        own = at.about if at.about and owner.endswith(f":{at.about.user}") else None
        exchange = self.talk.find(own) if own else None
        return self._forms(owner).ask_buddy(module, at, choices.buddy, exchange.question if exchange else "")

    def _set(self, owner: str, view: object, typed: Typed, profile: Profile | None) -> Acknowledgement:
        wrong = {}
        if typed.companion and owner.endswith(f":{typed.companion}"):
            wrong[block_of(view, COMPANION)] = self._say(owner, "companion_self")
        elif profile and not profile.reachable:
            wrong[block_of(view, COMPANION)] = self._say(owner, "companion_gone")
        if typed.shared and not typed.name:
            wrong[block_of(view, NAME)] = self._say(owner, "name_needed")
        if wrong:
            return _errors(wrong)
        try:
            self.desk.choose(owner, _chosen(self.desk.overview(owner).choices, owner, typed, profile))
            return _update(self._path(owner, self._say(owner, "saved")))
        except BotError as error:  # what was typed stays where it is
            structlog.get_logger("lotse.slack").error("slack.settings_not_kept", kind=type(error).__name__)
            return _errors({block_of(view, COMPANION): self._say(owner, "not_saved")})

    def _wrong_question(self, owner: str, view: object, profile: Profile | None) -> Acknowledgement:
        block = block_of(view, QUESTION)
        if not typed_question(view):
            return _errors({block: self._say(owner, "empty")})
        choices = self.desk.overview(owner).choices
        gone = profile is not None and not profile.reachable
        if text(view, "callback_id") == BUDDY_FORM and (gone or not companion_of(choices, owner)):
            return _errors({block: self._say(owner, "buddy_gone", name=choices.buddy or "–")})
        return {}

    def _asked(self, owner: str, view: object) -> Json:
        at, name = place_of(view), self.desk.overview(owner).choices.buddy
        is_lotses = text(view, "callback_id") == ASK_FORM
        said = self._say(owner, "ask_sent") if is_lotses else self._say(owner, "buddy_sent", name=name)
        try:
            return self._module(owner, at.module if at else "", said=said)
        except UnknownModuleError:
            return self._path(owner, said)

    def _path(self, owner: str, said: str = "") -> Json:
        return LearningViews(self._language(owner), self.words).path(self.desk.overview(owner), said)

    def _module(self, owner: str, module: str, again: str = "", said: str = "", answered: str = "") -> Json:
        overview = self.desk.overview(owner)
        due = {one.question.id for one in overview.due if one.module.id == module} - {answered}
        buddy = overview.choices.buddy if companion_of(overview.choices, owner) else ""
        views = LearningViews(self._language(owner), self.words, buddy)
        return views.module(self.desk.module(owner, module), due, again, said)

    def _companion(self, owner: str) -> str:
        return companion_of(self.desk.overview(owner).choices, owner)

    def _forms(self, owner: str) -> LearningForms:
        return LearningForms(self._language(owner), self.words, secrets.token_hex(4))

    def _say(self, owner: str, key: str, **values: object) -> str:
        return self.words.say(f"learn.{key}", self._language(owner), **values)

    def _language(self, owner: str) -> Language:
        return self.state.language(owner) or self.fallback


def companion_of(choices: Choices, owner: str) -> str:
    """Return the user who accompanies somebody, "" where that is nobody of their workspace."""
    team, _, user = choices.companion.rpartition(":")
    return user if team == owner.rpartition(":")[0] else ""


def _chosen(before: Choices, owner: str, typed: Typed, profile: Profile | None) -> Choices:
    """A companion whom Slack cannot name at the moment keeps the name of before, or goes by the user's id."""
    chosen = replace(before, name=typed.name, shared=typed.shared, paused=typed.paused, nudge_hour=typed.hour)
    known = companion_of(before, owner)
    if typed.companion:
        name = (profile.name if profile else "") or (before.buddy if known == typed.companion else typed.companion)
        return replace(chosen, buddy=name, companion=f"{owner.rpartition(':')[0]}:{typed.companion}")
    # Whom the form could not show, since they are of another place, nobody has taken out of it.
    return replace(chosen, buddy="", companion="") if known else chosen


def _update(view: Json) -> Acknowledgement:
    return {"response_action": "update", "view": view}


def _errors(found: dict[str, str]) -> Acknowledgement:
    return {"response_action": "errors", "errors": found}


def is_onboarding(said: str) -> bool:
    """Whether a command's text asks for the path."""
    return said.strip().casefold() in ("onboarding", "einarbeitung")
