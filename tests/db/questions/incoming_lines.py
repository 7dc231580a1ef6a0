"""Queries that type, judge and keep the lines of a file on a few rows each."""

from hashlib import md5
from typing import Any

from etl.lines import UNREADABLE
from tests.db.questions.question import Question, Row

SCHEMA = "create schema incoming;"
NAMES = "invoice_no text, stock_code text, description text, customer_id text, country text, currency text"
RAW = "raw_quantity text, raw_unit_price text, raw_invoice_date text"
READ_LINES = (
    f"{SCHEMA} create table incoming.read_lines (line_number bigint, refused text, {NAMES}, quantity text,"
    f" unit_price text, invoice_date text, {RAW})"
)
TYPES = "quantity bigint, unit_price numeric(12, 3), invoice_date timestamp"
TYPED_LINES = f"{SCHEMA} create table incoming.typed_lines (line_number bigint, refused text, {NAMES}, {TYPES}, {RAW})"
JUDGED_LINES = f"""
    {SCHEMA}
    create table incoming.judged_lines (line_number bigint, refused text, {NAMES}, {TYPES}, {RAW}, reason text);
    create table incoming.charge_stock_codes (stock_code text)
"""
INCOMING = f"""
    {SCHEMA}
    create table incoming.lines as
    select *, 1 as file_number, cast(1 as bigint) as line_number, cast('' as text) as reason
    from transactions with no data
"""

NOT_WHOLE = "quantity is no whole number"
NO_PRICE = "unit price is no number"
NO_DATE = "invoice date is no date up to today"
TOO_LONG = "a number, code or name is longer than 200 bytes"


def typed(**others: Any) -> Row:
    """A line that nothing speaks against, but for what is told otherwise."""
    values = {"invoice_no": "536365", "stock_code": "22423", "quantity": 6, "unit_price": 2.5, "currency": "GBP"}
    return {"line_number": 1, "invoice_date": "2011-01-05 12:00", **values, **others}


def judged(number: int, **others: Any) -> Row:
    return {**typed(line_number=number), **others}


def types(column: str, values: dict[str, Any], *, some_have_offsets: bool = False) -> Question:
    """What the texts are with their type."""
    return Question(
        "etl/sql/typed_lines",
        {"incoming.read_lines": [{"line_number": number, column: value} for number, value in enumerate(values)]},
        [(value,) for value in values.values()],
        {"some_have_offsets": some_have_offsets},
        first=READ_LINES,
        reading=f"select cast({column} as text) from incoming.typed_lines order by line_number",
    )


def judgement(*lines: tuple[Row, str | None]) -> Question:
    """Each line and its reason."""
    return Question(
        "etl/sql/judged_lines",
        {"incoming.typed_lines": [{**line, "line_number": number} for number, (line, _) in enumerate(lines)]},
        [(reason,) for _, reason in lines],
        {"shop_currency": "GBP", "is_log": False},
        first=TYPED_LINES,
        reading="select reason from incoming.judged_lines order by line_number",
    )


