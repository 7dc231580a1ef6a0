"""API keys: for programs, shown once, with an end."""

from typing import Any

from apiflask import APIBlueprint

from backend.audit import audit
from backend.database import connect, connect_to_write, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.principal import asking, scope
from backend.roles import may
from backend.schemas.base import NoQuery
from backend.schemas.users import Keys, MadeKey, NewKey
from backend.tokens import new_token

blueprint = APIBlueprint("keys", __name__, url_prefix="/api/keys", tag="Access")

PREFIX = "psd_"  # so that a scanner for secrets knows one when it sees it


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Keys)
@blueprint.doc(operation_id="getKeys", responses=[503])
def keys(query_data: NoQuery) -> dict[str, Any]:
    """One's own keys, and for an admin everybody's, with their end and their last use."""
    with connect() as connection:
        return {"items": fetch_rows(connection, "keys", **scope())}


@blueprint.post("")
@blueprint.input(NewKey, location="json")
@blueprint.output(MadeKey, status_code=201)
@blueprint.doc(operation_id="makeKey", responses=[409, 422, 503])
def make(json_data: NewKey) -> dict[str, Any]:
    """Make a key for oneself. Its secret is told now and never again."""
    owner = asking()
    if owner.by != "session" or owner.user_id is None:
        raise ProblemException(409, "Sign in first", "A key belongs to a user, who makes it when signed in.")
    if not may(owner.role, json_data.role):
        raise ProblemException(
            422, "A parameter is wrong", f"role: a key can do no more than you, who are {owner.role}.", "role"
        )
    token, hashed = new_token(PREFIX)
    with connect_to_write() as connection:
        made = fetch_row(
            connection,
            "make_key",
            user_id=owner.user_id,
            name=json_data.name,
            role=json_data.role,
            token_hash=hashed,
            days=json_data.days,
        )
        audit(connection, "key made", json_data.name, role=json_data.role, days=json_data.days)
    return {**made, "key": token}


@blueprint.delete("/<int:key_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(operation_id="revokeKey", responses=[404, 503])
def revoke(key_id: int) -> tuple[str, int]:
    """End a key at once: one's own, and for an admin anybody's."""
    with connect_to_write() as connection:
        gone = fetch_rows(connection, "revoke_key", key_id=min(key_id, 2**62), **scope())
        if not gone:
            raise ProblemException(404, "No such key", f"There is no valid key {key_id} of yours.")
        audit(connection, "key revoked", gone[0]["name"])
    return "", 204
