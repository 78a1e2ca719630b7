"""What tests of gaps share."""

from pathlib import Path

from bot.bootstrap import index_folder
from bot.models import Answer, Text
from config.settings import Settings


def indexed_folder(settings: Settings, folder: Path) -> Path:
    """Return a data folder of its own whose index is the built one."""
    index_folder(Settings(data_dir=folder)).symlink_to(index_folder(settings).absolute(), target_is_directory=True)
    return folder


def texts(answer: Answer) -> list[str]:
    """Return an answer's paragraphs."""
    return [block.text for block in answer.blocks if isinstance(block, Text)]
