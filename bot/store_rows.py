"""Values of the archive ↔ rows. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from bot.archive import Exchange, Feedback, Summary, Tick
from bot.codec import Codec
from bot.models import Answer, Audience, Citation, Language, Understood
from bot.tables import MAX_ID_LENGTH
from bot.understanding.models import Conversation

TITLE_LENGTH = 80
"""Characters, the … included."""

Values = dict[str, Any]


def is_id(*texts: str) -> bool:
    """Whether all of them can be ids."""
    return all(0 < len(text) <= MAX_ID_LENGTH for text in texts)


def title_of(exchange: Exchange) -> str:
    """Return the question on one line, cut short; what was understood where only corrections were sent."""
    said = exchange.question.strip() or " · ".join(_understood(exchange.answer)) or " · ".join(_corrected(exchange))
    line = " ".join(said.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def conversation_values(
    owner: str, audience: Audience, exchange: Exchange, state: Conversation, codec: Codec
) -> Values:
    """Return the row of a conversation that begins with this exchange, which makes the count 1."""
    return {
        "id": state.id,
        "owner": owner,
        "audience": audience.value,
        "language": exchange.answer.language.value,
        "title": title_of(exchange),
        "exchanges": 1,
        "state": codec.encode_state(state),
        "created_at": exchange.asked_at,
        "updated_at": exchange.asked_at,
    }


def exchange_values(exchange: Exchange, codec: Codec) -> Values:
    """Return an exchange's row, but for its place; the answer's citations have rows of their own."""
    answer = exchange.answer
    return {
        "id": exchange.id,
        "question": exchange.question,
        "corrections": codec.encode_corrections(exchange.corrections),
        "answer": codec.encode_answer(replace(answer, citations=())),
        "outcome": answer.outcome.value,
        "topic": answer.topic,
        "elapsed_ms": exchange.elapsed_ms,
        "asked_at": exchange.asked_at,
    }


def citation_values(exchange: Exchange) -> list[Values]:
    """Return the rows of the citations, in the answer's order."""
    return [
        {
            "exchange_id": exchange.id,
            "position": position,
            "passage": citation.passage,
            "title": citation.title,
            "points": citation.points,
            "source": citation.source,
            "text": citation.text,
        }
        for position, citation in enumerate(exchange.answer.citations)
    ]


def exchange_of(row: Row[Any], citations: Sequence[Row[Any]], codec: Codec) -> Exchange:
    """Return the exchange of a row that holds its feedback too. Raises UnreadableError, which names the exchange."""
    name = f"exchange {row.id}"
    answer = codec.decode_answer(row.answer, name)
    return Exchange(
        id=row.id,
        question=row.question,
        answer=replace(answer, citations=tuple(_citation(citation) for citation in citations)),
        asked_at=row.asked_at,
        elapsed_ms=row.elapsed_ms,
        corrections=codec.decode_corrections(row.corrections, name),
        feedback=None if row.helpful is None else Feedback(row.helpful, row.reason),
    )


def summary_of(row: Row[Any]) -> Summary:
    """Return the summary of a conversation's row."""
    return Summary(
        id=row.id,
        title=row.title,
        audience=Audience(row.audience),
        language=Language(row.language),
        updated_at=row.updated_at,
        exchanges=row.exchanges,
    )


def tick_of(row: Row[Any]) -> Tick:
    """Return the tick of a row."""
    return Tick(row.checklist, row.step, row.by, row.at)


def _citation(row: Row[Any]) -> Citation:
    return Citation(row.passage, row.title, row.points, row.source, row.text)


def _understood(answer: Answer) -> Iterator[str]:
    for block in answer.blocks:
        if isinstance(block, Understood):
            yield from (tag.value for tag in block.tags)


def _corrected(exchange: Exchange) -> Iterator[str]:
    yield from (correction.becomes or correction.value for correction in exchange.corrections)
