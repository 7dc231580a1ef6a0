"""Products that go together, and what to offer next, asked on a few rows."""

from collections.abc import Iterator
from typing import Any

from tests.db.questions.question import Question, Row


def baskets_of(first: int, number: int, *codes: str) -> Iterator[Row]:
    """So many baskets, numbered from `first`, each with these products."""
    for basket in range(first, first + number):
        yield from ({"basket": basket, "stock_code": code} for code in codes)


def bought(customer: str | None, code: str, day: int = 1, **others: Any) -> Row:
    """On a day of January 2011."""
    values = {"customer_id": customer, "stock_code": code, "invoice_date": f"2011-01-{day:02} 12:00:00"}
    return {**values, "quantity": 1, "is_charge": False, **others}


def pair(code: str, with_code: str, confidence: float = 0.5) -> Row:
    return {"stock_code": code, "with_stock_code": with_code, "confidence": confidence}


NO_BASKETS = "create temporary table baskets (basket bigint, stock_code text) on commit drop"

QUESTIONS = {
    "products go together that are in 10 baskets together and more often than by chance": Question(
        "etl/sql/history/product_pairs",
        {
            "pg_temp.baskets": [
                *baskets_of(1, 10, "A", "B"),
                *baskets_of(11, 10, "A", "C"),
                *baskets_of(21, 10, "C"),
                *baskets_of(31, 9, "D", "E"),
                *baskets_of(1, 1, "D"),
                *baskets_of(40, 1, "E"),
            ]
        },
        [("A", "B", 10, 0.25, 0.5, 2.0), ("B", "A", 10, 0.25, 1.0, 2.0)],
        first=NO_BASKETS,
        in_any_order=True,
    ),
    "of very many baskets products must share 1 in 1,000": Question(
        "etl/sql/history/product_pairs",
        {"pg_temp.baskets": [*baskets_of(1, 10, "A", "B"), *baskets_of(11, 11, "C", "D")]},
        [("C", "D", 11), ("D", "C", 11)],
        columns=("stock_code", "with_stock_code", "orders_together"),
        first=f"{NO_BASKETS}; insert into baskets select number, 'other' from generate_series(22, 10001) as number",
        in_any_order=True,
    ),
    "a product goes with its 10 likeliest, of equally likely ones with the rarest": Question(
        "etl/sql/history/product_pairs",
        {
            "pg_temp.baskets": [
                *baskets_of(101, 12, "P", "Z"),
                *(row for number in range(1, 9) for row in baskets_of(200 + 11 * number, 11, "P", f"Q{number}")),
                *baskets_of(301, 10, "P", "rare"),
                *baskets_of(401, 10, "P", "common"),
                *baskets_of(501, 5, "common"),
                *baskets_of(601, 115, "other"),
            ]
        },
        sorted(
            [
                ("P", "Z"),
                *(("P", f"Q{number}") for number in range(1, 9)),
                ("P", "rare"),
                ("Z", "P"),
                *((f"Q{number}", "P") for number in range(1, 9)),
                ("rare", "P"),
                ("common", "P"),
            ]
        ),
        columns=("stock_code", "with_stock_code"),
        first=NO_BASKETS,
        in_any_order=True,
    ),
    "what goes with a product bought is offered unless the customer has bought it": Question(
        "etl/sql/history/next_products",
        {
            "transactions": [
                bought("1", "A"),
                bought("1", "B"),
                bought("1", "C", quantity=0),
                bought("1", "D", quantity=-1),
                bought("1", "POST", is_charge=True),
                bought("2", "A"),
                bought(None, "A"),
            ],
            "product_pairs": [
                pair("A", "B"),
                pair("A", "offer", 0.2),
                pair("B", "offer", 0.3),
                pair("C", "not for what came to nothing"),
                pair("D", "not for what went back"),
                pair("POST", "not for a charge"),
            ],
        },
        [("1", 1, "offer", "B", 0.3), ("2", 1, "B", "A", 0.5), ("2", 2, "offer", "A", 0.2)],
        in_any_order=True,
    ),
    "the five likeliest are offered, the likeliest first": Question(
        "etl/sql/history/next_products",
        {
            "transactions": [bought("1", "B"), bought("1", "A")],
            "product_pairs": [
                *(pair("A", f"offer {number}", number / 10) for number in range(1, 6)),
                pair("A", "likeliest", 0.9),
                pair("B", "likeliest", 0.9),
                pair("A", "as likely as 5", 0.5),
            ],
        },
        [
            (1, "likeliest", "A"),
            (2, "as likely as 5", "A"),
            (3, "offer 5", "A"),
            (4, "offer 4", "A"),
            (5, "offer 3", "A"),
        ],
        columns=("place", "stock_code", "because_of"),
        in_any_order=True,
    ),
    "the latest 30 products count, each by when it was last bought": Question(
        "etl/sql/history/next_products",
        {
            "transactions": [
                bought("1", "came back for it", 1),
                bought("1", "came back for it", 31),
                *(bought("1", f"product {number}", number + 1) for number in range(1, 31)),
            ],
            "product_pairs": [
                pair("came back for it", "offer"),
                pair("product 1", "not for the 31st"),
                pair("product 2", "offer for the 30th"),
            ],
        },
        [(1, "offer"), (2, "offer for the 30th")],
        columns=("place", "stock_code"),
        in_any_order=True,
    ),
}
