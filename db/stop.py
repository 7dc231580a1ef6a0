"""Stops this data folder's web server, worker and embedded PostgreSQL: `python -m db.stop`."""

import os
import signal
import time
from pathlib import Path

from db.embedded import is_alive, server_folder, supervisor_is_alive
from db.settings import load_settings

WAIT_SECONDS = 60.0


def _end(pid_file: Path, expected: str) -> bool:
    """Ask the process named in the file to end; False when it is not there or is not the `expected` one."""
    try:
        pid = int(pid_file.read_text())
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists() and expected not in command.read_bytes().decode(errors="replace"):
            return False  # the number has gone to another program
        os.kill(pid, signal.SIGTERM)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    deadline = time.monotonic() + WAIT_SECONDS
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return True


if __name__ == "__main__":
    settings = load_settings()
    folder = server_folder(settings.data_dir)
    if _end(settings.data_dir / "web.pid", "gunicorn"):
        print("Stopped the web server.")
    # Told before the database goes, so that it takes its leave instead of missing it.
    if _end(settings.data_dir / "worker.pid", "db.worker"):
        print("Stopped the worker.")
    if folder.exists() and supervisor_is_alive(folder) and _end(folder / "supervisor.pid", "db.supervisor"):
        print("Stopped the embedded PostgreSQL.")
    else:
        print("The embedded PostgreSQL is not running.")
