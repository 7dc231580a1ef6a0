"""The queries behind the figures: which SQL files they are, and how long each took when it was last asked here."""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Literal

from flask import g
from prometheus_client import REGISTRY, CollectorRegistry, Gauge

from db.queries import read_sql

RunBy = Literal["server", "pipeline"]

# Asked by this server when a figure is wanted; "pipeline" made the tables that they read. Nothing else is told.
FILES: dict[RunBy, dict[str, tuple[str, ...]]] = {
    "server": {
        "backend/sql": (
            "affinity",
            "backtest",
            "bought_with",
            "campaign_gains",
            "campaign_groups",
            "campaign_ranking",
            "campaigns",
            "cohorts",
            "countries",
            "current_run",
            "customer",
            "customer_orders",
            "customer_place",
            "customer_products",
            "customer_profile",
            "customer_segments",
            "customers",
            "customers_counted",
            "customers_matching",
            "grid",
            "histogram",
            "history_build",
            "ledger_lines",
            "ledger_totals",
            "list_known",
            "model_metrics",
            "month_ends",
            "next_products",
            "overview",
            "product",
            "product_months",
            "products",
            "products_counted",
            "ranked_customers",
            "recency_bounds",
            "runs",
            "segment_history",
            "segment_rules",
            "segments",
            "segments_at_month_end",
        ),
        "db/sql": ("model_runs", "rules_preview"),
        "db/sql/history": ("movement", "movers"),
    },
    "pipeline": {
        "etl/sql": ("orders", "refused_counts", "revenue_by_month", "run_totals", "segment_customers"),
        "db/sql": ("customer_list", "customer_totals", "resegmented", "rfm_as_of", "segmented"),
        "ml/sql": ("features", "labels"),
    },
}
# :name is a bound value, {name} a part that the code chooses.
PARAMETER = re.compile(r"(?<![:\w\\]):(?P<value>\w+)|\{(?P<part>[a-z_]+)\}")

LAST = Gauge(
    "sql_query_last_duration_seconds",
    "How long the query behind a figure took when it was last asked, to its last row",
    ["query"],
    multiprocess_mode="mostrecent",
)
LAST_ROWS = Gauge(
    "sql_query_last_rows",
    "How many rows the query behind a figure gave when it was last asked",
    ["query"],
    multiprocess_mode="mostrecent",
)


@dataclass(frozen=True)
class ServedQuery:
    """One file: its name, its text, and what it takes (name to whether the code chooses it)."""

    name: str
    file: str
    run_by: RunBy
    sql: str
    grain: str
    parameters: dict[str, bool]


@cache
def served_queries() -> dict[str, ServedQuery]:
    """All that is told, by name."""
    return {
        name: _read(name, folder, run_by)
        for run_by, folders in FILES.items()
        for folder, names in folders.items()
        for name in names
    }


def _read(name: str, folder: str, run_by: RunBy) -> ServedQuery:
    sql = read_sql(f"{folder}/{name}")
    comment = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        comment.append(line.removeprefix("--").strip())
    parameters = {match["value"] or match["part"]: match["part"] is not None for match in PARAMETER.finditer(sql)}
    return ServedQuery(name, f"{folder}/{name}.sql", run_by, sql, " ".join(comment), parameters)


@dataclass
class Asked:
    """What came of a query: how many rows; None: it was given up."""

    rows: int | None = None


@contextmanager
def timed(name: str) -> Iterator[Asked]:
    """Ask the query within the block, to its last row: its time and rows are kept, and the answer will name it."""
    began = time.perf_counter()
    asked = Asked()
    yield asked
    found = served_queries().get(name)
    if found is not None and found.run_by == "server":
        LAST.labels(name).set(time.perf_counter() - began)
        if asked.rows is not None:
            LAST_ROWS.labels(name).set(asked.rows)
        g.setdefault("queries", {})[name] = None


@contextmanager
def asked_since() -> Iterator[list[str]]:
    """The queries that the block asks; the list is whole at its end."""
    before = set(g.get("queries", ()))
    names: list[str] = []
    yield names
    names += [name for name in g.get("queries", ()) if name not in before]


def ask_again(names: Iterable[str]) -> None:
    """The answer will name these queries, whose result is at hand."""
    g.setdefault("queries", {}).update(dict.fromkeys(names))


def asked() -> str:
    """The queries that the answer at hand stands on, as the header X-Query names them."""
    return ", ".join(g.get("queries", ()))


@dataclass(frozen=True)
class LastTime:
    """How long queries took the last time, in ms, and how many rows they gave; by name."""

    duration_ms: dict[str, float]
    rows: dict[str, int]


def last_time(registry: CollectorRegistry = REGISTRY) -> LastTime:
    """Of the queries that this server has asked since it started."""
    found: dict[str, dict[str, float]] = {
        metric.name: {sample.labels["query"]: sample.value for sample in metric.samples}
        for metric in registry.collect()
        if metric.name in (LAST._name, LAST_ROWS._name)
    }
    return LastTime(
        {name: seconds * 1000 for name, seconds in found.get(LAST._name, {}).items()},
        {name: int(rows) for name, rows in found.get(LAST_ROWS._name, {}).items()},
    )
