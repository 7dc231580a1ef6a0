"""Who asks: known once the gate in backend/access.py has let the request in."""

from dataclasses import dataclass
from typing import Literal

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
