"""Queries of the lines that are refused on a few rows each."""

from typing import Any

from tests.db.questions.incoming_lines import INCOMING
from tests.db.questions.question import Question, Row

LEDGER = """
    create schema incoming;
    create table incoming.refused_lines as
    select file_number, line_number, reason, line_hash, line_ordinal, invoice_date, customer_id
    from ledger with no data;
    create table incoming.raw_lines (file_number integer, line_number bigint, physical_line bigint, raw text);
"""
GONE = """
    create schema incoming;
    create table incoming.gone_lines as select * from transactions with no data;
    create table incoming.gone_ledger as select * from ledger with no data
"""


def refused(file: int, number: int, **others: Any) -> Row:
    return {"file_number": file, "line_number": number, "reason": "price is zero", **others}


def raw(file: int, number: int, physical_line: int) -> Row:
    """A line of the file, whose text tells where it stands."""
    text = f"line {physical_line} of file {file}"
    return {"file_number": file, "line_number": number, "physical_line": physical_line, "raw": text}


QUESTIONS = {
    "the lines with a reason are refused": Question(
        "etl/sql/refused_lines",
        {"incoming.lines": [refused(1, 1), {"file_number": 1, "line_number": 2}]},
        [(1, 1, "price is zero")],
        first=INCOMING,
        reading="select file_number, line_number, reason from incoming.refused_lines",
    ),
    "refused lines are counted by reason": Question(
        "etl/sql/refused_counts",
        {"incoming.refused_lines": [refused(1, 1), refused(1, 2), refused(2, 1, reason="another currency")]},
        [({"price is zero": 2, "another currency": 1},)],
        first=LEDGER,
    ),
    "what a load takes away is counted, kept and refused": Question(
        "etl/sql/gone_counts",
        {
            "incoming.gone_lines": [{"customer_id": "1"}, {"customer_id": None}],
            "incoming.gone_ledger": [refused(1, 1), refused(1, 2), refused(2, 1, reason="another currency")],
        },
        [(2, {"price is zero": 2, "another currency": 1})],
        first=GONE,
    ),
    "a load that takes nothing away counts nothing": Question("etl/sql/gone_counts", {}, [(0, {})], first=GONE),
    "a refused line is kept as it stood in its own file, without a text where that is not known": Question(
        "etl/sql/ledger",
        {
            "incoming.refused_lines": [refused(1, 2), refused(1, 5), refused(2, 2), refused(2, 4)],
            "incoming.raw_lines": [raw(1, 2, 3), raw(2, 2, 7), raw(2, 4, 9)],
        },
        [
            (8, 1, 3, "line 3 of file 1"),
            (8, 1, 5, ""),
            (8, 2, 7, "line 7 of file 2"),
            (8, 2, 9, "line 9 of file 2"),
        ],
        {"load_id": 8},
        first=LEDGER,
        reading="select load_id, file_number, line_number, raw from ({query}) as ledger"
        " order by file_number, line_number",
    ),
    "an erased customer's refused line has no text": Question(
        "etl/sql/ledger",
        {
            "incoming.refused_lines": [
                refused(1, 1, customer_id="1"),
                refused(1, 2, customer_id="nobody"),
                refused(1, 3),
            ],
            "incoming.raw_lines": [raw(1, number, number + 1) for number in (1, 2, 3)],
            "erased_customers": [{"pseudonym": "nobody"}, {"pseudonym": "nobody else"}],
        },
        [(2, "line 2 of file 1"), (3, ""), (4, "line 4 of file 1")],
        {"load_id": 8},
        first=LEDGER,
        reading="select line_number, raw from ({query}) as ledger order by line_number",
    ),
}
