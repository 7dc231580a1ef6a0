"""Queries of the run that is served, of those before it, and of what it stands on, on a few rows each."""

from datetime import date, datetime
from typing import Any

from tests.db.questions.question import Question, Row


def run(number: int, **others: Any) -> Row:
    return {"run_id": number, "state": "published", **others}


def scores_of(*runs: int) -> str:
    """What is there of the runs that are still kept."""
    return "; ".join(f"create table public.rfm_scores_{number} ()" for number in runs)


SOME_ARE_KEPT = {
    "runs": [
        run(1, as_of="2011-01-01", currency="GBP"),
        run(2, as_of="2011-01-01", currency="GBP"),
        run(3, as_of="2011-02-01", currency="GBP"),
        run(4, as_of="2011-01-01", currency="GBP"),
        run(5, as_of="2011-01-01", currency="GBP", state="scored"),
    ]
}


def kept(number: int | None, as_of: date | None, *found: int) -> Question:
    """All are kept but run 4, and all but run 5 are published."""
    return Question(
        "backend/sql/kept_run",
        SOME_ARE_KEPT,
        [(number,) for number in found],
        {"run_id": number, "as_of": as_of},
        columns=("run_id",),
        first=scores_of(1, 2, 3, 5),
    )


def listed(number: int | None, *found: tuple[int, bool, bool]) -> Question:
    """A list of two at most, when run 3 is served and run 4 is not yet."""
    return Question(
        "backend/sql/runs",
        {"runs": [run(1), run(2), run(3), run(4, state="running")], "published": [{"run_id": 3}]},
        list(found),
        {"run_id": number, "limit": 2},
        columns=("run_id", "is_served", "is_kept"),
        first=scores_of(2, 3),
    )


def is_customer(customer: str, answer: bool) -> Question:
    """Of run 1, which has scored Ann; run 2 has scored Bob."""
    return Question(
        "backend/sql/is_customer",
        {"rfm_scores": [{"run_id": 1, "customer_id": "Ann"}, {"run_id": 2, "customer_id": "Bob"}]},
        [(answer,)],
        {"run_id": 1, "customer_id": customer},
    )


def history(number: int, *found: tuple[Any, ...]) -> Question:
    """Beside a run that stands on the load that history was worked out from, and one that stands on more."""
    return Question(
        "backend/sql/history_build",
        {
            "runs": [run(1, inputs={"loads": [7]}), run(2, inputs={"loads": [8, 7]})],
            "history_build": [{"load_id": 7, "orders": 5, "orders_looked_at": 4, "note": ""}],
        },
        list(found),
        {"run_id": number},
        columns=("orders", "orders_looked_at", "note", "of_this_run"),
    )


QUESTIONS = {
    "the run of a number is found while it is kept": kept(1, None, 1),
    "of the runs of a day the newest is found that is published and kept": kept(None, date(2011, 1, 1), 2),
    "a run that is kept no longer is not found": kept(4, None),
    "a run that is not published is not found": kept(5, None),
    "a run is not found by a day that is not its own": kept(1, date(2011, 2, 1)),
    "published runs are listed the newest first, with the one that is served": listed(
        None, (3, True, True), (2, False, True)
    ),
    "a run whose scores are gone is listed, and kept no longer": listed(1, (1, False, False)),
    "a run that still runs is not listed": listed(4),
    "a customer whom the run has scored is one": is_customer("Ann", True),
    "a customer whom only another run has scored is none": is_customer("Bob", False),
    "the history is that of a run on the same load, and an empty note is none": history(1, (5, 4, None, True)),
    "the history is older than a run on a later load": history(2, (5, 4, None, False)),
    "the run that is served is told with the moment of its history": Question(
        "backend/sql/served_run",
        {
            "runs": [run(1, customers=10, currency="GBP"), run(2, customers=20, currency="EUR")],
            "published": [{"run_id": 2}],
            "history_build": [{"only_row": True, "note": "", "built_at": "2011-03-01 12:00:00+00"}],
        },
        [(2, "EUR", 20, datetime.fromisoformat("2011-03-01T12:00:00+00:00"))],
        columns=("run_id", "currency", "customers", "history_built_at"),
    ),
    "a run is served before there is any history": Question(
        "backend/sql/served_run",
        {"runs": [run(1)], "published": [{"run_id": 1}], "history_build": []},
        [(1, None)],
        columns=("run_id", "history_built_at"),
    ),
    "where no run is served, none is told": Question(
        "backend/sql/served_run", {"runs": [run(1)], "published": [], "history_build": []}, []
    ),
    "the model is the run's own, with the note on its choice": Question(
        "backend/sql/model_metrics",
        {
            "runs": [run(1, model_id=11), run(2, model_note="too few customers")],
            "models": [
                {"model_id": 11, "model": "logistic", "note": "clearly better"},
                {"model_id": 12, "model": "boosted"},
            ],
        },
        [(None, "logistic", "clearly better")],
        {"run_id": 1},
        columns=("note", "model", "choice_note"),
    ),
    "a run without a model tells why": Question(
        "backend/sql/model_metrics",
        {"runs": [run(1, model_id=11), run(2, model_note="too few customers")], "models": [{"model_id": 11}]},
        [("too few customers", None)],
        {"run_id": 2},
        columns=("note", "model"),
    ),
}
