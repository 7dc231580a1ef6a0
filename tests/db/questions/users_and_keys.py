"""Queries of users, their sessions and their API keys on a few rows each."""

from typing import Any

from tests.db.questions.question import Question, Row

LONG_AGO, FAR_OFF = "2001-01-01", "2101-01-01"
ANN, BOB, CID = 1001, 1002, 1003  # above the numbers that the shop gives


def user(number: int, name: str, **others: Any) -> Row:
    """Who may sign in and look."""
    values = {"user_id": number, "name": name, "role": "viewer", "password_hash": "-", "active": True}
    return {**values, "created_at": LONG_AGO, **others}


def key(number: int, owner: int, name: str, **others: Any) -> Row:
    """A key that is valid; its hash is its number."""
    values = {"key_id": number, "user_id": owner, "name": name, "role": "viewer", "key_hash": f"\\x{number:02}"}
    return {**values, "created_at": LONG_AGO, "expires_at": FAR_OFF, **others}


def session(number: int, owner: int, **others: Any) -> Row:
    """A session that was used a moment ago; its hash is its number."""
    values = {"token_hash": f"\\x{number:02}", "user_id": owner, "created_at": LONG_AGO, "last_used_at": "now"}
    return {**values, "expires_at": FAR_OFF, **others}


PEOPLE = [user(ANN, "ann"), user(BOB, "bob"), user(CID, "cid", active=False)]
KEYS = [
    key(1, ANN, "till", role="analyst"),
    key(2, ANN, "ended", expires_at=LONG_AGO),
    key(3, ANN, "withdrawn", revoked_at=LONG_AGO),
    key(4, BOB, "report", last_used_at=LONG_AGO),
    key(5, BOB, "mail", last_used_at="now"),
    key(6, CID, "gone"),
]
SESSIONS = [
    session(1, ANN),
    session(2, ANN, expires_at=LONG_AGO),
    session(3, ANN, last_used_at=LONG_AGO),
    session(4, BOB, last_used_at="yesterday"),
    session(5, CID),
]
SIGNED_IN = (
    "select name, role, password_hash, active, signed_in_at is not null,"
    " array(select encode(token_hash, 'hex') from access.sessions where user_id = users.user_id order by token_hash)"
    " from access.users order by name"
)
WITH_KEYS = SIGNED_IN.replace(
    " from access.users",
    ", array(select keys.name from access.keys where user_id = users.user_id and revoked_at is null order by key_id)"
    " from access.users",
)


def who_has_key(number: int, *found: tuple[Any, ...]) -> Question:
    return Question(
        "backend/sql/key_user",
        {"access.users": PEOPLE, "access.keys": KEYS},
        list(found),
        {"token_hash": bytes([number])},
    )


def who_has_session(number: int, *found: tuple[Any, ...]) -> Question:
    return Question(
        "backend/sql/session_user",
        {"access.users": PEOPLE, "access.sessions": SESSIONS},
        list(found),
        {"token_hash": bytes([number]), "idle_hours": 100},
    )


def revoked(number: int, asking: int, *names: str, is_admin: bool = False) -> Question:
    return Question(
        "backend/sql/revoke_key",
        {"access.users": PEOPLE, "access.keys": KEYS},
        [(name,) for name in names],
        {"key_id": number, "user_id": asking, "is_admin": is_admin},
    )


