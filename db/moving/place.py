"""Where data is moved from and to: the shop's own database, a PostgreSQL URL, or a SQLite file."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from db.engine import database_url
from db.settings import Settings

SCHEMES = ("postgresql://", "postgres://")
FORM = "postgresql://user@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem"


class MoveError(Exception):
    """The move can't begin or go on; the message is one sentence for the user, without any password."""


@dataclass(frozen=True)
class Place:
    """A PostgreSQL database (`url`) or a SQLite file (`file`), and its name without the password.

    `is_own` marks the database that this checkout works with.
    """

    name: str
    url: str = ""
    file: Path | None = None
    is_own: bool = False


def asked_place(argument: str | None, variable: str, settings: Settings) -> Place:
    """The place named by an argument (none or '-': by an environment variable, else the shop's own database).

    Raises MoveError for a URL that can't be read, and for a password where everybody on the machine can list it.
    """
    if argument not in (None, "", "-"):
        place = place_at(argument)
        if place.url and _has_password(place.url):
            raise MoveError(
                "the password in the URL can be read in the list of processes; put the URL into the environment "
                f"instead (export {variable}=...), or the password into ~/.pgpass."
            )
        return place
    value = os.environ.get(variable)
    if value and value != settings.database_url:
        return place_at(value)
    return replace(place_at(database_url(settings)), is_own=True)


def place_at(text: str) -> Place:
    """A URL, or the name of a file, as a place. Raises MoveError for a URL that can't be read."""
    if "://" not in text:
        return Place(text, file=Path(text).expanduser())
    # libpq's own words about a URL that it can't read may hold a part of the password.
    wrong = MoveError(
        f"the URL cannot be read: it must be like {FORM}, and in user and password @ is written %40, : %3A and / %2F."
    )
    split = urlsplit(text)
    if not text.startswith(SCHEMES) or text.count("@") > 1 or ("@" in text and "@" not in split.netloc):
        raise wrong
    try:
        parts = conninfo_to_dict(text)
        port = int(str(parts.get("port") or 5432))
    except (psycopg.Error, ValueError):
        raise wrong from None
    if not parts.get("host") or not parts.get("dbname"):
        raise wrong
    return Place(f"{parts['dbname']} at {parts['host']}:{port}", url=text)


def _has_password(url: str) -> bool:
    parts = conninfo_to_dict(url)
    return bool(parts.get("password") or parts.get("sslpassword"))
