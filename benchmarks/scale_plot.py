"""The figures of `benchmarks.scale` as a picture."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import MEGABYTE
from benchmarks.scale import KINDS, Row

_COLOURS = {"flat": "#1b6ca8", "hnsw": "#c8553d", "words": "#3a7d44"}
_LABELS = {"flat": "vectors, flat", "hnsw": "vectors, HNSW", "words": "words"}
_GREY = "#666666"

Value = Callable[[Row], float | None]

_PANELS: tuple[tuple[str, str, Value], ...] = (
    ("A search", "ms, p50 (line) and p95 (dots)", lambda row: row.times.p50 if row.times else None),
    ("Memory while searching", "MB", lambda row: row.memory / MEGABYTE if row.memory else None),
    ("Building", "seconds", lambda row: row.build_seconds),
)


def draw(path: Path, rows: Sequence[Row]) -> None:
    """Write the picture as SVG; equal figures give an equal file."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    style: dict[Any, Any] = {"svg.hashsalt": "lotse", "svg.fonttype": "none", "font.size": 9, "axes.edgecolor": _GREY}
    with mpl.rc_context(style):
        figure, axes = pyplot.subplots(1, len(_PANELS), figsize=(11, 3.6), layout="constrained")
        for axis, (title, unit, value) in zip(axes, _PANELS, strict=True):
            _panel(axis, title, unit, value, rows)
        _dots(axes[0], rows)
        axes[0].legend(frameon=False)
        figure.savefig(path, metadata={"Date": None}, facecolor="white")
        pyplot.close(figure)


def _panel(axis: Any, title: str, unit: str, value: Value, rows: Sequence[Row]) -> None:
    for kind in KINDS:
        points = [(row.passages, found) for row in rows if row.kind == kind and (found := value(row)) is not None]
        if points:
            axis.plot(*zip(*points, strict=True), marker="o", color=_COLOURS[kind], label=_LABELS[kind])
    axis.set(xscale="log", yscale="log", title=title, xlabel="passages", ylabel=unit)
    axis.grid(visible=True, which="major", color="#e5e5e5")
    axis.spines[["top", "right"]].set_visible(False)


def _dots(axis: Any, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.times:
            axis.plot(row.passages, row.times.p95, marker=".", linestyle="none", color=_COLOURS[row.kind])
