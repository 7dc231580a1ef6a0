"""Write docs/data-dictionary.md from the comments in the database: `python -m db.dictionary`."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection, Row, text

from db.engine import make_engine
from db.migrate import upgrade
from db.queries import read_sql
from db.settings import ROOT, load_settings

PAGE = ROOT / "docs" / "data-dictionary.md"

ABOUT = """# Data dictionary

Every table and column of the shop's database, written by `make dictionary` from the schema itself: the meanings are
comments in the database, which psql shows, too (`make psql`, then `\\d+ orders`). A run's own partitions
(`rfm_scores_12`) have the columns of their table. Lines that wait for a run are in the schema `loaded`, in like tables.

Money is in the shop's currency. Times without a zone are by the shop's own clock; `timestamp with time zone` says when
something happened on the server. **Bold** columns are the key.

Not listed: `procrastinate_jobs`, `procrastinate_events`, `procrastinate_workers` and `procrastinate_periodic_defers`,
which belong to the queue's library, and `alembic_version`, the level of the schema.
"""


def read_columns(connection: Connection) -> Sequence[Row[tuple[object, ...]]]:
    """One row per column, tables in order of name; the columns of db/sql/dictionary.sql."""
    return connection.execute(text(read_sql("db/sql/dictionary"))).all()


def dictionary(connection: Connection) -> str:
    """The page, in Markdown."""
    parts = [ABOUT]
    for table, columns in groupby(read_columns(connection), key=lambda column: column.table_name):
        rows = list(columns)
        parts.append(
            f"\n## {table}\n{rows[0].table_meaning}\n\n| column | type | null | meaning |\n|---|---|---|---|\n"
        )
        for row in rows:
            name = f"**{row.column_name}**" if row.is_key else row.column_name
            null = "yes" if row.may_be_null else ""
            parts.append(f"| {name} | {row.column_type} | {null} | {row.column_meaning} |\n")
    return "".join(parts)


def main() -> None:
    engine = make_engine(load_settings())
    upgrade(engine)
    with engine.connect() as connection:
        PAGE.write_text(dictionary(connection), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written.")


if __name__ == "__main__":
    main()
