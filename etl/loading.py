"""One load: from files to tables that wait for a run to publish them, all or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, text

from db.building import make_twin
from db.pending import change, let_wait, open_changes, publish_waiting, waits
from db.progress import step
from db.queries import read_sql
from db.rfm import customer_totals
from etl.erased import suppress_erased
from etl.lines import number_repeated, refuse_contradictions, take_out_known, take_out_refused, type_lines
from etl.load_records import Load, LoadedFile, LoadOptions, effective_mode, next_load_id, record
from etl.load_report import LoadReport
from etl.order_files import OrderFile, SourceError
from etl.raw_lines import RawLines, fetching
from etl.staging import forms_of, stage
from etl.understood import print_understood

# Large tables are built by several processes at once, and a few lines are looked for by an index: on today's disks a
# page far away costs little more than the next one.
SETTINGS = ("parallel_setup_cost = 0", "parallel_tuple_cost = 0", "random_page_cost = 1.1", "jit = off")


@contextmanager
def in_one_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction for a load, set up so that large tables are built by several processes at once."""
    with engine.begin() as connection:
        for setting in SETTINGS:
            connection.execute(text(f"set local {setting}"))
        connection.execute(text("drop schema if exists incoming cascade"))
        connection.execute(text("create schema incoming"))
        yield connection


def load(
    engine: Engine, source: str, files: Sequence[OrderFile], options: LoadOptions, check: LoadReport | None = None
) -> Load:
    """Load the files in one transaction; what is new waits for the next run, which publishes it.

    With `check` it is only worked out and told there, and everything stays as it was. Raises SourceError, with
    everything as before, when a file can't be loaded.
    """
    started_at = datetime.now(UTC)
    with in_one_transaction(engine) as connection:
        done = Load(next_load_id(connection), effective_mode(connection, options))
        _read_files(connection, done, files, options)
        if check is not None:
            check.read(connection, done)
            print_understood(connection, done)
        _tell_new_from_known(connection, done, files, options)
        refused = take_out_refused(connection)
        _count(connection, done)
        _refuse_many(done, options.strict)
        if check is not None:
            connection.rollback()
            return done
        with fetching(files, refused) as raw_lines:
            if done.mode == "replace-all":
                _build_whole(connection, done, raw_lines)
            elif done.lines_kept or done.lines_gone or done.gone_ledger or refused:
                waited = waits(connection)
                _build_changes(connection, done, raw_lines)
                if not waited and done.changed_from is None:
                    publish_waiting(connection)  # only the ledger changed, and no run will be made to publish it
        connection.execute(text("drop schema incoming cascade"))
        record(connection, done, source, options, started_at)
    return done


def _read_files(connection: Connection, done: Load, files: Sequence[OrderFile], options: LoadOptions) -> None:
    """Bring the lines of all files into incoming.lines."""
    for number, file in enumerate(files, start=1):
        if len(files) > 1:
            print(f"  {file.name} ({number} of {len(files)})", flush=True)
        stage(connection, file)
        with step("reading every value"):
            forms = forms_of(connection, file, decimal=options.decimal, date_order=options.date_order)
            lines = type_lines(connection, file, forms, number, load_id=done.load_id, currency=options.currency)
        done.files.append(LoadedFile(file, forms, lines))
        done.lines_in += lines
    suppress_erased(connection, options.data_dir)


def _tell_new_from_known(connection: Connection, done: Load, files: Sequence[OrderFile], options: LoadOptions) -> None:
    """Leave in incoming.lines those alone that are not there yet, each with its reason where it is refused."""
    with step("repeated lines, lines that are there already"):
        done.lines_known = number_repeated(connection, files, keep_duplicates=options.keep_duplicates)
        if done.mode == "replace-all":
            return
        connection.execute(text("analyze incoming.lines"))
        if done.mode == "add":
            refuse_contradictions(connection, files)
            connection.execute(
                text("create unlogged table incoming.gone_lines as select * from transactions with no data")
            )
            connection.execute(text(read_sql("etl/sql/no_longer_refused")))
        else:
            for query in ("covered_days", "gone_lines", "gone_ledger"):
                connection.execute(text(read_sql(f"etl/sql/{query}")))
        done.lines_known += take_out_known(connection)


def _count(connection: Connection, done: Load) -> None:
    """Fill in what the load brings and takes away, but for the earliest day that it changes."""
    done.ledger = connection.execute(text(read_sql("etl/sql/refused_counts"))).scalar_one()
    done.lines_kept = done.lines_in - done.lines_known - sum(done.ledger.values())
    if done.mode != "replace-all":
        gone = connection.execute(text(read_sql("etl/sql/gone_counts"))).one()
        done.lines_gone, done.gone_ledger = gone.lines_gone, gone.ledger


def _refuse_many(done: Load, strict: float | None) -> None:
    refused = sum(done.ledger.values())
    if strict is not None and refused > strict * done.lines_in:
        reasons = ", ".join(f"{lines:,} {reason}" for reason, lines in sorted(done.ledger.items()))
        raise SourceError(
            f"{done.files[0].file.name}: {refused:,} of {done.lines_in:,} lines would be refused ({reasons}), more "
            f"than the share of {strict:g} that --strict permits. Nothing was loaded."
        )


