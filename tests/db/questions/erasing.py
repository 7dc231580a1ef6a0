"""What becomes of the rows of an erased customer."""

from hashlib import md5
from typing import Any
from uuid import UUID

from tests.db.questions.question import Question, Row

ID = "C1234"
ERASED = {
    "customer_id": ID,
    "pseudonym": "erased-1",
    "secret": "secret",
    "word": rf"(^|[^[:alnum:]]){ID}([^[:alnum:]]|$)",
}


def key(number: int) -> str:
    """Of an order line."""
    return f"00000000-0000-0000-0000-00000000000{number}"


def mixed(number: int) -> UUID:
    """The key of a line with the customer's secret in it."""
    return UUID(md5(f"{key(number)}secret".encode(), usedforsecurity=False).hexdigest())


def served(number: int, customer: str, ordinal: int = 1) -> Row:
    values = {"line_hash": key(number), "line_ordinal": ordinal, "customer_id": customer, "load_id": 1}
    product = {"invoice_no": "1", "stock_code": "A", "quantity": 1, "unit_price": 1, "amount": 1}
    return {**values, **product, "invoice_date": "2011-01-01", "is_return": False, "is_charge": False}


def cell(number: int, **others: Any) -> Row:
    """A cell, told from the others by how many customers it counts."""
    values = {"run_id": 1, "segment": "Loyal", "country": "France", "r_score": 5, "f_score": 4, "m_score": 3}
    return {**values, "fm_score": 4, "one_order": False, "customers": number, "erased": 0, **others}


def listed(customer: str, frequency: int = 2, **others: Any) -> Row:
    values = {"customer_id": customer, "run_id": 1, "segment": "Loyal", "country": "France", "r_score": 5}
    return {**values, "f_score": 4, "m_score": 3, "fm_score": 4, "frequency": frequency, **others}


def act(number: int, about: str | None, **details: Any) -> Row:
    values = {"audit_id": number, "happened_at": "2011-01-01", "who": "anna", "what": "looked"}
    return {**values, "about": about, "details": details}


def progress(number: int, output: str, report: Any) -> Row:
    return {"job_id": number, "output": output, "report": report}


WHO_IS_HELD: dict[str, list[Row]] = {
    "customers": [{"customer_id": "1"}],
    "ledger": [{"customer_id": "1"}, {"customer_id": "2"}, {"customer_id": None}],
    "rfm_scores": [{"customer_id": "2"}, {"customer_id": "3"}],
    "campaign_customers": [{"customer_id": "4"}],
}

