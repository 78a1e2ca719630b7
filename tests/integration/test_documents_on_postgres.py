"""The team's documents on PostgreSQL, each command a process of its own: in, quoted by others, and out again."""

import asyncio
import json
import shutil
import sys
import time
from pathlib import Path

import psycopg
import pytest

from bot.bootstrap import INDEX_FOLDER, index_folder
from config.settings import Settings
from tests.fakes.serving import ROOT, Served, serving, unset
from tests.fakes.slack_world import free_port

pytest_plugins = ["tests.postgres"]

TEAM = Path(__file__).parent.parent / "quality" / "team"
QUESTION = "Wann verfällt mein Resturlaub?"
QUOTED = "Resturlaub verf"
SECONDS_TO_NOTICE = 30.0


@pytest.fixture
def folder(settings: Settings, assistant: object, tmp_path: Path) -> Path:
    """A data folder with an index of its own."""
    data = tmp_path / "data"
    shutil.copytree(index_folder(settings), data / INDEX_FOLDER)
    return data


class Team:
    """Commands and a server on one data folder and one database."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.told = {"LOTSE_DATABASE_URL": database_url}

    async def lotse(self, *arguments: str) -> str:
        """Return what a command says; it must end well."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "adapters.main", *arguments),
            cwd=ROOT,
            env={**unset(), **self.told, "LOTSE_DATA_DIR": str(self.folder), "COLUMNS": "200"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, problems = await process.communicate()
        assert process.returncode == 0, problems.decode()
        return said.decode()

    async def asked(self, *options: str) -> str:
        return await self.lotse("ask", QUESTION, *options)


async def answered(served: Served) -> str:
    body = json.dumps({"question": QUESTION}).encode()
    got = await served.post("/api/v1/answers", body, {"Content-Type": "application/json"})
    assert got.status_code == 200, got.text
    return json.dumps(got.json(), ensure_ascii=False)


async def until(served: Served, *, quoted: bool) -> None:
    """Wait until the server's answer quotes the document, or does so no longer."""
    end = time.monotonic() + SECONDS_TO_NOTICE
    while (QUOTED in await answered(served)) is not quoted:
        assert time.monotonic() < end
        await asyncio.sleep(0.5)


def rows(database_url: str) -> dict[str, list[str]]:
    """Return every row of every table, as text, by the table's name."""
    with psycopg.connect(database_url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        return {
            name: [row[0] for row in connection.execute(f'SELECT one::text FROM "{name}" AS one').fetchall()]
            for (name,) in names
        }


def traces(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and QUOTED.encode() in path.read_bytes()]


@pytest.mark.long
def test_in_by_one_process_answered_by_others_and_out_without_a_trace(folder: Path, postgres_url: str) -> None:
    team = Team(folder, postgres_url)

    async def scenario() -> None:
        async with serving(folder, folder / INDEX_FOLDER, free_port(), team.told) as served:
            assert QUOTED not in await answered(served)
            said = await team.lotse("ingest", str(TEAM / "handbuch.md"), "--audience", "internal", "--owner", "HR")
            assert "handbuch.md" in said
            assert any(QUOTED in row for row in rows(postgres_url)["passages"])
            assert not (folder / "documents").exists(), "what is kept in PostgreSQL is kept nowhere else"
            assert QUOTED in await team.asked()
            assert QUOTED not in await team.asked("--audience", "candidate")
            await until(served, quoted=True)

            [id_] = (row.strip("(").partition(",")[0] for row in rows(postgres_url)["documents"])
            assert id_ in await team.lotse("documents", "list")
            await team.lotse("documents", "remove", id_)
            assert QUOTED not in await team.asked()
            await until(served, quoted=False)
            assert traces(folder) == []
            left = rows(postgres_url)
            assert (left["documents"], left["passages"]) == ([], [])
            # What was quoted while it was there is a conversation's, which its owner or the retention removes.
            kept = {name for name, lines in left.items() if any(QUOTED in line for line in lines)}
            assert kept <= {"exchanges", "citations"}

    asyncio.run(scenario())
