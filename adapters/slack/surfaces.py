"""Modals and the App Home: opened at once, since Slack allows three seconds; nothing is lost where one fails."""

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Json
from adapters.slack.inbound import Bot
from adapters.slack.learning import Acknowledgement, Take
from adapters.slack.platform import Services
from adapters.slack.pressed import action_reference
from adapters.slack.reading import channel_of, items, table, team_of, text, user_of
from adapters.slack.received import Ref, owner_id
from adapters.slack.sending import TRANSPORT
from adapters.slack.views import (
    Home,
    HomeEntry,
    checklist_line,
    home_view,
    reason_view,
    settings_view,
    sources_view,
)
from bot.archive import Summary
from bot.chat_state import LivingChecklist
from bot.models import Language

MOST_CHECKLISTS, MOST_QUESTIONS = 8, 8


class Surfaces:
    """Each method answers one thing that somebody opens."""

    def __init__(self, client: AsyncWebClient, bot: Bot, services: Services) -> None:
        self._client = client
        self._bot = bot
        self._services = services

    async def show_home(self, user: str) -> None:
        """Publish somebody's App Home."""
        home = await asyncio.to_thread(self._home, user)
        learning = await asyncio.to_thread(self._learning, user, home.language)
        await self._client.views_publish(user_id=user, view=home_view(home, self._services.words, learning))

    async def choose_language(self, body: object) -> None:
        """Keep the language that somebody chose in the App Home, and show it in that language."""
        action = table({"first": next(iter(items(body, "actions")), None)}, "first")
        user, chosen = user_of(body, "user", "id"), text(action, "selected_option", "value")
        if user and chosen in frozenset(Language):
            owner = owner_id(team_of(body, "team", "id") or self._bot.team, user)
            await asyncio.to_thread(self._services.state.set_language, owner, Language(chosen))
            await self.show_home(user)

    async def suggest(self, channel: str, user: str) -> None:
        """Offer prompts in somebody's direct messages."""
        language = await asyncio.to_thread(self._language, owner_id(self._bot.team, user))
        words = self._services.words
        shown = [words.say(f"prompt.{number}", language) for number in range(1, 5)]
        await self._client.assistant_threads_setSuggestedPrompts(
            channel_id=channel,
            title=words.say("prompt.title", language),
            prompts=[{"title": prompt, "message": prompt} for prompt in shown],
        )

    async def show_sources(self, body: object) -> None:
        """Open the passages of an answer."""
        about = action_reference(body)
        if about is not None:
            await self._open(body, await asyncio.to_thread(self._sources, about))

    async def ask_reason(self, body: object, about: Ref, *, helpful: bool) -> None:
        """Open the modal that asks why."""
        owner = owner_id(team_of(body, "team", "id"), user_of(body, "user", "id"))
        language = await asyncio.to_thread(self._language, owner, about.conversation)
        view = reason_view(about, helpful=helpful, language=language, words=self._services.words)
        await self._open(body, view)

    async def show_settings(self, body: object) -> str:
        """Open the channel's settings, or return why not, to be said."""
        user, channel, team = user_of(body, "user_id"), channel_of(body, "channel_id"), team_of(body, "team_id")
        language = await asyncio.to_thread(self._language, owner_id(team, user))
        if not await self._may_set(user):
            return self._services.words.say("settings.not_allowed", language)
        mode = await asyncio.to_thread(self._services.state.mode, team, channel)
        view = settings_view(channel, mode, text(body, "response_url"), language, self._services.words)
        await self._open(body, view)
        return ""

    def help(self, body: object) -> str:
        """Return how the command is used. Blocks."""
        language = self._language(owner_id(team_of(body, "team_id"), user_of(body, "user_id")))
        return self._services.words.say("help.text", language)

    async def open_jobs(self, body: object) -> str:
        """Open the job posts, or return why not, to be said."""
        jobs, user = self._services.jobs, user_of(body, "user_id")
        if jobs is None:
            return await asyncio.to_thread(self.help, body)
        language = await asyncio.to_thread(self._language, owner_id(team_of(body, "team_id"), user))
        if not await self._may_publish(user):
            return self._services.words.say("job.not_allowed", language)
        await self._open(body, await asyncio.to_thread(jobs.list, language))
        return ""

    async def press_job(self, body: object) -> None:
        """Do what a button of the job posts says, and show what follows in its modal."""
        jobs, user = self._services.jobs, user_of(body, "user", "id")
        if jobs is None or not await self._may_publish(user):
            return
        action = table({"first": next(iter(items(body, "actions")), None)}, "first")
        language = await asyncio.to_thread(self._language, owner_id(team_of(body, "team", "id"), user))
        view = await asyncio.to_thread(jobs.pressed, text(action, "action_id"), text(action, "value"), language)
        await self._client.views_update(view_id=text(body, "view", "id"), view=view)

    async def submit_job(self, body: object) -> dict[str, Any]:
        """Return how to acknowledge the form of a post."""
        jobs, user, view = self._services.jobs, user_of(body, "user", "id"), table(body, "view")
        if jobs is None:
            return {}
        language = await asyncio.to_thread(self._language, owner_id(team_of(body, "team", "id"), user))
        if not await self._may_publish(user):
            return jobs.refusal(view, "job.not_allowed", language)
        return await asyncio.to_thread(jobs.submitted, view, language)

    async def _may_publish(self, user: str) -> bool:
        jobs = self._services.jobs
        return (jobs is not None and user in jobs.recruiters) or await self._may_set(user)

    async def _may_set(self, user: str) -> bool:
        if user in self._services.admins:
            return True
        try:
            found = table((await self._client.users_info(user=user)).data, "user")
        except (SlackApiError, *TRANSPORT):
            return False
        return bool(found.get("is_admin") or found.get("is_owner"))

    async def _open(self, body: object, view: Json) -> None:
        trigger = text(body, "trigger_id")
        if trigger:
            await self._client.views_open(trigger_id=trigger, view=view)

    def _language(self, owner: str, conversation: str = "") -> Language:
        known = self._services.state.language(owner)
        of_thread = self._services.desk.language_of(conversation) if conversation and not known else None
        return known or of_thread or self._services.language

    def _sources(self, about: Ref) -> Json:
        exchange = self._services.desk.find(about)
        words = self._services.words
        if exchange is None:
            return sources_view((), self._services.language, words)
        return sources_view(exchange.answer.citations, exchange.answer.language, words)

    async def open_onboarding(self, body: object) -> str:
        """Open the onboarding path, or return that there is none, to be said."""
        if self._services.learning is None:
            return await asyncio.to_thread(self.help, body)
        await self._services.learning.open(self._client, body)
        return ""

    async def learn(self, body: object) -> None:
        """Go on along the onboarding path."""
        if self._services.learning is not None:
            await self._services.learning.press(self._client, body)

    async def submit_learning(self, body: object, take: Take) -> Acknowledgement:
        """Return how to acknowledge a form of the onboarding path; `take` keeps a question for the delivery."""
        learning = self._services.learning
        return await learning.submit(self._client, body, take) if learning else {}

    def _learning(self, user: str, language: Language) -> list[Json]:
        learning = self._services.learning
        return learning.home(owner_id(self._bot.team, user), language) if learning else []

    def _home(self, user: str) -> Home:
        owner = owner_id(self._bot.team, user)
        state, archive = self._services.state, self._services.desk.archive
        language = self._language(owner)
        lists = (self._list(living, language) for living in state.checklists_of(owner, MOST_CHECKLISTS))
        asked = (self._asked(summary) for summary in archive.summaries(owner, MOST_QUESTIONS))
        return Home(language, tuple(lists), tuple(asked))

    def _list(self, living: LivingChecklist, language: Language) -> HomeEntry:
        done = len(self._services.state.ticks(living.id))
        return HomeEntry(
            checklist_line(living, done, language, self._services.words), self._address(living.conversation)
        )

    def _asked(self, summary: Summary) -> HomeEntry:
        return HomeEntry(summary.title, self._address(summary.id.rpartition(":")[0]))

    def _address(self, conversation: str) -> str:
        """The address of a thread's first message, "" for what stands nowhere."""
        parts = conversation.split(":")
        if len(parts) != 4 or not self._bot.url.startswith("https://") or not parts[3].replace(".", "").isdigit():
            return ""
        return f"{self._bot.url}archives/{parts[2]}/p{parts[3].replace('.', '')}"


def is_settings(said: str) -> bool:
    """Whether a command's text asks for the channel's settings."""
    return said.strip().casefold() in ("settings", "einstellungen")


def is_help(said: str) -> bool:
    """Whether a command's text asks how it is used."""
    return said.strip().casefold() in ("", "help", "hilfe")


def view_failed(error: Any) -> str:
    """Return what the log may say of a failure: no address, no token, nothing that somebody wrote."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error")) if isinstance(data, dict) else type(error).__name__
