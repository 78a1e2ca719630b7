"""What is said of the team's documents on every surface, in both languages. Words in braces are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.documents import MAX_FILE_BYTES, MAX_FILES, MAX_LETTERS, DocumentAudience, Kept, Refused, Remark
from bot.ingest import FileReport
from bot.models import Language

_MEGABYTES = MAX_FILE_BYTES // 1_000_000
_MILLIONS = MAX_LETTERS // 1_000_000


@dataclass(frozen=True, slots=True)
class DocumentWording:
    """The words of one language. `detail` is what `Refusal` and `Note` carry."""

    kept: Mapping[Kept, str]
    refused: Mapping[Refused, str]
    remarks: Mapping[Remark, str]
    audiences: Mapping[DocumentAudience, str]
    languages: Mapping[Language, str]
    passage: str
    passages: str
    summary: str
    none: str
    removed: str
    unknown: str
    owner: str
    review: str
    overdue: str
    added: str
    added_alone: str


_GERMAN = DocumentWording(
    kept={Kept.ADDED: "neu", Kept.REPLACED: "ersetzt", Kept.UNCHANGED: "unverändert"},
    refused={
        Refused.EMPTY: "die Datei ist leer",
        Refused.TOO_LARGE: f"mit {{detail}} MB zu groß; gelesen werden höchstens {_MEGABYTES} MB",
        Refused.TOO_LONG: f"mit {{detail}} Zeichen zu lang; gelesen werden höchstens {_MILLIONS} Millionen",
        Refused.TOO_MANY: f"zu viele Dateien ({{detail}}); es dürfen höchstens {MAX_FILES} auf einmal sein",
        Refused.UNREADABLE: "kann nicht geöffnet werden ({detail})",
        Refused.UNSUPPORTED: "diese Art von Datei ({detail}) kann Lotse nicht lesen",
        Refused.OLD_OFFICE: "altes Office-Format oder mit Kennwort geschützt; bitte ohne Kennwort als .docx, .xlsx "
        "oder .pptx speichern",
        Refused.PASSWORD: "mit einem Kennwort geschützt; bitte ohne Kennwort speichern",
        Refused.DAMAGED: "beschädigt oder nicht das, was die Endung sagt ({detail})",
        Refused.BOMB: "wird entpackt viel zu groß ({detail} MB)",
        Refused.NESTED: "ein Archiv in einem Archiv wird nicht gelesen; bitte einzeln entpacken",
        Refused.ENTITIES: "enthält XML-Entitäten ({detail}), die kein Office-Programm schreibt",
        Refused.BINARY: "das ist kein Text",
        Refused.NO_TEXT: "kein Text darin; eingescannte Seiten brauchen zuerst eine Texterkennung",
        Refused.TIME: "braucht länger als {detail} Sekunden",
        Refused.MEMORY: "braucht mehr Speicher, als eine Datei darf",
    },
    remarks={
        Remark.MISNAMED: "die Endung stimmt nicht, gelesen als {detail}",
        Remark.ENCODING: "gelesen in der Zeichenkodierung {detail}",
        Remark.BROKEN_LETTERS: "unlesbare Zeichen: {detail}",
        Remark.QUESTIONS: "Fragen mit Antwort: {detail}",
        Remark.EMPTY_PAGES: "Seiten ohne Text: {detail}",
    },
    audiences={DocumentAudience.INTERNAL: "intern", DocumentAudience.PUBLIC: "öffentlich"},
    languages={Language.DE: "Deutsch", Language.EN: "Englisch"},
    passage="1 Abschnitt",
    passages="{number} Abschnitte",
    summary="{kept} gelesen, {refused} nicht gelesen.",
    none="Es gibt noch keine eigenen Dokumente. lotse ingest nimmt welche auf.",
    removed="Entfernt: {number}.",
    unknown="{id}: kein Dokument hat diese Kennung; lotse documents list zeigt alle.",
    owner="verantwortlich: {owner}",
    review="zu prüfen ab {date}",
    overdue="seit {date} zu prüfen",
    added="aufgenommen am {date} von {by}",
    added_alone="aufgenommen am {date}",
)

_ENGLISH = DocumentWording(
    kept={Kept.ADDED: "new", Kept.REPLACED: "replaced", Kept.UNCHANGED: "unchanged"},
    refused={
        Refused.EMPTY: "the file is empty",
        Refused.TOO_LARGE: f"too large with {{detail}} MB; no more than {_MEGABYTES} MB are read",
        Refused.TOO_LONG: f"too long with {{detail}} characters; no more than {_MILLIONS} million are read",
        Refused.TOO_MANY: f"too many files ({{detail}}); no more than {MAX_FILES} may come at once",
        Refused.UNREADABLE: "cannot be opened ({detail})",
        Refused.UNSUPPORTED: "Lotse cannot read this kind of file ({detail})",
        Refused.OLD_OFFICE: "an old Office format or protected by a password; please save it as .docx, .xlsx or .pptx "
        "without one",
        Refused.PASSWORD: "protected by a password; please save it without one",
        Refused.DAMAGED: "damaged, or not what its name says ({detail})",
        Refused.BOMB: "would unpack to far too much ({detail} MB)",
        Refused.NESTED: "an archive within an archive is not read; please unpack it first",
        Refused.ENTITIES: "holds XML entities ({detail}), which no Office program writes",
        Refused.BINARY: "this is no text",
        Refused.NO_TEXT: "no text in it; scanned pages need text recognition first",
        Refused.TIME: "takes longer than {detail} seconds",
        Refused.MEMORY: "needs more memory than a file may",
    },
    remarks={
        Remark.MISNAMED: "the name is wrong, read as {detail}",
        Remark.ENCODING: "read in the encoding {detail}",
        Remark.BROKEN_LETTERS: "unreadable characters: {detail}",
        Remark.QUESTIONS: "questions with answers: {detail}",
        Remark.EMPTY_PAGES: "pages without text: {detail}",
    },
    audiences={DocumentAudience.INTERNAL: "internal", DocumentAudience.PUBLIC: "public"},
    languages={Language.DE: "German", Language.EN: "English"},
    passage="1 passage",
    passages="{number} passages",
    summary="{kept} read, {refused} not read.",
    none="There are no documents of your own yet. lotse ingest brings some in.",
    removed="Removed: {number}.",
    unknown="{id}: no document has this id; lotse documents list shows all.",
    owner="owner: {owner}",
    review="due for review on {date}",
    overdue="due for review since {date}",
    added="added on {date} by {by}",
    added_alone="added on {date}",
)


def document_wording(language: Language) -> DocumentWording:
    """Return the words of `language`."""
    return _GERMAN if language is Language.DE else _ENGLISH


def outcome(report: FileReport, words: DocumentWording) -> str:
    """Return what became of a file, on one line: why it was not read, or what was read and what is odd about it."""
    if report.refusal:
        return words.refused[report.refusal.reason].format(detail=report.refusal.detail)
    assert report.kept is not None
    languages = ", ".join(words.languages[language] for language in report.languages)
    parts = [words.kept[report.kept], passages(report.passages, words), languages]
    parts += [words.remarks[note.remark].format(detail=note.detail) for note in report.notes]
    return "; ".join(parts)


def passages(number: int, words: DocumentWording) -> str:
    """Return how many passages there are."""
    return words.passage if number == 1 else words.passages.format(number=number)
