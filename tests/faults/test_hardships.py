"""What else goes wrong around a pipeline: processes killed, no disk, no connections, the network cut, the clock back.

FAULT_ROUNDS is how often each of them is brought about; FAULT_SEED chooses other moments.
"""

import os
import random
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy.engine import make_url

from db.embedded import join_server
from db.jobs import PIPELINE, ask
from db.migrate import newest_level
from tests.backend.asking import Asked, Askers
from tests.backend.cable import Cable
from tests.conftest import database_at, execute, is_missing
from tests.db.test_embedded import run, wait_until
from tests.e2e.server import serving
from tests.faults.conftest import make_shop
from tests.faults.shop import SCRIPTS, Script, Shop
from tests.faults.test_kill import assert_nothing_is_left_over, assert_whole_run_is_served

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
SEED = os.environ.get("FAULT_SEED", "1")
CONNECTIONS = 60  # of the embedded server
PIPELINE_SECONDS = 20.0  # of a worker's job, about
SLOW = (0.002, 0.012)  # seconds that a packet takes each way: from another town to another country
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))

rounds = pytest.mark.parametrize("number", range(ROUNDS))
thorough = pytest.mark.skipif("FAULT_ROUNDS" not in os.environ, reason="takes minutes: make faults")


def chance(*names: object) -> random.Random:
    return random.Random("/".join(map(str, (SEED, *names))))  # noqa: S311  # moments, no secrets


def assert_the_next_start_completes(shop: Shop, file: Path) -> None:
    for phase in SCRIPTS:
        shop.finish(phase, file)
    assert shop.served().scores == shop.scores[file]
    assert shop.served_lines() == shop.lines[file]
    assert_nothing_is_left_over(shop)


@thorough
@rounds
def test_a_job_whose_worker_is_killed_is_done_by_the_next_worker(shop: Shop, number: int) -> None:
    file, before = shop.file_not_served(), shop.served()
    first = Script(shop.data_dir, "-m", "db.worker")
    assert first.read_until("waits for jobs")
    url = join_server(shop.data_dir)
    job = ask(url, PIPELINE, [str(file), "--mode", "replace-all"])
    wait_until(lambda: shop.query(f"select 1 from procrastinate_jobs where id = {job} and status = 'doing'") != [])
    first.let_work(chance("worker", number).random() * PIPELINE_SECONDS)
    first.kill()
    first.end()
    assert_whole_run_is_served(shop, before, file)

    second = Script(shop.data_dir, "-m", "db.worker")
    is_done = f"select 1 from procrastinate_jobs where id = {job} and status = 'succeeded'"
    try:
        wait_until(lambda: shop.query(is_done) != [], 110)
    finally:
        second.kill(signal.SIGTERM)
        second.end()
    assert shop.served().scores == shop.scores[file], second.printed
    assert_the_next_start_completes(shop, file)


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def has_answers(asked: Asked, least: int) -> bool:
    return len(asked.answers) >= least


@rounds
def test_web_processes_that_are_killed_come_back_and_give_no_wrong_answer(
    shop: Shop, number: int, tmp_path: Path
) -> None:
    with serving(tmp_path, DATA_DIR=str(shop.data_dir)) as server, Askers(server) as asked:
        master = int((tmp_path / "server.pid").read_text())
        for _ in range(3):
            os.kill(chance("web", number).choice(children(master)), signal.SIGKILL)
            wait_until(partial(has_answers, asked, len(asked.answers) + 50))
        wait_until(server.is_ready)
    assert asked.statuses() <= {200, 503}
    assert [wrong for wrong in asked.wrong if "no answer" not in wrong] == []  # a connection may break, no answer lie


@thorough
@rounds
@pytest.mark.parametrize("phase", SCRIPTS)
def test_a_network_that_is_cut_leaves_a_whole_run_and_one_sentence(shop: Shop, phase: str, number: int) -> None:
    file, before = shop.file_not_served(), shop.served()
    for earlier in list(SCRIPTS)[: list(SCRIPTS).index(phase)]:
        shop.finish(earlier, file)
    rng = chance("cut", phase, number)
    step = rng.choice(shop.steps[phase][1:])
    place = make_url(join_server(shop.data_dir))
    with Cable(str(place.host), int(place.port or 0)) as cable:
        url = place.set(port=cable.port).render_as_string(hide_password=False)
        script = shop.start(phase, file, DATABASE_URL=url)
        cut_at_work = script.read_until(step.words) and script.let_work(rng.random() * step.seconds)
        cable.pull()
        code = script.end()
    print(script.printed)
    assert "Traceback" not in script.printed
    assert not cut_at_work or code in {0, 2}  # 0: only its farewell was cut
    assert code == 0 or "\nerror: " in script.printed
    assert_whole_run_is_served(shop, before, file)
    assert_the_next_start_completes(shop, file)


