"""Files of every kind, read in the process that is made for it, with its limits."""

import os
import time
from pathlib import Path

import psutil
import pytest

from knowledge.conversion import Converter
from knowledge.documents import (
    MAX_FILE_BYTES,
    MAX_FILES,
    SECONDS_A_FILE,
    Document,
    FileKind,
    Refusal,
    Refused,
    Remark,
)
from knowledge.splitting import split_document
from tests.fakes.bombs import HUGE, XML_BOMB
from tests.fakes.files import docx, pdf, pdf_bomb, pptx, xlsx, zipped

TEXT = "Resturlaub verfällt am 31. März des Folgejahres."


@pytest.fixture
def read(converter: Converter, tmp_path: Path):
    def reading(name: str, data: bytes) -> Document | Refusal:
        path = tmp_path / name
        path.write_bytes(data)
        return converter.read(path, name)

    return reading


KINDS = {
    "a.md": (f"# Handbuch\n\n## Urlaub\n\n{TEXT}".encode(), FileKind.MARKDOWN, "Handbuch", ("Urlaub",), None),
    "a.txt": (TEXT.encode(), FileKind.TEXT, "a", (), None),
    "a.html": (
        f"<title>Handbuch</title><body><script>alert(1)</script><h2>Urlaub</h2><p>{TEXT}</p>".encode(),
        FileKind.HTML,
        "Handbuch",
        ("Urlaub",),
        None,
    ),
    "a.docx": (docx([(1, "Handbuch"), (2, "Urlaub"), (0, TEXT)]), FileKind.WORD, "Handbuch", ("Urlaub",), None),
    "a.pptx": (pptx([("Start", "Hallo."), ("Urlaub", TEXT)]), FileKind.POWERPOINT, "a", ("Urlaub",), 2),
    "a.pdf": (pdf(["Deckblatt", TEXT]), FileKind.PDF, "a", (), 2),
    "a.xlsx": (
        xlsx({"Regeln": [["Frage", "Antwort"], ["Wann verfällt er?", TEXT]]}),
        FileKind.EXCEL,
        "a",
        ("Regeln", "Wann verfällt er?"),
        None,
    ),
    "a.csv": (
        f"Question;Answer\nWhen?;{TEXT}\n".encode(),
        FileKind.CSV,
        "a",
        ("When?",),
        None,
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_read_with_its_place(read, name: str) -> None:
    data, kind, title, section, page = KINDS[name]
    document = read(name, data)
    assert isinstance(document, Document)
    assert (document.kind, document.title) == (kind, title)
    last = split_document(document)[-1]
    assert (last.text, last.section, last.page) == (TEXT, section, page)
    assert "alert" not in repr(document.parts)


def test_a_table_without_questions_becomes_a_line_a_row(read) -> None:
    document = read("a.xlsx", xlsx({"Büros": [["Stadt", "Räume"], ["Köln", 12], [None, None], ["Bonn", 3.5]]}))
    (excerpt,) = split_document(document)
    assert excerpt.text == "- Stadt: Köln; Räume: 12\n- Stadt: Bonn; Räume: 3.5"
    assert excerpt.section == ("Büros",)


def test_questions_and_answers_are_counted(read) -> None:
    document = read("faq.csv", b"Nr,Frage,Antwort\n1,Wo?,Hier.\n2,Wann?,\n3,Wer?,Du.\n")
    assert [part.text for part in document.parts] == ["Hier.", "Du."]
    assert [(note.remark, note.detail) for note in document.notes] == [(Remark.QUESTIONS, "2")]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", docx([(0, TEXT)]), FileKind.WORD),
        ("a.docx", pdf([TEXT]), FileKind.PDF),
        ("a.xlsx", TEXT.encode(), FileKind.TEXT),
    ],
)
def test_a_wrong_extension_is_seen_through_and_noted(read, name: str, data: bytes, kind: FileKind) -> None:
    document = read(name, data)
    assert document.kind is kind
    assert document.notes[0].remark is Remark.MISNAMED
    assert TEXT in split_document(document)[0].text


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(read, encoding: str) -> None:
    text = "Grüße aus Köln: Die Straße ist schön und für alle da. Über Änderungen berät der Ausschuss."
    assert split_document(read("a.txt", text.encode(encoding)))[0].text == text


def test_a_few_broken_bytes_are_noted(read) -> None:
    document = read("a.txt", (TEXT * 20).encode() + b"\xff\xfe\xff" + (TEXT * 20).encode())
    assert document.notes[0].remark is Remark.BROKEN_LETTERS


DEEP = b"<div>" * 200_000 + b"x"

