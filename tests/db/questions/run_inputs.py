"""Queries of what a run stands on and comes to on a few rows each."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from tests.db.questions.question import Question, Row

# Grouped by their number, loads tell their other columns only where it is a key.
LOADS = "create temporary table loads as select * from loads with no data; alter table loads add primary key (load_id)"
JANUARY: Row = {"month": "2011-01-01", "orders": 4, "customers": 3}


def load(load_id: int, mode: str = "add", changed_from: str | None = "2011-01-05", **others: Any) -> Row:
    values = {"load_id": load_id, "mode": mode, "changed_from": changed_from, "source": f"file of load {load_id}"}
    return {**values, "lines_in": 10 * load_id, "lines_kept": 9 * load_id, "lines_gone": 0, "sample": False, **others}


def file(load_id: int, content: str, number: int = 1) -> Row:
    """A loaded file that was read by its own way, where something was found in it, too."""
    reading = {"asked": content, "found": "decimal point"}
    return {"load_id": load_id, "file_number": number, "content_sha256": content, "reading": reading}


def run(run_id: int, state: str, counted: Any, *, sql: str = "this", loads: int = 2, as_of: str = "2011-04-10") -> Row:
    """A run that stands on loads up to one, with what it has counted as its months."""
    inputs = {"sql_sha256": sql, "loads": [loads]}
    return {"run_id": run_id, "state": state, "inputs": inputs, "overview": {"months": counted}, "as_of": as_of}


def counted_months(runs: list[Row], loads: list[Row], as_of: datetime, found: list[tuple[Any, ...]]) -> Question:
    return Question(
        "etl/sql/counted_months", {"runs": runs, "loads": loads}, found, {"sql_sha256": "this", "as_of": as_of}
    )


def loaded_files(loads: list[Row], found: list[str]) -> Question:
    return Question(
        "etl/sql/loaded_files",
        {"loads": loads, "load_files": [file(load["load_id"], f"content {load['load_id']}") for load in loads]},
        [(content, {"asked": content}) for content in found],
    )


def order(customer: str, moment: str, *, is_order: bool = True) -> Row:
    return {"customer_id": customer, "ordered_at": f"2011-{moment}", "is_order": is_order}


def loads_of_a_run(*loads: tuple[int, str]) -> list[Row]:
    return [
        {
            "load_id": load_id,
            "source": f"file of load {load_id}",
            "content_sha256": content,
            "lines_in": 10 * load_id,
            "lines_kept": 9 * load_id,
        }
        for load_id, content in loads
    ]


QUESTIONS = {
    "scores depend on the newest load that changed something, and on the rules": Question(
        "etl/sql/run_inputs",
        {
            "loads": [load(1), load(2), load(3, changed_from=None)],
            "segment_rules": [
                {"r_score": 2, "fm_score": 1, "segment": "Hibernating"},
                {"r_score": 1, "fm_score": 2, "segment": "At Risk"},
                {"r_score": 1, "fm_score": 1, "segment": "Lost"},
            ],
            "new_customer_rule": [{"segment": "New Customers", "max_recency": 60}],
        },
        [
            (
                {
                    "loads": [2],
                    "rules": [[1, 1, "Lost"], [1, 2, "At Risk"], [2, 1, "Hibernating"]],
                    "new_customer_rule": ["New Customers", 60],
                },
            )
        ],
    ),
    "a run stands on the loads that changed something since all was replaced": Question(
        "etl/sql/run_data",
        {
            "pg_temp.loads": [
                load(1, "replace-all", data={"lines_in": 1}),
                load(2, "replace-all", sample=True, data={"lines_in": 2}),
                load(3, changed_from=None),
                load(4),
                load(5, changed_from=None, data={"lines_in": 60, "lines_kept": 54, "ledger": {"price is zero": 6}}),
            ],
            "load_files": [
                file(1, "one"),
                file(2, "two"),
                file(3, "three"),
                file(4, "last", 2),
                file(4, "first", 1),
                file(5, "five"),
            ],
            "sales_by_day": [{"day": f"2011-01-{day}"} for day in ("06", "05", "31", "07")],
        },
        [
            (
                60,
                54,
                {"price is zero": 6},
                loads_of_a_run((2, "two"), (4, sha256(b"firstlast").hexdigest())),
                True,
                "file of load 4",
                date(2011, 1, 5),
                date(2011, 1, 31),
                datetime(2011, 2, 1),
            )
        ],
        first=LOADS,
    ),
    "without a load there is nothing for a run to stand on": Question("etl/sql/run_data", {}, [], first=LOADS),
    "the data begin with the first line of their first day and end with the last of their last": Question(
        "etl/sql/data_span",
        {
            "transactions": [
                {"invoice_date": f"2011-01-{moment}"}
                for moment in ("05 12:00", "05 09:00", "06 08:00", "31 00:00", "07 23:00")
            ]
        },
        [(datetime(2011, 1, 5, 9), datetime(2011, 1, 31))],
        {"first_day": date(2011, 1, 5), "last_day": date(2011, 1, 31)},
    ),
    "the data end at the latest time of their last day": Question(
        "etl/sql/data_span",
        {"transactions": [{"invoice_date": f"2011-01-05 {time}"} for time in ("12:00", "09:00", "17:00", "16:00")]},
        [(datetime(2011, 1, 5, 9), datetime(2011, 1, 5, 17))],
        {"first_day": date(2011, 1, 5), "last_day": date(2011, 1, 5)},
    ),
    "months are those of the newest run that counted them all in this way": counted_months(
        [
            run(1, "published", [{"orders": 1}]),
            run(2, "scored", [JANUARY]),
            run(3, "failed", [{"orders": 3}]),
            run(4, "scored", [{"orders": 4}], sql="earlier"),
            run(5, "scored", None),
        ],
        [load(2)],
        datetime(2011, 4, 15),
        [([JANUARY], datetime(2011, 4, 1))],
    ),
    "months are counted again from the first in which a load since has changed something": counted_months(
        [run(1, "published", [JANUARY])],
        [
            load(1, "replace-all"),
            load(2, changed_from="2011-01-05"),
            load(3, changed_from="2011-03-20"),
            load(4, changed_from="2011-02-10"),
            load(5, changed_from=None),
        ],
        datetime(2011, 4, 15),
        [([JANUARY], datetime(2011, 2, 1))],
    ),
    "months are counted again that were not over for the run which counted them": counted_months(
        [run(1, "published", [JANUARY], as_of="2011-02-10")],
        [load(3, changed_from="2011-03-20")],
        datetime(2011, 4, 15),
        [([JANUARY], datetime(2011, 2, 1))],
    ),
    "months are counted again that are not over for a run as of an earlier day": counted_months(
        [run(1, "published", [JANUARY])],
        [load(3, changed_from="2011-03-20")],
        datetime(2011, 2, 10),
        [([JANUARY], datetime(2011, 2, 1))],
    ),
    "no month counts any more once everything was replaced": counted_months(
        [run(1, "published", [JANUARY])], [load(3, "replace-all"), load(4)], datetime(2011, 4, 15), []
    ),
    "the tables hold the files since lines were last taken away": loaded_files(
        [load(1, "replace-all"), load(2, "replace-period", lines_gone=1), load(3)], ["content 2", "content 3"]
    ),
    "the tables hold the files since all was replaced": loaded_files(
        [load(1), load(2, "replace-all"), load(3)], ["content 2", "content 3"]
    ),
    "months from the first day to the last have revenue, and orders counted now or before": Question(
        "etl/sql/revenue_by_month",
        {
            "sales_by_day": [
                {"day": f"2011-{day}", "revenue": revenue}
                for day, revenue in (("01-10", 10), ("01-31", 5), ("03-19", 7), ("03-20", 100), ("04-02", 200))
            ],
            "orders": [
                order("1", "02-27 12:00"),  # of a month that is told as counted
                order("1", "03-01 00:00"),
                order("1", "03-05 12:00"),
                order("2", "03-19 23:59"),
                order("3", "03-07 12:00", is_order=False),
                order("4", "03-20 00:00"),
                order("5", "04-02 12:00"),
            ],
            "pg_temp.rfm": [
                {"first_order_at": f"2011-{moment}"} for moment in ("01-10 12:00", "01-31 12:00", "03-19 23:59")
            ],
        },
        [
            (date(2011, 1, 1), 15, 4, 3, 2, 31, 22, True),
            (date(2011, 2, 1), 0, 0, 0, 0, 28, 28, False),
            (date(2011, 3, 1), 7, 3, 2, 1, 31, 19, True),
        ],
        {
            "as_of": datetime(2011, 3, 20),
            "count_from": datetime(2011, 3, 1),
            "counted": json.dumps([JANUARY, {"month": "2011-03-01", "orders": 90, "customers": 80}]),
        },
        first="create temporary table rfm (first_order_at timestamp)",
    ),
    "a scored customer has the country that the shop knows": Question(
        "etl/sql/segment_customers",
        {
            "rfm_scores": [
                {"customer_id": "2", "country": "elsewhere", "segment": "Lost"},
                {"customer_id": "1", "country": "elsewhere", "segment": "Promising"},
            ],
            "customers": [
                {"customer_id": "1", "country": "France"},
                {"customer_id": "2", "country": "Spain"},
                {"customer_id": "3", "country": "Italy"},
            ],
        },
        [("1", "France", "Promising"), ("2", "Spain", "Lost")],
        places={"{segmented}": "select * from rfm_scores"},
        columns=("customer_id", "country", "segment"),
    ),
}
