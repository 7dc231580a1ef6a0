"""Connections to the shop's database: a server of one's own, or the embedded one."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from psycopg2.extensions import connection as PsycopgConnection  # noqa: N812  # it is a class
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from db.embedded import join_as_web, join_server
from db.settings import Settings, stop


def database_url(settings: Settings) -> str:
    """The pipeline's database, starting the embedded server when no other is set."""
    return settings.database_url or join_server(settings.data_dir)


def web_database_url(settings: Settings) -> str:
    """The web process's database: its own role, which the embedded server has by itself."""
    return settings.web_database_url or settings.database_url or join_as_web(settings.data_dir)


def engine_for(
    url: str, time_zone: str, *, options: str = "", driver: Mapping[str, int] | None = None, **pool: Any
) -> Engine:
    """A pool of connections whose session zone is the shop's; `options` are PostgreSQL's own, as in PGOPTIONS, and
    `driver` are libpq's."""
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg2"),
        pool_pre_ping=True,
        connect_args={
            "application_name": "sales-dashboard",
            "connect_timeout": 10,
            # A client that is gone is noticed within seconds, so that its locks do not stay behind. Notices are off:
            # the driver reads them in C, and a Ctrl-C that comes meanwhile is lost.
            "options": f"-c timezone={time_zone} -c client_connection_check_interval=2s"
            f" -c client_min_messages=warning {options}",
            **(driver or {}),
        },
        **pool,
    )


def psycopg_connection(connection: Connection) -> PsycopgConnection:
    """The driver's own connection underneath, in the same transaction: for COPY."""
    return cast("PsycopgConnection", connection.connection.dbapi_connection)


def pipeline_engine_for(url: str, time_zone: str) -> Engine:
    """An engine that sees the newest load: lines that no run has published yet lie in the schema `loaded`."""
    return engine_for(url, time_zone, options="-c search_path=loaded,public", pool_size=2)


def make_engine(settings: Settings) -> Engine:
    """The pipeline's engine, checked: ends the command with one sentence when the database can't be reached."""
    url = database_url(settings)
    engine = pipeline_engine_for(url, settings.time_zone)
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except OperationalError as error:
        place = urlsplit(url)
        stop(
            f"the database at {place.hostname}:{place.port or 5432} cannot be reached "
            f"({str(error.orig).strip().splitlines()[0]}). "
            + ("Check DATABASE_URL." if settings.database_url else "Run the command again.")
        )
    return engine
