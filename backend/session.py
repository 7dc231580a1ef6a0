"""Signing in and out with a name and a password."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, g, jsonify, request

from backend.access import SESSION_DAYS, cookie_name, end_session, has_users, identify
from backend.attempts import BY_ADDRESS, BY_NAME, BY_PAIR, count, forget, network_of, too_many
from backend.audit import audit
from backend.database import connect, connect_to_write, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.passwords import PLACES, is_password
from backend.principal import Principal, principal
from backend.schemas.base import NoQuery
from backend.schemas.session import Session, SignIn
from backend.tokens import new_token

blueprint = APIBlueprint("session", __name__, url_prefix="/api/session", tag="Access")


def _session(who: Principal | None) -> dict[str, Any]:
    user = {"name": who.name, "role": who.role, "by": who.by} if who else None
    return {
        "sign_in": who is None or who.by != "machine",
        "has_users": who is not None or has_users(),
        "user": user,
    }


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Session)
@blueprint.doc(operation_id="getSession", responses=[503])
def current(query_data: NoQuery) -> Response:
    """Who has signed in; nobody is an answer, too."""
    answer = jsonify(_session(principal() or identify()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("")
@blueprint.input(SignIn, location="json")
@blueprint.output(Session)
@blueprint.doc(operation_id="signIn", responses=[401, 422, 429, 503])
def sign_in(json_data: SignIn) -> Response:
    """Sign in: the answer sets a cookie that scripts can't read."""
    PLACES.refuse_when_full()  # before it counts as an attempt: nothing is tried
    name, address = json_data.name.strip().lower(), network_of(request.remote_addr or "")
    with connect_to_write() as connection:
        # One after the other: an address that is used up makes no counters of names that it makes up, and a name that
        # is used up for one address is not for the others.
        for limit in ((BY_ADDRESS, address), (BY_PAIR, f"{address} {name}"), (BY_NAME, name)):
            wait = count(connection, [limit])
            if wait is not None:
                break
    if wait is not None:
        raise too_many(wait, "Signing in has failed too often.")
    with connect() as connection:
        user = next(iter(fetch_rows(connection, "user_named", name=name.replace("\0", ""))), None)
    known = is_password(user["password_hash"] if user else None, json_data.password)
    if user is None or not known or not user["active"]:
        with connect_to_write() as connection:
            # What was typed as a name may be a password, so it is noted only when it is a user's.
            audit(connection, "sign-in failed", who=user["name"] if user else "unknown name")
            forget(connection, [])
        raise ProblemException(401, "Not signed in", "Name and password do not belong together.")
    token, hashed = new_token()
    g.principal = Principal(user["name"], user["role"], user["user_id"], "session")
    with connect_to_write() as connection:
        forget(connection, [(BY_PAIR, f"{address} {name}"), (BY_NAME, name)])
        fetch_row(connection, "note_sign_in", user_id=user["user_id"])
        fetch_row(connection, "begin_session", token_hash=hashed, user_id=user["user_id"], days=SESSION_DAYS)
        audit(connection, "sign-in")
    earlier = request.cookies.get(cookie_name())
    if earlier:
        end_session(earlier)
    answer = jsonify(_session(principal()))
    answer.headers["Cache-Control"] = "no-store"
    _set_cookie(answer, token, SESSION_DAYS * 86_400)
    return answer


@blueprint.delete("")
@blueprint.output({}, status_code=204)
@blueprint.doc(operation_id="signOut", responses=[503])
def sign_out() -> Response:
    """Sign out: the session is over, wherever its cookie lies."""
    token = request.cookies.get(cookie_name())
    if token:
        end_session(token)
    answer = Response(status=204)
    _set_cookie(answer, "", 0)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _set_cookie(answer: Response, token: str, seconds: int) -> None:
    answer.set_cookie(
        cookie_name(), token, max_age=seconds, path="/", secure=request.is_secure, httponly=True, samesite="Strict"
    )
