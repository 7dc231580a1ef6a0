"""One real PostgreSQL for the whole test run; each test that writes gets a database of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg2
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from db.embedded import join_server, read_state, server_folder
from db.engine import engine_for, pipeline_engine_for
from db.migrate import upgrade
from db.settings import ROOT
from db.web_role import as_web

ZONE = "Europe/London"
ROOM = 4 << 30  # bytes
RETAIL = Path(os.environ.get("RETAIL_CSV", "RETAIL_CSV is not set"))


def memory() -> str | None:
    """A disk in memory with room for the databases of a run, if there is one: to copy one takes a fifth of the time."""
    disk = Path("/dev/shm")  # noqa: S108  # Linux's own; mkdtemp makes a folder that is ours alone
    return str(disk) if disk.is_dir() and shutil.disk_usage(disk).free > ROOM else None


def pytest_configure(config: pytest.Config) -> None:
    """The process in front makes the folder that all workers share, unless several runs share one already."""
    if "PYTEST_XDIST_WORKER" not in os.environ and "TEST_DATA_DIR" in os.environ:
        os.environ["TEST_DATA_IS_KEPT"] = "true"
    elif "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="dashboard-tests-", dir=memory())
    config.addinivalue_line("markers", "real_data: needs the real Online Retail file (RETAIL_CSV)")


def pytest_unconfigure() -> None:
    """The process in front stops the server and takes the folder away."""
    if "PYTEST_XDIST_WORKER" not in os.environ and "TEST_DATA_IS_KEPT" not in os.environ:
        folder = os.environ["TEST_DATA_DIR"]
        environment = {**os.environ, "DATA_DIR": folder}
        subprocess.run([sys.executable, "-m", "db.stop"], cwd=ROOT, env=environment, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


TOGETHER = ("tests/e2e/", "tests/faults/")  # folders that share what takes long to start: a browser, a shop


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """A worker gets the tests of a whole file, or folder of TOGETHER, so that what they share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", maxsplit=1)[0]
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    config.option.loadscopereorder = False  # the order is that of pytest_collection_modifyitems
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; last the files that read the published run, which one worker makes meanwhile."""
    readers = {item.path for item in items if "published_url" in getattr(item, "fixturenames", ())}

    def turn(item: pytest.Item) -> int:
        together = (number for number, folder in enumerate(TOGETHER) if item.nodeid.startswith(folder))
        return next(together, len(TOGETHER) + (item.path in readers))

    items.sort(key=turn)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not RETAIL.is_file():
        terminalreporter.write_line(f"The real file was not there ({RETAIL}); a generated shop took its place.")


@contextmanager
def once(name: str) -> Iterator[bool]:
    """True for the first worker that comes; the others wait until it is done."""
    folder = Path(os.environ["TEST_DATA_DIR"])
    with (folder / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.done"
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def server_url() -> str:
    """The URL of the shared server's first database. It waits for no disk: nothing there has to outlive the machine."""
    url = join_server(Path(os.environ["TEST_DATA_DIR"]))
    with once("hurried") as first:
        if first:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                execute(url, f"alter system set {setting} = off")
            execute(url, "select pg_reload_conf()")
    return url


def is_missing(what: str) -> NoReturn:
    """Skip for want of a tool; a build server must have them all."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def database_at(server_url: str, name: str) -> str:
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def web_url_of(url: str) -> str:
    """The same database, for the role of the web process."""
    state = read_state(server_folder(Path(os.environ["TEST_DATA_DIR"])))
    return as_web(url, str(make_url(state["web_url"]).password))


@pytest.fixture(scope="session")
def migrated_template(server_url: str) -> str:
    """The name of an empty migrated database that others are copied from."""
    with once("migrated") as first:
        if first:
            execute(server_url, "create database migrated")
            engine = engine_for(database_at(server_url, "migrated"), ZONE)
            upgrade(engine)
            engine.dispose()
    return "migrated"


@pytest.fixture(scope="session")
def own_template(migrated_template: str) -> str:
    """The name of the database that each test's own is copied from; a module may have another."""
    return migrated_template


