"""Users: made, given another role or password, switched off; for admins. One's own password; for everybody."""

from datetime import timedelta
from typing import Any

from apiflask import APIBlueprint
from flask import current_app, request
from psycopg2.errors import UniqueViolation
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from backend.access import cookie_name
from backend.attempts import Limit, count, too_many
from backend.audit import audit
from backend.database import connect, connect_to_write, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.passwords import PLACES, hash_password, is_password, problem_with
from backend.principal import principal
from backend.schemas.base import NoQuery
from backend.schemas.users import AuditLog, AuditQuery, NewUser, PasswordChange, User, UserChange, Users
from backend.tokens import hash_of

blueprint = APIBlueprint("users", __name__, url_prefix="/api", tag="Access")

GUESSES = Limit("password change", 10, timedelta(minutes=15))


def _hash_of_good(password: str, name: str, parameter: str) -> str:
    problem = problem_with(password, name, current_app.config["SHOP_NAME"])
    if problem:
        raise ProblemException(422, "Choose another password", f"{parameter}: {problem}", parameter)
    return hash_password(password)


@blueprint.get("/users")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Users)
@blueprint.doc(operation_id="getUsers", responses=[503])
def users(query_data: NoQuery) -> dict[str, Any]:
    """Everybody who may sign in, and who might once."""
    with connect() as connection:
        return {"items": fetch_rows(connection, "users", user_id=None)}


@blueprint.post("/users")
@blueprint.input(NewUser, location="json")
@blueprint.output(User, status_code=201)
@blueprint.doc(operation_id="makeUser", responses=[409, 422, 503])
def make(json_data: NewUser) -> dict[str, Any]:
    """Make a user with a first password, which they should change."""
    hashed = _hash_of_good(json_data.password, json_data.name, "password")
    try:
        with connect_to_write() as connection:
            made = fetch_row(connection, "make_user", name=json_data.name, role=json_data.role, password_hash=hashed)
            audit(connection, "user made", json_data.name, role=json_data.role)
            return _user(connection, made["user_id"])
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise ProblemException(409, "Name taken", f"There is a user '{json_data.name}' already.", "name") from None
        raise


@blueprint.patch("/users/<int:user_id>")
@blueprint.input(UserChange, location="json")
@blueprint.output(User)
@blueprint.doc(operation_id="changeUser", responses=[404, 409, 422, 503])
def change(user_id: int, json_data: UserChange) -> dict[str, Any]:
    """Change a user's role or password, or switch them off or on; sessions end, with a password also keys."""
    with connect_to_write() as connection:
        user = _user(connection, user_id)
        hashed = _hash_of_good(json_data.password, user["name"], "password") if json_data.password else None
        fetch_rows(
            connection,
            "change_user",
            user_id=user_id,
            role=json_data.role,
            active=json_data.active,
            password_hash=hashed,
        )
        if not fetch_row(connection, "has_admin")["has_admin"]:
            raise ProblemException(409, "The last admin", "Somebody must stay an admin. Make another one first.")
        fetch_rows(connection, "end_sessions", user_id=user_id, kept_hash=None)
        changed = json_data.model_dump(exclude_none=True, exclude={"password"})
        audit(connection, "user changed", user["name"], **changed, password=hashed is not None)
        return _user(connection, user_id)


@blueprint.post("/session/password")
@blueprint.input(PasswordChange, location="json")
@blueprint.output({}, status_code=204)
@blueprint.doc(operation_id="changePassword", responses=[409, 422, 429, 503])
def change_password(json_data: PasswordChange) -> tuple[str, int]:
    """Change one's own password; one's other sessions end, and one's keys."""
    asking = principal()
    if asking is None or asking.by != "session":
        raise ProblemException(409, "Sign in first", "Only who has signed in with a password can change it.")
    PLACES.refuse_when_full()  # before it counts as a guess: nothing is tried
    with connect_to_write() as connection:
        wait = count(connection, [(GUESSES, asking.name)])
    if wait is not None:
        raise too_many(wait, "The password was wrong too often.")
    with connect() as connection:
        user = fetch_row(connection, "user_named", name=asking.name)
    if not is_password(user["password_hash"], json_data.current):
        raise ProblemException(422, "A parameter is wrong", "current: this is not your password.", "current")
    hashed = _hash_of_good(json_data.new, asking.name, "new")
    with connect_to_write() as connection:
        values = {"user_id": asking.user_id, "role": None, "active": None, "password_hash": hashed}
        fetch_rows(connection, "change_user", **values)
        kept = hash_of(request.cookies[cookie_name()])
        fetch_rows(connection, "end_sessions", user_id=asking.user_id, kept_hash=kept)
        audit(connection, "password changed")
    return "", 204


@blueprint.get("/audit")
@blueprint.input(AuditQuery, location="query")
@blueprint.output(AuditLog)
@blueprint.doc(operation_id="getAudit", responses=[503])
def log(query_data: AuditQuery) -> dict[str, Any]:
    """Who did what, the newest first; `before` is the last number seen."""
    with connect() as connection:
        return {"items": fetch_rows(connection, "audit_log", before=query_data.before, limit=query_data.limit)}


def _user(connection: Connection, user_id: int) -> dict[str, Any]:
    rows = fetch_rows(connection, "users", user_id=min(user_id, 2**62))
    if not rows:
        raise ProblemException(404, "No such user", f"There is no user {user_id}.")
    return rows[0]
