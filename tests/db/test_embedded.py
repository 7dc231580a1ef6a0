"""The embedded server: shared, brought back when it dies, stopped when nobody needs it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import psycopg2
import pytest

from db import supervisor
from db.embedded import server_folder, supervisor_is_alive
from db.settings import ROOT

JOIN = (
    "import sys; from pathlib import Path; from db.embedded import join_server; print(join_server(Path(sys.argv[1])))"
)
HOLD = f"{JOIN}; sys.stdout.flush(); sys.stdin.read()"


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dashboard-server-") as folder:
        path = Path(folder)
        yield path
        subprocess.run([sys.executable, "-m", "db.stop"], cwd=ROOT, env={**os.environ, "DATA_DIR": folder}, check=True)


@pytest.fixture
def client(data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    """A command that holds on to the server until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def url_of(client: "subprocess.Popen[str]") -> str:
    assert client.stdout is not None
    return client.stdout.readline().strip()


def wait_until(condition: Callable[[], bool], seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def postmaster(data_dir: Path) -> int:
    return int((server_folder(data_dir) / "data" / "postmaster.pid").read_text().split(maxsplit=1)[0])


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_commands_share_one_server(data_dir: Path, client: "subprocess.Popen[str]") -> None:
    url = url_of(client)
    other = subprocess.run(
        [sys.executable, "-c", JOIN, str(data_dir)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == url
    assert answers(url)


def test_password_is_needed(client: "subprocess.Popen[str]") -> None:
    url = url_of(client)
    password = url.split(":")[2].split("@")[0]
    assert len(password) > 20
    assert not answers(url.replace(password, "wrong"))


def test_killed_server_comes_back_with_its_rows(data_dir: Path, client: "subprocess.Popen[str]") -> None:
    url = url_of(client)
    run(url, "create table kept as select 42 as answer")
    killed = postmaster(data_dir)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: postmaster_or_none(data_dir) not in (None, killed) and answers(url))
    assert run(url, "select answer from kept") == [(42,)]


def postmaster_or_none(data_dir: Path) -> int | None:
    try:
        return postmaster(data_dir)
    except (FileNotFoundError, IndexError):
        return None


def test_next_command_takes_over_from_a_killed_supervisor(data_dir: Path, client: "subprocess.Popen[str]") -> None:
    url = url_of(client)
    folder = server_folder(data_dir)
    running = postmaster(data_dir)
    os.kill(int((folder / "supervisor.pid").read_text()), signal.SIGKILL)
    wait_until(lambda: not supervisor_is_alive(folder))
    other = subprocess.run(
        [sys.executable, "-c", JOIN, str(data_dir)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == url
    assert postmaster(data_dir) == running
    assert supervisor_is_alive(folder)


def test_server_stops_when_nobody_needs_it_and_starts_again(data_dir: Path, client: "subprocess.Popen[str]") -> None:
    url = url_of(client)
    run(url, "create table kept as select 42 as answer")
    os.kill(client.pid, signal.SIGKILL)  # no goodbye: the kernel drops the lock
    wait_until(lambda: not answers(url))
    again = subprocess.run(
        [sys.executable, "-c", JOIN, str(data_dir)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run(again.stdout.strip(), "select answer from kept") == [(42,)]


def test_root_without_useradd_gets_it_or_is_told_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []

    def unknown(name: str) -> NoReturn:
        raise KeyError(name)

    monkeypatch.setattr("db.supervisor.os.geteuid", lambda: 0)
    monkeypatch.setattr("db.supervisor.pwd.getpwnam", unknown)
    monkeypatch.setattr("db.supervisor.shutil.which", lambda _: None)
    monkeypatch.setattr("db.supervisor.subprocess.run", lambda command, **_: ran.append(command))
    with pytest.raises(supervisor.CannotStartError, match="useradd, which makes one, is missing"):
        supervisor.Server(tmp_path)
    assert [command[1:] for command in ran] == [["passwd"]]
    assert Path(ran[0][0]).is_file()
