"""Signing in, and who one is."""

from typing import Annotated, Literal

from pydantic import Field

from backend.roles import Role
from backend.schemas.base import Answer, Body


class SignIn(Body):
    """A name and its password."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]


class SignedIn(Answer):
    """Who asks."""

    name: str
    role: Role
    by: Literal["session", "key", "machine"] = Field(description="'machine': sign-in is off, for this machine alone.")


class Session(Answer):
    """Whether sign-in is on, and who has signed in."""

    sign_in: bool
    has_users: bool = Field(description="False before the first user was made: `make user NAME=you`.")
    user: SignedIn | None
