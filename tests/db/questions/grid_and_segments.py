"""Queries of a run's segments, of the cells that they come from, and of how they went, on a few rows each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.db.questions.question import Question, Row

TWO_RUNS = [
    {
        "run_id": 1,
        "inputs": {
            "rules": [[1, 1, "Lost"], [1, 2, "At Risk"], [2, 1, "Promising"], [2, 2, "New Customers"]],
            "new_customer_rule": ["New Customers", 30],
        },
    },
    {"run_id": 2, "inputs": {"rules": [[3, 3, "Champions"]], "new_customer_rule": ["Promising", 60]}},
]
SEGMENTS = [{"segment": "Lost", "position": 2}, {"segment": "Champions", "position": 1}]
WITHIN = {
    "{every}": "min_recency >= 10",
    "{some}": "max_recency >= 10",
    "{smallest}": "min(min_monetary)",
    "{largest}": "max(max_monetary)",
}


def cell(r: int, fm: int, segment: str, customers: int, **others: Any) -> Row:
    """Customers of run 1 who have ordered more than once and spent 10 each."""
    values = {"run_id": 1, "r_score": r, "fm_score": fm, "segment": segment, "customers": customers}
    return {**values, "monetary": 10 * customers, "one_order": False, **others}


def days(r: int, shortest: int, longest: int, **others: Any) -> Row:
    """A cell by how long ago its customers ordered."""
    return {"run_id": 1, "r_score": r, "min_recency": shortest, "max_recency": longest, **others}


def scored(segment: str, monetary: int, **others: Any) -> Row:
    """A customer of run 1, or of a month end where one is named."""
    return {"run_id": 1, "segment": segment, "monetary": monetary, **others}


def first_order(customer: str, moment: str, run: int = 1) -> Row:
    return {"run_id": run, "customer_id": customer, "first_order_at": f"2011-{moment}"}


def spread(values: list[int | None], *found: tuple[float, float, float, float, int]) -> Question:
    """How what is expected of a run's customers spreads, asked beside another run's."""
    others = [{"run_id": 2, "expected_value": 12}] * 3
    return Question(
        "backend/sql/histogram",
        {"customer_list": [*({"run_id": 1, "expected_value": value} for value in values), *others]},
        list(found),
        {"run_id": 1},
        {"{measure}": "expected_value"},
    )


QUESTIONS = {
    "a cell of the grid leaves out who is new by one order, and nobody else": Question(
        "backend/sql/grid",
        {
            "runs": TWO_RUNS,
            "list_cells": [
                cell(1, 2, "At Risk", 4),
                cell(2, 1, "Promising", 3, one_order=True),
                cell(2, 1, "Promising", 2),
                cell(2, 1, "New Customers", 5, one_order=True),
                cell(2, 2, "New Customers", 1),
                cell(2, 1, "Promising", 7, run_id=2),
            ],
        },
        [
            (2, 1, 5, 50, "Promising"),
            (2, 2, 1, 10, "New Customers"),
            (1, 1, 0, 0, "Lost"),
            (1, 2, 4, 40, "At Risk"),
        ],
        {"run_id": 1},
    ),
    "the segment beside the grid is that of the run": Question(
        "backend/sql/outside_grid", {"runs": TWO_RUNS}, [("Promising",)], {"run_id": 2}
    ),
    "the rules are those of the run": Question(
        "backend/sql/segment_rules", {"runs": TWO_RUNS}, [([[3, 3, "Champions"]], ["Promising", 60])], {"run_id": 2}
    ),
    "a recency score covers the days of all its cells": Question(
        "backend/sql/recency_bounds",
        {"list_cells": [days(4, 10, 20), days(5, 1, 3), days(5, 2, 9), days(5, 0, 99, run_id=2)]},
        [(5, 1, 9), (4, 10, 20)],
        {"run_id": 1},
    ),
    "the first page counts a run's customers, and the new ones of its last month with those who are erased": Question(
        "backend/sql/overview",
        {
            "runs": [
                {"run_id": 1, "customers": 8, "data_to": "2011-03-31 15:00:00", "model_id": 11},
                {"run_id": 2, "customers": 9, "data_to": "2011-04-30 15:00:00", "model_id": 12},
            ],
            "models": [
                {"model_id": 11, "card": {"horizon_days": 90}},
                {"model_id": 12, "card": {"horizon_days": 30}},
            ],
            "list_cells": [
                {"run_id": 1, "customers": 3, "one_order": True, "expected_buyers": 1},
                {"run_id": 1, "customers": 2, "one_order": False, "expected_buyers": 0.5},
                {"run_id": 2, "customers": 7, "one_order": False, "expected_buyers": 4},
            ],
            "customer_list": [
                first_order("old", "02-28 23:59:59"),
                first_order("new", "03-01 00:00:00"),
                first_order("newer", "03-20 12:00:00"),
                first_order("other run", "03-05 12:00:00", run=2),
            ],
            "erased_customers": [{"pseudonym": "erased"}, {"pseudonym": "erased earlier"}],
            "rfm_scores": [
                first_order("new", "03-01 00:00:00"),
                first_order("newer", "03-20 12:00:00"),
                first_order("erased", "03-10 12:00:00"),
                first_order("erased", "03-10 12:00:00", run=2),
                first_order("erased earlier", "03-10 12:00:00", run=2),
            ],
        },
        [(1, 90, 2, 0.25, 3, 1.5)],
        {"run_id": 1},
        columns=(
            "run_id",
            "horizon_days",
            "repeat_customers",
            "repeat_rate",
            "new_customers_this_month",
            "expected_buyers",
        ),
    ),
    "a run without customers and without a model has a first page": Question(
        "backend/sql/overview",
        {
            "runs": [{"run_id": 1, "customers": 0, "data_to": "2011-03-31 15:00:00"}],
            "models": [{"model_id": 12, "card": {"horizon_days": 30}}],
            "list_cells": [],
            "customer_list": [],
            "erased_customers": [],
            "rfm_scores": [],
        },
        [(None, 0, None, 0, None)],
        {"run_id": 1},
        columns=("horizon_days", "repeat_customers", "repeat_rate", "new_customers_this_month", "expected_buyers"),
    ),
    "the history of segments ends with the run, which stands in place of its own month end": Question(
        "backend/sql/segment_history",
        {
            "segments": SEGMENTS,
            "history_scores": [
                scored("Champions", 50, as_of="2011-02-01"),
                *[scored("Lost", 10, as_of="2011-02-01")] * 3,
                scored("Lost", 10, as_of="2011-03-01"),
            ],
            "rfm_scores": [scored("Champions", 60), scored("Champions", 70), scored("Lost", 10, run_id=2)],
        },
        [
            (date(2011, 2, 1), "Champions", 1, 0.25, 50),
            (date(2011, 2, 1), "Lost", 3, 0.75, 30),
            (date(2011, 3, 1), "Champions", 2, 1, 130),
            (date(2011, 3, 1), "Lost", 0, 0, 0),
        ],
        {"run_id": 1, "as_of": datetime(2011, 3, 1)},
    ),
    "segments at a month end are those of its customers, without what is expected": Question(
        "backend/sql/segments_at_month_end",
        {
            "segments": SEGMENTS,
            "history_scores": [
                scored("Lost", 10, as_of="2011-02-01", recency=30, frequency=1),
                scored("Lost", 20, as_of="2011-02-01", recency=35, frequency=2),
                scored("Lost", 90, as_of="2011-02-01", recency=40, frequency=3),
                scored("Champions", 50, as_of="2011-03-01", recency=1, frequency=9),
            ],
        },
        [("Champions", 1, 0, 0, 0, 0, *[None] * 7), ("Lost", 2, 3, 1, 120, 1, 35, 2, 40, 20, *[None] * 3)],
        {"as_of": date(2011, 2, 1)},
    ),
    "month ends are those before the run, the newest first": Question(
        "backend/sql/month_ends",
        {
            "month_ends": [
                {"as_of": "2011-01-01", "customers": 1},
                {"as_of": "2011-02-01", "customers": 2},
                {"as_of": "2011-03-01", "customers": 3},
            ]
        },
        [(date(2011, 2, 1), 2), (date(2011, 1, 1), 1)],
        {"as_of": datetime(2011, 3, 1)},
    ),
    "a segment has the sums of its cells, the medians of the run, and its share of all": Question(
        "backend/sql/segments",
        {
            "segments": SEGMENTS,
            "list_cells": [
                cell(1, 1, "Lost", 1, recency=300, frequency=1),
                cell(2, 2, "Champions", 1, recency=1, frequency=3, expected_buyers=0.5, expected_value=7),
                cell(2, 1, "Champions", 2, recency=1, frequency=4, expected_buyers=1.5, expected_value=8),
                cell(1, 1, "Lost", 9, run_id=2, recency=1, frequency=9),
            ],
            "segment_medians": [
                {"run_id": 1, "segment": "Champions", "median_monetary": 8, "median_expected_value": 5},
                {"run_id": 1, "segment": "Lost", "median_monetary": 9},
                {"run_id": 2, "segment": "Champions", "median_monetary": 99},
            ],
        },
        [
            ("Champions", 1, 3, 0.75, 30, 0.75, Decimal("0.67"), Decimal("2.333"), 10, 8, 2, 15, 5),
            ("Lost", 2, 1, 0.25, 10, 0.25, 300, 1, 10, 9, None, None, None),
        ],
        {"run_id": 1},
    ),
    "the first and the last of 24 bins take what lies beyond": spread(
        [-10, 0, *[5] * 97, 24, 100, None],
        *((-10, 100, low, low + 1, {0: 2, 5: 97, 23: 2}.get(low, 0)) for low in range(24)),
    ),
    "a measure that is the same for all stands in the first bin": spread(
        [5, 5], *((5, 5, 5, 5, 0 if number else 2) for number in range(24))
    ),
    "a measure that nobody has spreads over no bins": spread([None]),
    "at least those whose cell lies within match, at most those whose cell touches; who is erased does not": Question(
        "backend/sql/list_known",
        {
            "list_cells": [
                days(1, 10, 20, customers=5, erased=1, min_monetary=30, max_monetary=35),
                days(1, 5, 10, customers=3, erased=0, min_monetary=40, max_monetary=45),
                days(1, 1, 9, customers=7, erased=0, min_monetary=90, max_monetary=90),
                days(1, 10, 20, customers=100, erased=0, min_monetary=100, max_monetary=100, run_id=2),
            ]
        },
        [(4, 7, 30, 45)],
        {"run_id": 1},
        WITHIN,
    ),
    "where no cell matches, none are known, and not between which values": Question(
        "backend/sql/list_known",
        {"list_cells": [days(1, 1, 9, customers=7, erased=0, min_monetary=90, max_monetary=90)]},
        [(0, 0, None, None)],
        {"run_id": 1},
        WITHIN,
    ),
}
