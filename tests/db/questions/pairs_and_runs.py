"""Queries of products bought together, of a run's figures and of uploaded files on a few rows each."""

from datetime import date
from typing import Any

from tests.db.questions.question import Question, Row


def pair(code: str, with_code: str, confidence: float, **others: Any) -> Row:
    return {"stock_code": code, "with_stock_code": with_code, "confidence": confidence, **others}


def both_ways(code: str, with_code: str, lift: float, confidence: float, backwards: float) -> list[Row]:
    """Two products, each with its share of orders that have the other one, too."""
    return [pair(code, with_code, confidence, lift=lift), pair(with_code, code, backwards, lift=lift)]


def tested(run: int, **others: Any) -> Row:
    values = {"run_id": run, "population": "all", "horizon_days": 30, "cutoff": "2011-01-01", "model": "forest"}
    return {**values, **others}


def upload(number: int, **others: Any) -> Row:
    return {"import_id": an_id(number), "reading": {"mode": "add"}, **others}


def an_id(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


JANUARY, FEBRUARY = date(2011, 1, 1), date(2011, 2, 1)
NAMED = [
    {"stock_code": "CUP", "description": "a cup"},
    {"stock_code": "POT", "description": "a pot"},
    {"stock_code": "TEA", "description": "a tea"},
]

QUESTIONS = {
    "two products stand once, in the direction that holds more often, the largest lift first": Question(
        "backend/sql/affinity",
        {
            "product_pairs": [
                *both_ways("CUP", "POT", 2.0, 0.3, 0.9),
                *both_ways("CUP", "TEA", 2.0, 0.8, 0.2),
                *both_ways("POT", "TEA", 3.0, 0.5, 0.5),
                *both_ways("TEA", "UNKNOWN", 2.0, 0.1, 0.1),
                *both_ways("CUP", "UNKNOWN", 1.0, 1.0, 1.0),
            ],
            "products": NAMED,
        },
        [
            ("POT", "a pot", "TEA", "a tea", 3.0),
            ("POT", "a pot", "CUP", "a cup", 2.0),
            ("CUP", "a cup", "TEA", "a tea", 2.0),
            ("TEA", "a tea", "UNKNOWN", None, 2.0),
        ],
        {"limit": 4},
        {"{affinity_order}": "one_way.lift"},
        columns=("stock_code", "description", "with_stock_code", "with_description", "lift"),
    ),
    "with a product stands what is bought with it, the likeliest first": Question(
        "backend/sql/bought_with",
        {
            "product_pairs": [
                pair("CUP", "TEA", 0.2),
                pair("CUP", "UNKNOWN", 0.5),
                pair("CUP", "POT", 0.2),
                pair("POT", "CUP", 0.9),
            ],
            "products": NAMED,
        },
        [("UNKNOWN", None, 0.5), ("POT", "a pot", 0.2), ("TEA", "a tea", 0.2)],
        {"stock_code": "CUP"},
        columns=("stock_code", "description", "confidence"),
    ),
    "a backtest is that of the run, by population, horizon, cutoff and model": Question(
        "backend/sql/backtest",
        {
            "backtest": [
                tested(1),
                tested(2, population="repeat"),
                tested(2, horizon_days=90),
                tested(2, cutoff="2011-02-01"),
                tested(2, model="rule"),
                tested(2, model="boosting"),
            ]
        },
        [
            ("all", 30, JANUARY, "boosting"),
            ("all", 30, JANUARY, "rule"),
            ("all", 30, FEBRUARY, "forest"),
            ("all", 90, JANUARY, "forest"),
            ("repeat", 30, JANUARY, "forest"),
        ],
        {"run_id": 2},
        columns=("population", "horizon_days", "cutoff", "model"),
    ),
    "the run that is served is one of several": Question(
        "backend/sql/current_run",
        {"runs": [{"run_id": 1}, {"run_id": 2}, {"run_id": 3}]},
        [(2,)],
        {"run_id": 2},
        columns=("run_id",),
    ),
    "a load that is asked for leaves the number of the check, and the other files": Question(
        "backend/sql/ask_import",
        {"imports": [upload(1), upload(2, check_job=7)]},
        [(an_id(1), "add", None, None), (an_id(2), "replace-all", 7, 8)],
        {"import_id": an_id(2), "options": '{"mode": "replace-all"}', "check_job": None, "load_job": 8},
        reading="select import_id::text, reading ->> 'mode', check_job, load_job from imports order by import_id",
    ),
    "the other uploaded files stay when one is forgotten": Question(
        "backend/sql/delete_import",
        {"imports": [upload(1), upload(2), upload(3)]},
        [(an_id(1),), (an_id(3),)],
        {"import_id": an_id(2)},
        reading="select import_id::text from imports order by import_id",
    ),
}
