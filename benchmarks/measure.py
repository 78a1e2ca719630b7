"""Times, memory and the machine, with the standard library alone: the peer's interpreter imports this module too."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Times:
    """Percentiles of how long something took, in milliseconds."""

    p50: float
    p95: float
    worst: float


def times(seconds: Sequence[float]) -> Times:
    """Return the percentiles of `seconds`, which must not be empty."""
    return Times(1000 * percentile(seconds, 0.5), 1000 * percentile(seconds, 0.95), 1000 * max(seconds))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of `values` lie, between neighbours by straight line, as numpy does."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (place - lower)


def peak_memory(process: int | None = None) -> int:
    """Return the most bytes of memory that a process has held at once (resident, files it maps included).

    Without a number it is this process. Another one is known on Linux alone, and 0 where it has ended.

    Linux' VmHWM rather than getrusage, whose figure starts with that of the process which started this one.
    """
    held = _status("VmHWM", process)
    if held is not None:
        return held
    if process is not None:
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def memory() -> int:
    """Return the bytes of memory that this process holds now; where only the peak is known, that."""
    held = _status("VmRSS")
    return peak_memory() if held is None else held


def _status(name: str, process: int | None = None) -> int | None:
    path = Path("/proc", "self" if process is None else str(process), "status")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return None
