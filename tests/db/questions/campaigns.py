"""Queries of campaigns on a few rows each."""

from typing import Any

from db.queries import read_sql
from tests.db.questions.question import Question, Row


def campaign(number: int, starts_on: str = "2011-03-01") -> Row:
    """One of ten days."""
    return {"campaign_id": number, "name": f"letter {number}", "starts_on": starts_on, "horizon_days": 10}


def written_to(campaign_id: int, customer: str, place: int = 1) -> Row:
    return {"campaign_id": campaign_id, "customer_id": customer, "place": place, "held_out": False}


def held_out(campaign_id: int, customer: str, place: int = 1) -> Row:
    return {**written_to(campaign_id, customer, place), "held_out": True}


def order(customer: str, moment: str, net: int, **others: Any) -> Row:
    return {"customer_id": customer, "ordered_at": f"2011-{moment}", "net": net, "is_order": True, **others}


def scored(run: int, customer: str, segment: str) -> Row:
    return {"run_id": run, "customer_id": customer, "segment": segment}


def predicted(run: int, customer: str, probability: float | None) -> Row:
    return {"run_id": run, "customer_id": customer, "purchase_probability": probability}


TERMS = dict.fromkeys(
    ("margin", "cost", "effect", "promised_profit", "promised_low", "promised_high", "horizon_days"), 1
) | {"name": "spring", "run_id": 2, "ranking": "probability", "starts_on": "2011-03-01"}
# A campaign's own columns are grouped by its key alone, which a table needs for that.
KEYED = """
    create temporary table campaigns as table public.campaigns with no data;
    alter table campaigns add primary key (campaign_id)
"""

QUESTIONS = {
    "a campaign's customers are the likeliest of the run, those without a probability at last": Question(
        "backend/sql/begin_campaign",
        {
            "customer_list": [
                predicted(1, "of another run", 0.9),
                predicted(2, "b", 0.2),
                predicted(2, "unknown", None),
                predicted(2, "a", 0.2),
                predicted(2, "best", 0.8),
                predicted(2, "z unknown", None),
            ],
            "campaign_customers": [],
        },
        [("spring", "best, a, b, unknown", 1)],
        {**TERMS, "size": 4, "held_out": 1},
        {"{ranked}": read_sql("backend/sql/ranked_customers")},
        first="create temporary table campaigns (like public.campaigns including identity including defaults)",
        reading="""
            select name, string_agg(customer_id, ', ' order by place), count(*) filter (where held_out)
            from campaigns
            inner join campaign_customers using (campaign_id)
            group by name
        """,
    ),
    "what who was written to brought counts from the first day of the window to its last": Question(
        "backend/sql/campaign_groups",
        {
            "campaigns": [campaign(1), campaign(2, "2011-02-01")],
            "campaign_customers": [
                written_to(1, "buyer"),
                written_to(1, "too early and too late"),
                written_to(1, "returns only"),
                written_to(2, "of another campaign"),
            ],
            "orders": [
                order("buyer", "03-01 00:00", 20),
                order("buyer", "03-10 23:59", -8, is_order=False),
                order("too early and too late", "02-28 23:59", 100),
                order("too early and too late", "03-11 00:00", 100),
                order("returns only", "03-05 12:00", -6, is_order=False),
                order("of another campaign", "03-05 12:00", 100),
                order("of no campaign", "03-05 12:00", 100),
            ],
        },
        [(False, 3, 1, 6, 84)],
        {"campaign_id": 1},
    ),
    "one customer held out who bought nothing is a group without variance": Question(
        "backend/sql/campaign_groups",
        {"campaigns": [campaign(1)], "campaign_customers": [held_out(1, "1")], "orders": []},
        [(True, 1, 0, 0, 0)],
        {"campaign_id": 1},
    ),
    "a campaign's list has the scores of the published run and leaves out who was erased": Question(
        "backend/sql/campaign_list",
        {
            "campaign_customers": [
                written_to(1, "second", 2),
                held_out(1, "first", 1),
                written_to(1, "erased", 3),
                written_to(1, "new", 4),
                written_to(2, "of another campaign", 1),
            ],
            "published": [{"run_id": 5}],
            "rfm_scores": [
                scored(4, "first", "Champions"),
                scored(5, "first", "Lost"),
                scored(5, "second", "At Risk"),
                scored(5, "of another campaign", "Champions"),
            ],
            "predictions": [
                predicted(4, "first", 0.9),
                predicted(5, "first", 0.1),
                predicted(5, "second", 0.2),
                predicted(5, "of another campaign", 0.9),
            ],
            "erased_customers": [{"pseudonym": "erased"}],
        },
        [
            (1, "first", "held out", "Lost", 0.1),
            (2, "second", "write", "At Risk", 0.2),
            (4, "new", "write", None, None),
        ],
        {"campaign_id": 1},
        {"{customer}": "campaign_customers.customer_id", "{home}": "scores.country"},
        columns=("place", "customer_id", "campaign_group", "segment", "purchase_probability"),
    ),
    "customers are ranked as the run says": Question(
        "backend/sql/campaign_ranking",
        {
            "runs": [
                {"run_id": 1, "campaign": {"ranking": "past_spend"}},
                {"run_id": 2, "campaign": {"ranking": "probability", "horizon_days": 30, "interval_factor": 1.5}},
            ]
        },
        [("probability", 30, 1.5, None, None)],
        {"run_id": 2},
    ),
    "a campaign is over when the last day of its window has sales, the newest one stands first": Question(
        "backend/sql/campaigns",
        {
            "pg_temp.campaigns": [campaign(1), campaign(2, "2011-03-02")],
            "campaign_customers": [
                written_to(1, "1"),
                written_to(1, "2"),
                held_out(1, "3"),
                written_to(2, "1"),
                held_out(2, "2"),
                held_out(2, "3"),
                held_out(2, "4"),
            ],
            "sales_by_day": [{"day": "2011-03-01"}, {"day": "2011-03-10"}],
        },
        [(2, 1, 3, False), (1, 2, 1, True)],
        {"campaign_id": None},
        columns=("campaign_id", "letters", "held_out", "is_over"),
        first=KEYED,
    ),
    "one campaign stands alone, and is not over before there are sales": Question(
        "backend/sql/campaigns",
        {
            "pg_temp.campaigns": [campaign(1), campaign(2)],
            "campaign_customers": [written_to(1, "1"), written_to(2, "1")],
            "sales_by_day": [],
        },
        [("letter 2", False)],
        {"campaign_id": 2},
        columns=("name", "is_over"),
        first=KEYED,
    ),
    "the other campaigns stay when one is deleted": Question(
        "backend/sql/delete_campaign",
        {"campaigns": [campaign(1), campaign(2), campaign(3)]},
        [(1,), (3,)],
        {"campaign_id": 2},
        reading="select campaign_id from campaigns order by campaign_id",
    ),
}
