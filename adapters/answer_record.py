"""Answer → the record that `--json`, the batch and the web API give alike. Pure."""

from bot.models import Answer, Citation
from bot.plain_text import plain_text


def answer_record(answer: Answer, elapsed_ms: float) -> dict[str, object]:
    """Return the answer as what JSON can hold."""
    return {
        "outcome": answer.outcome.value,
        "topic": answer.topic,
        "topics": list(answer.topics),
        "channels": list(answer.channels),
        "text": plain_text(answer),
        "language": answer.language.value,
        "citations": [_citation(citation) for citation in answer.citations],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "passage": citation.passage,
        "title": citation.title,
        "points": list(citation.points),
        "source": citation.source,
    }
