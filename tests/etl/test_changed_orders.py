"""Orders that a later export tells otherwise: refunded, cancelled or paid since, or mended."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
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
