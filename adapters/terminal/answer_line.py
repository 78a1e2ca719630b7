"""Answer → one line of JSON, the same for a single question and a batch. Pure."""

import json

from bot.models import Answer, Citation
from bot.plain_text import plain_text


def answer_line(answer: Answer, elapsed_ms: float, question_id: str | int | None = None) -> bytes:
    """Return the answer as a line of JSON in UTF-8, with its end; `id` stands in it only where there is one."""
    record: dict[str, object] = {} if question_id is None else {"id": question_id}
    record |= {
        "outcome": answer.outcome.value,
        "topic": answer.topic,
        "topics": list(answer.topics),
        "channels": list(answer.channels),
        "text": plain_text(answer),
        "language": answer.language.value,
        "citations": [_citation(citation) for citation in answer.citations],
        "elapsed_ms": round(elapsed_ms, 1),
    }
    # A lone surrogate, which only an id can hold, becomes \udXXX: exactly its escape in JSON.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "passage": citation.passage,
        "title": citation.title,
        "points": list(citation.points),
        "source": citation.source,
    }
