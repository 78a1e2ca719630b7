"""What Slack knows of a user whom somebody names."""

import asyncio
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import clean
from adapters.slack.inbound import SLACKBOT
from adapters.slack.reading import table, text
from adapters.slack.sending import TRANSPORT

SECONDS = 1.5
"""Slack wants a form to be acknowledged within three seconds."""
NOBODY = frozenset({"user_not_found", "user_not_visible"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a user is called, and whether Lotse can write to them: not to programs, nor to those who have left."""

    name: str
    reachable: bool


async def profile_of(client: AsyncWebClient, user: str) -> Profile | None:
    """Return a user's profile, None for "" and where Slack does not tell in time."""
    if not user:
        return None
    try:
        found = table((await asyncio.wait_for(client.users_info(user=user), SECONDS)).data, "user")
    except SlackApiError as error:
        return Profile("", reachable=False) if table(error.response.data).get("error") in NOBODY else None
    except TRANSPORT:
        return None
    names = (text(found, "profile", "display_name"), text(found, "real_name"), text(found, "name"))
    name = next((one for one in map(clean, names) if one.strip()), "")
    gone = found.get("is_bot") is True or found.get("deleted") is True or user == SLACKBOT
    return Profile(name, reachable=not gone)
