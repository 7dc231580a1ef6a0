"""Order lines that wait: a load puts them into the schema `loaded`, and the run that stands on them publishes them.

They wait in one of two forms. A load that replaces everything leaves whole tables. A load that changes a part leaves,
for each table, the rows that are new (`<table>_new`) and the keys of those that are gone (`<table>_gone`), and a view
that shows the table as it will be. The pipeline's connections look into `loaded` first, so they need not know.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from db.building import columns_of, create_twin, index_twin, take_over_comments

# In the order in which they are built.
TABLES = ("transactions", "ledger", "orders", "customers", "product_descriptions", "products", "sales_by_day")

KEY = """
select attribute.attname::text
from pg_index
cross join unnest(pg_index.indkey) with ordinality as key (attnum, place)
inner join pg_attribute as attribute on attribute.attrelid = pg_index.indrelid and attribute.attnum = key.attnum
where pg_index.indrelid = to_regclass(:table) and pg_index.indisprimary
order by key.place
"""


def key_of(connection: Connection, table: str) -> Sequence[str]:
    """The columns of a table's primary key."""
    return connection.execute(text(KEY), {"table": f"public.{table}"}).scalars().all()


def waits(connection: Connection) -> bool:
    """True when lines wait for a run to publish them."""
    found: bool = connection.execute(text("select to_regnamespace('loaded') is not null")).scalar_one()
    return found


def waits_whole(connection: Connection) -> bool:
    """True when what waits replaces everything."""
    query = "select exists (select 1 from pg_tables where schemaname = 'loaded' and tablename = 'transactions')"
    whole: bool = connection.execute(text(query)).scalar_one()
    return whole


def let_wait(connection: Connection, schema: str) -> None:
    """Let the whole tables of `schema` wait, in place of anything that waits now."""
    connection.execute(text("drop schema if exists loaded cascade"))
    connection.execute(text("create schema loaded"))
    for table in TABLES:
        connection.execute(text(f"alter table {schema}.{table} set schema loaded"))


def open_changes(connection: Connection) -> None:
    """See to it that changes can wait: on top of what waits already, else on top of what is served."""
    if waits(connection):
        return
    connection.execute(text("create schema loaded"))
    for table in TABLES:
        create_twin(connection, table, f"loaded.{table}_new")
        index_twin(connection, table, f"loaded.{table}_new")
        key = ", ".join(key_of(connection, table))
        connection.execute(text(f"create table loaded.{table}_gone as select {key} from public.{table} limit 0"))
        connection.execute(text(f"alter table loaded.{table}_gone add primary key ({key})"))
        same = _same_key(connection, table, "gone", "served")
        connection.execute(
            text(
                f"create view loaded.{table} as select * from public.{table} as served"
                f" where not exists (select 1 from loaded.{table}_gone as gone where {same})"
                f" union all select * from loaded.{table}_new"
            )
        )


def change(connection: Connection, table: str, gone: str, rows: str | None) -> int:
    """Let the rows with the keys of table `gone` be replaced by those of table `rows`; returns how many rows come.

    `gone` has the key's columns (others are not looked at), `rows` the columns of `table`, in any order. Every key of
    `rows` that the table has already must be among `gone`.
    """
    whole = waits_whole(connection)
    place = f"loaded.{table}" if whole else f"loaded.{table}_new"
    key = ", ".join(key_of(connection, table))
    same = _same_key(connection, table, "gone", "old")
    connection.execute(text(f"delete from {place} as old using {gone} as gone where {same}"))
    if not whole:
        connection.execute(
            text(
                f"insert into loaded.{table}_gone ({key}) select {', '.join(f'old.{name}' for name in key.split(', '))}"
                f" from public.{table} as old inner join {gone} as gone on {same} on conflict do nothing"
            )
        )
    if rows is None:
        return 0
    names = ", ".join(_columns(connection, table))
    return connection.execute(text(f"insert into {place} ({names}) select {names} from {rows}")).rowcount


def publish_waiting(connection: Connection) -> None:
    """Bring what waits into the served tables, in the caller's transaction."""
    if not waits(connection):
        return
    whole = waits_whole(connection)
    for table in TABLES:
        if whole:
            take_over_comments(connection, f"public.{table}", f"loaded.{table}")
            connection.execute(text(f"drop table public.{table}"))
            connection.execute(text(f"alter table loaded.{table} set schema public"))
        else:
            same = _same_key(connection, table, "gone", "served")
            names = ", ".join(_columns(connection, table))
            connection.execute(
                text(f"delete from public.{table} as served using loaded.{table}_gone as gone where {same}")
            )
            connection.execute(text(f"insert into public.{table} ({names}) select {names} from loaded.{table}_new"))
    connection.execute(text("drop schema loaded cascade"))


def _columns(connection: Connection, table: str) -> list[str]:
    return [name for name, _ in columns_of(connection, f"public.{table}")]


def _same_key(connection: Connection, table: str, left: str, right: str) -> str:
    return " and ".join(f"{left}.{name} = {right}.{name}" for name in key_of(connection, table))
