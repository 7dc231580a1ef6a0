"""One shop for all faults, its second file published: what a fault leaves behind meets the next one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.shop import Script, Shop

LINES = 20_000


@pytest.fixture(scope="package")
def shop() -> Iterator[Shop]:
    # A folder of its own directly below the system's temporary one: the server's system user must get in.
    with tempfile.TemporaryDirectory(prefix="dashboard-faults-") as folder:
        data_dir = Path(folder)
        shop = Shop(data_dir, (data_dir / "one.csv.gz", data_dir / "two.csv.gz"))
        for seed, file in enumerate(shop.files, start=1):
            making = Script(data_dir, "-m", "etl.sample", file, "--lines", str(LINES), "--seed", str(seed))
            assert making.end() == 0, making.printed
        try:
            for file in shop.files:
                shop.finish("load", file)
                shop.finish("score", file)
                newest = shop.query("select max(run_id) from runs where state = 'scored'")[0][0]
                shop.scores[file] = [
                    row[0]
                    for row in shop.query(
                        f"select to_jsonb(scores) - 'run_id' from rfm_scores_{newest} as scores order by customer_id"
                    )
                ]
                shop.lines[file] = shop.query("select lines_kept from loads order by load_id desc")[0][0]
            shop.finish("train", shop.files[1])
            assert shop.scores[shop.files[0]] != shop.scores[shop.files[1]]
            yield shop
        finally:
            Script(data_dir, "-m", "db.stop").end()
