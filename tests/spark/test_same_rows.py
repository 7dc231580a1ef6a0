"""A run from a Spark cluster with two workers is the run that PostgreSQL makes of the same lines, row by row."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from tests.conftest import Runner, copied_database, execute, run_command

ROW = "(to_jsonb(scores) - 'run_id')::text"
FINGERPRINT = f"select count(*), md5(string_agg(md5({ROW}), '' order by {ROW})) from rfm_scores_{{run}} as scores"
DIFFERENT = f"""
(select {ROW} from rfm_scores_{{left}} as scores except all select {ROW} from rfm_scores_{{right}} as scores)
union all
(select {ROW} from rfm_scores_{{right}} as scores except all select {ROW} from rfm_scores_{{left}} as scores)
"""
# All that a run says of itself, but when it was made and what became of it.
RUN = """
select to_jsonb(runs) - '{run_id,state,started_at,scored_at,finished_at,model_id,model_note,campaign}'::text[]
from runs where run_id = %s
"""


@pytest.fixture
def shop(published_url: str, server_url: str) -> Iterator[str]:
    """A copy of the published shop."""
    name = f"spark_{uuid.uuid4().hex[:12]}"
    yield copied_database(server_url, "published", name)
    execute(server_url, f"drop database {name} with (force)")


@pytest.fixture
def run_script(shop: str, tmp_path: Path) -> Runner:
    return lambda *arguments, **settings: run_command(shop, tmp_path, *arguments, **settings)


def ask(url: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()
    finally:
        connection.close()


def newest_run(url: str) -> int:
    number: int = ask(url, "select max(run_id) from runs")[0][0]
    return number


def is_the_same_run(url: str, left: int, right: int) -> None:
    assert ask(url, DIFFERENT.format(left=left, right=right)) == []
    one, other = (ask(url, FINGERPRINT.format(run=run)) for run in (left, right))
    assert one == other
    assert one[0][0] > 0
    print(f"\n  {one[0][0]:,} rows, md5 {one[0][1]} by PostgreSQL and by Spark, 0 rows different")
    assert ask(url, RUN, left) == ask(url, RUN, right)


def test_exported_lines_make_the_run_that_postgresql_makes(
    shop: str, master: str, exported: Path, run_script: Runner
) -> None:
    by_postgresql = newest_run(shop)
    done = run_script("-m", "etl.spark.scores", "--lines", exported, "--master", master, "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    is_the_same_run(shop, by_postgresql, newest_run(shop))
    assert newest_run(shop) > by_postgresql

    # It is published by the same step, and PostgreSQL takes it for its own.
    trained = run_script("-m", "tests.benchmarks.publish")
    assert trained.returncode == 0, trained.stdout + trained.stderr
    assert ask(shop, "select run_id from published") == [(newest_run(shop),)]
    for again in (["etl/etl_pipeline.py"], ["-m", "etl.spark.scores", "--lines", exported, "--master", master]):
        assert "up to date" in run_script(*again).stdout


def test_an_earlier_date_makes_the_run_that_postgresql_makes(
    shop: str, master: str, exported: Path, run_script: Runner
) -> None:
    ((day,),) = ask(shop, "select (data_from + (data_to - data_from) / 2)::date::text from runs limit 1")
    assert run_script("etl/etl_pipeline.py", "--as-of", day).returncode == 0
    assert run_script("-m", "tests.benchmarks.publish").returncode == 0
    by_postgresql = newest_run(shop)
    done = run_script(
        *("-m", "etl.spark.scores", "--lines", exported, "--master", master, "--as-of", day, "--force"),
        TZ="Pacific/Auckland",  # a machine's own zone moves nothing
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert newest_run(shop) > by_postgresql
    is_the_same_run(shop, by_postgresql, newest_run(shop))


def test_raw_lines_make_the_run_that_postgresql_makes(
    shop: str, master: str, order_lines: Path, tmp_path: Path, run_script: Runner
) -> None:
    text = {name: pa.string() for name in ("InvoiceNo", "StockCode", "CustomerID")}
    lines = csv.read_csv(order_lines, convert_options=csv.ConvertOptions(column_types=text, strings_can_be_null=True))
    folder = tmp_path / "raw"
    folder.mkdir()
    moments = lines.column("InvoiceDate").cast(pa.timestamp("us"))
    lines = lines.set_column(lines.column_names.index("InvoiceDate"), "InvoiceDate", moments)
    half = lines.num_rows // 2
    parquet.write_table(lines.slice(0, half), folder / "1.parquet")
    parquet.write_table(lines.slice(half), folder / "2.parquet")
    done = run_script("-m", "etl.spark.scores", "--lines", folder, "--master", master, "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    is_the_same_run(shop, 1, newest_run(shop))


def test_other_lines_are_refused_with_the_day_on_which_they_differ(
    shop: str, master: str, exported: Path, tmp_path: Path, run_script: Runner
) -> None:
    folder = tmp_path / "fewer"
    shutil.copytree(exported, folder)
    path = next(folder.iterdir())
    lines = parquet.read_table(path)
    parquet.write_table(lines.slice(0, lines.num_rows // 2), path)
    done = run_script("-m", "etl.spark.scores", "--lines", folder, "--master", master, "--force")
    assert done.returncode == 2
    assert "these are not the order lines that are loaded" in done.stderr
    assert "Traceback" not in done.stderr
    assert newest_run(shop) == 1


def test_a_folder_without_lines_is_refused(master: str, tmp_path: Path, run_script: Runner) -> None:
    done = run_script("-m", "etl.spark.scores", "--lines", tmp_path / "none", "--master", master, "--force")
    assert done.returncode == 2
    assert f"{tmp_path / 'none'}: there are no Parquet files to read" in done.stderr
    assert "Traceback" not in done.stderr
