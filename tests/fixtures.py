"""The real assistant on the real content, built once and kept until something that it is made from changes."""

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
    build_index(settings, _Silence())
    return build_assistant(settings)
