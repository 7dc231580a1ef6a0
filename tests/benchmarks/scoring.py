"""Training and scoring a shop with 430,000 customers, made by copying those of the sample shop (BENCH_COPIES)."""

import os
import re
from pathlib import Path

import psycopg2

from db.settings import stop
from tests.benchmarks.measuring import Table, run
from tests.benchmarks.shop import Shop, new_shop, opened_shop, sample_file

COPIES = int(os.environ.get("BENCH_COPIES", "4"))  # 49 make 4.3 million customers
COPY = """
insert into orders
select
    customer_id || '-' || copy, invoice_no || '-' || copy, ordered_at, is_order, gross, net, pieces, products, country
from orders cross join generate_series(1, {copies}) as copy;
insert into customers
select
    customer_id || '-' || copy, country, countries, first_order_at, last_order_at, orders, gross, net, typical_gap_days
from customers cross join generate_series(1, {copies}) as copy;
analyze orders;
analyze customers
"""


def seconds_of(step: str, output: str) -> float:
    """What the script says that a step of it took."""
    found = re.search(rf"{step} +([\d.]+) s", output)
    return float(found.group(1)) if found else stop(f"there is no step '{step}' in:\n{output}")


def fill(shop: Shop) -> None:
    """Load the sample shop, and copy its orders and customers; nothing where that is done."""
    done = shop.folder / "filled"
    if done.exists():
        return
    shop.load(sample_file())
    shop.score()
    shop.publish()
    connection = psycopg2.connect(shop.url)
    with connection, connection.cursor() as cursor:
        cursor.execute(COPY.format(copies=COPIES))
    connection.close()
    done.touch()


def measure() -> Table:
    """Seconds and megabytes of scoring, of training, and of the predictions; with BENCH_DIR the shop is kept."""
    table = Table(f"{sample_file().stem}: training and scoring, {COPIES + 1} times its customers", "scores")
    kept = os.environ.get("BENCH_DIR")
    with opened_shop(Path(kept) / f"orders-{COPIES}") if kept else new_shop() as shop:
        fill(shop)
        scored = run(["etl/etl_pipeline.py", "--force"], shop.environment)
        trained = run(["ml/ml_model.py"], shop.environment)
    table.add("scores", scored.seconds, scored.megabytes)
    table.add("training, whole script", trained.seconds, trained.megabytes)
    table.add(
        "of it: predictions, with keys and indexes", seconds_of("predictions, with keys and indexes", trained.output)
    )
    customers = re.search(r"([\d,]+) customers", trained.output)
    table.notes.append(f"{customers.group(1) if customers else '?'} customers were scored.")
    return table


if __name__ == "__main__":
    print(measure())
