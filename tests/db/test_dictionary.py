"""Every table and column says what it means, in the database and in docs/data-dictionary.md."""

from pathlib import Path

from sqlalchemy import Engine, text

from db.dictionary import PAGE, dictionary, read_columns
from db.pending import publish_waiting
from tests.etl.shop_tables import load_lines
from tests.etl.test_load_data import LINES


def test_every_table_and_column_has_a_meaning(engine: Engine) -> None:
    with engine.connect() as connection:
        columns = read_columns(connection)
    assert {"transactions", "rfm_scores", "access.users"} <= {column.table_name for column in columns}
    nameless = [
        f"{column.table_name}.{column.column_name}"
        for column in columns
        if not (column.table_meaning and column.column_meaning)
    ]
    assert nameless == [], "add `comment on ...` in the migration that makes them"


def test_the_page_is_that_of_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        assert dictionary(connection) == PAGE.read_text(encoding="utf-8"), "it is stale: make dictionary"


def test_a_column_without_meaning_is_found(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("alter table orders add column colour text"))
        assert [row.column_name for row in read_columns(connection) if row.column_meaning is None] == ["colour"]
        assert dictionary(connection) != PAGE.read_text(encoding="utf-8")


def test_tables_that_a_load_makes_anew_keep_their_meanings(engine: Engine, tmp_path: Path) -> None:
    load_lines(engine, tmp_path, LINES)
    with engine.begin() as connection:
        publish_waiting(connection)
        assert dictionary(connection) == PAGE.read_text(encoding="utf-8")
