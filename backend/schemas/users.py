"""Users, their keys, and the log of what they did."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator

from backend.passwords import LONGEST
from backend.roles import Role
from backend.schemas.base import Answer, Body, Label, Query

# Kept in lower case: names that differ in that alone are the same.
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$"),
]
Password = Annotated[str, Field(min_length=1, max_length=1000)]
NewPassword = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class User(Answer):
    """Somebody who may sign in, or might until they were switched off."""

    user_id: int
    name: str
    role: Role
    active: bool
    created_at: datetime
    signed_in_at: datetime | None


class Users(Answer):
    """All users, by name."""

    items: list[User]


class NewUser(Body):
    """A user to make."""

    name: Name
    role: Role
    password: NewPassword = Field(description="15 characters or more, and no common one.")


def _left_out_stays(schema: dict[str, Any]) -> None:
    """In the document: one value at least, and none is null or has a default."""
    schema["minProperties"] = 1
    for value in schema["properties"].values():
        del value["default"]
        (kind,) = (one for one in value.pop("anyOf") if one != {"type": "null"})
        value.update(kind)


class UserChange(Body):
    """What changes of a user; what is left out stays."""

    model_config = ConfigDict(json_schema_extra=_left_out_stays)

    role: Role | None = None
    active: bool | None = None
    password: NewPassword | None = None

    @field_validator("*", mode="before")
    @classmethod
    def has_value(cls, value: Any) -> Any:
        """To leave a value out is to keep it; null would be a second way to say so."""
        if value is None:
            raise ValueError("is null; leave it out where it stays")
        return value

    @model_validator(mode="after")
    def changes_something(self) -> "UserChange":
        """Nothing to change is a mistake: it would end the user's sessions all the same."""
        if not self.model_fields_set:
            raise ValueError("say at least one of role, active and password")
        return self


class PasswordChange(Body):
    """One's own password."""

    current: Password
    new: NewPassword = Field(description="15 characters or more, and no common one.")


class Key(Answer):
    """An API key, without its secret."""

    key_id: int
    user_name: str
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class Keys(Answer):
    """One's own keys; for an admin those of everybody. The newest first."""

    items: list[Key]


class NewKey(Body):
    """A key to make."""

    name: Label
    role: Role = Field("viewer", description="At most one's own.")
    days: Annotated[int, Field(ge=1, le=365)] = Field(90, description="How long it is valid.")


class MadeKey(Answer):
    """The new key: the only time that its secret is told."""

    key_id: int
    name: str
    role: Role
    expires_at: datetime
    key: str


class AuditQuery(Query):
    """Entries before a number, the newest first."""

    before: Annotated[int, Field(ge=1, le=2**62)] | None = Field(
        None, description="The last number seen; none: from the newest on."
    )
    limit: Annotated[int, Field(ge=1, le=500)] = Field(100, description="At most so many entries.")


class AuditEntry(Answer):
    """Who did what."""

    audit_id: int
    happened_at: datetime
    who: str
    what: str
    about: str | None
    details: dict[str, Any]
    address: str | None
    request_id: str | None


class AuditLog(Answer):
    """Entries of the log, the newest first."""

    items: list[AuditEntry]
