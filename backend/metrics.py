"""Metrics for Prometheus, summed over the workers, and what the database says at each scrape."""

import os
from collections.abc import Iterator

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from backend.database import connect, fetch_rows

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)

DURATION = Histogram(
    "http_request_duration_seconds",
    "From the request's first to the answer's last byte",
    ["method", "endpoint", "status"],
    buckets=BUCKETS,
)
IN_PROGRESS = Gauge("http_requests_in_progress", "Requests at work", multiprocess_mode="livesum")
CUT_OFF = Counter("http_answers_cut_off", "Answers whose reader or source went away half-way", ["endpoint"])


class _FromDatabase(Collector):
    """Asked at each scrape: is the database there, and which run is served since when."""

    def collect(self) -> Iterator[Metric]:
        try:
            with connect() as connection:
                run = next(iter(fetch_rows(connection, "served_run")), None)
            up = 1
        except SQLAlchemyError:
            run, up = None, 0
        yield GaugeMetricFamily("database_up", "1 while the database answers", up)
        if run:
            published = run["published_at"].timestamp()
            yield GaugeMetricFamily("published_run_id", "The run that is served", run["run_id"])
            yield GaugeMetricFamily("published_run_timestamp_seconds", "When it was published", published)
            yield GaugeMetricFamily("published_run_customers", "Customers in it", run["customers"])


def of_all_workers() -> CollectorRegistry:
    """What this server's processes have counted, in sum."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    return registry


def exposition() -> bytes:
    """All samples in Prometheus's text format."""
    registry = of_all_workers()
    registry.register(_FromDatabase())
    return generate_latest(registry)
