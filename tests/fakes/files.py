"""Files of every kind that a team may bring along, and of the kinds that nobody should; made from nothing."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import openpyxl
from pptx import Presentation

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_BODY = "<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>"
_STYLE = '<w:pPr><w:pStyle w:val="Heading{}"/></w:pPr>'
_STYLES = '<w:style w:type="paragraph" w:styleId="Heading{0}"><w:name w:val="heading {0}"/></w:style>'


def docx(paragraphs: Sequence[tuple[int, str]], prologue: str = "") -> bytes:
    """Return a Word file; each paragraph with its heading's level, 0 for plain text."""
    body = "".join(_BODY.format(style=_STYLE.format(level) if level else "", text=text) for level, text in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = f"<w:styles {space}>{''.join(_STYLES.format(level) for level in (1, 2, 3))}</w:styles>"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r2" '
        'Target="styles.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>'
        "</Relationships>"
    )
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/_rels/document.xml.rels": relations,
            "word/styles.xml": styles,
            "word/document.xml": f'<?xml version="1.0"?>{prologue}{_WORD.format(body)}',
        }
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Return an Excel file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def pptx(slides: Sequence[tuple[str, str]]) -> bytes:
    """Return a presentation; each slide with its title and text."""
    show = Presentation()
    for title, text in slides:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    written = io.BytesIO()
    show.save(written)
    return written.getvalue()


def pdf(pages: Sequence[str], *, locked: bool = False) -> bytes:
    """Return a PDF with a line of text for each line of a page; `locked` needs a password that nobody knows."""
    return _pdf([zlib.compress(_drawn(page)) for page in pages], locked=locked)


def pdf_bomb(megabytes: int) -> bytes:
    """Return a PDF whose one page unfolds, through two filters, to many times its size."""
    stream = zlib.compress(zlib.compress(b"q Q " * (megabytes * 250_000), 9), 9)
    return _pdf([stream], filters="[/FlateDecode /FlateDecode]")


def _drawn(page: str) -> bytes:
    lines = page.replace("(", "\\(").replace(")", "\\)").split("\n")
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    return f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}ET".encode("cp1252")


def _pdf(streams: Sequence[bytes], filters: str = "/FlateDecode", *, locked: bool = False) -> bytes:
    count = len(streams)
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * place} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        head = f"<< /Length {len(stream)} /Filter {filters} >>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    if locked:
        secret = f"/O <{'ab' * 32}> /U <{'cd' * 32}> /P -4"
        objects.append(f"<< /Filter /Standard /V 1 /R 2 {secret} >>".encode())
    return _numbered(objects, f"/Encrypt {len(objects)} 0 R /ID [<aa> <aa>]" if locked else "")


def _numbered(objects: Sequence[bytes], trailer: str) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(written)
