"""What the understanding hands to the skills."""

from dataclasses import dataclass, field

from bot.understanding.brief import Brief
from knowledge.models import Intent, Language


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message understood.

    `intent` is None where the message asks about a topic. `topics` are ranked; `channels` those asked about, in
    order; `inside` is the calibrated probability that the guidance can answer.
    """

    text: str
    language: Language
    intent: Intent | None
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    brief: Brief = field(default_factory=Brief)
    position: int | None = None
    unknown_channel: str | None = None
    inside: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What a conversation goes on from: the last message understood and the answer's topic and channels."""

    understanding: Understanding
    topic: str | None = None
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of a conversation that a follow-up needs. `vacancy` is the last turn that gave advice."""

    id: str
    last: Turn | None = None
    language: Language | None = None
    vacancy: Turn | None = None
