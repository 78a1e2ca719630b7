"""JSON and HTML → entries: our own field names, or schema.org JobPosting."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.jobs.errors import JobFileError
from bot.jobs.json_lines import start_lines
from bot.jobs.models import JobField
from bot.jobs.posting import draft_of_posting, is_posting
from bot.jobs.sheet import Entry, draft_from, fields_of
from bot.jobs.web_page import linked_data

CONTAINERS = ("jobs", "posts", "@graph", "itemListElement")
"""Keys of an object that may hold the list of posts."""


def read_json(text: str) -> tuple[Entry, ...]:
    """Return the posts of a list, of an object with a list, or of one object. Raises JobFileError with the place."""
    return tuple(_entry(*found) for found in _read(text, 1) if not _is_other_thing(found[0]))


def read_html(text: str) -> tuple[Entry, ...]:
    """Return the JobPostings in the page's linked data. Raises JobFileError where it is no JSON."""
    scripts = linked_data(text)
    return tuple(_entry(*found) for line, script in scripts for found in _read(script, line) if is_posting(found[0]))


def _read(text: str, first_line: int) -> Iterator[tuple[Any, int, int]]:
    """Give each thing with its line and its number."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise JobFileError(f"line {first_line + error.lineno - 1}: is no JSON ({error.msg})") from error
    except RecursionError as error:
        raise JobFileError(f"line {first_line}: is nested too deeply") from error
    listed = list(_objects(data))
    lines = start_lines(text, len(listed)) if isinstance(data, list) else [1] * len(listed)
    for number, (line, value) in enumerate(zip(lines, listed, strict=True), 1):
        yield value, first_line + line - 1, number


def _objects(data: Any) -> Iterator[Any]:
    if isinstance(data, list):
        yield from data
        return
    inner = next((data[key] for key in CONTAINERS if isinstance(data, dict) and isinstance(data.get(key), list)), None)
    if inner is None:
        yield data
        return
    yield from (item.get("item", item) if isinstance(item, dict) else item for item in inner)


def _is_other_thing(value: Any) -> bool:
    """Linked data often names the organisation and the page beside the job."""
    return isinstance(value, dict) and "@type" in value and not is_posting(value)


def _entry(value: Any, line: int, number: int) -> Entry:
    where = f"line {line}, entry {number}"
    if not isinstance(value, dict):
        raise JobFileError(f"{where}: must be an object with the fields of a post")
    if is_posting(value):
        return Entry(line, draft_of_posting(value))
    return Entry(line, draft_from(_own(value, where)))


def _own(value: Mapping[str, Any], where: str) -> dict[JobField, str]:
    named = {name: one for name, one in value.items() if not name.startswith("@")}
    fields = fields_of(named, where)
    return {field: _plain(one, f"{where}, {field}") for field, one in zip(fields, named.values(), strict=True)}


def _plain(value: Any, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return "\n".join(map(str, value))
    raise JobFileError(f"{where}: must be a text, a number or a list of texts")
