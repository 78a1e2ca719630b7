"""A search behind standard input and output, so that two interpreters can be measured side by side.

A line in: a JSON list of [text, language]. A line out: seconds and ids found for each, and the process's peak memory.
The first line out, empty but for the memory, says that the search is ready. Standard library only.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import TextIO

from benchmarks.measure import peak_memory

Search = Callable[[str, str], list[str]]
"""Text and its language → ids of what was found, best first."""

DEPTH = 10
"""Passages that each search is asked for."""


def serve(load: Callable[[], Search]) -> None:
    """Load the search, say so, and answer lines until there are no more."""
    replies, sys.stdout = sys.stdout, sys.stderr  # whatever the libraries print must not come between
    search = load()
    _write(replies, [], [])
    for line in sys.stdin:
        seconds, found = [], []
        for text, language in json.loads(line):
            start = time.perf_counter()
            ids = search(text, language)
            seconds.append(time.perf_counter() - start)
            found.append(ids)
        _write(replies, seconds, found)


def _write(stream: TextIO, seconds: list[float], found: list[list[str]]) -> None:
    line = json.dumps({"seconds": seconds, "found": found, "peak": peak_memory()})
    print(line, file=stream, flush=True)
