"""A served shop with millions of customers: a sample shop's scored customers, copied BENCH_COPIES times."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from db.building import build_partition
from db.engine import pipeline_engine_for
from db.pipeline_lock import pipeline_lock
from db.runs import publish
from db.settings import ROOT, stop
from tests.benchmarks.measuring import run
from tests.benchmarks.shop import Shop, new_shop, opened_shop, sample_file

COPIES = int(os.environ.get("BENCH_COPIES", "4"))  # 49 make 4.3 million customers

# The first copy keeps the name, so whoever is in the list of one run is in the next. Copies differ a little, so that no
# fifty customers have the same spend and probability.
SCORES = """
select
    :new_run, scores.customer_id || case copy when 0 then '' else '-' || cast(:new_run as text) || '-' || copy end,
    scores.country, scores.segment, scores.recency, scores.frequency,
    round(scores.monetary * (1 + (random() - 0.5)::numeric / 50), 2), scores.r_score, scores.f_score, scores.m_score,
    scores.fm_score, scores.first_order_at, scores.last_order_at, scores.average_order_value, scores.typical_gap_days
from rfm_scores as scores cross join generate_series(0, :copies) as copy
where scores.run_id = :run_id
"""
PREDICTIONS = """
select
    :new_run as run_id,
    predictions.customer_id || case copy when 0 then '' else '-' || cast(:new_run as text) || '-' || copy end
        as customer_id,
    least(1, predictions.purchase_probability * (1 + (random() - 0.5) / 20)) as purchase_probability,
    round(predictions.expected_value * (1 + (random() - 0.5)::numeric / 20), 2) as expected_value,
    predictions.expected_value_low, predictions.expected_value_high, predictions.reasons, predictions.parts
from predictions cross join generate_series(0, :copies) as copy
where predictions.run_id = :run_id
"""


def multiply(engine: Engine) -> int:
    """Publish a run with the served one's customers, each COPIES times more; returns how many they are."""
    with pipeline_lock(engine):
        with engine.begin() as connection:
            run_id = connection.execute(text("select run_id from published")).scalar_one()
            new_run = _copied_run(connection, run_id)
            parameters = {"run_id": run_id, "new_run": new_run, "copies": COPIES}
            connection.execute(text("select setseed(0.5)"))
            with build_partition(connection, "rfm_scores", new_run) as table:
                connection.execute(text(f"insert into {table} {SCORES}"), parameters)
            with build_partition(connection, "predictions", new_run) as table:
                names = (
                    "run_id, customer_id, purchase_probability, expected_value, expected_value_low,"
                    " expected_value_high, reasons, parts"
                )
                connection.execute(text(f"insert into {table} ({names}) {PREDICTIONS}"), parameters)
        publish(engine, new_run)
    with engine.connect() as connection:
        customers: int = connection.execute(
            text("select customers from runs where run_id = :run_id"), {"run_id": new_run}
        ).scalar_one()
    return customers


def _copied_run(connection: Connection, run_id: int) -> int:
    """A run like this one, but for its number of customers; not published yet."""
    columns = connection.execute(
        text(
            "select string_agg(attname, ', ') from pg_attribute where attrelid = 'runs'::regclass and attnum > 0"
            " and not attisdropped and attname not in ('run_id', 'state', 'customers')"
        )
    ).scalar_one()
    query = (
        f"insert into runs (state, customers, {columns}) select 'scored', customers * (:copies + 1), {columns}"
        " from runs where run_id = :run_id returning run_id"
    )
    new: int = connection.execute(text(query), {"copies": COPIES, "run_id": run_id}).scalar_one()
    return new


@contextmanager
def big_shop() -> Iterator[tuple[Shop, Engine]]:
    """The sample shop loaded, scored, trained, published, and multiplied; with BENCH_DIR it is kept for the next."""
    kept = os.environ.get("BENCH_DIR")
    with opened_shop(Path(kept) / f"shop-{COPIES}") if kept else new_shop() as shop:
        run(["-m", "db.migrate"], shop.environment)
        done = shop.folder / "multiplied"
        engine = pipeline_engine_for(shop.url, "UTC")
        if not done.exists():
            shop.load(sample_file())
            shop.score()
            run(["ml/ml_model.py"], shop.environment)
            done.write_text(str(multiply(engine)))
        print(f"{int(done.read_text()):,} customers are published", file=sys.stderr)
        yield shop, engine
        engine.dispose()


@contextmanager
def served(shop: Shop) -> Iterator[str]:
    """The shop's API under gunicorn as shipped; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "backend/gunicorn_config.py", "backend.app:create_app()"]
    settings = {**os.environ, **shop.environment, "HOST": "127.0.0.1", "PORT": str(port), "AUTH": "off"}
    with subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Return once the server answers there; ends the benchmark when it does not."""
    for _ in range(300):
        if server.poll() is not None:
            stop("the server ended before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    stop(f"{url} did not answer within 30 s.")
