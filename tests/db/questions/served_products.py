"""Queries of products and of whom to offer them to first, on a few rows each."""

from datetime import date, datetime
from typing import Any

from tests.db.questions.question import Question, Row


def product(code: str, net: int | None = None, **others: Any) -> Row:
    return {"stock_code": code, "net": net, "is_charge": False, **others}


def offer(customer: str, place: int, code: str, because_of: str = "CUP") -> Row:
    return {"customer_id": customer, "place": place, "stock_code": code, "because_of": because_of}


def line(invoice: str, moment: str, quantity: int, amount: int, **others: Any) -> Row:
    """A customer's line of a lamp."""
    values = {"stock_code": "LAMP", "invoice_no": invoice, "invoice_date": moment, "quantity": quantity}
    return {**values, "amount": amount, "customer_id": "1", **others}


def buyer(customer: str, probability: float | None, monetary: int, run: int = 1) -> Row:
    values = {"run_id": run, "customer_id": customer, "segment": "Lost", "recency": 9}
    return {**values, "purchase_probability": probability, "monetary": monetary}


OFFERS = [
    offer("1", 1, "LAMP"),
    offer("2", 1, "LAMP"),
    offer("3", 2, "LAMP"),
    offer("3", 1, "CUP"),
    offer("4", 1, "CUP"),
    offer("5", 1, "CUP"),
    offer("1", 2, "CUP"),
]
PRODUCTS = [
    product("MUG", 20, description="tea mug"),
    product("CUP", 20, description="cup"),
    product("LAMP", 50, description="lamp"),
    product("TEA1", 10, description="leaves"),
    product("POST", 100, description="post and tea", is_charge=True),
]
SOLD = [
    line("1", "2010-12-05 12:00:00", 2, 10),
    line("1", "2010-12-05 12:00:00", 3, 15),
    line("2", "2010-12-06 12:00:00", 1, 5),
    line("back", "2010-12-07 12:00:00", -1, -5, customer_id="2"),
    line("nothing", "2010-12-08 12:00:00", 0, 0, customer_id="3"),
    line("3", "2011-02-01 00:00:00", 4, 20),
    line("late", "2011-02-15 00:00:00", 7, 35, customer_id="4"),
    line("cup", "2010-11-05 12:00:00", 9, 9, stock_code="CUP"),
]


def listed(
    *found: tuple[Any, ...], pattern: str | None = None, after: tuple[int, str] | None = None, limit: int = 9
) -> Question:
    """By net revenue."""
    value, code = after or (None, None)
    return Question(
        "backend/sql/products",
        {"products": PRODUCTS, "next_products": OFFERS},
        list(found),
        {"pattern": pattern, "after_value": value, "after_code": code, "limit": limit},
        {"{product_order}": "counted.monetary"},
        columns=("stock_code", "measure", "monetary_share", "offered_to"),
    )


def counted(pattern: str | None, products: int, monetary: int) -> Question:
    return Question(
        "backend/sql/products_counted", {"products": PRODUCTS}, [(products, monetary)], {"pattern": pattern}
    )


def months(as_of: datetime, *found: tuple[Any, ...]) -> Question:
    return Question(
        "backend/sql/product_months", {"transactions": SOLD}, list(found), {"stock_code": "LAMP", "as_of": as_of}
    )


def ranked(ranking: str, *found: tuple[str, float | None], size: int = 9) -> Question:
    customers = [
        buyer("1", 0.5, 10),
        buyer("2", 0.25, 40),
        buyer("3", 0.125, 16),
        buyer("4", None, 20),
        buyer("5", 0.75, 99, run=2),
    ]
    return Question(
        "backend/sql/ranked_customers",
        {"customer_list": customers},
        list(found),
        {"run_id": 1, "ranking": ranking, "size": size},
        columns=("customer_id", "rank_value"),
    )


QUESTIONS = {
    "products that are no charge are listed by revenue, with whom they are the first to offer to": listed(
        ("LAMP", 50, 0.5, 2), ("CUP", 20, 0.2, 3), ("MUG", 20, 0.2, 0), ("TEA1", 10, 0.1, 0)
    ),
    "a page has no more products than it may": listed(("LAMP", 50, 0.5, 2), limit=1),
    "a page of products goes on behind the last one, of equal ones in the order of their codes": listed(
        ("MUG", 20, 0.2, 0), ("TEA1", 10, 0.1, 0), after=(20, "CUP")
    ),
    "a product is found by a part of its code or its description, and has its share of all": listed(
        ("MUG", 20, 0.2, 0), ("TEA1", 10, 0.1, 0), pattern="%tea%"
    ),
    "products that are no charge are counted": counted(None, 4, 100),
    "products are counted that have a word in their code or their description": counted("%tea%", 2, 30),
    "where no product has the word, none are counted": counted("%sugar%", 0, 0),
    "one product is told with the customers whom it is the first to offer to": Question(
        "backend/sql/product",
        {"products": PRODUCTS, "next_products": OFFERS},
        [("LAMP", "lamp", 2)],
        {"stock_code": "LAMP"},
        columns=("stock_code", "description", "offered_to"),
    ),
    "a customer is offered products in their places, each for the one that speaks for it": Question(
        "backend/sql/next_products",
        {
            "next_products": [
                offer("1", 2, "CUP", "LAMP"),
                offer("1", 1, "LAMP", "MUG"),
                offer("1", 3, "gone", "gone too"),
                offer("2", 1, "MUG"),
            ],
            "products": PRODUCTS,
        },
        [(1, "LAMP", "lamp", "tea mug"), (2, "CUP", "cup", "lamp"), (3, "gone", None, None)],
        {"customer_id": "1"},
        columns=("place", "stock_code", "description", "because_of_description"),
    ),
    "months of a product go on from its first sale, and one that is not over is partial": months(
        datetime(2011, 2, 15),
        (date(2010, 12, 1), 5, 25, 2, 1, False),
        (date(2011, 1, 1), 0, 0, 0, 0, False),
        (date(2011, 2, 1), 4, 20, 1, 1, True),
    ),
    "a month of a product that has just ended is whole": months(
        datetime(2011, 2, 1),
        (date(2010, 12, 1), 5, 25, 2, 1, False),
        (date(2011, 1, 1), 0, 0, 0, 0, False),
    ),
    "a product that was not sold yet has no months": months(datetime(2010, 12, 1)),
    "the likeliest buyer comes first, and last who has no probability": ranked(
        "probability", ("1", 0.5), ("2", 0.25), ("3", 0.125), ("4", None)
    ),
    "who has spent most comes first": ranked("past_spend", ("2", 40), ("4", 20), ("3", 16), size=3),
    "who is expected to spend most comes first": ranked(
        "probability_and_spend", ("2", 10), ("1", 5), ("3", 2), ("4", None)
    ),
}
