"""A paragraph whose further lines stand under its first, beside a sign."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Hanging:
    """Shows `body` beside `sign`. Unlike a table it adds no spaces at the ends of lines, which would be copied."""

    sign: Text
    body: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines of the body, the sign before the first."""
        indent = cell_len(self.sign.plain) + 1
        narrower = options.update(width=max(options.max_width - indent, 1))
        lines = console.render_lines(self.body, narrower, pad=False, new_lines=False)
        for number, line in enumerate(lines):
            yield from self.sign.render(console) if number == 0 else ()
            yield Segment(" " if number == 0 else " " * indent)
            yield from line
            yield Segment.line()
