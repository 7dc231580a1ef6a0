"""The database role of the web process: it reads what is served, and writes only what the API writes.

It is called `web` everywhere. The embedded server has it from the start; for a server of one's own, `db.migrate` makes
it where it may. What it may do stands in `db/sql/web_rights.sql` alone.
"""

import psycopg2
from psycopg2.extensions import encrypt_password
from psycopg2.sql import SQL, Identifier, Literal
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from db.queries import read_sql

ROLE = "web"


def as_web(url: str, password: str) -> str:
    """The same database, for the role of the web process."""
    return make_url(url).set(username=ROLE, password=password).render_as_string(hide_password=False)


def grant_missing(connection: Connection) -> None:
    """Give the role what it lacks in this database; does nothing where there is no such role."""
    for statement in connection.execute(text(read_sql("db/sql/web_rights"))).scalars().all():
        connection.exec_driver_sql(statement)


def make_role(url: str, password: str) -> bool:
    """Make the role, or give it this password, on the server at `url`; False when that user may not make roles.

    The server gets the password as a hash, so that none of its logs can hold it.
    """
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")
            may = cursor.fetchone()
            if not may or not may[0]:
                return False
            cursor.execute("select from pg_roles where rolname = %s", [ROLE])
            how = "alter" if cursor.rowcount else "create"
            hashed = encrypt_password(password, ROLE, connection, "scram-sha-256")
            statement = SQL(how + " role {} login password {}")
            cursor.execute(statement.format(Identifier(ROLE), Literal(hashed)))
    finally:
        connection.close()
    return True
