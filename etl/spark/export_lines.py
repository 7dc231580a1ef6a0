"""Write the loaded order lines as Parquet files for Spark: `python -m etl.spark.export_lines FOLDER`."""

import argparse
import os
import shutil
import threading
from pathlib import Path
from time import perf_counter

import pyarrow as pa
from pyarrow import csv, parquet
from sqlalchemy import Engine

from db.engine import make_engine, psycopg_connection
from db.pipeline_lock import pipeline_lock
from db.settings import load_settings, run_script, stop

TYPES = {
    "invoice_no": pa.string(),
    "stock_code": pa.string(),
    "quantity": pa.int64(),
    "invoice_date": pa.timestamp("us"),
    "amount": pa.decimal128(24, 3),
    "customer_id": pa.string(),
    "country": pa.string(),
    "is_return": pa.bool_(),
    "is_charge": pa.bool_(),
}
LINES_PER_FILE = 5_000_000
BLOCK = 8 << 20  # bytes of text that are typed at a time


def export_lines(engine: Engine, folder: Path) -> int:
    """Write the columns of `transactions` that scores need; returns how many lines.

    Until all are written the folder has another name. Raises FileExistsError when it is there already.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is there already")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    lines = 0
    with engine.connect() as connection:
        reading, writing = os.pipe()
        failed: list[BaseException] = []

        def copy() -> None:
            try:
                with os.fdopen(writing, "wb") as out, psycopg_connection(connection).cursor() as cursor:
                    cursor.copy_expert(
                        f"copy (select {', '.join(TYPES)} from transactions) to stdout (format csv)", out
                    )
            except BaseException as error:
                failed.append(error)

        copying = threading.Thread(target=copy)
        copying.start()
        try:
            with os.fdopen(reading, "rb") as text:
                lines = _write(text, part)
        finally:
            copying.join()
        if failed:
            raise failed[0]
    part.rename(folder)
    return lines


def _write(text: object, folder: Path) -> int:
    blocks = csv.open_csv(
        text,
        read_options=csv.ReadOptions(column_names=list(TYPES), block_size=BLOCK),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=TYPES,
            true_values=["t"],
            false_values=["f"],
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    lines, in_file, number = 0, 0, 0
    writer = None
    try:
        for block in blocks:
            if writer is None or in_file >= LINES_PER_FILE:
                if writer:
                    writer.close()
                writer = parquet.ParquetWriter(folder / f"lines-{number:05d}.parquet", pa.schema(TYPES))
                number, in_file = number + 1, 0
            writer.write_batch(block)
            lines += block.num_rows
            in_file += block.num_rows
    finally:
        if writer:
            writer.close()
    return lines


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m etl.spark.export_lines", description="Write the loaded order lines as Parquet files."
    )
    parser.add_argument("folder", type=Path, help="a new folder")
    options = parser.parse_args(arguments)
    begin = perf_counter()
    engine = make_engine(load_settings())
    try:
        with pipeline_lock(engine):
            lines = export_lines(engine, options.folder)
    except OSError as error:
        stop(f"{error}. Name a new folder.")
    print(f"{options.folder}: {lines:,} order lines, written in {perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    run_script(main)
