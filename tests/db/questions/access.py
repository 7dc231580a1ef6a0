"""Queries of users' sessions, of attempts to sign in and of the log on a few rows each."""

from typing import Any

from tests.db.questions.question import Question, Row

LONG_AGO, FAR_OFF = "2000-01-01", "2100-01-01"


def user(number: int, **others: Any) -> Row:
    values = {"user_id": number, "name": f"user {number}", "role": "analyst", "password_hash": f"hash {number}"}
    return {**values, "active": True, "created_at": LONG_AGO, **others}


def session(token: str, user_id: int) -> Row:
    """One that lasts; its token's hash is written in hexadecimal digits."""
    times = {"created_at": LONG_AGO, "last_used_at": LONG_AGO, "expires_at": FAR_OFF}
    return {"token_hash": rf"\x{token}", "user_id": user_id, **times}


def key(number: int, user_id: int) -> Row:
    values = {"key_id": number, "user_id": user_id, "name": f"key {number}", "role": "viewer"}
    return {**values, "key_hash": rf"\x{number:02}", "created_at": LONG_AGO, "expires_at": FAR_OFF}


def act(number: int) -> Row:
    return {"audit_id": number, "happened_at": LONG_AGO, "who": "ann", "what": f"act {number}", "details": {}}


SESSIONS = "select encode(token_hash, 'hex') from access.sessions order by token_hash"
USERS = (
    "select user_id, role, active, password_hash, array(select key_id from access.keys where"
    " user_id = users.user_id and revoked_at is null order by key_id) from access.users order by user_id"
)

QUESTIONS = {
    "a session begins for who signs in and lasts the days given": Question(
        "backend/sql/begin_session",
        {"access.users": [user(1), user(2)]},
        [(1, True)],
        {"token_hash": b"\x0a", "user_id": 1, "days": 30},
        reading="""
            select user_id, expires_at between now() + interval '30 days' and clock_timestamp() + interval '30 days'
            from access.sessions
        """,
    ),
    "no session begins for a user who is switched off": Question(
        "backend/sql/begin_session",
        {"access.users": [user(1, active=False)]},
        [],
        {"token_hash": b"\x0a", "user_id": 1, "days": 30},
        reading=SESSIONS,
    ),
    "signing out ends the session of one's own token alone": Question(
        "backend/sql/end_session",
        {"access.users": [user(1)], "access.sessions": [session("0a", 1), session("0b", 1)]},
        [("0b",)],
        {"token_hash": b"\x0a"},
        reading=SESSIONS,
    ),
    "a new password ends one's other sessions and nobody else's": Question(
        "backend/sql/end_sessions",
        {
            "access.users": [user(1), user(2)],
            "access.sessions": [session("0a", 1), session("0b", 1), session("0c", 2)],
        },
        [("0a",), ("0c",)],
        {"user_id": 1, "kept_hash": b"\x0a"},
        reading=SESSIONS,
    ),
    "where no session is to be kept, all of the user's end": Question(
        "backend/sql/end_sessions",
        {"access.users": [user(1), user(2)], "access.sessions": [session("0a", 1), session("0c", 2)]},
        [("0c",)],
        {"user_id": 1, "kept_hash": None},
        reading=SESSIONS,
    ),
    "a user who is changed keeps what is not given, and the others keep all": Question(
        "backend/sql/change_user",
        {"access.users": [user(1), user(2), user(3)], "access.keys": [key(5, 2)]},
        [(1, "analyst", True, "hash 1", []), (2, "viewer", False, "hash 2", [5]), (3, "analyst", True, "hash 3", [])],
        {"user_id": 2, "role": "viewer", "active": False, "password_hash": None},
        reading=USERS,
    ),
    "a new password leaves the role and ends the user's keys": Question(
        "backend/sql/change_user",
        {"access.users": [user(1), user(2)], "access.keys": [key(5, 1), key(6, 2), key(7, 2)]},
        [(1, "analyst", True, "hash 1", [5]), (2, "analyst", True, "new", [])],
        {"user_id": 2, "role": None, "active": None, "password_hash": "new"},
        reading=USERS,
    ),
    "the log goes on with the acts before the last one seen, the newest first": Question(
        "backend/sql/audit_log",
        {"access.audit": [act(number) for number in (1, 2, 3, 4, 5)]},
        [(3,), (2,)],
        {"before": 4, "limit": 2},
        columns=("audit_id",),
    ),
    "the log begins with the newest act": Question(
        "backend/sql/audit_log",
        {"access.audit": [act(number) for number in (1, 2, 3)]},
        [(3,), (2,)],
        {"before": None, "limit": 2},
        columns=("audit_id",),
    ),
    "counters that are named are forgotten, and those whose time is over": Question(
        "backend/sql/forget_attempts",
        {
            "access.attempts": [
                {"bucket": "named", "attempts": 3, "expires_at": FAR_OFF},
                {"bucket": "named and over", "attempts": 3, "expires_at": LONG_AGO},
                {"bucket": "over", "attempts": 3, "expires_at": LONG_AGO},
                {"bucket": "another", "attempts": 3, "expires_at": FAR_OFF},
            ]
        },
        [("another",)],
        {"buckets": ["named", "named and over"]},
        reading="select bucket from access.attempts order by bucket",
    ),
}