@thorough
@rounds
def test_a_slow_network_only_takes_longer(shop: Shop, number: int) -> None:
    file = shop.file_not_served()
    place = make_url(join_server(shop.data_dir))
    delay = chance("slow", number).uniform(*SLOW)
    with Cable(str(place.host), int(place.port or 0), delay) as cable:
        url = place.set(port=cable.port).render_as_string(hide_password=False)
        for phase in SCRIPTS:
            script = shop.start(phase, file, DATABASE_URL=url)
            assert script.end() == 0, script.printed
    assert shop.served().scores == shop.scores[file]
    assert shop.served_lines() == shop.lines[file]
    assert_nothing_is_left_over(shop)


@thorough
@rounds
def test_a_command_waits_while_no_connection_is_free(shop: Shop, number: int) -> None:
    file = shop.file_not_served()
    shop.finish("load", file)
    url = join_server(shop.data_dir)
    with ExitStack() as held:

        def take_all() -> None:
            for _ in range(CONNECTIONS + 1):
                held.enter_context(closing(psycopg2.connect(url)))

        with pytest.raises(psycopg2.OperationalError, match="too many clients"):
            take_all()
        script = shop.start("score", file)
        assert script.let_work(3.0 + chance("connections", number).random())
    assert script.end() == 0, script.printed
    assert_the_next_start_completes(shop, file)


@thorough
@rounds
def test_two_pipelines_at_once_do_one_after_the_other(shop: Shop, number: int) -> None:
    file = shop.file_not_served()
    first = shop.start("load", file)
    first.let_work(chance("two", number).random())
    second = shop.start("load", file)
    assert first.end() == 0, first.printed
    assert second.end() == 0, second.printed
    both = [shop.start("score", file), shop.start("score", file)]
    for script in both:
        assert script.end() == 0, script.printed
    assert_the_next_start_completes(shop, file)


@thorough
@rounds
def test_a_clock_that_jumped_back_does_not_hold_up_a_run(shop: Shop, number: int) -> None:
    if not FAKETIME:
        is_missing("libfaketime is not installed (apt-get install libfaketime).")
    file = shop.file_not_served()
    for phase in SCRIPTS:
        back = {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": f"-{number + 1}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        script = shop.start(phase, file, **back)
        assert script.end() == 0, script.printed
    assert shop.served().scores == shop.scores[file]
    assert_the_next_start_completes(shop, file)


@rounds
def test_a_migration_that_is_broken_off_has_changed_nothing_and_is_done_by_the_next(shop: Shop, number: int) -> None:
    server, name = join_server(shop.data_dir), f"migrated_{number}"
    execute(server, f"create database {name}")
    url = database_at(server, name)
    script = Script(shop.data_dir, "-m", "db.migrate", DATABASE_URL=url)
    script.let_work(chance("migration", number).random() * 4)
    script.kill()
    script.end()
    made = run(url, "select to_regclass('public.alembic_version') is not null")[0][0]
    tables = run(url, "select count(*) from pg_tables where schemaname = 'public'")[0][0]
    assert made == (tables != 0)
    again = Script(shop.data_dir, "-m", "db.migrate", DATABASE_URL=url)
    assert again.end() == 0, again.printed
    assert run(url, "select version_num from public.alembic_version") == [(newest_level(),)]
    execute(server, f"drop database {name} with (force)")


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dashboard-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
            is_missing("A small disk can be mounted by root alone.")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(ballast: Path, left: int) -> None:
    """Let this file take the disk, but for so many bytes; the database writes there meanwhile."""
    with ballast.open("wb") as filling:
        for _ in range(100):
            disk = os.statvfs(ballast.parent)
            with suppress(OSError):
                os.posix_fallocate(filling.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - left))
                return
    pytest.fail("The disk could not be filled.")


@thorough
def test_a_full_disk_is_told_and_once_there_is_room_all_goes_on() -> None:
    with small_disk(900) as disk, make_shop(disk) as shop:
        for number in range(ROUNDS):
            file, before = shop.file_not_served(), shop.served()
            ballast = disk / "ballast"
            left = int(chance("disk", number).random() * 8e6)
            fill(ballast, left)
            script = shop.start("load", file)
            code = script.end()
            print(script.printed)
            assert code != 0 and "Traceback" not in script.printed
            assert "error: " in script.printed
            ballast.unlink()
            wait_until(shop.is_up)
            assert_whole_run_is_served(shop, before, file)
            assert_the_next_start_completes(shop, file)
