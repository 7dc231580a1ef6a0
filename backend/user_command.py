"""Makes a user, or gives one a new password: `python -m backend.user_command NAME [--role admin]`.

The password is asked for, or read from the standard input; it never stands on the command line, which everybody on
the machine can list.
"""

import argparse
import getpass
import re
import sys

from sqlalchemy import text

from backend.attempts import BY_NAME
from backend.roles import ROLES
from db.engine import make_engine
from db.migrate import upgrade
from db.queries import read_sql
from db.settings import load_settings, run_script, stop

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
NAME_RULE = "A name has up to 100 letters, digits and . _ @ + - and begins with a letter or digit."


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        stop("the two passwords differ. Nothing was changed.")
    return password


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a user, or give one a new password.", allow_abbrev=False)
    parser.add_argument("name", help="for signing in, such as a mail address")
    parser.add_argument("--role", choices=ROLES, default="admin", help="default: admin")
    options = parser.parse_args()
    from backend.passwords import hash_password, problem_with  # noqa: PLC0415  # slow to load, and --help does without

    name = options.name.strip().lower()
    if not NAME.fullmatch(name):
        stop(f"'{options.name}' cannot be a user's name. {NAME_RULE}")
    settings = load_settings()
    password = _ask_password()
    problem = problem_with(password, name, settings.shop_name)
    if problem:
        stop(f"{problem} Nothing was changed.")
    engine = make_engine(settings)
    upgrade(engine)
    values = {"name": name, "role": options.role, "password_hash": hash_password(password)}
    with engine.begin() as connection:
        connection.execute(text(read_sql("backend/sql/put_user")), values)
        # Whoever was locked out by attempts from many addresses may come at once.
        connection.execute(text(read_sql("backend/sql/forget_attempts")), {"buckets": [BY_NAME.bucket(name)]})
        connection.execute(
            text(read_sql("backend/sql/audit")),
            {"who": "this machine", "what": "user and password set", "about": name, "details": "{}"}
            | dict.fromkeys(("address", "request_id")),
        )
    print(f"{name} can sign in ({options.role}).")


if __name__ == "__main__":
    run_script(main)
