"""Values of gaps ↔ JSON and rows. Pure."""

import json
from datetime import datetime
from typing import Any

from bot.gaps.models import AnswerAudience, AnswerVersion, Draft
from bot.models import Language


def encode_draft(draft: Draft) -> str:
    """Return a draft as JSON, in ASCII."""
    return json.dumps(draft_record(draft), separators=(",", ":"))


def draft_record(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON values."""
    texts = {language.value: text for language, text in draft.texts.items()}
    return {"wordings": list(draft.wordings), "texts": texts, "audience": draft.audience.value}


def draft_from(record: Any) -> Draft:
    """Return the draft of a record. Raises ValueError, KeyError or TypeError for anything else."""
    texts = {Language(language): str(text) for language, text in dict(record["texts"]).items()}
    return Draft(tuple(map(str, record["wordings"])), texts, AnswerAudience(record["audience"]))


def version_record(version: AnswerVersion) -> dict[str, Any]:
    """Return a version as JSON values."""
    return {
        "gap": version.gap,
        "version": version.version,
        "draft": draft_record(version.draft),
        "author": version.author,
        "at": version.at.isoformat(),
        "withdrawn": version.withdrawn,
        "restores": version.restores,
    }


def version_from(record: Any) -> AnswerVersion:
    """Return the version of a record. Raises ValueError, KeyError or TypeError for anything else."""
    return AnswerVersion(
        gap=str(record["gap"]),
        version=int(record["version"]),
        draft=draft_from(record["draft"]),
        author=str(record["author"]),
        at=datetime.fromisoformat(record["at"]),
        withdrawn=bool(record["withdrawn"]),
        restores=None if record["restores"] is None else int(record["restores"]),
    )


def version_of(row: Any) -> AnswerVersion:
    """Return the version of a row."""
    draft = draft_from(json.loads(row.draft))
    return AnswerVersion(row.gap_id, row.version, draft, row.author, row.at, row.withdrawn, row.restores)
