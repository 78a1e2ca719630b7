"""What nobody should bring along: each within 10 s and 512 MB, with a clear line; the service answers on."""

import asyncio
import json
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import httpx
import psutil
import pytest

from adapters.document_wording import document_wording, outcome
from bot.bootstrap import INDEX_FOLDER, index_folder
from bot.documents import Details, DocumentAudience
from bot.ingest import FileReport, files_below
from bot.models import Language
from config.settings import Settings
from knowledge.conversion import Converter
from knowledge.documents import MEMORY_BYTES, SECONDS_A_FILE
from tests.conftest import Silence
from tests.fakes.bombs import BOMBS, TEXT
from tests.fakes.document_desk import Shelf
from tests.fakes.serving import ROOT, Served, serving, unset
from tests.fakes.slack_world import free_port

DETAILS = Details(DocumentAudience.INTERNAL)
READER = "knowledge.conversion_worker"
BREATH = 1.0
"""Seconds for what is not the file's: ending a process that was stopped, and a busy machine."""
LONGEST_ANSWER = 5.0
LEFT_OUT = ("tiny", "large.txt")
"""A folder of files, which makes the one around it too many, and what is more than an upload may hold."""
GOOD = "Der Dienstwagen ist bis zum letzten Arbeitstag mittags am Empfang in Haus B zurückzugeben."
PATIENT = {"LOTSE_WEB__QUESTIONS_PER_MINUTE": "100000"}
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


class Peak:
    """The most memory, in bytes, that this process' reading processes held at once, looked at all the time."""

    def __init__(self) -> None:
        self.reader = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        stop = Event()
        thread = Thread(target=self._watch, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _watch(self, stop: Event) -> None:
        while not stop.wait(0.005):
            for child in psutil.Process().children():
                self.reader = max(self.reader, _held(child))


def _held(process: psutil.Process) -> int:
    """The kernel's own high water mark, so that nothing between two looks is missed but a process' last moments."""
    try:
        if READER not in process.cmdline():
            return 0
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    except (psutil.Error, OSError):
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@pytest.mark.parametrize("kind", BOMBS)
def test_each_is_refused_or_handled_within_its_limits(
    shelf: Shelf, converter: Converter, tmp_path: Path, kind: str
) -> None:
    bomb, warm = BOMBS[kind], tmp_path / "warm.txt"
    bomb.write(tmp_path / bomb.name)
    warm.write_text(TEXT, encoding="utf-8")
    converter.read(warm, "warm.txt")
    peak, began = Peak(), time.monotonic()
    with peak.watched():
        reports = shelf.desk.bring_in(files_below(tmp_path / bomb.name), DETAILS, "anna", Silence())
        took = time.monotonic() - began
    assert took < SECONDS_A_FILE + BREATH
    assert 0 < peak.reader < MEMORY_BYTES
    assert reports
    assert _said(reports) & bomb.says, reports
    for language in Language:
        for report in reports:
            line = outcome(report, document_wording(language))
            assert 10 < len(line) < 200, line
            assert "\n" not in line
            assert "{" not in line


def _said(reports: tuple[FileReport, ...]) -> set[object]:
    refused = {report.refusal.reason for report in reports if report.refusal}
    return refused | {note.remark for report in reports for note in report.notes}


@pytest.fixture
def folder(settings: Settings, assistant: object, tmp_path: Path) -> Path:
    """A data folder with an index of its own."""
    data = tmp_path / "data"
    shutil.copytree(index_folder(settings), data / INDEX_FOLDER)
    return data


@pytest.mark.long
def test_the_service_answers_on_while_they_come_in_both_ways(folder: Path, tmp_path: Path) -> None:
    """By the page's upload and by `lotse ingest` at once; what is good among them is quoted afterwards."""
    files = tmp_path / "files"
    files.mkdir()
    for bomb in BOMBS.values():
        if bomb.name not in LEFT_OUT:
            bomb.write(files / bomb.name)
    (files / "good.md").write_text(f"# Fuhrpark\n\n{GOOD}\n", encoding="utf-8")

    async def scenario() -> None:
        async with serving(folder, folder / INDEX_FOLDER, free_port(), PATIENT) as served, asking(served) as took:
            page, (status, said) = await asyncio.gather(uploaded(served, files), ingested(folder, files))
            assert status == 1
            for report in (page, said):
                assert "zu viele Dateien" in report
                assert "mit einem Kennwort geschützt" in report
            assert GOOD in await answer(served, "Wo gebe ich den Dienstwagen am letzten Arbeitstag zurück?")
        assert len(took) > 20
        assert max(took) < LONGEST_ANSWER

    asyncio.run(scenario())


async def answer(served: Served, question: str) -> str:
    body = json.dumps({"question": question}).encode()
    got = await served.post("/api/v1/answers", body, {"Content-Type": "application/json"})
    assert got.status_code == 200, got.text
    return json.dumps(got.json(), ensure_ascii=False)


@asynccontextmanager
async def asking(served: Served) -> AsyncIterator[list[float]]:
    """Ask all the time, each question another; give the seconds that answers took."""
    took: list[float] = []

    async def ask() -> None:
        while True:
            began = time.monotonic()
            await answer(served, f"Bauleiter in Köln gesucht, {len(took) + 2} Leute, wo posten?")
            took.append(time.monotonic() - began)
            await asyncio.sleep(0.2)

    task = asyncio.create_task(ask())
    try:
        yield took
    finally:
        if not task.done():
            task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def ingested(folder: Path, files: Path) -> tuple[int | None, str]:
    """Return the status and the report of `lotse ingest`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.main", "ingest", str(files), "--audience", "internal"),
        cwd=ROOT,
        env={**unset(), "LOTSE_DATA_DIR": str(folder), "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def uploaded(served: Served, files: Path) -> str:
    """Send all files as a browser does, and return the page that tells what came of them."""
    async with httpx.AsyncClient(base_url=served.address, follow_redirects=True, timeout=60) as browser:
        token = TOKEN.search((await browser.get("/documents")).text)
        assert token is not None
        fields = {"form_token": token[1], "audience": "internal"}
        sent = [("files", (path.name, path.read_bytes())) for path in sorted(files.iterdir())]
        page = await browser.post("/documents", data=fields, files=sent, headers={"Origin": served.address})
        assert page.status_code == 200, page.text
        while "http-equiv" in page.text:
            await asyncio.sleep(0.2)
            page = await browser.get(page.url.path)
        return page.text
