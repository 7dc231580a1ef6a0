"""Connections for moving: what they read looks alike on every server."""

from typing import Any

import psycopg
from psycopg import Connection

from db.moving.place import MoveError, Place

# What a value looks like as text depends on these, so both sides have the same ones.
SESSION = """
set search_path = pg_catalog;
set timezone = 'UTC';
set datestyle = 'ISO, MDY';
set intervalstyle = 'postgres';
set extra_float_digits = 1;
set bytea_output = 'hex';
set client_encoding = 'UTF8';
set client_min_messages = 'warning';
set client_connection_check_interval = '2s';
set enable_indexscan = off; -- whole tables are read: by the index of a key that is a hash, from everywhere on the disk
set work_mem = '32MB';
set statement_timeout = 0;
set lock_timeout = 0;
set idle_in_transaction_session_timeout = 0;
"""


def connect(place: Place) -> "Connection[Any]":
    """A connection in autocommit whose values look alike everywhere. Raises MoveError when there is none."""
    try:
        connection = psycopg.connect(
            place.url, autocommit=True, connect_timeout=10, application_name="sales-dashboard move"
        )
        connection.execute(SESSION)
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise MoveError(f"{place.name} cannot be reached ({reason}).") from None
    return connection


def one_row(connection: "Connection[Any]", query: str, values: tuple[Any, ...] | None = None) -> tuple[Any, ...]:
    """The row of a query that always has one."""
    row: tuple[Any, ...] | None = connection.execute(query, values).fetchone()
    if row is None:
        raise LookupError(query)
    return row
