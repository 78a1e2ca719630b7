"""Updates as nobody ever sends them: damaged ones, and anything else that JSON can hold."""

import random
from typing import Any

from adapters.telegram.inbound import KINDS, MEDIA
from tests.fakes.telegram_updates import blocked, edited, in_group, pressed, said, shown


def pieces(chance: random.Random, depth: int = 4) -> Any:
    """Anything that JSON may hold, biased towards what updates are made of."""
    plain: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "private", "ü\x00\ud800", "/start", "x" * 5000, [], {}]
    kind = chance.random()
    if kind < 0.5 or not depth:
        return chance.choice(plain)
    if kind < 0.7:
        return [pieces(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(NAMES): pieces(chance, depth - 1) for _ in range(chance.randint(0, 5))}


NAMES = (
    "update_id",
    *KINDS,
    *MEDIA,
    "from",
    "chat",
    "first_name",
    "reply_to_message",
    "id",
    "type",
    "text",
    "caption",
    "data",
    "is_bot",
    "status",
)
WHOLE = (
    said("/start abc"),
    said("Wo?"),
    shown("photo"),
    edited("Wo?"),
    pressed("ask:" + "0" * 32 + ":0", "q"),
    blocked(),
    in_group("x"),
    said("Ja", reply_to_message={"message_id": 7}),
    pressed("person:" + "0" * 32, "q"),
    pressed("agree:" + "0" * 32, "q"),
)


def damaged(update: Any, chance: random.Random) -> Any:
    """An update in which some things are missing or something else."""
    if isinstance(update, dict):
        kept = {name: damaged(value, chance) for name, value in update.items() if chance.random() > 0.03}
        return kept | ({chance.choice(NAMES): pieces(chance)} if chance.random() < 0.1 else {})
    return pieces(chance) if chance.random() < 0.05 else update


def random_update(chance: random.Random) -> Any:
    if chance.random() < 0.3:
        return pieces(chance)
    return damaged({"update_id": chance.randint(1, 2**40), **chance.choice(WHOLE)}, chance)
