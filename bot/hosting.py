"""What a server holds of one generation of the index."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.assistant import Assistant
from bot.gaps.shelf import AnswerShelf
from bot.guide import Guide


@dataclass(frozen=True, slots=True)
class Hosted:
    """The assistant and the guide on the same content, and all channels' names by id.

    `generation` names the index they were loaded from. `shelf` holds what editors answered; None where nobody does.
    """

    assistant: Assistant
    guide: Guide
    channel_names: Mapping[str, str]
    generation: str
    shelf: AnswerShelf | None = None
