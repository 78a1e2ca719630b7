"""Progress in the terminal: bars for a person who watches, plain lines for a log."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from adapters.terminal.look import printable
from bot.progress import Progress

LINES_PER_STEP = 4


class BarProgress:
    """A bar a step."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, name: str, done: int, total: int) -> None:
        """Move the step's bar; a step that has not been seen gets one."""
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(printable(name), total=total or None)
        finished = done >= total
        # A step without units is done at once, which a bar shows only where it has a total.
        self._bars.update(self._tasks[name], completed=max(done, 1) if finished else done, total=max(total, 1))


class LineProgress:
    """A line when a step begins, ends, and at a few places between."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown: dict[str, int] = {}

    def step(self, name: str, done: int, total: int) -> None:
        """Print the step, where it has moved far enough since its last line."""
        part = LINES_PER_STEP if done >= total else done * LINES_PER_STEP // total
        if part > self._shown.get(name, -1):
            self._shown[name] = part
            self._console.print(Text(f"{printable(name)}: {done}/{total}"), soft_wrap=True)


@contextmanager
def shown_progress(console: Console) -> Iterator[Progress]:
    """Yield what shows progress on `console`, bars where somebody watches."""
    if not console.is_terminal:
        yield LineProgress(console)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console) as bars:
        yield BarProgress(bars)
