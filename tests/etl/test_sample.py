"""The made-up shop: the same each time, shaped like a real one, and within bounds at any size."""

import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from sqlalchemy import Engine

from db.settings import ROOT
from etl.load_records import LoadOptions
from etl.loading import load
from etl.order_files.places import find_order_files
from etl.order_files.reading import ReadingOptions
from etl.sample import FIRST_DAY, MONTH_STARTS, MONTHS, main, make_sample

LINES = 60_000


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.csv.gz", LINES, seed=1)


@pytest.fixture(scope="module")
def lines(sample_file: Path) -> pd.DataFrame:
    return pd.read_csv(sample_file, dtype={"InvoiceNo": str, "StockCode": str}, parse_dates=["InvoiceDate"])


@pytest.fixture(scope="module")
def orders(lines: pd.DataFrame) -> pd.DataFrame:
    """One row per invoice of a known customer that is no return."""
    known = lines[lines["CustomerID"].notna() & ~lines["InvoiceNo"].str.startswith("C")]
    return known.groupby(["CustomerID", "InvoiceNo"])["InvoiceDate"].min().reset_index()


@pytest.mark.parametrize("size", [1_000, 4_321])
def test_a_sample_has_exactly_the_lines_asked_for(tmp_path: Path, size: int) -> None:
    with gzip.open(make_sample(tmp_path / "sample.csv.gz", size), "rt") as file:
        assert sum(1 for _ in file) == size + 1


def test_the_same_seed_and_size_give_the_same_bytes(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("first.csv.gz", "again.csv.gz", "other.csv.gz"))
    for path, seed in ((first, 7), (again, 7), (other, 8)):
        make_sample(path, 2_000, seed)
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes() != other.read_bytes()


def test_a_seed_gives_the_same_shop_on_every_machine(tmp_path: Path) -> None:
    """Whoever changes what is made up must say so here: the examples of docs/api.md are of such a shop."""
    text = make_sample(tmp_path / "sample.csv", 20_000).read_bytes()
    assert hashlib.sha256(text).hexdigest() == "45d9b396f74b4d7126741a0e2f438f1b3bc223ed2ac1ef95bfba23e9af4b2e69"


def test_columns_are_those_of_the_uci_set(lines: pd.DataFrame) -> None:
    wanted = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    assert ",".join(lines.columns) == wanted
    assert len(lines) == LINES


def test_lines_are_in_order_of_time_and_fill_fifteen_months(lines: pd.DataFrame) -> None:
    when = lines["InvoiceDate"]
    assert when.is_monotonic_increasing
    assert when.min() >= pd.Timestamp(FIRST_DAY)
    assert when.max() < pd.Timestamp(MONTH_STARTS[-1])
    assert when.dt.to_period("M").nunique() == MONTHS
    assert not (when.dt.day_of_week == 5).any()  # closed on Saturdays


def test_a_product_has_one_price(lines: pd.DataFrame) -> None:
    priced = lines[lines["UnitPrice"] > 0]
    assert (priced.groupby("StockCode")["UnitPrice"].nunique() == 1).all()
    assert (priced.groupby("StockCode")["Description"].nunique() == 1).all()


def test_what_comes_back_was_bought_before_by_the_same_customer(lines: pd.DataFrame) -> None:
    returned = lines["InvoiceNo"].str.startswith("C")
    assert 0.005 < returned.mean() < 0.05
    bought = lines[~returned].groupby(["CustomerID", "StockCode", "Quantity"])["InvoiceDate"].min().rename("bought")
    returns = lines[returned].assign(Quantity=-lines["Quantity"])
    matched = returns.join(bought, on=["CustomerID", "StockCode", "Quantity"])
    assert (matched["bought"] < matched["InvoiceDate"]).all()


def test_postage_is_for_orders_from_abroad(lines: pd.DataFrame) -> None:
    postage = lines[lines["StockCode"] == "POST"]
    assert len(postage) > 100
    assert (postage["Country"] != "United Kingdom").all()
    assert lines["Country"].nunique() == 10


def test_there_is_the_dirt_of_a_real_file(lines: pd.DataFrame) -> None:
    assert 0.005 < lines.duplicated().mean() < 0.03
    assert 0.08 < lines["CustomerID"].isna().mean() < 0.2
    assert 0.002 < (lines["UnitPrice"] == 0).mean() < 0.02


