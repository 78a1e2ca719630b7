"""What `lotse doctor` finds beside the bot's findings: how the chat platforms and the delivery stand."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from adapters.delivery import Counts, DeliveryError, delivery_url, look
from adapters.slack.connection import check as check_slack
from adapters.slack.connection import check_channel
from adapters.slack.setup import access as slack_access
from adapters.telegram.connection import check as check_telegram
from adapters.telegram.setup import access as telegram_access
from adapters.watching import watched_folders
from bot.diagnosis import Finding, FindingState
from bot.watch_memory import Memory, load_memory, watch_folder
from config.settings import Settings, revealed

SLACK, TELEGRAM, DELIVERIES, PERSON = "Slack", "Telegram", "deliveries", "people"
WATCHED = "watched folders"
MOST_NAMED = 5
"""Files that are named where some were not taken in."""


def slack(settings: Settings) -> Iterator[Finding]:
    """Say whether Slack is set up, and where it is, which token is missing or not accepted. Asks Slack."""
    if not settings.slack.is_set:
        yield Finding(SLACK, FindingState.OK, "not set up; docs/slack.md says how to")
        return
    access = slack_access(settings)
    problem = access.problem or asyncio.run(check_slack(access))
    if problem:
        yield _wrong(SLACK, problem)
        return
    way = "Socket Mode" if access.app_token else "HTTP, signed requests"
    yield Finding(SLACK, FindingState.OK, f"takes the tokens ({way}); lotse serve connects")
    channel = settings.slack.digest_channel
    if channel and (problem := asyncio.run(check_channel(access, channel))):
        detail = f"Lotse cannot tell Slack's channel {channel} every Monday what waits ({problem})"
        remedy = "invite Lotse there, and set LOTSE_SLACK__DIGEST_CHANNEL to the channel's id"
        yield Finding(SLACK, FindingState.ERROR, detail, remedy)


def telegram(settings: Settings) -> Iterator[Finding]:
    """Say whether Telegram is set up, and where it is, what is missing or not accepted. Asks Telegram."""
    if not settings.telegram.is_set:
        yield Finding(TELEGRAM, FindingState.OK, "not set up; docs/telegram.md says how to")
        return
    access = telegram_access(settings)
    problem = access.problem or asyncio.run(check_telegram(access))
    if problem:
        yield _wrong(TELEGRAM, problem)
        return
    way = "long polling" if access.webhook_secret is None else "webhook"
    yield Finding(TELEGRAM, FindingState.OK, f"takes the token ({way}); lotse serve connects")


def handoffs(settings: Settings) -> Iterator[Finding]:
    """Say whom candidates reach who ask for a person. Asks Slack where recruiters are to be reached there."""
    if not settings.telegram.is_set:
        return
    if not settings.handoff.offered:
        yield Finding(PERSON, FindingState.OK, "candidates on Telegram cannot ask for a person (handoff.offered)")
        return
    slack, inbox = settings.slack, f"the inbox of the web page, {settings.web.host}:{settings.web.port}/inbox"
    if slack.handoff_channel is None:
        detail = f"candidates who ask for a person reach {inbox}, only; nobody is called where one waits too long"
        state = FindingState.WARNING if slack.is_set else FindingState.OK
        yield Finding(PERSON, state, detail, "set LOTSE_SLACK__HANDOFF_CHANNEL to reach Slack" if slack.is_set else "")
        return
    yield _in_slack(settings, slack.handoff_channel, inbox)


def _in_slack(settings: Settings, channel: str, inbox: str) -> Finding:
    if not settings.slack.is_set:
        detail = f"a channel in Slack is named, but Slack is not set up; candidates reach {inbox}, only"
        return Finding(PERSON, FindingState.ERROR, detail, "set Slack's tokens, see docs/slack.md")
    if problem := asyncio.run(check_channel(slack_access(settings), channel)):
        detail = f"Lotse cannot write to Slack's channel {channel} ({problem}); candidates reach {inbox}, only"
        remedy = "invite Lotse there, and set LOTSE_SLACK__HANDOFF_CHANNEL to the channel's id"
        return Finding(PERSON, FindingState.ERROR, detail, remedy)
    if not (settings.slack.handoff_people or settings.slack.people):
        detail = f"candidates reach Slack's channel {channel}; nobody is called where one waits too long"
        return Finding(PERSON, FindingState.WARNING, detail, "set LOTSE_SLACK__HANDOFF_PEOPLE")
    return Finding(PERSON, FindingState.OK, f"candidates who ask for a person reach Slack's channel {channel}")


def _wrong(name: str, problem: str) -> Finding:
    rule, _, place = problem.partition(". Get it: ")
    return Finding(name, FindingState.ERROR, rule, f"get it: {place}" if place else "")


def deliveries(settings: Settings) -> Iterator[Finding]:
    """Say how many messages wait and how many failed."""
    try:
        counts = look(delivery_url(settings.data_dir, revealed(settings.database_url))).counts
    except DeliveryError as error:
        yield Finding(DELIVERIES, FindingState.ERROR, str(error))
        return
    yield _counted(counts)


def _counted(counts: Counts) -> Finding:
    detail = f"{counts.waiting} waiting, {counts.running} being answered, {counts.failed} failed"
    if counts.failed:
        return Finding(DELIVERIES, FindingState.WARNING, detail, "lotse deliveries says why, and sends them again")
    if counts.waiting or counts.running:
        remedy = "lotse serve answers them; lotse deliveries says how many are left"
        return Finding(DELIVERIES, FindingState.WARNING, detail, remedy)
    return Finding(DELIVERIES, FindingState.OK, detail)


def folders(settings: Settings) -> Iterator[Finding]:
    """Say which folders are watched, and what failed there last."""
    watched = watched_folders(settings.documents)
    if not watched:
        return
    memory = load_memory(watch_folder(settings.data_dir))
    for one in watched:
        name, problem = str(one.folder), memory.folders.get(str(one.folder), "")
        files = [path for path in memory.files if one.folder in Path(path).parents]
        detail = f"{name}, {one.audience}: {len(files)} files known"
        if not one.folder.is_dir() or problem:
            remedy = "make it readable for lotse serve; until then nothing of it is changed"
            yield Finding(WATCHED, FindingState.WARNING, f"{name} cannot be read ({problem or 'missing'})", remedy)
        elif failed := [path for path in files if memory.files[path].problem]:
            yield Finding(WATCHED, FindingState.WARNING, f"{detail}; not taken in: {_named(failed, memory)}")
        else:
            yield Finding(WATCHED, FindingState.OK, detail)
    if memory.trouble:
        yield Finding(WATCHED, FindingState.WARNING, f"the last look failed: {memory.trouble}", "it is tried again")


def _named(failed: list[str], memory: Memory) -> str:
    named = [f"{path} ({memory.files[path].problem})" for path in failed[:MOST_NAMED]]
    more = [f"{len(failed) - MOST_NAMED} more"] if len(failed) > MOST_NAMED else []
    return "; ".join((*named, *more))
