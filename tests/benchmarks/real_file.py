"""The real file: load against a bare COPY of a clean file and against pandas, and file to published scores."""

import re
from pathlib import Path

import psycopg2

from db.settings import stop
from tests.benchmarks.measuring import ROUNDS, Table, run, timed
from tests.benchmarks.shop import Shop, new_shop, real_file

COLUMNS = "invoice_no, stock_code, description, quantity, invoice_date, unit_price, customer_id, country"


def seconds_of_bare_copy(shop: Shop) -> float:
    """The floor: the kept lines, plain and clean, into an unlogged table of the same types without keys."""
    clean = shop.folder / "clean.csv"
    connection = psycopg2.connect(shop.url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("set search_path = loaded, public")
            with clean.open("wb") as out:
                cursor.copy_expert(f"copy (select {COLUMNS} from transactions) to stdout with (format csv)", out)
            cursor.execute(f"create unlogged table floor as select {COLUMNS} from transactions limit 0")
            connection.commit()
            seconds = timed(lambda: _copy_in(cursor, clean, connection))
            cursor.execute("drop table floor")
            connection.commit()
        return seconds
    finally:
        connection.close()


def _copy_in(cursor: "psycopg2.extensions.cursor", clean: Path, connection: "psycopg2.extensions.connection") -> None:
    with clean.open("rb") as content:
        cursor.copy_expert("copy floor from stdin with (format csv)", content)
    connection.commit()


def own_seconds(output: str) -> float:
    """What the loader says that it took, without the start of Python."""
    found = re.search(r"done in ([\d.]+) s", output)
    return float(found.group(1)) if found else stop(f"the loader did not say how long it took:\n{output}")


def measure() -> Table:
    path = real_file()
    table = Table(f"{path.name}: load, and file to published scores", "bare COPY")
    for _ in range(ROUNDS):
        with new_shop() as shop:
            loaded = shop.load(path)
            table.add("bare COPY", seconds_of_bare_copy(shop))
            table.add("load, without the start of Python", own_seconds(loaded.output))
            table.add("load", loaded.seconds, loaded.megabytes)
            scored, published = shop.score(), shop.publish()
            table.add(
                "file to published scores",
                loaded.seconds + scored.seconds + published.seconds,
                max(loaded.megabytes, scored.megabytes, published.megabytes),
            )
            for method in ("default", "multi"):
                taken = run(["-m", "tests.benchmarks.peers.plans_way", shop.url, str(path), method])
                lines, scores = map(float, taken.output.split()[-2:])
                table.add(f"pandas read_csv and to_sql, {method}", lines, taken.megabytes)
                table.add(f"pandas, file to scores in the database, {method}", scores, taken.megabytes)
    return table


if __name__ == "__main__":
    print(measure())
