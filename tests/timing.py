"""Times that say the same on a slow or busy machine: CPU time, and one thing beside another in the same run."""

import gc
import time
from collections.abc import Callable

EIGHTH = 8


def cpu_seconds(call: Callable[[], object], runs: int = 3) -> float:
    """Return the CPU time that this process takes for it, the best of several runs."""
    return min(_cpu_seconds(call) for _ in range(runs))


def growth(call: Callable[[str], object], text: str) -> float:
    """Return the time a letter takes in the text over that in its first eighth: 1 is proportional, 8 is quadratic."""
    part = text[: len(text) // EIGHTH]
    return cpu_seconds(lambda: call(text)) / cpu_seconds(lambda: call(part)) / EIGHTH


def _cpu_seconds(call: Callable[[], object]) -> float:
    """Without collecting garbage: that takes as long as other tests have left much in memory."""
    collects = gc.isenabled()
    gc.disable()
    try:
        started = time.process_time()
        call()
        return time.process_time() - started
    finally:
        if collects:
            gc.enable()