QUESTIONS = {
    "pieces are whole, however many zeros follow a point": types(
        "quantity",
        {"60": "60", "-6": "-6", "6.0": "6", "100.00": "100", "6.5": None, "6.": None, "abc.0": None, ".0": None},
    ),
    "a price has at most nine digits before the point and is rounded to three behind it": types(
        "unit_price", {"2.55": "2.550", "2.5555": "2.556", "1234567890": None, "free": None}
    ),
    "a time with an offset becomes the shop's, and one without stays, even where the clock leaps over it": types(
        "invoice_date",
        {
            "2011-07-05 12:00:00Z": "2011-07-05 13:00:00",
            "2011-07-05 12:00:00+02:00": "2011-07-05 11:00:00",
            "2011-01-05 12:00:00-05": "2011-01-05 17:00:00",
            "2011-07-05 12:00 utc": "2011-07-05 13:00:00",
            "2011-07-05 12:00 PM GMT": "2011-07-05 13:00:00",
            "20110705T120000z": "2011-07-05 13:00:00",
            "2011-07-05": "2011-07-05 00:00:00",
            "2011-03-27 01:30:00": "2011-03-27 01:30:00",
            "2011-02-30": None,
        },
        some_have_offsets=True,
    ),
    "a line without its invoice, its product, its pieces, its price or its day can't be read": judgement(
        (typed(), None),
        (typed(refused="order was refunded", invoice_no=None), "order was refunded"),
        (typed(invoice_no=""), "invoice number is missing"),
        (typed(stock_code=None), "stock code is missing"),
        (typed(quantity=None), NOT_WHOLE),
        (typed(unit_price=None), NO_PRICE),
        (typed(unit_price="NaN"), NO_PRICE),
        (typed(invoice_date=None), NO_DATE),
    ),
    "a log's purchase has a number that follows from who bought when for how much": Question(
        "etl/sql/judged_lines",
        {
            "incoming.typed_lines": [
                typed(line_number=number, invoice_no=sign, quantity=pieces, customer_id=customer)
                for number, (sign, pieces, customer) in enumerate((("L", 1, "1"), ("C0", -1, "1"), ("L", 1, None)))
            ]
        },
        [
            (sign + md5(content.encode(), usedforsecurity=False).hexdigest()[:16],)
            for sign, content in (
                ("L", "1\x1f2011-01-05 12:00:00\x1f2.500"),
                ("C0", "1\x1f2011-01-05 12:00:00\x1f-2.500"),
                ("L", "\x1f2011-01-05 12:00:00\x1f2.500"),
            )
        ],
        {"shop_currency": "GBP", "is_log": True},
        first=TYPED_LINES,
        reading="select invoice_no from incoming.judged_lines order by line_number",
    ),
    "a million millions of pieces are no number of pieces": judgement(
        (typed(quantity=999_999_999_999), None),
        (typed(quantity=1_000_000_000_000), NOT_WHOLE),
        (typed(quantity=-1_000_000_000_000), NOT_WHOLE),
    ),
    "a line is of 2 January 1970 or later and not of the future: a day before means that there is no date": judgement(
        (typed(invoice_date="1969-12-31 23:59:59"), NO_DATE),
        (typed(invoice_date="1970-01-01 00:00"), NO_DATE),
        (typed(invoice_date="1970-01-01 23:59:59"), NO_DATE),
        (typed(invoice_date="1970-01-02 00:00"), None),
        (typed(invoice_date="2999-01-01"), NO_DATE),
    ),
    "a line may be of this hour tomorrow, as it may be tomorrow elsewhere": Question(
        "etl/sql/judged_lines",
        {},
        [(None,)],
        {"shop_currency": "GBP", "is_log": False},
        first=f"{TYPED_LINES}; insert into incoming.typed_lines (invoice_no, stock_code, quantity, unit_price,"
        " invoice_date) select '536365', '22423', 6, 2.5, now() + interval '1 day'",
        reading="select reason from incoming.judged_lines",
    ),
    "a number, a code and a name have at most 200 bytes": judgement(
        *[
            (typed(**{name: "x" * letters}), reason)
            for name in ("invoice_no", "stock_code", "customer_id", "country")
            for letters, reason in ((200, None), (201, TOO_LONG))
        ]
    ),
    "a line in another currency than the shop's is refused": judgement(
        (typed(currency="USD"), "another currency"), (typed(currency=None), None)
    ),
    "a return's number is a C and digits and its pieces are below zero, a charge's code is among the charges": Question(
        "etl/sql/lines",
        {
            "incoming.judged_lines": [
                judged(1, invoice_no="536365"),
                judged(2, invoice_no="C536365", quantity=-2),
                judged(3, invoice_no="c536365", quantity=-1),
                judged(4, invoice_no="CB1001", quantity=-1),
                judged(5, stock_code="POST"),
                judged(6, invoice_no="C536365", quantity=1),
                judged(7, invoice_no="536365", quantity=-1),
            ],
            "incoming.charge_stock_codes": [{"stock_code": "POST"}],
        },
        [
            ("536365", False, False, 15),
            ("C536365", True, False, -5),
            ("c536365", True, False, -2.5),
            ("CB1001", False, False, -2.5),
            ("536365", False, True, 15),
            ("C536365", False, False, 2.5),
            ("536365", False, False, -2.5),
        ],
        {"load_id": 1, "file_number": 1},
        first=JUDGED_LINES,
        reading="select invoice_no, is_return, is_charge, amount from ({query}) as lines order by line_number",
    ),
    "a line for nothing is refused, a line below nothing too, and neither where it can't be read": Question(
        "etl/sql/lines",
        {
            "incoming.judged_lines": [
                judged(1),
                judged(2, unit_price=0),
                judged(3, unit_price=-1),
                judged(4, unit_price=0, reason="another currency"),
            ]
        },
        [(15, None), (0, "price is zero"), (-6, "price below zero"), (None, "another currency")],
        {"load_id": 1, "file_number": 1},
        first=JUDGED_LINES,
        reading="select amount, reason from ({query}) as lines order by line_number",
    ),
    "the first line of a file that can't be read is told, with how many there are": Question(
        "etl/sql/unreadable_lines",
        {
            "incoming.lines": [
                {"file_number": 1, "line_number": 2, "reason": NO_PRICE},
                {"file_number": 2, "line_number": 3, "reason": "price is zero"},
                {"file_number": 2, "line_number": 4, "reason": None},
                {"file_number": 2, "line_number": 7, "reason": NO_PRICE},
                {"file_number": 2, "line_number": 5, "reason": NOT_WHOLE},
            ]
        },
        [(2, 5, NOT_WHOLE)],
        {"file_number": 2, "reasons": list(UNREADABLE)},
        first=INCOMING,
    ),
    "a file's first five lines are shown, not another's": Question(
        "etl/sql/first_lines",
        {
            "incoming.lines": [
                {"file_number": file, "line_number": number, "invoice_no": f"{file}/{number}"}
                for file in (1, 2)
                for number in range(6, 0, -1)
            ]
        },
        [("2/1",), ("2/2",), ("2/3",), ("2/4",), ("2/5",)],
        {"file_number": 2},
        columns=("invoice_no",),
        first=INCOMING,
    ),
}
