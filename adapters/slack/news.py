"""Tells people in Slack that their question has an answer now: handed to the delivery, once each, in their thread."""

import asyncio
from dataclasses import dataclass

from adapters.looking import keep_looking
from adapters.slack import calls
from adapters.slack.blocks import Line, Run, person, rich, section, word
from adapters.slack.calls import Call
from adapters.slack.contract import PLATFORM, Delivery, Inbound
from adapters.slack.inbound import inbound
from adapters.slack.packing import Rendered, notification
from adapters.slack.received import News, Received
from bot.chat_state import user_of
from bot.gaps.board import GapBoard
from bot.gaps.models import Notice
from bot.gaps.skill import told_texts
from bot.models import Language
from bot.phrases import load_phrases
from bot.skills.request import Voice

A_LOOK = 20
"""People told at one look; the rest at the next."""
PRIVATE = "private-"
"""Begins the name of a conversation that stands in no thread."""
_PARTS = 4


@dataclass(frozen=True, slots=True)
class NewsFeed:
    """Hands over who is to be told, until it is cancelled. What is handed over twice after a crash has one key."""

    board: GapBoard
    delivery: Delivery
    seconds: float = 2.0

    async def run(self) -> None:
        """Look and hand over; whatever fails is tried again."""
        await keep_looking(self.look, self.seconds, "slack", "news")

    async def look(self) -> None:
        """Hand over what is due."""
        notices = await asyncio.to_thread(self.board.due, PLATFORM, A_LOOK)
        for notice in notices:
            if (found := event_of(notice)) is not None:
                await self.delivery.accept(found)
        if notices:
            await asyncio.to_thread(self.board.told, notices)


def event_of(notice: Notice) -> Inbound | None:
    """Return what delivery is given: for the thread of the question, else for the asker's direct messages."""
    user = user_of(notice.owner)
    parts = notice.conversation.removesuffix(f":{user}").split(":")
    if len(parts) != _PARTS or not user:
        return None
    _, team, channel, thread = parts
    place = (user, "") if thread.startswith(PRIVATE) else (channel, thread)
    return inbound(f"news:{notice.gap}:{user}", Received(team, *place, user, News(notice.gap, notice.question)))


def told(received: Received, news: News, board: GapBoard, language: Language) -> tuple[Call, ...]:
    """Return what is posted; nothing where the answer was withdrawn meanwhile."""
    gap = board.gap(news.gap)
    if gap is None or gap.live is None:
        return ()
    notice = Notice(news.gap, received.owner, received.conversation, "", news.question, gap.live)
    first, *quoted = told_texts(notice, Voice(load_phrases(), language))
    head = section([person(received.user), word(f" {first}")])
    body = rich([Line("text", (Run(text),)) for text in quoted])
    return (calls.post((received.channel, received.thread), Rendered(notification(first), (head, *body))),)
