"""Generations on a real disk: built, published, verified, refused, survived."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import SnapshotError
from retrieval.manifest import MANIFEST_FILE, files_below
from retrieval.snapshot import Header, Part, Site, build_snapshot, load_snapshot
from tests.conftest import Silence

HEADER = Header("fake@1", 32, {"recruiter": 3})


class Built:
    """Makes parts, and remembers which were built and what of the previous generation they were shown."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.previous: dict[str, str | None] = {}

    def part(self, name: str, content: str = "content") -> Part:
        def build(site: Site, progress: object) -> None:
            self.names.append(name)
            self.previous[name] = (site.previous / "file.txt").read_text() if site.previous else None
            (site.folder / "file.txt").write_text(content)
            (site.folder / "deeper").mkdir()
            (site.folder / "deeper" / "file.bin").write_bytes(bytes(range(256)) * 8)

        return Part(name, content, build)


@pytest.fixture
def built() -> Built:
    return Built()


def publish(root: Path, *parts: Part) -> Path:
    return build_snapshot(root, parts, lambda _: HEADER, Silence())


def generations(root: Path) -> set[str]:
    return {path.name for path in (root / "generations").iterdir()}


def test_what_was_built_is_loaded(tmp_path: Path, built: Built) -> None:
    folder = publish(tmp_path, built.part("one"), built.part("two", "zwei"))

    snapshot = load_snapshot(tmp_path)

    assert snapshot.folder == folder
    assert (snapshot.part("two") / "file.txt").read_text() == "zwei"
    assert snapshot.manifest.header == HEADER
    assert [part.name for part in snapshot.manifest.parts] == ["one", "two"]
    assert {file.path for part in snapshot.manifest.parts for file in part.files} == {
        "one/file.txt",
        "one/deeper/file.bin",
        "two/file.txt",
        "two/deeper/file.bin",
    }
    with pytest.raises(SnapshotError, match="outdated: it has no part three"):
        snapshot.part("three")


def test_parts_see_those_before_them_and_the_header_sees_all(tmp_path: Path, built: Built) -> None:
    seen: list[str] = []

    def build(site: Site, progress: object) -> None:
        seen.append((site.part("one") / "file.txt").read_text())
        (site.folder / "x").touch()

    def header(generation: Path) -> Header:
        seen.extend(sorted(path.name for path in generation.iterdir()))
        return HEADER

    build_snapshot(tmp_path, [built.part("one"), Part("later", "1", build)], header, Silence())

    assert seen == ["content", "later", "one"]


def test_nothing_changed_nothing_built(tmp_path: Path, built: Built) -> None:
    first = publish(tmp_path, built.part("one"), built.part("two"))
    second = publish(tmp_path, built.part("one"), built.part("two"))

    assert first == second
    assert built.names == ["one", "two"]


def test_only_what_changed_is_built_and_sees_what_it_was(tmp_path: Path, built: Built) -> None:
    first = publish(tmp_path, built.part("one"), built.part("two"))
    second = publish(tmp_path, built.part("one"), built.part("two", "changed"))

    assert built.names == ["one", "two", "two"]
    assert built.previous["two"] == "content"
    assert (first / "one" / "file.txt").stat().st_ino == (second / "one" / "file.txt").stat().st_ino
    assert (first / "two" / "file.txt").read_text() == "content"
    assert (load_snapshot(tmp_path).part("two") / "file.txt").read_text() == "changed"


def test_a_part_that_is_no_longer_wanted_goes(tmp_path: Path, built: Built) -> None:
    publish(tmp_path, built.part("one"), built.part("two"))
    folder = publish(tmp_path, built.part("one"))

    assert sorted(path.name for path in folder.iterdir()) == [MANIFEST_FILE, "one"]


def test_the_previous_generation_stays_and_older_ones_go(tmp_path: Path, built: Built) -> None:
    folders = [publish(tmp_path, built.part("one", str(number))) for number in range(4)]

    assert generations(tmp_path) == {folders[2].name, folders[3].name}


