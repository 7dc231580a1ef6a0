"""Loaded lines go into Parquet as they are: the same values, types and nulls."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet
from sqlalchemy import Engine

from etl.spark import export_lines
from etl.spark.scores import CopyText
from tests.conftest import Runner
from tests.etl.shop_tables import load_lines

LINES = (
    '1,A1,"Apple, red",2,2011-01-01 10:00:00,1.5,17850,France',
    "2,POST,Postage,1,2011-01-02 10:00:00,4,17850,",
    "C3,A1,Apple,-1,2011-01-03 10:00:00,1.5,,Île",
)


def test_values_types_and_nulls_are_kept(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_lines(engine, tmp_path, LINES)
    monkeypatch.setattr(export_lines, "LINES_PER_FILE", 1)
    assert export_lines.export_lines(engine, tmp_path / "lines") == 3
    found = sorted(parquet.read_table(tmp_path / "lines").to_pylist(), key=lambda row: row["invoice_no"])
    assert found == [
        {
            "invoice_no": number,
            "stock_code": code,
            "quantity": quantity,
            "invoice_date": datetime(2011, 1, day, 10),
            "amount": Decimal(amount),
            "customer_id": customer,
            "country": country,
            "is_return": is_return,
            "is_charge": is_charge,
        }
        for number, code, quantity, day, amount, customer, country, is_return, is_charge in (
            ("1", "A1", 2, 1, "3.000", "17850", "France", False, False),
            ("2", "POST", 1, 2, "4.000", "17850", None, False, True),
            ("C3", "A1", -1, 3, "-1.500", None, "Île", True, False),
        )
    ]


def test_a_folder_that_is_there_is_left_alone(run_script: Runner, tmp_path: Path) -> None:
    done = run_script("-m", "etl.spark.export_lines", tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"error: {tmp_path} is there already. Name a new folder.\n"


@pytest.mark.parametrize("size", [1, 5, 100])
def test_rows_are_handed_to_copy_whole_at_any_size_of_its_reads(size: int) -> None:
    rows = [b"17850\t1\n", b"17851\t22\n", b"17852\t\\N\n"]
    file = CopyText(iter(rows))
    assert b"".join(iter(lambda: file.read(size), b"")) == b"".join(rows)
