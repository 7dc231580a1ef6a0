"""The log of who did what: `audit(connection, "export", "customers", rows=12)` in the transaction of the act."""

from typing import Any

import orjson
from flask import g, request
from sqlalchemy import Connection

from backend.database import fetch_row
from backend.principal import principal


def audit(
    connection: Connection, what: str, about: str | None = None, *, who: str | None = None, **details: Any
) -> None:
    """Note that who asks did this; `connection` must be one that may write. Never pass a password or a key."""
    asking = principal()
    fetch_row(
        connection,
        "audit",
        who=who or (asking.name if asking else "nobody"),
        what=what,
        about=about,
        details=orjson.dumps(details, default=str).decode(),
        address=request.remote_addr,
        request_id=g.get("request_id"),
    )
