"""Building tables aside: an empty twin first, its keys and indexes once it is full.

The definitions are read from the catalogue, so that the migrations stay their only source.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

CONSTRAINTS = """
select constraint_row.conname as name, pg_get_constraintdef(constraint_row.oid) as definition
from pg_constraint as constraint_row
where constraint_row.conrelid = to_regclass(:table) and constraint_row.contype in ('p', 'u')
order by constraint_row.conname
"""

INDEXES = """
select index_class.relname as name, pg_get_indexdef(index_row.indexrelid) as definition
from pg_index as index_row
inner join pg_class as index_class on index_row.indexrelid = index_class.oid
where
    index_row.indrelid = to_regclass(:table)
    and not exists (select 1 from pg_constraint where conindid = index_row.indexrelid)
order by index_class.relname
"""


def create_twin(connection: Connection, table: str, twin: str) -> None:
    """An empty table with the columns, defaults, checks and statistics of `public.table`, without its indexes."""
    like = f"like public.{table} including defaults including constraints including statistics"
    connection.execute(text(f"create table {twin} ({like})"))


REQUIRED = """
select attname::text
from pg_attribute
where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped and attnotnull
order by attnum
"""

COLUMNS = """
select attname::text as name, format_type(atttypid, atttypmod) as type
from pg_attribute
where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped
order by attnum
"""


def columns_of(connection: Connection, table: str) -> list[tuple[str, str]]:
    """Name and type of each column, in order."""
    return [(name, kind) for name, kind in connection.execute(text(COLUMNS), {"table": table})]


def make_twin(connection: Connection, table: str, twin: str) -> None:
    """Turn a table made by `create table as` into one like `public.table`, and give it its keys and indexes.

    Such a table is filled by several processes at once, an empty twin by one alone. Raises RuntimeError where its
    columns differ.
    """
    wanted, found = columns_of(connection, f"public.{table}"), columns_of(connection, twin)
    if wanted != found:
        raise RuntimeError(f"{twin} is not like {table}: {sorted(set(wanted) ^ set(found))}")
    required = connection.execute(text(REQUIRED), {"table": f"public.{table}"}).scalars().all()
    if required:
        changes = ", ".join(f"alter column {name} set not null" for name in required)
        connection.execute(text(f"alter table {twin} {changes}"))
    index_twin(connection, table, twin)


def index_twin(connection: Connection, table: str, twin: str) -> None:
    """Give a filled twin the keys and indexes of `public.table`; in the same schema under names of its own."""
    schema, _, bare = twin.rpartition(".")
    suffix = "" if schema not in ("", "public") else bare.removeprefix(table)
    for name, definition in connection.execute(text(CONSTRAINTS), {"table": f"public.{table}"}).all():
        connection.execute(text(f"alter table {twin} add constraint {name}{suffix} {definition}"))
    for name, definition in connection.execute(text(INDEXES), {"table": f"public.{table}"}).all():
        how = definition.split(" USING ", 1)[1]
        connection.execute(text(f"create index {name}{suffix} on {twin} using {how}"))
    connection.execute(text(f"analyze {twin}"))


COMMENTS = """
select
    case
        when described.objsubid = 0 then format('comment on table %s is %L', :twin, described.description)
        else format('comment on column %s.%I is %L', :twin, attribute.attname, described.description)
    end
from pg_description as described
left join pg_attribute as attribute
    on described.objoid = attribute.attrelid and described.objsubid = attribute.attnum
where described.classoid = 'pg_class'::regclass and described.objoid = to_regclass(:table)
"""


def take_over_comments(connection: Connection, table: str, twin: str) -> None:
    """Let a twin that will take the place of `table` say what it and its columns mean."""
    for statement in connection.execute(text(COMMENTS), {"table": table, "twin": twin}).scalars().all():
        connection.exec_driver_sql(statement.replace("%", "%%"))


RUN_STATISTICS = 30  # a third of the usual sample says as much of a run's customers


@contextmanager
def build_partition(connection: Connection, table: str, run_id: int) -> Iterator[str]:
    """An empty table `<table>_<run>` to fill inside the block; it gets its keys and indexes at the end."""
    name = f"{table}_{run_id}"
    connection.execute(text(f"drop table if exists {name}"))
    create_twin(connection, table, f"public.{name}")
    # The bound as a check lets ATTACH skip its scan.
    connection.execute(text(f"alter table {name} add constraint {name}_bound check (run_id = {run_id})"))
    yield name
    connection.execute(text(f"set local default_statistics_target = {RUN_STATISTICS}"))
    index_twin(connection, table, f"public.{name}")