def test_some_codes_are_in_the_other_case(lines: pd.DataFrame) -> None:
    odd = lines["StockCode"].str.fullmatch(r"\d+[a-f]")
    assert 0.001 < odd.mean() < 0.01
    assert lines.loc[odd, "StockCode"].str.upper().isin(lines["StockCode"]).all()


def test_charges_are_of_many_kinds_and_some_are_an_invoice_alone(lines: pd.DataFrame) -> None:
    charge = ~lines["StockCode"].str.fullmatch(r"\d+[A-Fa-f]")
    kinds = {"POST", "DOT", "M", "m", "C2", "BANK CHARGES", "gift_0001_20", "B"}
    assert set(lines.loc[charge, "StockCode"]) == kinds
    sold = lines[lines["CustomerID"].notna()]
    assert charge[sold.index].groupby(sold["InvoiceNo"]).all().any()


def test_some_prices_are_below_zero_and_some_lines_have_no_description(lines: pd.DataFrame) -> None:
    below = lines[lines["UnitPrice"] < 0]
    assert 0 < len(below) < 20
    assert (below["StockCode"] == "B").all()
    assert 0.0005 < lines["Description"].isna().mean() < 0.005


def test_a_few_customers_move_to_another_country(lines: pd.DataFrame) -> None:
    countries = lines.groupby("CustomerID")["Country"].nunique()
    assert 0 < (countries > 1).sum() < 0.02 * len(countries)


def test_the_loader_takes_a_sample_whole_and_tells_its_dirt(engine: Engine, sample_file: Path, tmp_path: Path) -> None:
    files = find_order_files(str(sample_file), ReadingOptions(), tmp_path)
    done = load(engine, "sample", files, LoadOptions())
    assert done.lines_in == LINES == done.lines_kept + sum(done.ledger.values())
    assert set(done.ledger) == {"exact duplicate", "price is zero", "price below zero"}


def test_a_name_without_gz_gives_plain_text_of_the_same_lines(tmp_path: Path) -> None:
    plain = make_sample(tmp_path / "sample.csv", 2_000).read_bytes()
    assert plain == gzip.decompress(make_sample(tmp_path / "sample.csv.gz", 2_000).read_bytes())


def test_november_sells_more_than_february(orders: pd.DataFrame) -> None:
    by_month = orders.groupby(orders["InvoiceDate"].dt.month).size()
    assert by_month[11] > 1.3 * by_month[2]


def test_customers_come_again_join_all_year_and_leave(orders: pd.DataFrame) -> None:
    by_customer = orders.groupby("CustomerID")["InvoiceDate"]
    counts, first, last = by_customer.size(), by_customer.min(), by_customer.max()
    assert 800 < len(counts) < 1_200
    assert 0.1 < (counts == 1).mean() < 0.4
    assert counts.max() > 30
    assert first.dt.to_period("M").nunique() == MONTHS
    assert 0.15 < (last < pd.Timestamp(MONTH_STARTS[-7])).mean() < 0.5  # silent for half a year


def test_next_months_buyers_are_a_third_and_somewhat_predictable(orders: pd.DataFrame) -> None:
    cutoffs = [pd.Timestamp(start) for start in MONTH_STARTS[4:-1]]
    rates, aucs = [], []
    for cutoff in cutoffs:
        past = orders[orders["InvoiceDate"] < cutoff].groupby("CustomerID")["InvoiceDate"].max()
        later = orders[orders["InvoiceDate"].between(cutoff, cutoff + pd.Timedelta(days=30), inclusive="left")]
        bought = past.index.isin(later["CustomerID"])
        rates.append(bought.mean())
        aucs.append(roc_auc_score(bought, past.astype("int64")))
    assert 0.28 < np.mean(rates) < 0.42
    assert 0.6 < np.mean(aucs) < 0.85


def peak_megabytes(tmp_path: Path, size: int) -> float:
    """The most memory that a process of its own needed to write a sample."""
    code = (
        "import pathlib, resource, sys; from etl.sample import make_sample;"
        "make_sample(pathlib.Path(sys.argv[1]), int(sys.argv[2]));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "sample.csv.gz"), str(size)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return int(done.stdout) / (1 << 10 if sys.platform == "linux" else 1 << 20)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    assert peak_megabytes(tmp_path, 300_000) - peak_megabytes(tmp_path, 20_000) < 25


def test_too_small_a_sample_is_refused_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "sample.csv.gz"), "--lines", "999"])
    assert stopped.value.code == 2
    assert "1,000 lines or more" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
