"""Queries of the lines that a load has again, has twice, or takes away, on a few rows each."""

from collections.abc import Sequence
from hashlib import md5
from typing import Any

from tests.db.questions.incoming_lines import INCOMING
from tests.db.questions.question import Question, Row

REFUSED: Row = {"reason": "price is zero"}
COVERED = "; create table incoming.covered_days (first_day date, day_after date)"


def content(letter: str) -> str:
    """The key of a line's content, told by a letter up to f."""
    return "-".join(letter * letters for letters in (8, 4, 4, 4, 12))


def line(letter: str, ordinal: int = 1, **others: Any) -> Row:
    """A line of this content, the first of it in its file or another."""
    return {"line_hash": content(letter), "line_ordinal": ordinal, **others}


def sold(invoice: str, code: str, letter: str, ordinal: int = 1, **others: Any) -> Row:
    """A line that can be read."""
    return line(letter, ordinal, invoice_no=invoice, stock_code=code, amount=5, **others)


def which(table: str) -> str:
    """The lines of a table by letter and number."""
    return f"select left(line_hash::text, 1), line_ordinal from {table} order by 1, 2"


def gone(
    query: str,
    there: list[Row],
    incoming: list[Row],
    found: list[tuple[str, int]],
    others: dict[str, list[Row]] | None = None,
) -> Question:
    """What is taken away of what is there, when these lines of 5 to 7 January come in its place."""
    table = {"gone_lines": "transactions", "gone_ledger": "ledger", "no_longer_refused": "ledger"}[query]
    made = "gone_lines" if query == "gone_lines" else "gone_ledger"
    return Question(
        f"etl/sql/{query}",
        {
            table: there,
            "incoming.lines": incoming,
            "incoming.covered_days": [{"first_day": "2011-01-05", "day_after": "2011-01-08"}],
            **(others or {}),
        },
        found,
        first=INCOMING + COVERED,
        reading=which(f"incoming.{made}"),
    )


AT_THE_BORDERS = [
    line("a", invoice_date="2011-01-04 23:59:59"),
    line("b", invoice_date="2011-01-05 00:00"),
    line("c", invoice_date="2011-01-07 23:59:59"),
    line("d", invoice_date="2011-01-08 00:00"),
]
NOON = "2011-01-06 12:00"
THERE = [
    line(letter, ordinal, invoice_date=NOON, **REFUSED) for letter, ordinal in (("a", 1), ("a", 2), ("b", 1), ("c", 1))
]


def numbered(
    found: list[tuple[int, str | None]], *, keep_duplicates: bool, logs: Sequence[int] = (), column: str = "reason"
) -> Question:
    """Of six lines, the second repeats the first, the fourth the unreadable third, the fifth one of another file."""
    amounts = (5, 5, None, None, 5, 5)
    reasons = [None if amount else "another currency" for amount in amounts]
    repeated = ((1, 1, False), (2, 2, False), (3, 1, False), (4, 2, False), (5, 2, True))
    return Question(
        "etl/sql/number_repeated_lines",
        {
            "incoming.lines": [
                {
                    "line_ordinal": 1,
                    "line_number": number,
                    "amount": amount,
                    "reason": reason,
                    "invoice_no": "L",
                    "file_number": 3,
                }
                for number, (amount, reason) in enumerate(zip(amounts, reasons, strict=True), start=1)
            ],
            "incoming.repeated_lines": [
                {"place": f"(0,{number})", "line_ordinal": ordinal, "is_known": known}
                for number, ordinal, known in repeated
            ],
        },
        found,
        {"keep_duplicates": keep_duplicates, "logs": list(logs)},
        first=f"{INCOMING}; create table incoming.repeated_lines (place tid, line_ordinal bigint, is_known boolean)",
        reading=f"select line_ordinal, {column} from incoming.lines order by line_number",
    )


