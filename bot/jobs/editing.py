"""Editing a post that is kept: where two people differ, and what candidates asked for, field by field. Pure."""

from collections.abc import Iterable, Mapping

from bot.jobs.desk import Gap, gap_text
from bot.jobs.drafts import draft_of
from bot.jobs.models import JobField, JobPost
from bot.jobs.words import JobWords


def differing(mine: JobPost, theirs: JobPost, words: JobWords) -> Mapping[JobField, str]:
    """Return the fields in which the posts differ, each with what `theirs` says, "" where it says nothing."""
    ours, others = draft_of(mine), draft_of(theirs)
    fields = (field for field in JobField if getattr(ours, field.value) != getattr(others, field.value))
    return {field: words.value(field, others) for field in fields}


def asked_for(gaps: Iterable[Gap], words: JobWords) -> Mapping[JobField, tuple[str, ...]]:
    """Return what to say beside each field that candidates asked for: subject and number, nobody's words."""
    found: dict[JobField, tuple[str, ...]] = {}
    for gap in gaps:
        found[gap.field] = (*found.get(gap.field, ()), gap_text(gap, words))
    return found
