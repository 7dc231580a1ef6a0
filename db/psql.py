"""Opens psql on the shop's database: `python -m db.psql [psql's arguments]`."""

import os
import sys

from sqlalchemy.engine import make_url

from db.embedded import binaries, keep_locks_over_exec
from db.engine import database_url
from db.settings import load_settings

if __name__ == "__main__":
    settings = load_settings()
    url = make_url(database_url(settings))
    environment = {**os.environ, "PGTZ": settings.time_zone, "PAGER": os.environ.get("PAGER", "less -S")}
    if url.password:
        environment["PGPASSWORD"] = str(url.password)  # not among the arguments, which everybody can list
    address = url._replace(password=None).render_as_string()
    keep_locks_over_exec()
    # The process becomes psql, so that the terminal and Ctrl-C are psql's own.
    psql = str(binaries() / "psql")  # in full: by its mere name it looks for itself in PATH alone
    os.execve(psql, [psql, address, *sys.argv[1:]], environment)  # noqa: S606  # psql itself; no shell reads its arguments
