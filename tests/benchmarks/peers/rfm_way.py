"""RFM in one tool. Arguments: 'pandas', 'lifetimes' or 'duckdb', 'lines' or 'orders', the Parquet file, AS_OF, OUT.

Writes customer, R, F, M, their scores and the typical gap to OUT. Prints the seconds from the file to the scores in
memory, then those without reading the file. lifetimes works from orders alone; it counts days with orders after the
first, and the mean of these, and knows no typical gap: its values are not ours, and only its customers are compared.
"""

import sys
import time
from typing import Any

LINES_TO_ORDERS = """
    select customer_id, invoice_no, min(invoice_date) as ordered_at,
        bool_or(quantity > 0) and not bool_or(is_return) as is_order, sum(amount) as net
    from read_parquet('{path}')
    where customer_id is not null and not is_charge
    group by customer_id, invoice_no
"""
SCORES = """
    create table rfm as
    with orders as ({orders}),
    totals as (
        select customer_id, max(ordered_at) filter (is_order) as last_order_at,
            count(*) filter (is_order) as frequency, round(sum(net), 3) as monetary
        from orders group by customer_id having bool_or(is_order)
    ),
    days as (select distinct customer_id, ordered_at::date as order_day from orders where is_order),
    gaps as (
        select customer_id, order_day - lag(order_day) over (partition by customer_id order by order_day) as gap
        from days
    ),
    typical as (
        select customer_id, median(gap) as typical_gap_days from gaps where gap is not null group by customer_id
    ),
    measured as (
        select totals.customer_id, date '{day}' - last_order_at::date as recency, frequency, monetary, typical_gap_days
        from totals left join typical using (customer_id)
    ),
    ranked as (
        select *, greatest(count(*) over () - 1, 1) as others, rank() over (order by recency desc) as r_rank,
            rank() over (order by frequency) as f_rank, rank() over (order by monetary) as m_rank from measured
    )
    select customer_id, recency, frequency, monetary, least(5, 1 + 5 * (r_rank - 1) // others) as r_score,
        least(5, 1 + 5 * (f_rank - 1) // others) as f_score, least(5, 1 + 5 * (m_rank - 1) // others) as m_score,
        typical_gap_days
    from ranked
"""


def main() -> None:
    tool, begin_with, path, as_of, out = sys.argv[1:]
    way = with_duckdb if tool == "duckdb" else with_pandas
    print(*way(tool, begin_with, path, as_of, out))


def with_pandas(tool: str, begin_with: str, path: str, as_of_text: str, out: str) -> tuple[float, float]:
    import pandas as pd  # noqa: PLC0415 - each tool has its own venv

    as_of = pd.Timestamp(as_of_text)
    begin = time.perf_counter()
    found: Any = pd.read_parquet(path)
    read = time.perf_counter()
    orders = orders_of(found) if begin_with == "lines" else found
    if tool == "lifetimes":
        from lifetimes.utils import summary_data_from_transaction_data  # noqa: PLC0415 - each tool has its own venv

        rfm = summary_data_from_transaction_data(
            orders[orders["is_order"]], "customer_id", "ordered_at", "net", observation_period_end=as_of
        )
        rfm["recency"] = rfm["T"] - rfm["recency"]
        rfm = rfm.rename(columns={"monetary_value": "monetary"})[["recency", "frequency", "monetary"]]
    else:
        bought = orders[orders["is_order"]]
        by_customer = bought.groupby("customer_id")["ordered_at"].agg(["max", "count"])
        rfm = pd.DataFrame({"recency": (as_of.normalize() - by_customer["max"].dt.normalize()).dt.days})
        rfm["frequency"] = by_customer["count"]
        rfm["monetary"] = orders.groupby("customer_id")["net"].sum()
        days = pd.DataFrame({"customer_id": bought["customer_id"], "day": bought["ordered_at"].dt.normalize()})
        days = days.drop_duplicates().sort_values(["customer_id", "day"])
        days["gap"] = days.groupby("customer_id")["day"].diff().dt.days
        typical = days.groupby("customer_id")["gap"].median()
    for name, ascending in (("recency", False), ("frequency", True), ("monetary", True)):
        rank = rfm[name].round(3).rank(method="min", ascending=ascending).astype(int)
        rfm[f"{name[0]}_score"] = (1 + 5 * (rank - 1) // max(len(rfm) - 1, 1)).clip(upper=5)
    if tool != "lifetimes":
        rfm["typical_gap_days"] = typical
    end = time.perf_counter()
    rfm.reset_index().to_csv(out, index=False)
    return end - begin, end - read


def orders_of(lines: Any) -> Any:
    """One row per customer and invoice, as etl/sql/orders has it."""
    kept = lines[lines["customer_id"].notna() & ~lines["is_charge"]]
    kept = kept.assign(sold=kept["quantity"] > 0)
    grouped = kept.groupby(["customer_id", "invoice_no"], sort=False)
    orders = grouped.agg(
        ordered_at=("invoice_date", "min"), sold=("sold", "any"), returned=("is_return", "any"), net=("amount", "sum")
    )
    orders["is_order"] = orders["sold"] & ~orders["returned"]
    return orders.reset_index()


def with_duckdb(_tool: str, begin_with: str, path: str, as_of_text: str, out: str) -> tuple[float, float]:
    import duckdb  # noqa: PLC0415 - each tool has its own venv

    connection = duckdb.connect()
    orders = LINES_TO_ORDERS.format(path=path) if begin_with == "lines" else f"select * from read_parquet('{path}')"
    begin = time.perf_counter()
    connection.execute(SCORES.format(orders=orders, day=as_of_text[:10]))
    seconds = time.perf_counter() - begin
    connection.execute(f"copy rfm to '{out}' (header)")
    return seconds, seconds


if __name__ == "__main__":
    main()
