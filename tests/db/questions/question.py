"""A query, a few rows that it meets, and what it must find there: told by hand, and asked of a real server.

The rows stand in temporary tables before the shop's tables of the same name. A temporary table has the shop's columns
without its constraints, so a row names only what the query looks at.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from db.queries import read_sql

Row = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What is asked of a query, and its answer.

    `tables` are the rows by table (`orders`, or `incoming.lines` with its schema, which is then changed in place);
    `found` the rows of the answer, all columns or `columns`. A query that makes or changes a table is asked by
    `reading` what is there afterwards; what it needs and the shop has not yet is made by `first`. A query that leaves
    its rows in any order is read in one: by a `reading` around the "{query}".
    """

    query: str  # its path without the ending
    tables: Mapping[str, Sequence[Row]]
    found: Sequence[tuple[Any, ...]]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)  # what stands for "{orders}" and the like
    columns: tuple[str, ...] = ()
    first: str = ""
    reading: str = ""
    in_any_order: bool = False  # the query leaves the order open: rows are compared in the order of their text

    def answer(self, connection: Connection) -> list[tuple[Any, ...]]:
        """The rows that the query finds; nothing of it stays."""
        statement = read_sql(self.query)
        for place, name in self.places.items():
            statement = statement.replace(place, name)
        try:
            if self.first:
                connection.execute(text(self.first))
            for name, rows in self.tables.items():
                if "." not in name:
                    connection.execute(text(f"create temporary table {name} as select * from {name} with no data"))
                fill = (
                    f"insert into {name} overriding system value"  # a row may name its own number
                    f" select * from jsonb_populate_recordset(null::{name}, :rows)"
                )
                connection.execute(text(fill), {"rows": json.dumps(rows)})
            around = "{query}" in self.reading
            asked = self.reading.replace("{query}", statement) if around else statement
            found = connection.execute(text(asked), dict(self.parameters))
            if self.reading and not around:
                found = connection.execute(text(self.reading))
            answer = [tuple(row) for row in (found.columns(*self.columns) if self.columns else found)]
            return sorted(answer, key=str) if self.in_any_order else answer
        finally:
            connection.rollback()
