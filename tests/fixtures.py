"""The real assistant on the real content, built once and kept until something that it is made from changes."""

import fcntl
import os
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.bootstrap import build_assistant, build_index
from config.settings import Settings


class _Silence:
    def step(self, name: str, done: int, total: int) -> None:
        return


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
    """Build the index unless it is current; who comes meanwhile, from whatever process, waits for it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_index(settings, _Silence())
