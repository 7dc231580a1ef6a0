"""Queries of how a file writes its values, and of its lines before they have types, on a few rows each."""

from typing import Any

from etl.staging import Forms
from tests.db.questions.question import Question, Row

NAMES = "invoice_no text, stock_code text, description text, customer_id text, country text, currency text"
TEXTS = f"create schema incoming; create table incoming.{{}} (line_number bigint, {NAMES}, refused text"
ORDER_LINES = f"{TEXTS.format('order_lines')}, quantity text, unit_price text, invoice_date text)"
STAGED = (
    f"{TEXTS.format('staged')}, quantity text, unit_price text, amount text, invoice_date text, status text,"
    " cancelled_at text)"
)


def line(number: int, **texts: str) -> Row:
    return {"line_number": number, **texts}


def prices(*values: str) -> list[Row]:
    return [line(number, quantity="1", unit_price=value) for number, value in enumerate(values, start=1)]


def item(number: int, invoice: str, **texts: str) -> Row:
    """A row of Shopify's export, its fields empty where they are not told."""
    fields = ("country", "currency", "customer_id", "invoice_date", "status", "cancelled_at")
    return {"line_number": number, "invoice_no": invoice, **dict.fromkeys(fields, ""), **texts}


def layout(name: str, rows: list[Row], columns: str, found: list[tuple[Any, ...]]) -> Question:
    """The lines that a layout makes of a file's rows."""
    return Question(
        f"etl/sql/layouts/{name}",
        {"incoming.staged": rows},
        found,
        first=STAGED,
        reading=f"select {columns} from ({{query}}) as lines order by line_number",
    )


def numbers_in_lines(decimal: str, *values: tuple[str, str], found: list[tuple[Any, ...]]) -> Question:
    return Question(
        "etl/sql/read_lines",
        {
            "incoming.order_lines": [
                line(number, quantity=quantity, unit_price=price)
                for number, (quantity, price) in enumerate(values, start=1)
            ]
        },
        found,
        Forms(decimal, None, some_have_offsets=False).parameters(),
        first=ORDER_LINES,
        reading="select quantity, unit_price from incoming.read_lines order by line_number",
    )


def dates_in_lines(date_order: str | None, *values: str, found: list[str | None]) -> Question:
    return Question(
        "etl/sql/read_lines",
        {"incoming.order_lines": [line(number, invoice_date=value) for number, value in enumerate(values, start=1)]},
        [(date,) for date in found],
        Forms("point", date_order, some_have_offsets=False).parameters(),
        first=ORDER_LINES,
        reading="select invoice_date from incoming.read_lines order by line_number",
    )


