"""Lines of erased customers: in every load the pseudonym takes the id's place before anything is kept."""

from pathlib import Path

from sqlalchemy import Connection, text

from db.erased import KeyProblemError, privacy_key
from db.queries import read_sql
from etl.order_files import SourceError


def suppress_erased(connection: Connection, data_dir: Path | None) -> int:
    """Rename erased customers in incoming.lines, and mix their lines' keys as erasing did; returns how many lines.

    Nothing to do, and no key needed, while nobody is erased. Raises SourceError when the key is missing.
    """
    query = text("select id_hash, pseudonym from erased_customers")
    pseudonyms = {row.id_hash: row.pseudonym for row in connection.execute(query)}
    if not pseudonyms:
        return 0
    if data_dir is None:
        raise SourceError("customers are erased, and this load does not know where the key lies that tells them.")
    try:
        key = privacy_key(connection, data_dir)
    except KeyProblemError as problem:
        raise SourceError(f"{problem} Nothing was loaded.") from None
    ids = connection.execute(
        text("select distinct customer_id from incoming.lines where customer_id is not null"),
        execution_options={"yield_per": 10_000},
    ).scalars()
    found = [one for one in ids if key.id_hash(one) in pseudonyms]
    connection.execute(
        text("create unlogged table incoming.erased (customer_id text primary key, pseudonym text, secret text)")
    )
    for one in found:
        connection.execute(
            text("insert into incoming.erased values (:customer_id, :pseudonym, :secret)"),
            {"customer_id": one, "pseudonym": pseudonyms[key.id_hash(one)], "secret": key.line_secret(one)},
        )
    return connection.execute(text(read_sql("etl/sql/suppress_erased"))).rowcount