QUESTIONS = {
    "an admin who is active is left": Question(
        "backend/sql/has_admin", {"access.users": [user(ANN, "ann", role="admin"), user(BOB, "bob")]}, [(True,)]
    ),
    "neither a viewer nor an admin who may not sign in is an admin left": Question(
        "backend/sql/has_admin",
        {"access.users": [user(ANN, "ann", role="admin", active=False), user(BOB, "bob")]},
        [(False,)],
    ),
    "somebody who is active can sign in": Question("backend/sql/has_users", {"access.users": PEOPLE}, [(True,)]),
    "who is not active cannot sign in": Question(
        "backend/sql/has_users", {"access.users": [user(CID, "cid", active=False)]}, [(False,)]
    ),
    "a key that was never used is stale": who_has_key(1, (ANN, "ann", "viewer", "till", "analyst", True)),
    "a key that has expired is nobody's": who_has_key(2),
    "a key that was withdrawn is nobody's": who_has_key(3),
    "a key that was used long ago is stale": who_has_key(4, (BOB, "bob", "viewer", "report", "viewer", True)),
    "a key that was just used is not stale": who_has_key(5, (BOB, "bob", "viewer", "mail", "viewer", False)),
    "the key of a user who is not active is nobody's": who_has_key(6),
    "a session that was just used is not stale": who_has_session(1, (ANN, "ann", "viewer", False)),
    "a session that has expired is nobody's": who_has_session(2),
    "a session that was left alone too long is nobody's": who_has_session(3),
    "a session that was used yesterday is stale": who_has_session(4, (BOB, "bob", "viewer", True)),
    "the session of a user who is not active is nobody's": who_has_session(5),
    "one sees one's own keys, the newest first": Question(
        "backend/sql/keys",
        {"access.users": PEOPLE, "access.keys": KEYS},
        [("ann", "withdrawn"), ("ann", "ended"), ("ann", "till")],
        {"user_id": ANN, "is_admin": False},
        columns=("user_name", "name"),
    ),
    "an admin sees everybody's keys": Question(
        "backend/sql/keys",
        {"access.users": PEOPLE, "access.keys": KEYS},
        [(6, "cid"), (5, "bob"), (4, "bob"), (3, "ann"), (2, "ann"), (1, "ann")],
        {"user_id": ANN, "is_admin": True},
        columns=("key_id", "user_name"),
    ),
    "one ends one's own key and no other": revoked(1, ANN, "till"),
    "one ends nobody else's key": revoked(4, ANN),
    "an admin ends anybody's key": revoked(4, ANN, "report", is_admin=True),
    "a key ends once": revoked(3, ANN),
    "who signs in loses the sessions that are over, and nobody else does": Question(
        "backend/sql/note_sign_in",
        {
            "access.users": [user(ANN, "ann"), user(BOB, "bob")],
            "access.sessions": [
                session(1, ANN),
                session(2, ANN, expires_at=LONG_AGO),
                session(3, BOB, expires_at=LONG_AGO),
            ],
        },
        [("ann", "viewer", "-", True, True, ["01"]), ("bob", "viewer", "-", True, False, ["03"])],
        {"user_id": ANN},
        reading=SIGNED_IN,
    ),
    "a user put anew has the new role and password, is active, is signed out and has no valid key": Question(
        "backend/sql/put_user",
        {
            "access.users": [user(ANN, "ann", active=False), user(BOB, "bob")],
            "access.sessions": [session(1, ANN), session(2, BOB)],
            "access.keys": KEYS[:5],
        },
        [("ann", "admin", "new", True, False, [], []), ("bob", "viewer", "-", True, False, ["02"], ["report", "mail"])],
        {"name": "ann", "role": "admin", "password_hash": "new"},
        reading=WITH_KEYS,
    ),
    "a user whose name is new is added": Question(
        "backend/sql/put_user",
        {"access.users": [user(BOB, "bob")], "access.sessions": [session(2, BOB)], "access.keys": [KEYS[3]]},
        [("ann", "admin", "new", True, False, [], []), ("bob", "viewer", "-", True, False, ["02"], ["report"])],
        {"name": "ann", "role": "admin", "password_hash": "new"},
        reading=WITH_KEYS,
    ),
    "one key is used, by its user": Question(
        "backend/sql/use_key",
        {"access.users": PEOPLE, "access.keys": KEYS},
        [("mail", False), ("report", True)],
        {"token_hash": bytes([4])},
        reading="select name, last_used_at > 'now' from access.keys where last_used_at is not null order by name",
    ),
    "one session is used, by its user": Question(
        "backend/sql/use_session",
        {"access.users": PEOPLE, "access.sessions": SESSIONS},
        [("04",)],
        {"token_hash": bytes([4])},
        reading="select encode(token_hash, 'hex') from access.sessions where last_used_at > 'now'",
    ),
    "one user has the name asked for": Question(
        "backend/sql/user_named",
        {"access.users": PEOPLE},
        [(CID, "cid", "viewer", False, "-")],
        {"name": "cid"},
    ),
    "all users are told by name": Question(
        "backend/sql/users",
        {"access.users": [user(ANN, "zoe"), user(BOB, "bob")]},
        [("bob",), ("zoe",)],
        {"user_id": None},
        columns=("name",),
    ),
    "one user is told by number": Question(
        "backend/sql/users", {"access.users": PEOPLE}, [("bob",)], {"user_id": BOB}, columns=("name",)
    ),
}
