"""A checklist that a thread ticks off together → its messages. Pure.

Slack allows ten boxes a group. How the groups are spread over messages depends on the steps alone, so that a tick
changes one message and no other.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from adapters.slack.blocks import (
    OPTION_TEXT,
    Json,
    blank,
    clean,
    context,
    cut,
    header,
    moment,
    option,
    person,
    section,
    weight,
    word,
)
from adapters.slack.packing import Rendered, notification
from bot.chat_state import NOBODY, Done, LivingChecklist
from bot.models import Checklist, Entry, Language
from bot.phrases import Phrases
from bot.plain_text import with_points

GROUP = 10
TITLE = 140
MESSAGE = 10_000
"""Characters of a message's groups as JSON, with every box ticked."""
TICK = 150
"""Characters, at most, that tell who ticked a step, as JSON without the elements' own."""


def messages(living: LivingChecklist, done: Iterable[Done], words: Phrases) -> tuple[Rendered, ...]:
    """Return the checklist with its ticks."""
    ticked = {one.step: one for one in done}
    return tuple(_message(living, part, ticked, words, number) for number, part in enumerate(_spread(living)))


def message_of(living: LivingChecklist, group: int) -> int | None:
    """Return which message, from 0, holds the group; None where there is no such group."""
    return next((number for number, part in enumerate(_spread(living)) if group in part), None)


def _spread(living: LivingChecklist) -> list[list[int]]:
    """Which groups stand in which message: as many as fit however many boxes are ticked."""
    parts: list[list[int]] = []
    size = 0
    for group in range(-(-len(living.checklist.steps) // GROUP)):
        options = _options(living, group)
        heavy = 2 * weight(options) + len(options) * TICK * 2
        if not parts or size + heavy > MESSAGE:
            parts.append([])
            size = 0
        parts[-1].append(group)
        size += heavy
    return parts


def explained(checklist: Checklist) -> bool:
    """Whether it says more than fits beside its boxes, so that it has to be written out."""
    return len(clean(checklist.title)) > TITLE or any(
        len(_title(number, step)) > OPTION_TEXT or len(_more(step)) > OPTION_TEXT
        for number, step in enumerate(checklist.steps)
    )


def _message(
    living: LivingChecklist, groups: Sequence[int], ticked: dict[int, Done], words: Phrases, number: int
) -> Rendered:
    title = _headline(living, words)
    total = len(living.checklist.steps)
    blocks = header(cut(title, TITLE))
    blocks += context(words.say("checklist.progress", living.language, done=len(ticked), total=total))
    for group in groups:
        blocks += _group(living, group, ticked, words)
    return Rendered(notification(title), tuple(blocks), number)


def _headline(living: LivingChecklist, words: Phrases) -> str:
    title = living.checklist.title
    return words.say("checklist.untitled", living.language) if blank(title) else title


def _group(living: LivingChecklist, group: int, ticked: dict[int, Done], words: Phrases) -> list[Json]:
    options = _options(living, group)
    numbers = [int(made["value"]) for made in options]
    chosen = [made for made in options if int(made["value"]) in ticked]
    element: Json = {"type": "checkboxes", "action_id": f"tick:{group}", "options": options}
    if chosen:
        element["initial_options"] = chosen
    lines = [_who(ticked[number], number, living.language, words) for number in numbers if number in ticked]
    # A new block id with every change, or the reader's client would go on showing what it last showed.
    block_id = f"check/{living.id}/{group}/{_revision(made['value'] for made in chosen)}"
    return [
        {"type": "actions", "block_id": block_id, "elements": [element]},
        *([section(_joined(lines))] * bool(lines)),
    ]


def _options(living: LivingChecklist, group: int) -> list[Json]:
    told = explained(living.checklist)
    steps = list(enumerate(living.checklist.steps))[group * GROUP :][:GROUP]
    return [option(_title(number, step), str(number), "" if told else _more(step)) for number, step in steps]


def _who(done: Done, number: int, language: Language, words: Phrases) -> list[Json]:
    label = words.say("checklist.ticked", language, number=number + 1)
    named = [person(done.by), word(", ")] if done.by != NOBODY else []
    return [word(f"{label} "), *named, moment(int(done.at.timestamp()), _utc(done.at))]


def _joined(lines: Sequence[Sequence[Json]]) -> list[Json]:
    joined: list[Json] = []
    for line in lines:
        joined += [word("\n")] * bool(joined) + list(line)
    return joined


def _title(number: int, step: Entry) -> str:
    title = step.text if blank(step.title) else step.title
    return f"{number + 1}. {title}"


def _more(step: Entry) -> str:
    return with_points("" if blank(step.title) or step.text == step.title else step.text, step.points).strip()


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _revision(values: Iterable[str]) -> str:
    return hashlib.sha256(",".join(values).encode()).hexdigest()[:8]
