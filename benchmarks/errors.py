"""The one error of the benchmarks."""


class BenchmarkError(Exception):
    """Something cannot be measured here; the message says what and why."""
