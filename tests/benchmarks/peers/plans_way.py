"""The way of pandas alone: read_csv, to_sql, RFM with qcut, to_sql. Arguments: URL, FILE, 'default' or 'multi'.

Prints the seconds until the lines are in the database, then until the scores are.
"""

import sys
import time
from typing import Literal

import pandas as pd
from sqlalchemy import create_engine


def main() -> None:
    url, path, method = sys.argv[1:]
    begin = time.perf_counter()
    lines = pd.read_csv(path, dtype={"InvoiceNo": str, "StockCode": str}, parse_dates=["InvoiceDate"])
    engine = create_engine(url)
    chunk = 1_000 if method == "multi" else 10_000  # one statement takes at most 65,535 values
    how: Literal["multi"] | None = "multi" if method == "multi" else None
    lines.to_sql("plans_lines", engine, if_exists="replace", index=False, chunksize=chunk, method=how)
    print(time.perf_counter() - begin)
    known = lines[lines["CustomerID"].notna() & ~lines["InvoiceNo"].str.startswith("C") & (lines["UnitPrice"] > 0)]
    known = known.assign(amount=known["Quantity"] * known["UnitPrice"])
    as_of = known["InvoiceDate"].max() + pd.Timedelta(days=1)
    rfm = known.groupby("CustomerID").agg(
        recency=("InvoiceDate", "max"), frequency=("InvoiceNo", "nunique"), monetary=("amount", "sum")
    )
    rfm["recency"] = (as_of - rfm["recency"]).dt.days
    for name, labels in (("recency", [5, 4, 3, 2, 1]), ("frequency", [1, 2, 3, 4, 5]), ("monetary", [1, 2, 3, 4, 5])):
        rfm[f"{name}_score"] = pd.qcut(rfm[name].rank(method="first"), 5, labels=labels).astype(int)
    rfm.to_sql("plans_scores", engine, if_exists="replace", chunksize=chunk, method=how)
    print(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