@pytest.fixture
def database_url(server_url: str, own_template: str) -> Iterator[str]:
    """The URL of a database of this test's own, empty and migrated."""
    with own_database(server_url, own_template) as url:
        yield url


@contextmanager
def own_database(server_url: str, template: str) -> Iterator[str]:
    """The URL of a new database like `template`, which goes at the end."""
    url = copied_database(server_url, template)
    yield url
    execute(server_url, f"drop database {name_of(url)} with (force)")


def name_of(url: str) -> str:
    return str(make_url(url).database)


def copied_database(server_url: str, template: str, name: str | None = None) -> str:
    """The URL of a new database like `template`."""
    name = name or f"test_{uuid.uuid4().hex[:12]}"
    with once_at_a_time("template"):
        execute(server_url, f"create database {name} template {template} strategy file_copy")
    return database_at(server_url, name)


@pytest.fixture(scope="session")
def trained_template(server_url: str) -> str:
    """The name of a database with a small shop that is loaded, trained and has its history; others are copied from it.

    A module whose `own_template` it is has a shop for each test.
    """
    with once("trained") as first:
        if first:
            execute(server_url, "create database trained")
            url, folder = database_at(server_url, "trained"), Path(os.environ["TEST_DATA_DIR"])
            sample = folder / "small.csv.gz"
            for arguments in (
                ["-m", "db.migrate"],
                ["-m", "etl.sample", sample, "--lines", "20000"],
                ["etl/load_data.py", sample],
                ["etl/etl_pipeline.py"],
                ["ml/ml_model.py"],
                ["etl/history.py"],
            ):
                done = run_command(url, folder, *arguments)
                assert done.returncode == 0, done.stdout + done.stderr
    return "trained"


@contextmanager
def once_at_a_time(name: str) -> Iterator[None]:
    """PostgreSQL copies a template only while nobody else is in it."""
    with (Path(os.environ["TEST_DATA_DIR"]) / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of an empty migrated database of this test's own."""
    engine = pipeline_engine_for(database_url, ZONE)
    yield engine
    engine.dispose()


Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_script(database_url: str, tmp_path: Path) -> Runner:
    """Runs one of our scripts as its user would, against this test's database."""

    def run(*arguments: str | Path, **settings: str) -> "subprocess.CompletedProcess[str]":
        return run_command(database_url, tmp_path, *arguments, **settings)

    return run


def run_command(
    database_url: str, data_dir: Path, *arguments: str | Path, **settings: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(data_dir), **settings},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


StartWorker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(database_url: str, tmp_path: Path) -> Iterator[StartWorker]:
    """Starts workers on this test's database; they are told to stop at its end."""
    started = []

    def start(*command: str, **settings: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), **settings}
        command = command or ("-m", "db.worker")
        started.append(subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        assert process.wait(timeout=60) is not None


@pytest.fixture(scope="session")
def order_lines() -> Path:
    """The file that the whole path is shown on: the real one, else a generated shop."""
    if RETAIL.is_file():
        return RETAIL
    sample = Path(os.environ["TEST_DATA_DIR"]) / "sample.csv.gz"
    with once("sample") as first:
        if first:
            subprocess.run([sys.executable, "-m", "etl.sample", str(sample)], cwd=ROOT, check=True, timeout=120)
    return sample


@pytest.fixture(scope="session")
def published_url(server_url: str, migrated_template: str, order_lines: Path) -> str:
    """The URL of a database in which the whole pipeline has run on `order_lines`; for reading only."""
    url = database_at(server_url, "published")
    with once("published") as first:
        if first:
            copied_database(server_url, migrated_template, "published")
            data_dir = Path(os.environ["TEST_DATA_DIR"])
            marks = [] if order_lines == RETAIL else ["--sample"]
            load = ["etl/load_data.py", order_lines, *marks]
            for arguments in (load, ["etl/etl_pipeline.py"], ["ml/ml_model.py"], ["etl/history.py"]):
                done = run_command(url, data_dir, *arguments)
                assert done.returncode == 0, done.stdout + done.stderr
    return url
