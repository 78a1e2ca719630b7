"""schema.org JobPosting (https://schema.org/JobPosting) → draft. What a post does not hold is passed over."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.jobs.models import JobDraft
from bot.jobs.web_page import plain_text

REMOTE = "TELECOMMUTE"
_REQUIREMENTS = ("qualifications", "skills", "experienceRequirements", "educationRequirements")


def is_posting(value: Any) -> bool:
    """Whether `value` is a JobPosting."""
    kinds = value.get("@type") if isinstance(value, dict) else None
    return any(str(kind).rsplit("/", 1)[-1] == "JobPosting" for kind in _many(kinds))


def draft_of_posting(posting: Mapping[str, Any]) -> JobDraft:
    """Return the draft that `posting` stands for."""
    amount = _first(posting.get("baseSalary"))
    value = _first(amount.get("value")) if isinstance(amount, dict) else {}
    low, high, period = _pay(value if isinstance(value, dict) else {"value": value})
    contact = _dict(posting.get("applicationContact"))
    return JobDraft(
        title=_text(posting.get("title")) or _text(posting.get("name")),
        employer=_text(_named(posting.get("hiringOrganization"))),
        place=_place(posting.get("jobLocation")),
        remote="fully" if REMOTE in map(str, _many(posting.get("jobLocationType"))) else "",
        employment=", ".join(map(_text, _many(posting.get("employmentType")))),
        salary_min=low,
        salary_max=high,
        currency=_text(_dict(amount).get("currency") or posting.get("salaryCurrency")) if low or high else "",
        period=period if low or high else "",
        description="\n\n".join(
            filter(None, (_prose(posting.get(key)) for key in ("description", "responsibilities")))
        ),
        requirements="\n".join(line for key in _REQUIREMENTS for line in _lines(posting.get(key))),
        benefits="\n".join(line for key in ("jobBenefits", "benefits") for line in _lines(posting.get(key))),
        apply_link=_text(posting.get("url")) or _text(contact.get("url")),
        apply_email=_text(contact.get("email")),
        deadline=_text(posting.get("validThrough")),
        contact=", ".join(filter(None, (_text(contact.get("name")), _text(contact.get("telephone"))))),
        language=_text(_first(posting.get("inLanguage"))),
    )


def _pay(value: Mapping[str, Any]) -> tuple[str, str, str]:
    one = _text(value.get("value"))
    low, high = _text(value.get("minValue")) or one, _text(value.get("maxValue")) or one
    return low, high, _text(value.get("unitText"))


def _place(locations: Any) -> str:
    """The towns, or where there are none the regions or countries."""
    towns = []
    for location in _many(locations):
        address = _dict(location).get("address", location)
        parts = _dict(address)
        area = parts.get("addressLocality") or parts.get("addressRegion") or _named(parts.get("addressCountry"))
        towns.append(_text(area) if parts else _text(address))
    return ", ".join(dict.fromkeys(filter(None, towns)))


def _lines(value: Any) -> Iterator[str]:
    """The entries of a list, or of a text that is one: a line each, or parted by semicolons."""
    for one in _many(value):
        text = plain_text(_text(_named(one)))
        lines = text.split("\n")
        yield from lines if len(lines) > 1 else text.split(";")


def _prose(value: Any) -> str:
    return "\n".join(plain_text(_text(one)) for one in _many(value))


def _named(value: Any) -> Any:
    """Things may stand as a text or as an object with a name."""
    one = _first(value)
    return (one.get("name") or one.get("description") or "") if isinstance(one, dict) else one


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> Any:
    return next(iter(_many(value)), None)


def _dict(value: Any) -> Mapping[str, Any]:
    one = _first(value)
    return one if isinstance(one, dict) else {}


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
