"""Orders that a later export tells otherwise: refunded, cancelled or paid since, or mended."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from etl.load_records import Load, LoadOptions
from etl.loading import load
from etl.order_files import ReadingOptions, SourceError, find_order_files
from tests.etl.shop_tables import contents, data_of_newest_load, load_lines

SHOPIFY = (
    "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at"
)
WOOCOMMERCE = "Order Number,Order Status,Order Date,Email (Billing),SKU,Item Name,Quantity,Item Cost"


def load_rows(engine: Engine, folder: Path, header: str, rows: Sequence[str], **options: Any) -> Load:
    path = folder / "export.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return load(engine, path.name, find_order_files(str(path), ReadingOptions(), folder), LoadOptions(**options))


def shopify(number: int, day: str, status: str = "paid", cancelled_at: str = "") -> str:
    return f"#{number},a{number % 2}@example.org,{status},{day} 10:00:00 +0000,1,Apple,100.00,A1,{cancelled_at}"


def woocommerce(number: int, status: str) -> str:
    return f"{number},{status},2011-01-{number:02d} 10:00:00,ann@example.org,A1,Apple,1,5"


JANUARY = [shopify(1, "2011-01-03"), shopify(2, "2011-01-10"), shopify(3, "2011-01-20")]
REFUNDED = shopify(2, "2011-01-10", "refunded")
CANCELLED = shopify(3, "2011-01-20", cancelled_at="2011-01-25 10:00:00 +0000")


def orders(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [*connection.execute(text("select invoice_no from orders order by invoice_no")).scalars()]


@pytest.mark.parametrize("now", [REFUNDED, CANCELLED], ids=["refunded", "cancelled"])
def test_an_order_refused_since_stops_what_is_added(engine: Engine, tmp_path: Path, now: str) -> None:
    load_rows(engine, tmp_path, SHOPIFY, JANUARY, mode="replace-all")
    before = contents(engine)
    with pytest.raises(SourceError, match=rf"{now[:2]} \(stock code A1\).*replace-period"):
        load_rows(engine, tmp_path, SHOPIFY, [JANUARY[0], now, shopify(4, "2011-02-01")])
    assert contents(engine) == before


@pytest.mark.parametrize(
    "rows",
    [[JANUARY[0], REFUNDED, CANCELLED, shopify(4, "2011-02-01")], [JANUARY[0], JANUARY[1], CANCELLED]],
    ids=["within the period", "at its edge"],
)
def test_an_order_refused_since_goes_with_its_period(engine: Engine, tmp_path: Path, rows: list[str]) -> None:
    load_rows(engine, tmp_path, SHOPIFY, rows, mode="replace-all")
    wanted, data = contents(engine), data_of_newest_load(engine)
    load_rows(engine, tmp_path, SHOPIFY, JANUARY, mode="replace-all")
    load_rows(engine, tmp_path, SHOPIFY, rows, mode="replace-period")
    assert contents(engine) == wanted
    assert data_of_newest_load(engine) == data
    again = load_rows(engine, tmp_path, SHOPIFY, rows[::-1])
    assert (again.lines_known, again.changed_from) == (len(rows), None)


@pytest.mark.parametrize("mode", ["add", "replace-period"])
def test_an_order_paid_since_leaves_the_ledger(engine: Engine, tmp_path: Path, mode: Any) -> None:
    paid = [woocommerce(1, "completed"), woocommerce(2, "completed")]
    load_rows(engine, tmp_path, WOOCOMMERCE, paid, mode="replace-all")
    wanted, data = contents(engine), data_of_newest_load(engine)
    load_rows(engine, tmp_path, WOOCOMMERCE, [woocommerce(1, "pending"), paid[1]], mode="replace-all")
    done = load_rows(engine, tmp_path, WOOCOMMERCE, paid, mode=mode)
    assert (done.lines_kept, done.gone_ledger) == (1, {"order was never paid": 1})
    assert contents(engine) == wanted
    assert data_of_newest_load(engine) == data


def test_an_order_refused_for_another_reason_stands_once_in_the_ledger(engine: Engine, tmp_path: Path) -> None:
    load_rows(engine, tmp_path, WOOCOMMERCE, [woocommerce(1, "pending"), woocommerce(2, "completed")])
    load_rows(engine, tmp_path, WOOCOMMERCE, [woocommerce(1, "cancelled"), woocommerce(2, "completed")])
    assert data_of_newest_load(engine) == {"lines_in": 2, "lines_kept": 1, "ledger": {"order was cancelled": 1}}


def test_an_order_paid_in_one_file_and_pending_in_another_is_kept(engine: Engine, tmp_path: Path) -> None:
    whole = tmp_path / "exports"
    whole.mkdir()
    for name, statuses in (("1.csv", ("pending", "completed")), ("2.csv", ("completed", "completed"))):
        rows = [woocommerce(number, status) for number, status in enumerate(statuses, start=1)]
        (whole / name).write_text("\n".join([WOOCOMMERCE, *rows]))
    files = find_order_files(str(whole), ReadingOptions(), tmp_path)
    load(engine, "exports", files, LoadOptions(mode="replace-all"))
    assert orders(engine) == ["1", "2"]


def test_a_mended_date_takes_the_unreadable_one_out_of_the_ledger(engine: Engine, tmp_path: Path) -> None:
    rows = [f"{n},A1,Apple,1,2011-02-{1 + n % 28:02d} 10:00:00,1.50,17850,France" for n in range(1, 201)]
    mended = "9999,A1,Apple,1,2011-02-28,1.50,17850,France"
    load_lines(engine, tmp_path, [*rows, mended], mode="replace-all")
    wanted, data = contents(engine), data_of_newest_load(engine)
    for date in ("2011-02-31", "9999-12-31"):
        load_lines(engine, tmp_path, [*rows, mended.replace("2011-02-28", date)], mode="replace-all")
        done = load_lines(engine, tmp_path, [*rows, mended], mode="replace-period")
        assert (done.lines_gone, done.gone_ledger) == (0, {"invoice date is no date up to today": 1})
        assert contents(engine) == wanted
        assert data_of_newest_load(engine) == data


def test_a_shop_whose_numbers_begin_with_a_c_has_orders_and_returns(engine: Engine, tmp_path: Path) -> None:
    rows = ["C1001,1,2011-01-05,10", "C1002,1,2011-02-05,12.50", "C1003,1,2011-02-06,-2.50"]
    load_rows(engine, tmp_path, "Order ID,Customer,Date,Total", rows)
    with engine.connect() as connection:
        found = connection.execute(text("select invoice_no, is_order, gross, net from orders order by invoice_no"))
        assert [tuple(map(str, row)) for row in found] == [
            ("C1001", "True", "10.000", "10.000"),
            ("C1002", "True", "12.500", "12.500"),
            ("C1003", "False", "0.000", "-2.500"),
        ]


LOG = "customer_id,date,amount"


def test_purchases_of_a_log_written_otherwise_are_the_same(engine: Engine, tmp_path: Path) -> None:
    load_rows(engine, tmp_path, LOG, ["17850,2011-01-03,10.50", "17850,2011-02-03,-7"], mode="replace-all")
    before = contents(engine)
    other = ["17850.0,2011-02-03 00:00:00,-7.000", " 17850 ,2011-01-03T00:00,+10.5"]
    again = load_rows(engine, tmp_path, LOG, other)
    assert (again.lines_known, again.lines_kept) == (2, 0)
    assert contents(engine) == before


@given(
    rows=st.lists(
        st.builds(
            "{},2011-01-0{},{}".format,
            st.sampled_from(("17850", "2", "")),
            st.integers(1, 2),
            st.sampled_from(("5", "-5", "0")),
        ),
        max_size=12,
    ),
    seed=st.integers(0, 1 << 30),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_equal_purchases_of_a_log_are_orders_of_their_own_however_the_parts_overlap(
    engine: Engine, tmp_path: Path, rows: list[str], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311  # splits, no secrets
    rows = ["17850,2011-01-05,5", *rows]
    load_rows(engine, tmp_path, LOG, rows, mode="replace-all")
    wanted, data = contents(engine), data_of_newest_load(engine)
    assert len(wanted["transactions"]) == sum(not row.endswith(",0") for row in rows)
    assert len(wanted["orders"]) == sum(not row.startswith(",") and not row.endswith(",0") for row in rows)
    # Of equal rows a file has some or all; of the first at least one, so that there is something to score.
    for number in range(rng.randint(1, 3)):
        part = [row for row in sorted(set(rows)) for _ in range(rng.randint(row == rows[0], rows.count(row)))]
        rng.shuffle(part)
        load_rows(engine, tmp_path, LOG, part, mode="add" if number else "replace-all")
    for again in (rows, rows[::-1]):
        load_rows(engine, tmp_path, LOG, again)
        assert contents(engine) == wanted
        assert data_of_newest_load(engine) == data


def test_a_purchase_in_two_files_of_one_load_is_one(engine: Engine, tmp_path: Path) -> None:
    whole = tmp_path / "logs"
    whole.mkdir()
    purchase = "17850,2011-01-03,10.50"
    for name, times in (("1.csv", 2), ("2.csv", 3), ("3.csv", 1)):
        (whole / name).write_text("\n".join([LOG, *[purchase] * times]))
    files = find_order_files(str(whole), ReadingOptions(), tmp_path)
    done = load(engine, "logs", files, LoadOptions(mode="replace-all"))
    assert (done.lines_kept, done.lines_known, len(orders(engine))) == (3, 3, 3)
