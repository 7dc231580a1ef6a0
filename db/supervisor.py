"""Supervisor of the embedded PostgreSQL server: `python -m db.supervisor FOLDER`, started by db.embedded."""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import psycopg2

from db.embedded import binaries, is_alive
from db.settings import ROOT
from db.web_role import as_web, make_role

IDLE_SECONDS = 10.0
SYSTEM_USER = "embedded_postgres"
SETTINGS = """
# One machine, one shop: no replication, so bulk loads into new tables need no write-ahead log.
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
shared_buffers = 256MB
work_mem = 64MB
maintenance_work_mem = 256MB
effective_io_concurrency = 16
max_connections = 60
jit = off
password_encryption = scram-sha-256
unix_socket_directories = ''
listen_addresses = '127.0.0.1'
logging_collector = off
log_min_messages = warning
"""


class CannotStartError(Exception):
    """The server can't run here; the message says what to do."""


def _make_user(name: str) -> None:
    if shutil.which("useradd") is None:  # a bare Debian leaves it out
        subprocess.run([str(ROOT / "infra" / "apt_install.sh"), "passwd"], check=False, stdout=subprocess.DEVNULL)
    if shutil.which("useradd") is None:
        raise CannotStartError(
            "As root, PostgreSQL runs under a user of its own, and useradd, which makes one, is missing. "
            "Install it (Debian: apt-get install passwd), or use another user."
        )
    subprocess.run(["useradd", "--system", "--no-create-home", name], check=True)


class Server:
    """The server of one folder, by the packaged binaries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.user = self._system_user()

    def _system_user(self) -> str | None:
        """PostgreSQL refuses to run as root, so root lends it a system user without a login."""
        if os.geteuid() != 0:
            return None
        try:
            pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            _make_user(SYSTEM_USER)
        self._let_pass(self.folder)
        self._let_pass(binaries())
        account = pwd.getpwnam(SYSTEM_USER)
        for path in (self.data, self.log):
            if path == self.data:
                path.mkdir(mode=0o700, exist_ok=True)
            else:
                path.touch()
            os.chown(path, account.pw_uid, account.pw_gid)
        return SYSTEM_USER

    @staticmethod
    def _let_pass(path: Path) -> None:
        """Let the system user pass through (not list) the folders above `path`; never through root's home."""
        home = Path(pwd.getpwuid(0).pw_dir)
        for parent in [path, *path.parents]:
            if parent.stat().st_mode & 0o001:
                continue
            if parent == home:
                raise CannotStartError(
                    f"As root, PostgreSQL runs under a user of its own, who may not enter {home}. "
                    "Put the checkout and DATA_DIR elsewhere (for example /opt), or use another user."
                )
            parent.chmod(parent.stat().st_mode | 0o001)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        # A file takes the output: a daemon that inherits a pipe would keep us waiting for its end.
        with (self.folder / "command.log").open("w+") as output:
            done = subprocess.run(
                [binaries() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
                cwd="/",
                env={**os.environ, "LC_ALL": "C", "PGTZ": "UTC"},
                text=True,
                check=False,
            )
            output.seek(0)
            text = output.read()
        if check and done.returncode:
            raise CannotStartError(f"{program} failed: {text.strip()[-500:]}")
        return done

    def create(self) -> None:
        """Make the data folder with scram passwords; one that was left half-made is made anew."""
        half_made = self.folder / "creating"
        if (self.data / "PG_VERSION").exists() and not half_made.exists():
            if not (self.folder / "password").exists():
                raise CannotStartError(f"The file {self.folder / 'password'} is missing; put it back from a backup.")
            return
        half_made.touch()
        shutil.rmtree(self.data, ignore_errors=True)
        self.user = self._system_user()
        password = self.folder / "password.new"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        if self.user:
            os.chown(password, pwd.getpwnam(self.user).pw_uid, -1)
        self._run(
            "initdb",
            *("-D", str(self.data), "-U", "shop", "--auth=scram-sha-256", f"--pwfile={password}"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        )
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)
        if self.user:
            os.chown(password, 0, 0)
        password.rename(self.folder / "password")
        half_made.unlink()

    def is_running(self) -> bool:
        return self._run("pg_ctl", "-D", str(self.data), "status", check=False).returncode == 0

    def start(self, port: int) -> None:
        """Start and wait until it answers, a crash recovery included.

        After a kill -9 the old backends may hold the shared memory for a moment, so it tries again.
        """
        for attempt in range(20):
            done = self._run(
                "pg_ctl",
                *("-D", str(self.data), "-l", str(self.log), "-w", "-t", "300", "-o", f"-p {port}", "start"),
                check=False,
            )
            if done.returncode == 0:
                return
            time.sleep(0.25 * (attempt + 1) if attempt < 8 else 2)
        tail = self.log.read_text(errors="replace")[-500:]
        raise CannotStartError(f"The embedded PostgreSQL did not start: {tail.strip()}")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "120", "stop", check=False)

    def port(self) -> int:
        """The port of the running server, from its own pid file."""
        return int((self.data / "postmaster.pid").read_text().splitlines()[3])

    def url(self) -> str:
        password = (self.folder / "password").read_text()
        return f"postgresql://shop:{password}@127.0.0.1:{self.port()}/postgres"

    def let_in(self) -> dict[str, str]:
        """Where the pipeline and the web process find the server, each by a role of its own."""
        password = self.folder / "web-password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(secrets.token_urlsafe(24))
        make_role(self.url(), password.read_text())
        return {"url": self.url(), "web_url": as_web(self.url(), password.read_text())}


