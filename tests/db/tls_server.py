"""A second PostgreSQL, of this machine, that speaks TLS alone, as RDS does."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server

import psycopg2
from sqlalchemy import URL
from sqlalchemy.engine import make_url

from tests.conftest import is_missing
from tests.db.certificates import Certificates

PASSWORD = "of-the-master"


def _programs() -> Path:
    """The newest PostgreSQL that a package of this machine brought."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        is_missing("no PostgreSQL with TLS is on this machine (Debian's package postgresql)")
    return found[-1].parent


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[URL, Certificates]]:
    """The URL of an empty database `shop`, owned by `master`, without any word of TLS; and the files to trust."""
    programs = _programs()
    files = Certificates(folder)
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = Path(tempfile.mkdtemp(prefix="tls-server-"))  # where a user without rights reaches it
    as_user = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(data, user.pw_uid, user.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command: str | Path) -> None:
        done = subprocess.run([*as_user, *map(str, command)], capture_output=True, text=True, cwd=data, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        (data / "password").write_text(PASSWORD)
        (data / "password").chmod(0o644)
        cluster = data / "cluster"
        run(programs / "initdb", "-D", cluster, "-U", "master", "-A", "scram-sha-256", f"--pwfile={data / 'password'}")
        for name, source in (("server.pem", files.chain), ("server.key", files.key)):
            shutil.copy(source, cluster / name)
            shutil.chown(cluster / name, (cluster / "PG_VERSION").owner())
            (cluster / name).chmod(0o600)
        (cluster / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
        with (cluster / "postgresql.conf").open("a") as settings:
            settings.write(
                f"ssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\nport = {port}\n"
                "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n"
            )
        run(programs / "pg_ctl", "-D", cluster, "-l", data / "log", "-t", "60", "start")
        try:
            url = make_url(f"postgresql://master:{PASSWORD}@localhost:{port}/shop")
            _make_database(url.set(database="postgres"))
            yield url, files
        finally:
            run(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(data)


def _make_database(url: URL) -> None:
    until = time.monotonic() + 60
    while True:  # pg_ctl looks for a socket file, which there is none of
        try:
            connection = psycopg2.connect(url.render_as_string(hide_password=False))
            break
        except psycopg2.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.1)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create database shop template template0 encoding 'UTF8' locale 'C'")
    connection.close()
