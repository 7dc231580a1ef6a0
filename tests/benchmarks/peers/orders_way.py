"""RFM from a CSV of orders in one tool. Arguments: 'pandas', 'lifetimes' or 'duckdb', ORDERS, AS_OF, OUT.

Writes customer, R, F, M and their scores to OUT, and prints the seconds from the orders in memory (DuckDB: the file
as Parquet) to the scores in memory. lifetimes counts days with orders after the first, not orders, and the mean of
its repeat orders: its values are not ours and only its customers are compared.
"""

import sys
import time


def main() -> None:
    tool, orders_path, as_of_text, out = sys.argv[1:]
    if tool == "duckdb":
        seconds = with_duckdb(orders_path, as_of_text, out)
    else:
        seconds = with_pandas(tool, orders_path, as_of_text, out)
    print(seconds)


def with_pandas(tool: str, orders_path: str, as_of_text: str, out: str) -> float:
    import pandas as pd  # noqa: PLC0415 - each tool has its own venv

    orders = pd.read_csv(orders_path, dtype={"customer_id": str}, parse_dates=["ordered_at"])
    orders["is_order"] = orders["is_order"] == "t"
    as_of = pd.Timestamp(as_of_text)
    begin = time.perf_counter()
    if tool == "lifetimes":
        from lifetimes.utils import summary_data_from_transaction_data  # noqa: PLC0415 - each tool has its own venv

        rfm = summary_data_from_transaction_data(
            orders[orders["is_order"]], "customer_id", "ordered_at", "net", observation_period_end=as_of
        )
        rfm["recency"] = rfm["T"] - rfm["recency"]
        rfm = rfm.rename(columns={"monetary_value": "monetary"})[["recency", "frequency", "monetary"]]
    else:
        bought = orders[orders["is_order"]].groupby("customer_id")["ordered_at"].agg(["max", "count"])
        rfm = pd.DataFrame({"recency": (as_of.normalize() - bought["max"].dt.normalize()).dt.days})
        rfm["frequency"] = bought["count"]
        rfm["monetary"] = orders.groupby("customer_id")["net"].sum()
    for name, ascending in (("recency", False), ("frequency", True), ("monetary", True)):
        rank = rfm[name].round(3).rank(method="min", ascending=ascending).astype(int)
        rfm[f"{name[0]}_score"] = (1 + 5 * (rank - 1) // max(len(rfm) - 1, 1)).clip(upper=5)
    seconds = time.perf_counter() - begin
    rfm.reset_index().to_csv(out, index=False)
    return seconds


def with_duckdb(orders_path: str, as_of_text: str, out: str) -> float:
    import duckdb  # noqa: PLC0415 - each tool has its own venv

    connection = duckdb.connect()
    parquet = f"{out}.parquet"
    types = "types = {'customer_id': 'varchar', 'net': 'decimal(18,3)', 'is_order': 'boolean'}"
    connection.execute(f"copy (select * from read_csv('{orders_path}', {types})) to '{parquet}' (format parquet)")
    begin = time.perf_counter()
    connection.execute(f"""
        create table rfm as
        with measured as (
            select customer_id, date '{as_of_text[:10]}' - max(ordered_at) filter (is_order)::date as recency,
                count(*) filter (is_order) as frequency, sum(net) as monetary
            from '{parquet}' group by customer_id having bool_or(is_order)
        ),
        ranked as (
            select *, greatest(count(*) over () - 1, 1) as others, rank() over (order by recency desc) as r_rank,
                rank() over (order by frequency) as f_rank, rank() over (order by monetary) as m_rank from measured
        )
        select customer_id, recency, frequency, monetary, least(5, 1 + 5 * (r_rank - 1) // others) as r_score,
            least(5, 1 + 5 * (f_rank - 1) // others) as f_score, least(5, 1 + 5 * (m_rank - 1) // others) as m_score
        from ranked
    """)
    seconds = time.perf_counter() - begin
    connection.execute(f"copy rfm to '{out}' (header)")
    return seconds


if __name__ == "__main__":
    main()
