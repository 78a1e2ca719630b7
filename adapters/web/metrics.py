"""What Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.models import Answer

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
BUCKETS = (0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5)
"""Seconds. An answer takes about 6 ms on an idle machine; beyond 2.5 s something is wrong."""


class Metrics:
    """Counters of one server; a registry of its own, so that several can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "lotse_questions", "Questions answered.", ("outcome", "language"), registry=self._registry
        )
        self._seconds = Histogram(
            "lotse_answer_seconds", "From question to answer.", buckets=BUCKETS, registry=self._registry
        )
        self._responses = Counter("lotse_http_responses", "Responses by status.", ("status",), registry=self._registry)
        self._generation = Gauge(
            "lotse_index_generation", "1 for the generation that is served.", ("generation",), registry=self._registry
        )

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count an answer."""
        self._questions.labels(answer.outcome.value, answer.language.value).inc()
        self._seconds.observe(seconds)

    def responded(self, status: int) -> None:
        """Count a response."""
        self._responses.labels(str(status)).inc()

    def exposition(self, generation: str | None) -> bytes:
        """Return all figures as Prometheus reads them."""
        self._generation.clear()
        if generation is not None:
            self._generation.labels(generation).set(1)
        return generate_latest(self._registry)
