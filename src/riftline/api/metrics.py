"""What Prometheus reads: requests by route and status, their duration, what the store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from riftline.api.state import State

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The counters of one server; a registry of its own, so that two apps of a process do not add to each other."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("riftline_requests", "Requests by route, method and status.", ("route", "method", "status"), registry=self.registry)
        self.seconds = Histogram("riftline_request_seconds", "How long requests took.", ("route",), buckets=BUCKETS, registry=self.registry)
        self.stored = Gauge("riftline_stored", "Rows of the store by table.", ("table",), registry=self.registry)

    def saw(self, route: str, method: str, status: int, seconds: float) -> None:
        """Counts a request; `route` is the path with its parameters' names, so that there are no more of it than routes."""
        self.requests.labels(route, method, str(status)).inc()
        self.seconds.labels(route).observe(seconds)


def exposition(held: State, stored: dict[str, Any]) -> bytes:
    """All figures in Prometheus' text format; `stored` is what `store.queries.counts` tells."""
    for table, number in stored.items():
        if isinstance(number, int):
            held.metrics.stored.labels(table).set(number)
    return generate_latest(held.metrics.registry)