REFUSED = {
    "empty.md": (b"", Refused.EMPTY),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0", Refused.UNSUPPORTED),
    "picture.md": (b"\x89PNG\r\n\x1a\n\0\0\0", Refused.UNSUPPORTED),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Refused.OLD_OFFICE),
    "noise.txt": (bytes(range(1, 256)) * 40, Refused.BINARY),
    "locked.pdf": (pdf([TEXT], locked=True), Refused.PASSWORD),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj\n<<", Refused.DAMAGED),
    "scanned.pdf": (pdf(["", ""]), Refused.NO_TEXT),
    "cut.docx": (docx([(0, TEXT)])[:600], Refused.DAMAGED),
    "entities.docx": (docx([(0, "&a9;")], XML_BOMB), Refused.ENTITIES),
    "bomb.docx": (zipped({"word/document.xml": HUGE}), Refused.BOMB),
    "plain.zip.docx": (zipped({"a.txt": TEXT}), Refused.UNSUPPORTED),
    "long.txt": (b"word " * 1_200_000, Refused.TOO_LONG),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_breaks_a_rule_is_refused_with_its_reason(read, name: str) -> None:
    data, reason = REFUSED[name]
    started = time.monotonic()
    refusal = read(name, data)
    assert isinstance(refusal, Refusal), refusal
    assert (refusal.source, refusal.reason) == (name, reason)
    assert time.monotonic() - started < SECONDS_A_FILE + 5


@pytest.mark.parametrize(("name", "data"), [("deep.html", DEEP), ("filters.pdf", pdf_bomb(300))])
def test_what_the_rules_do_not_see_meets_the_limits(read, name: str, data: bytes) -> None:
    """Which of the limits stops it depends on the machine; none may be passed, and the next file is read."""
    started = time.monotonic()
    outcome = read(name, data)
    assert time.monotonic() - started < SECONDS_A_FILE + 5
    if isinstance(outcome, Refusal):
        assert outcome.reason in (Refused.TIME, Refused.MEMORY, Refused.DAMAGED, Refused.NO_TEXT)
    assert isinstance(read("next.txt", TEXT.encode()), Document)


def test_a_file_of_500_megabytes_is_never_read(converter: Converter, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    refusal = converter.read(path, "large.txt")
    assert refusal == Refusal("large.txt", Refused.TOO_LARGE, "500")
    assert MAX_FILE_BYTES < 500_000_000


def test_a_missing_file_is_said_to_be(converter: Converter, tmp_path: Path) -> None:
    assert converter.read(tmp_path / "none.md", "none.md") == Refusal("none.md", Refused.UNREADABLE, os.strerror(2))


def test_time_is_limited_and_the_next_file_is_read(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow.pdf", tmp_path / "quick.txt"
    slow.write_bytes(pdf(["\n".join(f"Zeile {n} von vielen" for n in range(50))] * 200))
    quick.write_text(TEXT)
    before = readers()
    with Converter(seconds=0.3) as hasty:
        assert hasty.read(slow, "slow.pdf") == Refusal("slow.pdf", Refused.TIME, "0.3")
        assert isinstance(hasty.read(quick, "quick.txt"), Document)
    assert readers() <= before


def readers() -> set[int]:
    return {one.pid for one in psutil.Process().children() if "knowledge.conversion_worker" in one.cmdline()}


def unpack(converter: Converter, tmp_path: Path, data: bytes) -> dict[str, Refused | bytes]:
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    with converter.unpacked(path, "export.zip") as files:
        return {
            one.source if isinstance(one, Refusal) else one[0]: (
                one.reason if isinstance(one, Refusal) else one[1].read_bytes()
            )
            for one in files
        }


def test_an_archive_is_unpacked_into_a_folder_of_its_own(converter: Converter, tmp_path: Path) -> None:
    members = {"../../evil.md": "x", "/etc/a.md": "y", "__MACOSX/a.md": "z", "b/.hidden": "z", "b/c.md": TEXT}
    found = unpack(converter, tmp_path, zipped(members))
    assert found == {
        "export.zip!../../evil.md": b"x",
        "export.zip!/etc/a.md": b"y",
        "export.zip!b/c.md": TEXT.encode(),
    }
    assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]


def test_an_archive_in_an_archive_is_left_out(converter: Converter, tmp_path: Path) -> None:
    inner = zipped({"a.txt": TEXT})
    found = unpack(converter, tmp_path, zipped({"inner.zip": inner, "inner.docx": docx([(0, TEXT)])}))
    assert found["export.zip!inner.zip"] is Refused.NESTED
    assert isinstance(found["export.zip!inner.docx"], bytes)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.txt": HUGE}), Refused.BOMB),
        (zipped({f"{n}.txt": "x" for n in range(10_000)}), Refused.TOO_MANY),
        (b"PK\x05\x06 cut", Refused.DAMAGED),
    ],
    ids=["bomb", "10,000 files", "cut"],
)
def test_a_whole_archive_is_refused(converter: Converter, tmp_path: Path, data: bytes, reason: Refused) -> None:
    started = time.monotonic()
    assert unpack(converter, tmp_path, data) == {"export.zip": reason}
    assert time.monotonic() - started < SECONDS_A_FILE
    assert MAX_FILES < 10_000
