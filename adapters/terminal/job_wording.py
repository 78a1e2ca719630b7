"""The terminal's words about job posts, in both languages; what a post says comes from the post."""

from dataclasses import dataclass

from bot.models import Language


@dataclass(frozen=True, slots=True)
class JobTerms:
    """The words of one language. Words in braces are filled in."""

    kept: str
    edited: str
    published: str
    closed: str
    none: str
    columns: tuple[str, ...]
    questions: str
    imported: str
    imported_one: str
    nothing_imported: str
    left_out: str
    left_out_one: str
    line: str


_GERMAN = JobTerms(
    kept="Entwurf {id} ist gespeichert. Veröffentlichen: lotse jobs publish {id}",
    edited="{id} ist geändert (Fassung {version}).",
    published="{id} ist veröffentlicht.",
    closed="{id} ist geschlossen.",
    none="Es gibt noch keine Stellenanzeige. Die erste: lotse jobs add --help",
    columns=("Id", "Stand", "Titel", "Ort", "Frist", "Fragen"),
    questions="Gefragt: {list}",
    imported="{number} Entwürfe sind gespeichert.",
    imported_one="Ein Entwurf ist gespeichert.",
    nothing_imported="Nichts ist gespeichert. Mit --partly kommen die Einträge ohne Fehler hinzu ({number}).",
    left_out="{number} Einträge mit Fehlern sind ausgelassen.",
    left_out_one="Ein Eintrag mit Fehlern ist ausgelassen.",
    line="{file}:{line}: Eintrag {entry}: {mistake}",
)

_ENGLISH = JobTerms(
    kept="Draft {id} is kept. To publish: lotse jobs publish {id}",
    edited="{id} is changed (version {version}).",
    published="{id} is published.",
    closed="{id} is closed.",
    none="There is no job post yet. The first: lotse jobs add --help",
    columns=("Id", "State", "Title", "Place", "Deadline", "Questions"),
    questions="Asked: {list}",
    imported="{number} drafts are kept.",
    imported_one="One draft is kept.",
    nothing_imported="Nothing is kept. --partly keeps the entries without mistakes ({number}).",
    left_out="{number} entries with mistakes are left out.",
    left_out_one="One entry with mistakes is left out.",
    line="{file}:{line}: entry {entry}: {mistake}",
)


def job_terms(language: Language) -> JobTerms:
    """Return the words of `language`."""
    return _GERMAN if language is Language.DE else _ENGLISH
