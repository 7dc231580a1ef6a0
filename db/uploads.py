"""Files that were uploaded to be loaded: where they lie, how much may lie there, and how they are removed.

The web process writes them and the worker reads them, so both see this folder and are the same user.
"""

import time
from pathlib import Path

from sqlalchemy import Engine, text

from db.queries import read_sql
from db.settings import Settings

KEPT_SECONDS = 24 * 3600.0  # a file that nobody has loaded is removed after a day


def upload_folder(settings: Settings) -> Path:
    """The folder of uploads, for this user alone."""
    folder = settings.data_dir / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def remove_upload(engine: Engine, path: Path) -> None:
    """Delete an uploaded file, and the lines of it that its checks have shown."""
    path.unlink(missing_ok=True)
    with engine.begin() as connection:
        connection.execute(text("set transaction read write"))
        connection.execute(text(read_sql("db/sql/forget_checks")), {"path": str(path)})


def remove_old_uploads(engine: Engine, folder: Path) -> None:
    """Delete what has lain there for longer than a day."""
    for path in folder.iterdir():
        try:
            old = time.time() - path.stat().st_mtime > KEPT_SECONDS
        except FileNotFoundError:  # another process was quicker
            continue
        if old:
            remove_upload(engine, path)
