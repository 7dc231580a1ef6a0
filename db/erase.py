"""Erase one customer: `python -m db.erase ID`. Totals stay; every list and every later load is without them.

In each table a pseudonym takes the id's place, in all kept runs and in what waits to be published. The keys of the
customer's lines change with it, so that the same file brings nothing back and nobody can try ids against them.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, text

from db.audit import THIS_MACHINE, WORKER, note
from db.customer_data import as_word
from db.customer_list import leave_out_erased
from db.engine import make_engine
from db.erased import KeyProblemError, PrivacyKey, privacy_key, pseudonym_of
from db.exports import remove_exports
from db.lock_timeout import in_short_transaction
from db.migrate import upgrade
from db.pipeline_lock import pipeline_lock
from db.queries import read_sql
from db.settings import Settings, load_settings, run_script, stop
from db.uploads import remove_upload, upload_folder


@dataclass
class Erased:
    """What became of a customer: the pseudonym, and in which tables how many rows now stand under it."""

    pseudonym: str
    rows: dict[str, int] = field(default_factory=dict)
    exports_left: str | None = None  # why the exports in S3 could not be removed


def find(connection: Connection, key: PrivacyKey, id_hash: str) -> str | None:
    """The id with this hash, among all that are held."""
    ids = connection.execute(
        text(read_sql("db/sql/erasing/customer_ids")), execution_options={"yield_per": 10_000}
    ).scalars()
    return next((one for one in ids if key.id_hash(one) == id_hash), None)


def is_held(connection: Connection, customer_id: str) -> bool:
    """True when a line, a refused line, a kept run or a campaign has this id, and it is no pseudonym."""
    query = (
        f"select exists (select 1 from ({read_sql('db/sql/erasing/customer_ids').rstrip().removesuffix(';')}) as ids"
        " where customer_id = :customer_id) and not exists"
        " (select 1 from erased_customers where pseudonym = :customer_id)"
    )
    held: bool = connection.execute(text(query), {"customer_id": customer_id}).scalar_one()
    return held


def erase(engine: Engine, settings: Settings, key: PrivacyKey, customer_id: str, who: str = THIS_MACHINE) -> Erased:
    """Erase the customer in one transaction; the caller holds the pipeline lock."""
    done = Erased(pseudonym_of(key.id_hash(customer_id)))

    def work(connection: Connection) -> None:
        done.rows.clear()
        _erase(connection, key, customer_id, done)
        note(connection, "erased", done.pseudonym, who)

    in_short_transaction(engine, work)
    _remove_uploads(engine, settings)
    if settings.export_bucket:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # slow to load, and seldom needed

        try:
            remove_exports(settings.export_bucket)
        except (BotoCoreError, ClientError) as error:
            done.exports_left = str(error)
    # Old versions of the rows have the id until they are swept up, and so have the planner's statistics. A table that
    # the server sweeps or analyzes just now is waited for: that began before, and would write the id down again.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in [*done.rows, "public.next_products", "public.job_progress", "public.saved_views", "access.audit"]:
            connection.execute(text(f"vacuum (analyze, index_cleanup on) {table}"))
    return done


def _erase(connection: Connection, key: PrivacyKey, customer_id: str, done: Erased) -> None:
    # A campaign that begins meanwhile waits, and then finds the customer erased.
    connection.execute(text("lock table campaign_customers in share row exclusive mode"))
    connection.execute(
        text(
            "insert into erased_customers (id_hash, pseudonym, key_check) values (:id_hash, :pseudonym, :key_check)"
            " on conflict (id_hash) do nothing"
        ),
        {"id_hash": key.id_hash(customer_id), "pseudonym": done.pseudonym, "key_check": key.check},
    )
    values = {
        "customer_id": customer_id,
        "pseudonym": done.pseudonym,
        "secret": key.line_secret(customer_id),
        "word": as_word(customer_id),
    }
    tables = connection.execute(text(read_sql("db/sql/erasing/tables"))).scalars().all()
    if connection.execute(text("select to_regclass('loaded.transactions_gone') is not null")).scalar_one():
        _run(connection, "rekey_gone_lines", values)
    connection.execute(text("delete from next_products where customer_id = :customer_id"), values)
    for table in tables:
        if _is(table, "transactions"):
            _run(connection, "rekey_lines", values, table)
        elif _is(table, "ledger"):
            _run(connection, "empty_refused_lines", values, table)
        renamed = _run(connection, "rename", values, table)
        if renamed:
            done.rows[table] = renamed
    leave_out_erased(connection, "customer_list")
    _run(connection, "forget_views", values, named=read_sql("db/sql/customer_data/views"))
    _run(connection, "forget_output", values)
    _run(connection, "forget_audit", values)
    # Answers that are kept ready are of the run as it was published then.
    connection.execute(text("update published set published_at = clock_timestamp()"))


def _run(connection: Connection, name: str, values: dict[str, str], table: str = "", named: str = "") -> int:
    query = read_sql(f"db/sql/erasing/{name}").replace("{table}", table)
    query = query.replace("{named}", named.rstrip().removesuffix(";"))
    return connection.execute(text(query), values).rowcount


def _is(table: str, name: str) -> bool:
    return table in (f"public.{name}", f"loaded.{name}", f"loaded.{name}_new")


def _remove_uploads(engine: Engine, settings: Settings) -> None:
    """Uploaded files may have the id, too; one that is about to be loaded is read without it and then removed."""
    with engine.connect() as connection:
        names: Sequence[str] = connection.execute(text(read_sql("db/sql/erasing/idle_uploads"))).scalars().all()
    for name in names:
        remove_upload(engine, upload_folder(settings) / name)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Erase one customer; totals stay, every list is without them.")
    parser.add_argument("customer", help="the customer's id, as the order lines have it")
    parser.add_argument("--hash", action="store_true", help="what is given is the keyed hash of the id, as in a job")
    options = parser.parse_args(arguments)
    settings = load_settings()
    engine = make_engine(settings)
    upgrade(engine)
    with pipeline_lock(engine):
        try:
            with engine.connect() as connection:
                key = privacy_key(connection, settings.data_dir)
                id_hash = options.customer if options.hash else key.id_hash(options.customer)
                customer_id = find(connection, key, id_hash) if options.hash else options.customer
                held = customer_id is not None and is_held(connection, customer_id)
                query = text("select pseudonym from erased_customers where id_hash = :id_hash")
                before = connection.execute(query, {"id_hash": id_hash}).scalar_one_or_none()
        except KeyProblemError as problem:
            stop(str(problem))
        if customer_id is None or not held:
            if before is None:
                stop("nothing is held about a customer with this id.")
            print(f"This customer is erased already, as {before}; nothing to do.")
            return
        # A job has the hash; whoever asked for it stands in the log already.
        done = erase(engine, settings, key, customer_id, WORKER if options.hash else THIS_MACHINE)
    print(f"Erased. What stands for the customer in totals is {done.pseudonym}:")
    for table, rows in done.rows.items():
        print(f"  {rows:>9,} rows of {table.removeprefix('public.')}")
    if done.exports_left:
        print(
            f"The exports in {settings.export_bucket} may still name the customer: they could not be removed "
            f"({done.exports_left}). They go by the bucket's rule within two days, or delete them yourself.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    run_script(main)
