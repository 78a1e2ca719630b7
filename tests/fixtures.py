"""The real assistant on the real content, built once and kept until something that it is made from changes."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.bootstrap import build_assistant, index_is_current
from config.settings import Settings
from knowledge.gazetteer import Gazetteer, dump_gazetteer, parse_gazetteer

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings whose index lies where the tests keep theirs, never in the user's data folder."""
    kept = os.environ.get("LOTSE_TEST_DATA_DIR")
    return Settings(data_dir=Path(kept) if kept else request.config.cache.mkdir("lotse-data"))


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The assistant as it is served."""
    build_once(settings)
    return build_assistant(settings)


def build_once(settings: Settings) -> None:
    """Build the index unless it is current; who comes meanwhile, from whatever process, waits for it.

    In a process of its own, since measuring coverage doubles the time; the tests of the build cover it.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if index_is_current(settings):
            return
        told = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
        told["LOTSE_DATA_DIR"] = str(settings.data_dir.absolute())
        command = [sys.executable, "-m", "adapters.main", "index"]
        built = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr


def compiled_once(name: str, compile_: Callable[[], Gazetteer], factory: pytest.TempPathFactory) -> Gazetteer:
    """Return a gazetteer that takes seconds to compile, compiled by the first worker that asks for that name."""
    base = factory.getbasetemp()
    file = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"{name}.json"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(dump_gazetteer(compile_()))
    return parse_gazetteer(file.read_bytes())
