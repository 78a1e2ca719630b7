"""What pydantic finds wrong with a content file → rules in an editor's words, each with its line."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from knowledge.errors import Mistake
from knowledge.yaml_source import YamlSource

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

RULES = {
    "string_too_short": "must not be empty",
    "string_too_long": "has at most {max_length} characters",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "tuple_type": "must be a list",
    "model_type": "must have keys and values",
    "enum": "must be {expected}",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}
"""Pydantic's error types with what they carry: docs.pydantic.dev/latest/errors/validation_errors."""


def explain(source: YamlSource, shape: type[BaseModel], error: ValidationError) -> Iterator[Mistake]:
    """Yield the mistakes of a file that does not fit its shape."""
    if source.data is None:
        yield source.mistake((), "the file is empty")
        return
    for problem in error.errors(include_url=False):
        place = ".".join(map(str, problem["loc"]))
        yield source.mistake(problem["loc"], f"{place}: {_rule(shape, problem)}" if place else _rule(shape, problem))


def _rule(shape: type[BaseModel], problem: "ErrorDetails") -> str:
    match problem["type"]:
        case "missing" if problem["loc"][-1] in ("de", "en"):
            return "the translation is missing; every text stands in German and in English"
        case "missing":
            return "is required"
        case "extra_forbidden":
            return f"unknown key{_suggestion(shape, str(problem['loc'][-1]))}"
        case kind:
            rule = RULES[kind].format(**problem.get("ctx", {})) if kind in RULES else problem["msg"]
            return f"{rule}, but it is {problem['input']!r:.80}"


def _suggestion(shape: type[BaseModel], key: str) -> str:
    """Name the known key that is nearest to the misspelt one."""
    schema = shape.model_json_schema()
    keys = {name for part in (schema, *schema.get("$defs", {}).values()) for name in part.get("properties", {})}
    nearest = get_close_matches(key, sorted(keys), n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""