def flip(path: Path, byte: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(byte)
        value = file.read(1)[0]
        file.seek(byte)
        file.write(bytes([value ^ (1 << bit)]))


@pytest.mark.parametrize("name", ["one/file.txt", "one/deeper/file.bin", MANIFEST_FILE])
def test_every_flipped_bit_is_noticed_and_its_file_named(tmp_path: Path, built: Built, name: str) -> None:
    path = publish(tmp_path, built.part("one")) / name
    size = path.stat().st_size
    positions = sorted({0, size - 1, *range(0, size, max(1, size // 60))})

    for number, byte in enumerate(positions):
        flip(path, byte, number % 8)
        with pytest.raises(SnapshotError, match=rf"{path}: damaged.*Mend: lotse index"):
            load_snapshot(tmp_path)
        flip(path, byte, number % 8)

    load_snapshot(tmp_path)


def test_every_flipped_bit_in_the_pointer_is_noticed(tmp_path: Path, built: Built) -> None:
    publish(tmp_path, built.part("one"))
    pointer = tmp_path / "current"

    for byte in range(pointer.stat().st_size):
        for bit in range(8):
            flip(pointer, byte, bit)
            if json_or_none(pointer) != json_or_none(pointer, undo=(byte, bit)):
                with pytest.raises(SnapshotError, match="lotse index"):
                    load_snapshot(tmp_path)
            flip(pointer, byte, bit)


def json_or_none(path: Path, undo: tuple[int, int] | None = None) -> object:
    """What the file says, or would say; white space may change without changing that."""
    data = bytearray(path.read_bytes())
    if undo:
        data[undo[0]] ^= 1 << undo[1]
    try:
        return json.loads(data)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (lambda folder: (folder / "one" / "file.txt").unlink(), "missing"),
        (lambda folder: (folder / "one" / "file.txt").write_text("conten"), "damaged"),
        (lambda folder: (folder / "one" / "more.txt").touch(), "foreign"),
        (lambda folder: shutil.rmtree(folder / "one"), "missing"),
        (lambda folder: (folder / MANIFEST_FILE).unlink(), "missing"),
    ],
)
def test_harm_is_named(tmp_path: Path, built: Built, harm: Callable[[Path], object], word: str) -> None:
    harm(publish(tmp_path, built.part("one")))

    with pytest.raises(SnapshotError, match=rf"{tmp_path}.*: {word}.*Mend: lotse index"):
        load_snapshot(tmp_path)


def test_no_snapshot_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        SnapshotError, match=rf"{tmp_path}/current: missing: no index has been built here. Mend: lotse index"
    ):
        load_snapshot(tmp_path)


def test_another_format_is_foreign(tmp_path: Path, built: Built) -> None:
    import hashlib

    manifest = publish(tmp_path, built.part("one")) / MANIFEST_FILE
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    pointer = json.loads((tmp_path / "current").read_text())
    pointer["manifest_sha256"] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (tmp_path / "current").write_text(json.dumps(pointer))

    with pytest.raises(SnapshotError, match="foreign: format 99, this program reads 1"):
        load_snapshot(tmp_path)


def test_another_model_is_outdated(tmp_path: Path, built: Built) -> None:
    publish(tmp_path, built.part("one"))

    load_snapshot(tmp_path, "fake")
    load_snapshot(tmp_path, "fake@1")
    with pytest.raises(SnapshotError, match="outdated: made with the model fake@1, not other"):
        load_snapshot(tmp_path, "other")


def test_a_damaged_part_is_built_again_and_not_shown_to_itself(tmp_path: Path, built: Built) -> None:
    folder = publish(tmp_path, built.part("one"), built.part("two"))
    flip(folder / "two" / "file.txt", 0, 0)

    publish(tmp_path, built.part("one"), built.part("two"))

    assert built.names == ["one", "two", "two"]
    assert built.previous["two"] is None
    load_snapshot(tmp_path)


@pytest.mark.parametrize("name", ["current", "manifest"])
def test_a_snapshot_whose_head_is_lost_is_built_again(tmp_path: Path, built: Built, name: str) -> None:
    folder = publish(tmp_path, built.part("one"))
    flip(tmp_path / "current" if name == "current" else folder / MANIFEST_FILE, 3, 7)

    publish(tmp_path, built.part("one"))

    assert built.names == ["one", "one"]
    load_snapshot(tmp_path)


def test_a_failing_build_leaves_the_old_generation_and_no_rubbish(tmp_path: Path, built: Built) -> None:
    folder = publish(tmp_path, built.part("one"))

    def fail(site: Site, progress: object) -> None:
        (site.folder / "half").touch()
        raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        publish(tmp_path, built.part("one", "changed"), Part("bad", "1", fail))

    assert load_snapshot(tmp_path).folder == folder
    assert generations(tmp_path) == {folder.name}


KILLED = """
import sys, time
from pathlib import Path
from retrieval.snapshot import Header, Part, build_snapshot

class Silence:
    def step(self, name, done, total): pass

def build(site, progress):
    (site.folder / "half.txt").write_text("half")
    print("building", flush=True)
    time.sleep(60)

build_snapshot(Path(sys.argv[1]), [Part("one", "changed", build)], lambda _: Header("m", 1, {}), Silence())
"""


def test_a_build_that_is_killed_leaves_the_old_generation(tmp_path: Path, built: Built) -> None:
    folder = publish(tmp_path, built.part("one"))
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "building\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert load_snapshot(tmp_path).folder == folder
    assert len(generations(tmp_path)) == 2

    newer = publish(tmp_path, built.part("one", "changed"))

    assert generations(tmp_path) == {folder.name, newer.name}
    assert load_snapshot(tmp_path).folder == newer


def test_a_second_builder_waits_for_the_first(tmp_path: Path, built: Built) -> None:
    started, may_go_on, waiting = threading.Event(), threading.Event(), threading.Event()
    order: list[str] = []

    class Hears:
        def step(self, name: str, done: int, total: int) -> None:
            if name.startswith("waiting"):
                waiting.set()

    def slow(site: Site, progress: object) -> None:
        started.set()
        may_go_on.wait(30)
        order.append("first")
        (site.folder / "x").touch()

    def fast(site: Site, progress: object) -> None:
        order.append("second")
        (site.folder / "x").touch()

    def run(part: Part) -> threading.Thread:
        thread = threading.Thread(target=build_snapshot, args=(tmp_path, [part], lambda _: HEADER, Hears()))
        thread.start()
        return thread

    first = run(Part("one", "1", slow))
    assert started.wait(30)
    second = run(Part("one", "2", fast))
    assert waiting.wait(30)
    assert order == []
    may_go_on.set()
    first.join(30)
    second.join(30)

    assert order == ["first", "second"]
    assert load_snapshot(tmp_path).manifest.parts[0].fingerprint == "2"


def test_readers_always_find_a_whole_generation_while_others_are_built(tmp_path: Path, built: Built) -> None:
    publish(tmp_path, built.part("one", "0"))
    done = threading.Event()
    seen: list[str] = []

    def read() -> None:
        while not done.is_set():
            seen.append((load_snapshot(tmp_path).part("one") / "file.txt").read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 20):
        publish(tmp_path, built.part("one", str(number)))
    done.set()
    reader.join(30)

    assert seen
    assert [int(one) for one in seen] == sorted(int(one) for one in seen)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, built: Built) -> None:
    (tmp_path / "file").touch()
    root = tmp_path / "file" / "index"

    with pytest.raises(SnapshotError, match=rf"{root}: the index cannot be written here .*Mend: allow writing"):
        publish(root, built.part("one"))


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system that refuses")
def test_a_file_system_that_refuses_is_named(built: Built) -> None:
    with pytest.raises((SnapshotError, FileNotFoundError), match="/proc/lotse"):
        publish(Path("/proc/lotse"), built.part("one"))


def test_a_full_disk_is_named_and_the_old_generation_stays(tmp_path: Path, built: Built) -> None:
    folder = publish(tmp_path, built.part("one"))

    def fill(site: Site, progress: object) -> None:
        with Path("/dev/full").open("wb") as file:
            file.write(b"x" * 100_000)

    with pytest.raises(SnapshotError, match=f"{tmp_path}.*No space left.*make room"):
        publish(tmp_path, Part("one", "changed", fill))

    assert load_snapshot(tmp_path).folder == folder


@pytest.mark.parametrize("name", ["", "a/b", "..", ".hidden"])
def test_a_parts_name_must_be_that_of_a_folder(name: str) -> None:
    with pytest.raises(ValueError, match="must be that of a folder"):
        Part(name, "1", lambda site, progress: None)


def test_parts_need_names_of_their_own(tmp_path: Path, built: Built) -> None:
    with pytest.raises(SnapshotError, match="each needs a name of its own"):
        publish(tmp_path, built.part("one"), built.part("one"))


def test_hard_links_are_not_needed(tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("no links on this file system")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    first = publish(tmp_path, built.part("one"), built.part("two"))
    second = publish(tmp_path, built.part("one"), built.part("two", "changed"))

    assert [p.relative_to(first) for p in files_below(first)] == [p.relative_to(second) for p in files_below(second)]
    load_snapshot(tmp_path)
