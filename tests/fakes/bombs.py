"""Files that nobody should bring along, one of each kind, and what a report says of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Refused, Remark
from tests.fakes.files import docx, pdf, pdf_bomb, zipped

TEXT = "Resturlaub verfällt am 31. März des Folgejahres, wenn ihn niemand genommen hat."
HUGE = b"\0" * 150_000_000
TINY = 10_000
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
XML_BOMB = f'<!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}]>'
STOPPED = frozenset({Refused.TIME, Refused.MEMORY, Refused.DAMAGED, Refused.NO_TEXT})
"""What stops a file that no rule sees through depends on the machine."""


@dataclass(frozen=True, slots=True)
class Bomb:
    """A file or folder that `write` makes at a path, and what one of its reports says: a refusal, or a remark."""

    name: str
    write: Callable[[Path], object]
    says: frozenset[Refused | Remark]


def _data(name: str, make: Callable[[], bytes], *says: Refused | Remark) -> Bomb:
    return Bomb(name, lambda path: path.write_bytes(make()), frozenset(says))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(500_000_000)


def _tiny_files(folder: Path) -> None:
    folder.mkdir()
    for number in range(TINY):
        (folder / f"{number}.txt").write_text(TEXT, encoding="utf-8")


def _lying() -> bytes:
    """A member that says of itself to be small."""
    data = bytearray(zipped({"a.txt": HUGE}))
    said, small = len(HUGE).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    return bytes(data.replace(said, small))


def _broken() -> bytes:
    return (TEXT * 20).encode() + b"\xff\xfe\xff" + (TEXT * 20).encode()


def _nested(depth: int) -> bytes:
    data = zipped({"a.txt": HUGE})
    for _ in range(depth):
        data = zipped({f"{number}.zip": data for number in range(10)})
    return data


BOMBS: Mapping[str, Bomb] = {
    "zip ratio": _data("ratio.zip", lambda: zipped({"a.txt": HUGE}), Refused.BOMB),
    "zip ratio in Word": _data("ratio.docx", lambda: zipped({"word/document.xml": HUGE}), Refused.BOMB),
    "zip that lies": _data("lying.zip", _lying, *STOPPED),
    "nested zip": _data("nested.zip", lambda: _nested(3), Refused.NESTED),
    "PDF filters": Bomb("filters.pdf", lambda path: path.write_bytes(pdf_bomb(300)), STOPPED),
    "XML entities": _data("entities.docx", lambda: docx([(0, "&a9;")], XML_BOMB), Refused.ENTITIES),
    "500 MB": Bomb("large.txt", _sparse, frozenset({Refused.TOO_LARGE})),
    "10,000 files": Bomb("tiny", _tiny_files, frozenset({Refused.TOO_MANY})),
    "10,000 files in a zip": _data(
        "tiny.zip", lambda: zipped({f"{number}.txt": TEXT for number in range(TINY)}), Refused.TOO_MANY
    ),
    "wrong extension": _data("report.pdf", lambda: docx([(0, TEXT)]), Remark.MISNAMED),
    "password": _data("locked.pdf", lambda: pdf([TEXT], locked=True), Refused.PASSWORD),
    "broken encoding": _data("broken.txt", _broken, Remark.BROKEN_LETTERS),
}
