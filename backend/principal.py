"""Who asks: known once the gate in backend/access.py has let the request in."""

from dataclasses import dataclass
from typing import Any, Literal

from flask import g

from backend.roles import Role


@dataclass(frozen=True)
class Principal:
    """A user by session or key; or, with AUTH=off, whoever sits at this machine."""

    name: str
    role: Role
    user_id: int | None
    by: Literal["session", "key", "machine"]


THIS_MACHINE = Principal("this machine", "admin", None, "machine")


def principal() -> Principal | None:
    """Who asks, None where nobody has signed in."""
    found: Principal | None = g.get("principal")
    return found


def asking() -> Principal:
    """Who asks, behind the gate."""
    found = principal()
    if found is None:
        raise RuntimeError("the gate lets nobody come here without a name")
    return found


def scope() -> dict[str, Any]:
    """Whose things who asks may change, as queries take it: their own, an admin everybody's."""
    found = asking()
    return {"user_id": found.user_id, "is_admin": found.role == "admin"}