QUESTIONS = {
    "a date with a Z has an offset, and a price with a comma a comma": Question(
        "etl/sql/staged_forms",
        {"incoming.order_lines": [line(1, invoice_date="2011-01-05T12:00:00Z", quantity="1", unit_price="2,55")]},
        [(1, 0, True, True)],
        first=ORDER_LINES,
    ),
    "a date with the letters of an afternoon has no offset": Question(
        "etl/sql/staged_forms",
        {
            "incoming.order_lines": [
                line(number, invoice_date=f"2011-01-05 2:00{end}") for number, end in enumerate((" PM", ""))
            ]
        },
        [(2, 0, False, False)],
        first=ORDER_LINES,
    ),
    **{
        f"a date that ends in {end} has an offset": Question(
            "etl/sql/staged_forms",
            {"incoming.order_lines": [line(1, invoice_date=f"2011-01-05 12:00:00{end}")]},
            [(1, 0, True, False)],
            first=ORDER_LINES,
        )
        for end in (" UTC", "gmt ", "z", "Z ")
    },
    "a date with a plus has an offset, and a quantity with a comma a comma": Question(
        "etl/sql/staged_forms",
        {"incoming.order_lines": [line(1, invoice_date="5/1/2011 12:00+02:00", quantity="1,000", unit_price="2")]},
        [(1, 1, True, True)],
        first=ORDER_LINES,
    ),
    "a date with a minus behind its time has an offset, one with a minus before it has none": Question(
        "etl/sql/staged_forms",
        {
            "incoming.order_lines": [
                line(1, invoice_date="2011-01-05 12:00", quantity="1", unit_price="2"),
                line(2, invoice_date="5-1-2011 12:00", quantity="1", unit_price="2"),
                line(3, invoice_date="2011-01-05 12:00-05", quantity="1", unit_price="2"),
            ]
        },
        [(3, 1, True, False)],
        first=ORDER_LINES,
    ),
    "day and month are told by the largest numbers of the dates that are not written year first": Question(
        "etl/sql/date_order",
        {
            "incoming.order_lines": [
                line(1, invoice_date="2011-12-31 09:00"),
                line(2, invoice_date="3/14/2011 10:00"),
                line(3, invoice_date=" 11.2.2011"),
            ]
        },
        [(2, 11, 14, False, 2, "3/14/2011 10:00")],
        first=ORDER_LINES,
    ),
    "a year of two digits tells as much, and a space between the numbers; behind a minus it may be the day": Question(
        "etl/sql/date_order",
        {
            "incoming.order_lines": [
                line(1, invoice_date="3/14/11"),
                line(2, invoice_date="13-01-03 10:00"),
                line(3, invoice_date="3 4 2011"),
                line(4, invoice_date="3/14/201"),
            ]
        },
        [(3, 13, 14, True, 1, "3/14/11")],
        first=ORDER_LINES,
    ),
    "a decimal comma has one, two or four digits behind it, or a zero, four digits or a thousand before it": Question(
        "etl/sql/number_form",
        {"incoming.order_lines": prices("1,5 pounds", "1,234", "2,55", "0,123", "1234,567", "1.234,567", "1.234,5")},
        [(5, 0, 2, "1,234")],
        first=ORDER_LINES,
    ),
    "a comma before a point or before another comma stands between thousands": Question(
        "etl/sql/number_form",
        {"incoming.order_lines": prices("1,234.5", "1,234,567", "1,2.34,567", "12")},
        [(0, 2, 1, "1,234.5")],
        first=ORDER_LINES,
    ),
    "a point alone is a decimal point unless it can stand between thousands": Question(
        "etl/sql/number_form",
        {"incoming.order_lines": prices("2.50", "1.234", "12")},
        [(0, 1, None, None)],
        first=ORDER_LINES,
    ),
    "numbers are read without what stands between thousands, and not with it elsewhere": numbers_in_lines(
        "point",
        ("6", "2.55"),
        (" 6", "2.55 "),
        ("1,000", "1,234.50"),
        (" 1,000", " 1 234.50"),
        ("10,00", "1,23"),
        ("0x10", "1_0"),
        found=[("6", "2.55"), ("6", "2.55"), ("1000", "1234.50"), ("1000", "1234.50"), (None, None), (None, None)],
    ),
    "a decimal comma is read as a point": numbers_in_lines(
        "comma",
        ("6", "2,55"),
        ("1.000", "1.234,50"),
        found=[("6", "2.55"), ("1000", "1234.50")],
    ),
    "a date begins with a digit": dates_in_lines(
        None, "2011-01-05", "  2011-01-05 12:00", "yesterday", "", found=["2011-01-05", "2011-01-05 12:00", None, None]
    ),
    "where all dates are written year first, the year needs no sign behind it": dates_in_lines(
        None, "20110105", found=["20110105"]
    ),
    "where the order of day and month is known, a year of two digits is read": dates_in_lines(
        "day-first",
        *("5.1.2011", "2011-01-05", "5.1.11", "5 1 2011", "5-1-11 9:30", "5.1.201", "050111"),
        found=["5.1.2011", "2011-01-05", "5.1.11", "5 1 2011", "5-1-11 9:30", None, None],
    ),
    "where it is not known, a date has its year first, in four digits, or names its month": dates_in_lines(
        None,
        *("2011/1/5", "2011.01.05 10:00", "2011 Jan 5", "5 Jan 2011", "05-JAN-11", "5.1.2011", "11-01-05", "5 1 2011"),
        found=["2011/1/5", "2011.01.05 10:00", "2011 Jan 5", "5 Jan 2011", "05-JAN-11", None, None, None],
    ),
    "a date with a minus as its fifth sign is written year first only where there is one as its eighth": Question(
        "etl/sql/staged_forms",
        {"incoming.order_lines": [line(1, invoice_date="3-10-2011"), line(2, invoice_date="2011-10-03")]},
        [(2, 1, False, False)],
        first=ORDER_LINES,
    ),
    "a word that says there is none is no customer": Question(
        "etl/sql/read_lines",
        {
            "incoming.order_lines": [
                line(number, customer_id=word)
                for number, word in enumerate(("NULL", " None ", "nan", r"\N", "#N/A", "", "0", "Nancy", "N"))
            ]
        },
        [(None,)] * 6 + [("0",), ("Nancy",), ("N",)],
        Forms("point", None, some_have_offsets=False).parameters(),
        first=ORDER_LINES,
        reading="select customer_id from incoming.read_lines order by line_number",
    ),
    "a WooCommerce guest's number is none": layout(
        "woocommerce",
        [line(number, customer_id=who) for number, who in enumerate(("0", " 0.0", "10", "Ann@x"))],
        "customer_id",
        [(None,), (None,), ("10",), ("ann@x",)],
    ),
    "a customer number that a table program made a decimal number is whole again": Question(
        "etl/sql/read_lines",
        {
            "incoming.order_lines": [
                line(1, customer_id="12345.0"),
                line(2, customer_id=" 12345 "),
                line(3, customer_id="a.0"),
                line(4, customer_id=".0"),
                line(5, customer_id=" "),
            ]
        },
        [("12345",), ("12345",), ("a.0",), (None,), (None,)],
        Forms("point", None, some_have_offsets=False).parameters(),
        first=ORDER_LINES,
        reading="select customer_id from incoming.read_lines order by line_number",
    ),
    "an invoice and a stock code are whole again, too, where they are a number and no more": Question(
        "etl/sql/read_lines",
        {
            "incoming.order_lines": [
                line(number, invoice_no=value, stock_code=value)
                for number, value in enumerate(("536365.0", " 00123.0 ", "00123", "1001.1", "1.0.0", "A1.0", "10.00"))
            ]
        },
        [(value, value) for value in ("536365", "00123", "00123", "1001.1", "1.0.0", "A1.0", "10.00")],
        Forms("point", None, some_have_offsets=False).parameters(),
        first=ORDER_LINES,
        reading="select invoice_no, stock_code from incoming.read_lines order by line_number",
    ),
    "an e-mail address is a customer in whatever case it is written, another name is not": Question(
        "etl/sql/read_lines",
        {
            "incoming.order_lines": [
                line(number, customer_id=value) for number, value in enumerate((" Ann@X.de", "ann@x.de", "AB1", "ab1"))
            ]
        },
        [("ann@x.de",), ("ann@x.de",), ("AB1",), ("ab1",)],
        Forms("point", None, some_have_offsets=False).parameters(),
        first=ORDER_LINES,
        reading="select customer_id from incoming.read_lines order by line_number",
    ),
    "a charge is known where a table program made its code a decimal number": Question(
        "etl/sql/charge_stock_codes",
        {
            "charge_codes": [{"pattern": "999"}],
            "incoming.order_lines": [line(1, stock_code=" 999.0"), line(2, stock_code="999.1")],
        },
        [("999",)],
        first=ORDER_LINES,
        reading="select stock_code from incoming.charge_stock_codes",
    ),
    "a stock code that a pattern knows is a charge, in whatever case it is written": Question(
        "etl/sql/charge_stock_codes",
        {
            "charge_codes": [{"pattern": "POST"}, {"pattern": r"GIFT\_%"}],
            "incoming.order_lines": [
                line(number, stock_code=code)
                for number, code in enumerate((" post", "POST", "gift_5", "GIFTS", "POSTER", "22423"))
            ],
        },
        [("POST",), ("gift_5",), ("post",)],
        first=ORDER_LINES,
        reading='select stock_code from incoming.charge_stock_codes order by stock_code collate "C"',
    ),
    "a row per order line is that line": layout(
        "lines",
        [line(1, invoice_no="1", stock_code="A", quantity="-2", unit_price="2.50", status="refunded")],
        "invoice_no, stock_code, quantity, unit_price, refused",
        [("1", "A", "-2", "2.50", None)],
    ),
    "a row per order is one piece at the order's total, one that comes back where that is below zero": layout(
        "orders",
        [line(1, invoice_no="1", amount=" 12.50"), line(2, invoice_no="2", amount=" -12.50")],
        "invoice_no, stock_code, quantity, unit_price",
        [("1", "ORDER", "1", "12.50"), ("2", "ORDER", "-1", "12.50")],
    ),
    "a purchase in a log is an order, or a return where its amount is negative": layout(
        "log",
        [line(1, amount=" 12.50"), line(2, amount=" -12.50"), line(3, amount="+1")],
        "invoice_no, stock_code, quantity, unit_price",
        [("L", "ORDER", "1", "12.50"), ("C0", "ORDER", "-1", "12.50"), ("L", "ORDER", "1", "1")],
    ),
    "every item of a Shopify order has what its first row alone tells": layout(
        "shopify",
        [
            item(1, "#1", stock_code="A", invoice_date="2011-01-05", customer_id="Ann@x", country="FR"),
            item(2, "#1", stock_code=" ", description="Mug"),
            item(3, "#2", stock_code="A", invoice_date="2011-01-06", customer_id="bob@x", currency="GBP"),
        ],
        "invoice_no, stock_code, invoice_date, customer_id, country, currency",
        [
            ("#1", "A", "2011-01-05", "ann@x", "FR", None),
            ("#1", "Mug", "2011-01-05", "ann@x", "FR", None),
            ("#2", "A", "2011-01-06", "bob@x", None, "GBP"),
        ],
    ),
    "Shopify orders that came to nothing are refused, all their items": layout(
        "shopify",
        [
            item(1, "#1", status="paid"),
            item(2, "#2", status="Refunded"),
            item(3, "#2"),
            item(4, "#3", status="paid", cancelled_at="2011-01-07"),
            item(5, "#4", status="voided"),
            item(6, "#5"),
        ],
        "refused",
        [
            (None,),
            ("order was refunded",),
            ("order was refunded",),
            ("order was cancelled",),
            ("order was never paid",),
            (None,),
        ],
    ),
    "WooCommerce orders that came to nothing are refused": layout(
        "woocommerce",
        [
            line(number, status=status)
            for number, status in enumerate(("wc-completed", "processing", "wc-refunded", "Cancelled ", "wc-on-hold"))
        ],
        "refused",
        [(None,), (None,), ("order was refunded",), ("order was cancelled",), ("order was never paid",)],
    ),
    "a WooCommerce item without a code is known by its name, a customer by the address in small letters": layout(
        "woocommerce",
        [
            line(1, stock_code="A", description="Cup", customer_id="Ann@x"),
            line(2, stock_code=" ", description="Mug", customer_id="ann@x"),
        ],
        "stock_code, customer_id",
        [("A", "ann@x"), ("Mug", "ann@x")],
    ),
}