def _build_whole(connection: Connection, done: Load, raw_lines: RawLines) -> None:
    """Make all tables anew from incoming.lines, which becomes the table of order lines itself."""
    with step("order lines, with keys and indexes"):
        connection.execute(
            text("alter table incoming.lines drop column reason, drop column file_number, drop column line_number")
        )
        connection.execute(text("alter table incoming.lines rename to transactions"))
        make_twin(connection, "transactions", "incoming.transactions")
    names = {"{lines}": "incoming.transactions", "{orders}": "incoming.orders"}
    names["{descriptions}"] = "incoming.product_descriptions"
    for table in ("orders", "customers", "product_descriptions", "products", "sales_by_day"):
        with step(f"{table.replace('_', ' ')}, with keys and indexes"):
            connection.execute(text(f"create table incoming.{table} as {_query(table, names)}"))
            make_twin(connection, table, f"incoming.{table}")
    days = connection.execute(
        text("select sum(lines) as lines, min(day) as first_day from incoming.sales_by_day")
    ).one()
    _check_count(done, days.lines)
    done.changed_from = days.first_day
    with step("ledger, with keys and indexes"):
        raw_lines.store(connection)
        connection.execute(
            text(f"create table incoming.ledger as {read_sql('etl/sql/ledger')}"), {"load_id": done.load_id}
        )
        make_twin(connection, "ledger", "incoming.ledger")
    if not connection.execute(text("select exists (select 1 from incoming.orders where is_order)")).scalar_one():
        raise SourceError(
            f"{done.files[0].file.name}: no line is an order of a known customer, so there is nothing to score."
        )
    let_wait(connection, "incoming")


def _check_count(done: Load, kept: int) -> None:
    if kept != done.lines_kept:
        raise RuntimeError(f"{kept} lines are kept, and lines in, known and in the ledger leave {done.lines_kept}")


def _build_changes(connection: Connection, done: Load, raw_lines: RawLines) -> None:
    """Work out the rows that this load changes, in every table, and let them wait."""
    with step("the customers' other lines"):
        for query, keys in (("touched_customers", "customer_id"), ("touched_lines", "customer_id, invoice_no")):
            connection.execute(text(read_sql(f"etl/sql/{query}")))
            connection.execute(text(f"analyze incoming.{query} ({keys})"))
    open_changes(connection)
    with step("order lines"):
        kept = change(connection, "transactions", "incoming.gone_lines", "incoming.lines")
        _check_count(done, kept)
    with step("orders and customers"):
        _change_customers(connection)
    with step("products and days"):
        _change_sums(connection, done)
    with step("ledger"):
        raw_lines.store(connection)
        connection.execute(
            text(f"create unlogged table incoming.ledger as {read_sql('etl/sql/ledger')}"), {"load_id": done.load_id}
        )
        change(connection, "ledger", "incoming.gone_ledger", "incoming.ledger")


def _change_customers(connection: Connection) -> None:
    names = {"{lines}": "incoming.touched_lines", "{orders}": "incoming.orders"}
    for table in ("orders", "customers"):
        connection.execute(text(f"create unlogged table incoming.{table} as {_query(table, names)}"))
    connection.execute(
        text(
            "create unlogged table incoming.gone_orders as"
            " select customer_id, invoice_no from incoming.touched_lines"
            " union select customer_id, invoice_no from incoming.gone_lines where customer_id is not null"
        )
    )
    change(connection, "orders", "incoming.gone_orders", "incoming.orders")
    change(connection, "customers", "incoming.touched_customers", "incoming.customers")


def _change_sums(connection: Connection, done: Load) -> None:
    for table, short in (("product_descriptions", "descriptions"), ("sales_by_day", "days")):
        for part, lines in (("added", "incoming.lines"), ("removed", "incoming.gone_lines")):
            query = _query(table, {"{lines}": lines})
            connection.execute(text(f"create unlogged table incoming.{part}_{short} as {query}"))
    connection.execute(text(read_sql("etl/sql/changed_descriptions")))
    connection.execute(text(read_sql("etl/sql/changed_days")))
    for table, key, short in (
        ("product_descriptions", "stock_code, description", "descriptions"),
        ("sales_by_day", "day", "days"),
    ):
        connection.execute(
            text(
                f"create unlogged table incoming.touched_{short} as select {key} from incoming.added_{short}"
                f" union select {key} from incoming.removed_{short}"
            )
        )
        change(connection, table, f"incoming.touched_{short}", f"incoming.changed_{short}")
    done.changed_from = connection.execute(text(read_sql("etl/sql/first_changed_day"))).scalar_one()
    connection.execute(
        text(
            "create unlogged table incoming.touched_products as"
            " select distinct stock_code from incoming.touched_descriptions"
        )
    )
    connection.execute(
        text(
            "create view incoming.their_descriptions as select product_descriptions.*"
            " from incoming.touched_products inner join product_descriptions using (stock_code)"
        )
    )
    query = _query("products", {"{descriptions}": "incoming.their_descriptions"})
    connection.execute(text(f"create unlogged table incoming.products as {query}"))
    change(connection, "products", "incoming.touched_products", "incoming.products")


def _query(table: str, names: Mapping[str, str]) -> str:
    query = read_sql(f"etl/sql/{table}").replace("{totals}", f"({customer_totals('{orders}')})")
    for place, name in names.items():
        query = query.replace(place, name)
    return query
