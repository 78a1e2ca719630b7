"""One file → Document, within the process that `conversion.py` limits. Only this module and the worker know markitdown.

Importing it costs 2 s and 135 MB, so nothing but the worker does.
"""

import csv
import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
import pypdfium2
from markitdown import DocumentConverter, StreamInfo
from markitdown.converters import DocxConverter, HtmlConverter, PdfConverter, PptxConverter

from knowledge.decoding_text import decoded
from knowledge.documents import MAX_FILE_BYTES, MAX_LETTERS, Document, FileKind, Note, Part, Refused, Remark
from knowledge.file_kinds import RefusedError, check_container, kind_by_content, kind_by_name, kind_of_container
from knowledge.table_text import table_parts

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SLIDE = re.compile(r"<!-- Slide number: (\d+) -->")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_HTML_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_DELIMITERS = ",;\t|"
_HEAD = 4_096


def read_document(path: Path, source: str) -> Document:
    """Return what is in the file at `path`, which is called `source`.

    Raises:
        RefusedError: it breaks a rule; what the converters raise else is turned into it by the worker.
    """
    data = _bytes(path)
    kind = kind_by_content(data[:_HEAD], source)
    if kind is None:
        kind = _office_kind(data, source)
    parts, notes = _parts(kind, data)
    if not any(part.text.strip() for part in parts):
        raise RefusedError(Refused.NO_TEXT)
    if (letters := sum(len(part.text) for part in parts)) > MAX_LETTERS:
        raise RefusedError(Refused.TOO_LONG, str(letters))
    named = kind_by_name(source)
    if named is not kind:
        notes = (Note(Remark.MISNAMED, kind.value), *notes)
    title = _title(kind, data, parts) or PurePosixPath(source.replace("\\", "/").rpartition("!")[2]).stem
    return Document(source, title, kind, hashlib.sha256(data).hexdigest(), parts, notes)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise RefusedError(Refused.TOO_LARGE, str(size // 1_000_000))
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(Refused.UNREADABLE, error.strerror or "") from None


def _office_kind(data: bytes, source: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            members = container.infolist()
            kind = kind_of_container(members)
            if kind is None:
                raise RefusedError(Refused.UNSUPPORTED, PurePosixPath(source).suffix)
            check_container(members, len(data))
            _check_declarations(container, members)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise RefusedError(Refused.DAMAGED, str(error)) from None


def _check_declarations(container: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """No office program writes a document type; whoever does wants entities that unfold."""
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and _DECLARATION.search(container.read(member)):
            raise RefusedError(Refused.ENTITIES, member.filename)


def _parts(kind: FileKind, data: bytes) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    match kind:
        case FileKind.PDF:
            return _pdf(data)
        case FileKind.WORD:
            return (Part(_markdown(DocxConverter(), data, ".docx")),), ()
        case FileKind.POWERPOINT:
            return tuple(_slides(_markdown(PptxConverter(), data, ".pptx"))), ()
        case FileKind.EXCEL:
            return _tables(_sheets(data))
        case _:
            return _plain(kind, data)


def _plain(kind: FileKind, data: bytes) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    text, notes = decoded(data)
    if kind is FileKind.CSV:
        parts, more = _tables([("", _csv_rows(text))])
        return parts, (*notes, *more)
    if kind is FileKind.HTML:
        text = _markdown(HtmlConverter(), text.encode("utf-8", "replace"), ".html")
    return (Part(text),), notes


def _markdown(converter: DocumentConverter, data: bytes, extension: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        info = StreamInfo(extension=extension, charset="utf-8")
        return converter.convert(io.BytesIO(data), info).markdown


def _pdf(data: bytes) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    """A page at a time, because the converter says nowhere where one ends."""
    converter = PdfConverter()
    parts = [Part(_markdown(converter, page, ".pdf"), number) for number, page in enumerate(_single_pages(data), 1)]
    empty = [str(part.page) for part in parts if not part.text.strip()]
    notes = (Note(Remark.EMPTY_PAGES, ", ".join(empty)),) if 0 < len(empty) < len(parts) else ()
    return tuple(parts), notes


def _single_pages(data: bytes) -> Iterator[bytes]:
    try:
        whole = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise RefusedError(Refused.PASSWORD if locked else Refused.DAMAGED, "" if locked else str(error)) from None
    with whole:
        for place in range(len(whole)):
            single = pypdfium2.PdfDocument.new()
            with single:
                single.import_pages(whole, [place])
                written = io.BytesIO()
                single.save(written)
            yield written.getvalue()


def _slides(markdown: str) -> Iterator[Part]:
    _, *pieces = _SLIDE.split(markdown)
    for number, text in zip(pieces[::2], pieces[1::2], strict=True):
        yield Part(text, int(number))


def _sheets(data: bytes) -> Iterator[tuple[str, Iterable[Sequence[str]]]]:
    """markitdown's own way writes empty cells as NaN and loses which row belongs to which."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            yield sheet.title, ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")


def _csv_rows(text: str) -> Iterator[list[str]]:
    try:
        dialect: Any = csv.Sniffer().sniff(text[:_HEAD], _DELIMITERS)
    except csv.Error:
        dialect = csv.excel
    return csv.reader(io.StringIO(text, newline=""), dialect)


def _tables(tables: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    parts: list[Part] = []
    pairs = 0
    for name, rows in tables:
        found, questions = table_parts(rows, (name,) if name else ())
        parts += found
        pairs += questions
    return tuple(parts), (Note(Remark.QUESTIONS, str(pairs)),) if pairs else ()


def _title(kind: FileKind, data: bytes, parts: Sequence[Part]) -> str:
    if kind is FileKind.HTML and (named := _HTML_TITLE.search(decoded(data)[0])):
        return " ".join(named[1].split())
    if kind in (FileKind.MARKDOWN, FileKind.WORD, FileKind.HTML) and (heading := _HEADING.search(parts[0].text)):
        return heading[1].strip("*_ ")
    return ""
