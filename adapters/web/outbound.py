"""Exchange → what the templates show. Pure; escaping is the templates' (autoescape)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.archive import Exchange, Feedback, Tick, Transcript
from bot.models import (
    Answer,
    Block,
    Checklist,
    Citation,
    Comparison,
    Correction,
    Heading,
    Language,
    Listing,
    Notice,
    Outcome,
    Recommendation,
    Recommendations,
    TagKind,
    Text,
    Understood,
)

CORRECTABLE = frozenset(kind.value for kind in TagKind)
"""Kinds of tags that can be changed."""
ADDABLE = ("role", "place", "level", "age", "headcount", "trait", "excluded")
"""Kinds of tags that somebody may add; others follow from how the question is worded."""
BAR_WIDTH = 100


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block, and the name of the macro that shows it."""

    kind: str
    block: Block


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist with what of it is done."""

    id: str
    title: str
    steps: tuple[tuple[str, str, str, tuple[int, ...], bool], ...]

    @property
    def explained(self) -> bool:
        """Whether the steps say more than their titles; then the list is what was asked for."""
        return any(text and text != title for _, title, text, _, _ in self.steps)

    @property
    def done(self) -> int:
        """How many steps are ticked."""
        return sum(1 for step in self.steps if step[-1])


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """One question and its answer, ready to be shown."""

    id: str
    conversation: str
    question: str
    asked_at: datetime
    language: Language
    outcome: Outcome
    blocks: tuple[BlockView, ...]
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    feedback: Feedback | None
    corrections: tuple[Correction, ...]

    @property
    def headline(self) -> str:
        """The answer's first words, for screen readers and page titles."""
        texts = (view.block.text for view in self.blocks if isinstance(view.block, Heading | Text | Notice))
        return next(texts, "")


def exchange_view(exchange: Exchange, conversation: str, channels: Mapping[str, str]) -> ExchangeView:
    """Return the exchange as it is shown. `channels` are all channels' names by id."""
    answer = exchange.answer
    return ExchangeView(
        id=exchange.id,
        conversation=conversation,
        question=exchange.question,
        asked_at=exchange.asked_at,
        language=answer.language,
        outcome=answer.outcome,
        blocks=block_views(answer),
        citations=answer.citations,
        suggestions=answer.suggestions,
        others=_others(answer, channels),
        feedback=exchange.feedback,
        corrections=exchange.corrections,
    )


def block_views(answer: Answer) -> tuple[BlockView, ...]:
    """Return an answer's blocks as they are shown."""
    return tuple(BlockView(_kind(block), block) for block in answer.blocks)


def transcript_views(transcript: Transcript, channels: Mapping[str, str]) -> tuple[ExchangeView, ...]:
    """Return a whole conversation as it is shown, oldest first."""
    return tuple(exchange_view(exchange, transcript.summary.id, channels) for exchange in transcript.exchanges)


def checklist_view(checklist: Checklist, ticked: frozenset[tuple[str, str]]) -> ChecklistView:
    """Return the checklist with its ticks; `ticked` holds (checklist id, step id)."""
    return ChecklistView(
        id=checklist.id,
        title=checklist.title,
        steps=tuple(
            (step.id, step.title, step.text, step.points, (checklist.id, step.id) in ticked) for step in checklist.steps
        ),
    )


def ticked(ticks: Iterable[Tick]) -> frozenset[tuple[str, str]]:
    """Return (checklist id, step id) of what is done."""
    return frozenset((tick.checklist, tick.step) for tick in ticks)


def percent(item: Recommendation) -> int:
    """Return how well a channel fits, 0–100."""
    return round(min(max(item.fit, 0.0), 1.0) * BAR_WIDTH)


def points_label(points: Sequence[int]) -> str:
    """Return the points as one line: "42, 63"."""
    return ", ".join(map(str, points))


def _others(answer: Answer, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The channels that were not recommended, by name, where channels were."""
    if not any(isinstance(block, Recommendations) for block in answer.blocks):
        return ()
    others = ((id_, name) for id_, name in names.items() if id_ not in answer.channels)
    return tuple(sorted(others, key=lambda pair: pair[1].casefold()))


def _kind(block: Block) -> str:
    match block:
        case Understood():
            return "understood"
        case Heading():
            return "heading"
        case Text():
            return "text"
        case Notice():
            return "notice"
        case Recommendations():
            return "recommendations"
        case Listing():
            return "listing"
        case Checklist():
            return "checklist"
        case Comparison():
            return "comparison"
