"""Answer → one line of JSON, the same for a single question and a batch. Pure."""

import json

from adapters.answer_record import answer_record
from bot.models import Answer


def answer_line(answer: Answer, elapsed_ms: float, question_id: str | int | None = None) -> bytes:
    """Return the answer as a line of JSON in UTF-8, with its end; `id` stands in it only where there is one."""
    record: dict[str, object] = {} if question_id is None else {"id": question_id}
    record |= answer_record(answer, elapsed_ms)
    # A lone surrogate, which only an id can hold, becomes \udXXX: exactly its escape in JSON.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
