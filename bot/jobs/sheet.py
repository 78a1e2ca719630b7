"""What all files of posts have in common: entries with their lines, and the names that columns and keys may have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.jobs.errors import JobFileError
from bot.jobs.models import JobDraft, JobField
from knowledge.text import fold

ENTRY_SEPARATOR: Final = "|"
"""Between the entries of a list within one cell; a line break does as well."""

_LISTS = frozenset({JobField.REQUIREMENTS, JobField.BENEFITS})
_OTHER_NAMES = {
    JobField.TITLE: ("titel", "job title", "stelle", "stellentitel", "bezeichnung", "position"),
    JobField.EMPLOYER: ("arbeitgeber", "company", "firma", "unternehmen"),
    JobField.PLACE: ("ort", "arbeitsort", "location", "city", "place of work", "standort"),
    JobField.REMOTE: ("homeoffice", "home office", "remote work", "fernarbeit"),
    JobField.EMPLOYMENT: ("beschäftigung", "employment type", "arbeitszeit", "anstellungsart", "beschäftigungsart"),
    JobField.SALARY_MIN: ("gehalt von", "salary from", "mindestgehalt", "salary minimum"),
    JobField.SALARY_MAX: ("gehalt bis", "salary to", "höchstgehalt", "salary maximum"),
    JobField.CURRENCY: ("währung",),
    JobField.PERIOD: ("zeitraum", "salary period", "pay period", "gehaltszeitraum"),
    JobField.DESCRIPTION: ("beschreibung", "text", "stellenbeschreibung", "job description"),
    JobField.REQUIREMENTS: ("anforderungen", "profil", "qualifications", "requirement"),
    JobField.BENEFITS: ("angebot", "wir bieten", "leistungen", "benefit", "vorteile"),
    JobField.APPLY_LINK: ("link", "url", "bewerbungslink", "apply url", "link to apply"),
    JobField.APPLY_EMAIL: ("email", "e-mail", "mail", "bewerbung per e-mail", "e-mail to apply"),
    JobField.DEADLINE: ("frist", "bewerbungsfrist", "application deadline", "bewerbungsschluss"),
    JobField.CONTACT: ("kontakt", "ansprechpartner", "ansprechperson", "contact person"),
    JobField.LANGUAGE: ("sprache",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of a file, as typed, and the line it begins at, counted from 1."""

    line: int
    draft: JobDraft


def known_field(name: str) -> JobField | None:
    """Return the field that a column's or key's name means; None where it means none."""
    return _NAMES.get(_key(name))


def draft_from(values: Mapping[JobField, str]) -> JobDraft:
    """Return a draft; in lists the separator becomes a line's end."""
    texts = {field: text.replace(ENTRY_SEPARATOR, "\n") if field in _LISTS else text for field, text in values.items()}
    return JobDraft(**{field.value: text for field, text in texts.items()})


def fields_of(names: Iterable[str], where: str) -> tuple[JobField, ...]:
    """Return the fields of all names, in order. Raises JobFileError for one that means none, or means one twice."""
    found: list[JobField] = []
    for name in names:
        field = known_field(name)
        if field is None:
            raise JobFileError(f"{where}: “{name[:60]}” is no field of a post. Known: {', '.join(JobField)}")
        if field in found:
            raise JobFileError(f"{where}: “{name[:60]}” gives {field} a second time")
        found.append(field)
    return tuple(found)


def _key(name: str) -> str:
    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())


_NAMES = {_key(name): field for field, names in _OTHER_NAMES.items() for name in (field.value, *names)}
