"""What keeps the product from starting is said in one sentence that tells what to do."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from db.settings import ROOT


def run(*command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH with the usual programs, without Node and npm."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "dirname", "cat", "find", "sort", "xargs", "cksum", "cut", "grep"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def test_a_missing_node_is_named(programs: Path) -> None:
    done = run("infra/build_frontend.sh", PATH=str(programs))
    assert done.returncode == 2
    assert "Node.js is missing. Install Node.js 20.19" in done.stderr


def test_a_too_old_node_is_named(programs: Path) -> None:
    program(programs, "node", '[ "$1" = --version ] && echo v18.20.0 && exit 0; exit 1')
    done = run("infra/build_frontend.sh", PATH=str(programs))
    assert done.returncode == 2
    assert "v18.20.0 is too old" in done.stderr


def test_a_missing_and_a_too_old_python_are_named(programs: Path) -> None:
    missing = run("infra/setup.sh", PATH=str(programs), PYTHON="python3")
    assert missing.returncode == 2
    assert "Python is missing" in missing.stderr
    program(programs, "python3", '[ "$1" = --version ] && echo Python 3.9.2 && exit 0; exit 1')
    old = run("infra/setup.sh", PATH=str(programs), PYTHON="python3")
    assert old.returncode == 2
    assert "Python 3.9.2 is too old" in old.stderr


def test_a_taken_port_is_named_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("infra/run.sh", PORT=str(port), DATA_DIR=str(tmp_path / "data"), DATA="nowhere.csv")
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert "make run PORT=" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_missing_file_stops_before_the_server_starts(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = run("infra/run.sh", PORT=str(port), DATA_DIR=str(tmp_path / "data"), DATA="nowhere.csv")
    assert done.returncode == 2
    assert "nowhere.csv: there is no such file" in done.stderr
    assert "Traceback" not in done.stderr
    assert "dashboard is at" not in done.stdout


def test_make_alone_lists_the_targets_and_stop_is_harmless(tmp_path: Path) -> None:
    listed = run("make").stdout
    for target in ("run", "test", "pipeline", "serve", "dev", "bench", "lint", "psql", "stop", "reset", "docs"):
        assert f"\n{target} " in f"\n{listed}"
    stopped = run("make", "stop", DATA_DIR=str(tmp_path))
    assert stopped.returncode == 0
    assert "not running" in stopped.stdout
    reset = run("make", "reset", DATA_DIR=str(tmp_path))
    assert reset.returncode == 0
    assert "Nothing to delete" in reset.stdout


def test_psql_reaches_the_database_without_telling_its_password_to_the_machine(
    published_url: str, programs: Path
) -> None:
    list_it = f"cat /proc/$PPID/cmdline 2>/dev/null || {shutil.which('ps')} -o args= -p $PPID"
    ask = ["-tA", "-c", "select count(*) from published", "-c", f"\\! {list_it}"]
    # A psql that the machine has already must not stand in for ours.
    done = run(sys.executable, "-m", "db.psql", *ask, DATABASE_URL=published_url, PATH=str(programs))
    assert done.returncode == 0, done.stderr
    count, arguments = done.stdout.replace("\0", " ").strip().splitlines()
    assert count == "1"
    assert "psql postgresql://" in arguments
    password = make_url(published_url).password
    assert password
    assert str(password) not in arguments
