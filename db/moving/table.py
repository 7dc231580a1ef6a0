"""A table that is moved: its columns and key, what makes it anew, and the SQL that copies and proves it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.queries import read_sql

PLAIN = {"int2", "int4", "int8", "oid", "numeric", "bool", "date", "timestamp", "timestamptz", "uuid"}
FLOATS = {"float4", "float8"}
COLLATED = {"text", "varchar", "bpchar", "name"}


def quoted(name: str) -> str:
    """An identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Column:
    """A column: its name, its type as SQL writes it and by PostgreSQL's own short name."""

    name: str
    type: str
    base: str
    is_array: bool = False
    is_generated: bool = False

    @property
    def scale(self) -> int | None:
        """Places behind the point of `numeric(12,3)`; None where the type does not say."""
        found = re.fullmatch(r"numeric\(\d+,(\d+)\)", self.type)
        return int(found[1]) if found else None

    @property
    def kind(self) -> str:
        """How its text is written in a proof: 'array', 'float', 'plain' (never a quote in it) or 'quoted'."""
        if self.is_array:
            return "array"
        if self.base in FLOATS:
            return "float"
        return "plain" if self.base in PLAIN else "quoted"

    def proof_text(self) -> str:
        """SQL for a text that is the same wherever the value is the same; null differs from every value."""
        name = quoted(self.name)
        if self.kind == "float":  # its bits: no rounding in any output
            send = "float4send" if self.base == "float4" else "float8send"
            return f"coalesce(encode({send}({name}), 'hex'), 'null')"
        if self.kind == "plain":
            return f"coalesce({name}::text, 'null')"
        text = f"to_jsonb({name})::text" if self.kind == "array" else f"{name}::text"
        return f"""coalesce('"' || replace({text}, '"', '""') || '"', 'null')"""


@dataclass(frozen=True)
class Table:
    """A table by its full name (`public.orders`).

    `before` and `after` are statements that make it around its filling, where no migration makes it; `parts` make
    partitions of it that must be there first.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers_to: tuple[str, ...] = ()
    parent: str | None = None
    bound: str | None = None
    is_partitioned: bool = False
    is_referred_to: bool = False
    schema: str = "public"
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    constraints: tuple[dict[str, str], ...] = field(default=(), repr=False)
    indexes: tuple[dict[str, str], ...] = field(default=(), repr=False)
    bytes: int = 0

    def column_list(self) -> str:
        """The columns that are copied; the others are worked out from them."""
        return ", ".join(quoted(column.name) for column in self.columns if not column.is_generated)

    def fingerprint_sql(self, rows: str) -> str:
        """How many of the `rows` (a name, or a query in brackets with an alias), and an md5 in the order of the key."""
        by_name = {column.name: column for column in self.columns}
        key = [quoted(name) + (' collate "C"' if by_name[name].base in COLLATED else "") for name in self.key]
        texts = f"concat_ws(',', {', '.join(column.proof_text() for column in self.columns)})"
        names = {"{row_text}": texts, "{moved_table}": rows}
        names["{ordered_key}"] = ", ".join(key) or f'{texts} collate "C"'
        query = read_sql("db/sql/moving/fingerprint")
        for place, text in names.items():
            query = query.replace(place, text)
        return query


def in_order(tables: Iterable[Table]) -> list[Table]:
    """Referred to before referring; `public.published`, the pointer that makes all of it visible, last."""
    left = {table.name: table for table in tables}
    ordered: list[Table] = []
    while left:
        ready = [
            table
            for table in left.values()
            if not any(other in left for other in table.refers_to)
            and (table.name != "public.published" or len(left) == 1)
        ]
        if not ready:
            raise ValueError(f"these tables refer to each other in a circle: {', '.join(sorted(left))}")
        ordered += ready
        for table in ready:
            del left[table.name]
    return ordered


def table_of(row: dict[str, Any]) -> Table:
    """A table as the catalogue describes it (db/sql/moving/tables.sql)."""
    described: Sequence[dict[str, Any]] = row["columns"]
    columns = tuple(
        Column(each["name"], each["type"], each["base"], each["is_array"], bool(each["generated"]))
        for each in described
    )
    name, constraints = row["name"], row["constraints"]
    before = [f"create schema if not exists {row['schema']}", f"create table {name} ({_definitions(described)})"]
    after = [
        f"alter table {name} add constraint {quoted(each['name'])} {each['definition']}"
        for each in sorted(constraints, key=lambda each: each["kind"] == "f")
    ]
    after += [each["definition"] for each in row["indexes"]]
    if row["parent"]:
        after.append(f"alter table {row['parent']} attach partition {name} {row['bound']}")
    return Table(
        name,
        columns,
        tuple(row["key"]),
        tuple(row["refers_to"]),
        row["parent"],
        row["bound"],
        row["is_partitioned"],
        row["is_referred_to"],
        row["schema"],
        tuple(before),
        tuple(after),
        constraints=tuple(constraints),
        indexes=tuple(row["indexes"]),
        bytes=row["bytes"],
    )


def _definitions(columns: Sequence[dict[str, Any]]) -> str:
    return ", ".join(
        f"{quoted(each['name'])} {each['type']}{_value(each)}" + (" not null" if each["is_required"] else "")
        for each in columns
    )


def _value(column: dict[str, Any]) -> str:
    if not column["default_text"]:
        return ""
    if column["generated"]:
        return (
            f" generated always as ({column['default_text']}) {'stored' if column['generated'] == 's' else 'virtual'}"
        )
    return f" default {column['default_text']}"
