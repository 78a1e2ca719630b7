"""A team's documents, with whatever does not matter filled in."""

from datetime import UTC, datetime
from typing import Any

from knowledge.documents import DocumentAudience
from knowledge.models import Language
from knowledge.team import TeamDocument, TeamExcerpt, document_id

ADDED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
VACATION = "Resturlaub verfällt am 31. März des Folgejahres. Wer länger krank war, behält ihn fünfzehn Monate."


def make_excerpt(text: str = VACATION, **values: Any) -> TeamExcerpt:
    """Return an excerpt."""
    defaults: dict[str, Any] = {"section": ("Urlaub",), "page": 3, "language": Language.DE}
    return TeamExcerpt(text, **{**defaults, **values})


def make_document(source: str = "/team/handbuch.pdf", **values: Any) -> TeamDocument:
    """Return a document of one excerpt."""
    defaults: dict[str, Any] = {
        "title": "Handbuch",
        "owner": "Personalabteilung",
        "audience": DocumentAudience.INTERNAL,
        "review_on": None,
        "digest": "d1",
        "added_at": ADDED,
        "added_by": "anna",
        "excerpts": (make_excerpt(),),
    }
    return TeamDocument(id=document_id(source), source=source, **{**defaults, **values})
