"""Opens psql on the shop's database: `python -m db.psql [psql's arguments]`."""

import os
import sys

from db.embedded import binaries
from db.engine import database_url
from db.settings import load_settings

if __name__ == "__main__":
    settings = load_settings()
    url = database_url(settings)
    environment = {**os.environ, "PGTZ": settings.time_zone, "PAGER": os.environ.get("PAGER", "less -S")}
    # Our lock on the embedded server must outlive this process image, so it is passed on.
    for number in range(3, 64):
        try:
            os.set_inheritable(number, True)
        except OSError:
            continue
    os.execve(  # noqa: S606  # the process becomes psql, so that its terminal and Ctrl-C are psql's
        binaries() / "psql", ["psql", url, *sys.argv[1:]], environment
    )