QUESTIONS = {
    "customers are held in lines, refused lines, runs and campaigns": Question(
        "db/sql/erasing/customer_ids",
        WHO_IS_HELD,
        [("1",), ("2",), ("3",), ("4",)],
        in_any_order=True,
    ),
    "customers are held in the served lines, too, while a load waits": Question(
        "db/sql/erasing/customer_ids",
        {
            **WHO_IS_HELD,
            "public.customers": [{"customer_id": "5", "countries": [], "orders": 0, "gross": 0, "net": 0}],
            "public.ledger": [
                {
                    "load_id": 1,
                    "file_number": 1,
                    "line_number": number,
                    "customer_id": customer,
                    "reason": "",
                    "raw": "",
                }
                for number, customer in enumerate(("6", None))
            ],
        },
        [("1",), ("2",), ("3",), ("4",), ("5",), ("6",)],
        in_any_order=True,
    ),
    "a refused line of the customer loses its text, and its key": Question(
        "db/sql/erasing/empty_refused_lines",
        {
            "ledger": [
                {"line_number": 1, "raw": f"A;{ID}", "line_hash": key(1), "customer_id": ID},
                {"line_number": 2, "raw": f"A;{ID};1", "line_hash": key(2), "customer_id": None},
                {"line_number": 3, "raw": f"A;{ID}5;1", "line_hash": key(3), "customer_id": None},
                {"line_number": 4, "raw": f"A;{ID};1", "line_hash": key(4), "customer_id": "another"},
            ]
        },
        [
            (1, "", mixed(1)),
            (2, "", UUID(key(2))),
            (3, f"A;{ID}5;1", UUID(key(3))),
            (4, f"A;{ID};1", UUID(key(4))),
        ],
        ERASED,
        {"{table}": "ledger"},
        reading="select line_number, raw, line_hash from ledger order by line_number",
    ),
    "a line of the customer gets another key": Question(
        "db/sql/erasing/rekey_lines",
        {"transactions": [served(1, ID), served(2, "another")]},
        [(ID, mixed(1)), ("another", UUID(key(2)))],
        ERASED,
        {"{table}": "transactions"},
        reading="select customer_id, line_hash from transactions order by customer_id",
    ),
    "a line of the customer that a waiting load takes away gets another key": Question(
        "db/sql/erasing/rekey_gone_lines",
        {
            "public.transactions": [served(1, ID), served(2, "another"), served(3, ID)],
            "loaded.transactions_gone": [
                {"load_id": 1, "line_hash": key(1), "line_ordinal": 1},
                {"load_id": 2, "line_hash": key(2), "line_ordinal": 1},
                {"load_id": 3, "line_hash": key(3), "line_ordinal": 2},
                {"load_id": 4, "line_hash": key(4), "line_ordinal": 1},
            ],
        },
        [(1, mixed(1)), (2, UUID(key(2))), (3, UUID(key(3))), (4, UUID(key(4)))],
        ERASED,
        first="create schema if not exists loaded;"
        " create table loaded.transactions_gone as select * from public.transactions with no data",
        reading="select load_id, line_hash from loaded.transactions_gone order by load_id",
    ),
    "a row of the customer gets the pseudonym": Question(
        "db/sql/erasing/rename",
        {"orders": [{"customer_id": ID, "invoice_no": "1"}, {"customer_id": "another", "invoice_no": "2"}]},
        [("1", "erased-1"), ("2", "another")],
        ERASED,
        {"{table}": "orders"},
        reading="select invoice_no, customer_id from orders order by invoice_no",
    ),
    "an act about the customer names the pseudonym, and no details have the id": Question(
        "db/sql/erasing/forget_audit",
        {
            "access.audit": [
                act(1, ID, days=30),
                act(2, "another", asked=ID),
                act(3, None, asked=ID),
                act(4, ID, asked=ID),
                act(5, "another", asked=f"{ID}5"),
                act(6, None, asked="another"),
            ]
        },
        [
            (1, "erased-1", {"days": 30}),
            (2, "another", {}),
            (3, None, {}),
            (4, "erased-1", {}),
            (5, "another", {"asked": f"{ID}5"}),
            (6, None, {"asked": "another"}),
        ],
        ERASED,
        reading="select audit_id, about, details from access.audit order by audit_id",
    ),
    "what a job printed or reported is forgotten where it has the id": Question(
        "db/sql/erasing/forget_output",
        {
            "job_progress": [
                progress(1, f"line of {ID}", {"lines": 1}),
                progress(2, "lines", {"first": ID}),
                progress(3, f"line of {ID}", None),
                progress(4, "lines", {"lines": 2}),
            ]
        },
        [(1, "", None), (2, "", None), (3, "", None), (4, "lines", {"lines": 2})],
        ERASED,
        reading="select job_id, output, report from job_progress order by job_id",
    ),
    "erased customers go from the list": Question(
        "db/sql/erasing/leave_lists",
        {
            "customer_list": [listed("erased-1"), listed("2"), listed("erased-3", 1)],
            "erased_customers": [{"pseudonym": "erased-1"}, {"pseudonym": "erased-3"}],
            "list_cells": [],
        },
        [("2",)],
        places={"{list}": "customer_list"},
        reading="select customer_id from customer_list",
    ),
    "the cell of an erased customer counts them, and no other cell does": Question(
        "db/sql/erasing/leave_lists",
        {
            "customer_list": [listed("erased-1"), listed("erased-2", 3), listed("3")],
            "erased_customers": [{"pseudonym": "erased-1"}, {"pseudonym": "erased-2"}],
            "list_cells": [
                cell(100, erased=1),
                cell(101, run_id=2),
                cell(102, segment="New"),
                cell(103, country="Spain"),
                cell(104, r_score=1),
                cell(105, f_score=1),
                cell(106, m_score=1),
                cell(107, fm_score=1),
                cell(108, one_order=True),
            ],
        },
        [(100, 3), *((number, 0) for number in range(101, 109))],
        places={"{list}": "customer_list"},
        reading="select customers, erased from list_cells order by customers",
    ),
    "an erased customer with one order and of no country is counted in that cell": Question(
        "db/sql/erasing/leave_lists",
        {
            "customer_list": [listed("erased-1", 1, country=None)],
            "erased_customers": [{"pseudonym": "erased-1"}],
            "list_cells": [cell(100, country=None, one_order=True), cell(101, one_order=True)],
        },
        [(100, 1), (101, 0)],
        places={"{list}": "customer_list"},
        reading="select customers, erased from list_cells order by customers",
    ),
}