QUESTIONS = {
    "a line that stands more than once is numbered in its file, and known where a file before "
    "had as many; apart where it is refused by itself": Question(
        "etl/sql/repeated_lines",
        {
            "incoming.lines": [
                line("a", file_number=file, line_number=number, amount=5)
                for file, number in ((2, 1), (2, 2), (2, 5), (1, 3), (1, 1))
            ]
            + [line("b", file_number=1, line_number=2, amount=5)]
            + [
                line("c", file_number=file, line_number=number, amount=amount)
                for file, number, amount in ((1, 4, None), (1, 5, None), (2, 6, 5), (2, 7, None))
            ]
        },
        [
            *((1, 1, 1, False), (1, 3, 2, False), (1, 4, 1, False), (1, 5, 2, False)),
            *((2, 1, 1, True), (2, 2, 2, True), (2, 5, 3, False), (2, 6, 1, False), (2, 7, 1, True)),
        ],
        first=INCOMING,
        reading="select lines.file_number, lines.line_number, repeated.line_ordinal, repeated.is_known"
        " from incoming.repeated_lines as repeated inner join incoming.lines on repeated.place = lines.ctid"
        " order by 1, 2",
    ),
    "a line that repeats another is refused, but for one that can't be read, which has its own reason": numbered(
        [
            (1, None),
            (2, "exact duplicate"),
            (1, "another currency"),
            (2, "another currency"),
            (1, None),
            (1, None),
        ],
        keep_duplicates=False,
    ),
    "in a log what repeats a purchase is another one": numbered(
        [(1, None), (2, None), (1, "another currency"), (2, "another currency"), (1, None), (1, None)],
        keep_duplicates=False,
        logs=(1, 3),
    ),
    "in a log another purchase has its place among them behind its number": numbered(
        [(1, "L"), (2, "L-2"), (1, "L"), (2, "L-2"), (1, "L"), (1, "L")],
        keep_duplicates=False,
        logs=(1, 3),
        column="invoice_no",
    ),
    "elsewhere a line that repeats another has its own number": numbered(
        [(1, "L"), (2, "L"), (1, "L"), (2, "L"), (1, "L"), (1, "L")],
        keep_duplicates=True,
        logs=(1,),
        column="invoice_no",
    ),
    "where repeated lines are to be kept, they are only numbered": numbered(
        [(1, None), (2, None), (1, "another currency"), (2, "another currency"), (1, None), (1, None)],
        keep_duplicates=True,
    ),
    "a line is known that is kept already, or refused already and now again for the same reason": Question(
        "etl/sql/known_lines",
        {
            "incoming.lines": [
                line("a", amount=5),
                line("a", 2, amount=5),
                line("b", amount=5),
                line("c", **REFUSED),
                line("c", 2, **REFUSED),
                line("d", **REFUSED),
                line("e", 4, amount=5),
                line("f", reason="order was refunded"),
                line("f", 4, amount=5, reason="exact duplicate"),
                line("b", 2, reason="price is zero"),
            ],
            "transactions": [line("a"), line("f", 4), line("f")],
            "ledger": [line("b", **REFUSED), line("c", **REFUSED), line("b", 2, reason="order was never paid")],
        },
        [("a", 1), ("c", 1), ("f", 4)],
        first=INCOMING,
        reading="select left(lines.line_hash::text, 1), lines.line_ordinal from incoming.known_lines as known"
        " inner join incoming.lines on known.place = lines.ctid order by 1, 2",
    ),
    "an invoice is told otherwise that lacks some of its lines, or has a product's line with another content": Question(
        "etl/sql/contradicted_invoices",
        {
            "transactions": [
                sold("lacks B", "A", "a"),
                sold("lacks B", "B", "b"),
                sold("another C", "C", "c", 5),
                sold("goes on", "D", "d", 6),
                sold("the same", "E", "e"),
                sold("not in the file", "A", "b", 7),
                sold("can't be read", "F", "b", 8),
            ],
            "incoming.lines": [
                sold("lacks B", "A", "a"),
                sold("another C", "C", "d", 5),
                sold("goes on", "G", "c", 6),
                sold("the same", "E", "e"),
                sold("the same", "D", "f"),
                {**sold("can't be read", "F", "f", 8), "amount": None},
            ],
        },
        [("another C", ["C"], 3), ("can't be read", ["F"], 3), ("lacks B", ["B"], 3)],
        first=INCOMING,
    ),
    "an invoice is told otherwise that is refused as it stood": Question(
        "etl/sql/contradicted_invoices",
        {
            "transactions": [sold("refunded", "A", "a"), sold("paid and refunded", "A", "b")],
            "incoming.lines": [
                {**sold("refunded", "A", "a"), "amount": None},
                {**sold("paid and refunded", "A", "b"), "amount": None},
                sold("paid and refunded", "A", "b"),
                {**sold("new", "A", "c"), "amount": None},
            ],
        },
        [("refunded", ["A"], 1)],
        first=INCOMING,
    ),
    "three invoices that are told otherwise stand for all of them, each with its products in order": Question(
        "etl/sql/contradicted_invoices",
        {
            "transactions": [
                sold(invoice, code, letter, ordinal)
                for ordinal, invoice in enumerate("4321", start=1)
                for letter, code in (("a", "A"), ("b", "Z"), ("c", "C"), ("d", "C"))
            ],
            "incoming.lines": [sold(invoice, "A", "a", ordinal) for ordinal, invoice in enumerate("4321", start=1)],
        },
        [("1", ["C", "Z"], 4), ("2", ["C", "Z"], 4), ("3", ["C", "Z"], 4)],
        first=INCOMING,
    ),
    "an invoice that has a line once where it had it twice is told otherwise": Question(
        "etl/sql/contradicted_invoices",
        {
            "transactions": [sold("1", "A", "a", 1), sold("1", "A", "a", 2)],
            "incoming.lines": [sold("1", "A", "a", 1)],
        },
        [("1", ["A"], 1)],
        first=INCOMING,
    ),
    "a load covers the days from the first to the last date of its lines, kept or refused": Question(
        "etl/sql/covered_days",
        {
            "incoming.lines": [
                line("a", amount=1, invoice_date="2011-01-06 09:00"),
                line("b", invoice_date="2011-01-07 23:59:59", reason="order was cancelled"),
                line("c", invoice_date="2011-01-05 12:00", **REFUSED),
                line("d", invoice_date=None, **REFUSED),
            ]
        },
        [("2011-01-05", "2011-01-08")],
        first=INCOMING,
        reading="select first_day::text, day_after::text from incoming.covered_days",
    ),
    "kept lines go from the first to the last day": gone("gone_lines", AT_THE_BORDERS, [], [("b", 1), ("c", 1)]),
    "refused lines go from the first to the last day": gone("gone_ledger", AT_THE_BORDERS, [], [("b", 1), ("c", 1)]),
    "a kept line stays that the load has as often, and goes when the load refuses it": gone(
        "gone_lines",
        THERE,
        [line("a", amount=1), line("b", reason="order was refunded"), line("c", amount=1, reason="exact duplicate")],
        [("a", 2), ("b", 1)],
    ),
    "a refused line stays that the load refuses as often for the same reason": gone(
        "gone_ledger",
        THERE,
        [line("a", **REFUSED), line("b", amount=1), line("c", reason="order was refunded")],
        [("a", 2), ("b", 1), ("c", 1)],
    ),
    "a refused line without a date goes with the days of what its load brought": gone(
        "gone_ledger",
        [line(letter, load_id=load, **REFUSED) for letter, load in (("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 1))],
        [line("e", **REFUSED)],
        [("a", 1)],
        {
            "transactions": [
                {"load_id": load, "invoice_date": day}
                for load, day in (
                    *((1, "2011-01-05 00:00"), (1, "2011-01-07 23:00")),
                    *((2, "2011-01-04 23:00"), (2, "2011-01-06 12:00")),
                    *((3, "2011-01-06 12:00"), (3, "2011-01-08 00:00")),
                )
            ]
        },
    ),
    "a line that was refused leaves the ledger once it is kept, or refused for another reason": gone(
        "no_longer_refused",
        [*THERE, line("d", **REFUSED), line("e", **REFUSED)],
        [
            line("a"),
            line("b", **REFUSED),
            line("c", 2),
            line("d", reason="order was cancelled"),
            line("e", **REFUSED),
            line("e", amount=1),
        ],
        [("a", 1), ("d", 1)],
    ),
    "an erased customer's lines have the pseudonym, and a key that the secret has mixed": Question(
        "etl/sql/suppress_erased",
        {
            "incoming.lines": [line("a", customer_id="1"), line("b", customer_id="2"), line("c")],
            "incoming.erased": [{"customer_id": "1", "pseudonym": "nobody", "secret": "!"}],
        },
        [
            ("2", content("b").replace("-", "")),
            ("nobody", md5(f"{content('a')}!".encode(), usedforsecurity=False).hexdigest()),
            (None, content("c").replace("-", "")),
        ],
        first=f"{INCOMING}; create table incoming.erased (customer_id text, pseudonym text, secret text)",
        reading="select customer_id, replace(line_hash::text, '-', '') from incoming.lines order by customer_id",
    ),
}