def free_port(preferred: int | None) -> int:
    """The port used before when it is free, so that clients find the server again; else any free one."""
    for candidate in (preferred or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise CannotStartError("No free port on 127.0.0.1.")


def last_port(folder: Path) -> int | None:
    try:
        return int((folder / "port").read_text())
    except (FileNotFoundError, ValueError):
        return None


def remember_port(server: Server) -> int:
    port = server.port()
    (server.folder / "port").write_text(str(port))
    return port


def write_state(folder: Path, state: dict[str, str]) -> None:
    fresh = folder / "server.json.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(state))
    fresh.rename(folder / "server.json")


def supervise(folder: Path) -> None:
    """Keep the server of this folder running until nobody has needed it for IDLE_SECONDS."""
    own = (folder / "supervisor.lock").open("a+")
    try:
        fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another supervisor was faster
    (folder / "supervisor.pid").write_text(str(os.getpid()))
    leaving: list[int] = []

    def leave(number: int, _frame: FrameType | None) -> None:
        leaving.append(number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command in front
    try:
        server = Server(folder)
        server.create()
        if not server.is_running():
            server.start(free_port(last_port(folder)))
        port = remember_port(server)
        write_state(folder, server.let_in())
    except (CannotStartError, OSError, subprocess.SubprocessError, psycopg2.Error) as error:
        write_state(folder, {"error": str(error)})
        return

    clients = (folder / "clients.lock").open("a+")
    idle_since = time.monotonic()
    while not leaving:
        time.sleep(0.5)
        try:
            fcntl.flock(clients, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            idle_since = time.monotonic()
        else:
            if time.monotonic() - idle_since >= IDLE_SECONDS:
                break  # the lock stays ours while the server stops: newcomers wait, then start it anew
            fcntl.flock(clients, fcntl.LOCK_UN)
        if not server_process_is_alive(server):
            try:
                server.start(free_port(port))
                port = remember_port(server)
                write_state(folder, server.let_in())
            except (CannotStartError, psycopg2.Error) as error:
                write_state(folder, {"error": str(error)})
                return
    server.stop()


def server_process_is_alive(server: Server) -> bool:
    """Cheap check twice a second: the pid in the pid file lives and is a PostgreSQL."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split(maxsplit=1)[0])
    except (FileNotFoundError, ValueError, IndexError):
        return False
    return is_alive(pid)


if __name__ == "__main__":
    supervise(Path(sys.argv[1]))
