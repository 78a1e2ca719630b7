import subprocess
import sys

import pytest

STORE = ("bot.store", "bot.chat_store", "bot.people_store", "bot.database", "bot.codec")
HEAVY = ("sqlalchemy", "alembic", "psycopg", "sqlite3", *STORE)


def loaded(code: str, names: tuple[str, ...]) -> list[str]:
    """Return which of the modules a fresh interpreter has loaded after `code`."""
    report = f"import sys\n{code}\nprint(' '.join(name for name in {names!r} if name in sys.modules))"
    return subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True).stdout.split()


LIGHT = ("bootstrap", "assistant", "models", "archive", "conversations", "chat_state", "people", "stores")


@pytest.mark.parametrize("module", LIGHT)
def test_answering_loads_no_database(module: str) -> None:
    assert loaded(f"import bot.{module}", HEAVY) == []


def test_a_store_on_sqlite_loads_no_postgresql(tmp_path: object) -> None:
    code = "from pathlib import Path\nfrom bot.database import open_database\n"
    assert loaded(f"{code}open_database(Path({str(tmp_path)!r})).close()", ("psycopg", "sqlite3")) == ["sqlite3"]


def test_the_codec_loads_no_database() -> None:
    assert loaded("import bot.codec", ("sqlalchemy", "pydantic")) == []
