"""Columns copied out of PostgreSQL are what SQL says: numbers to the last bit, texts to the last character."""

import numpy as np
import pyarrow as pa
from sqlalchemy import Engine

from db.copy_columns import copy_out

TYPES = {"name": pa.string(), "number": pa.float64()}


def test_doubles_come_to_the_last_bit_and_null_is_null(engine: Engine) -> None:
    numbers = [
        0.1,
        1 / 3,
        -0.0,
        5e-324,
        1.7976931348623157e308,
        2.0**53 + 2,
        *np.random.default_rng(1).normal(size=500),
    ]
    with engine.connect() as connection:
        found = copy_out(
            connection,
            "select '' as name, number"
            " from unnest(cast(cast(:numbers as text[]) as float8[])) with ordinality as one (number, place)"
            " union all select null, null;",
            {"numbers": [str(float(one)) for one in numbers]},
            TYPES,
        )
    read = found["number"].to_pylist()
    assert [None if one is None else one.hex() for one in read] == [*(float(one).hex() for one in numbers), None]


def test_any_text_comes_whole_and_an_empty_one_is_not_null(engine: Engine) -> None:
    texts = [
        "",
        " ",
        "a,b",
        'say "no"',
        "two\nlines",
        "two\r\nlines",
        "\\N",
        "NULL",
        "nan",
        "héllo ☃",
        "'",
        "100%",
        ":x",
    ]
    with engine.connect() as connection:
        found = copy_out(
            connection,
            "select one, 1 from unnest(cast(:texts as text[])) as one union all select null, 2",
            {"texts": texts},
            TYPES,
        )
    assert found["name"].to_pylist() == [*texts, None]


def test_no_rows_are_empty_columns(engine: Engine) -> None:
    with engine.connect() as connection:
        found = copy_out(connection, "select 'a', 1 where false", {}, TYPES)
    assert (found.num_rows, found.column_names) == (0, ["name", "number"])
