"""Moments that a random kill seldom meets: each is brought about on purpose."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from db.embedded import join_server, server_folder
from db.pipeline_lock import PIPELINE_LOCK
from tests.db.test_embedded import postmaster, wait_until
from tests.faults.shop import SCRIPTS, Script, Shop


@contextmanager
def session(shop: Shop, statement: str) -> Iterator[None]:
    """Another session, in the middle of a transaction that began with this statement."""
    connection = psycopg2.connect(join_server(shop.data_dir))
    try:
        connection.cursor().execute(statement)
        yield
    finally:
        connection.close()


@contextmanager
def supervisor_asleep(data_dir: Path) -> Iterator[None]:
    supervisor = int((server_folder(data_dir) / "supervisor.pid").read_text())
    os.kill(supervisor, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(supervisor, signal.SIGCONT)


def test_a_command_right_after_the_server_was_killed_waits_until_it_is_back(shop: Shop) -> None:
    join_server(shop.data_dir)
    with supervisor_asleep(shop.data_dir):
        os.kill(postmaster(shop.data_dir), signal.SIGKILL)
        script = shop.start("score", shop.files[0])
        script.let_work(2.0)
    code = script.end()
    wait_until(shop.is_up)
    assert code == 0, script.printed


def test_a_server_that_dies_under_a_script_ends_it_with_one_sentence(shop: Shop) -> None:
    script = shop.start("load", shop.file_not_served())
    assert script.read_until("reading every value")
    os.kill(postmaster(shop.data_dir), signal.SIGKILL)
    code = script.end()
    wait_until(shop.is_up)
    assert "Traceback" not in script.printed
    assert code == 2 and "\nerror: " in script.printed, script.printed


def test_ctrl_c_ends_a_script_that_waits_for_another_pipeline(shop: Shop) -> None:
    with session(shop, f"select pg_advisory_lock({PIPELINE_LOCK})"):
        script = shop.start("score", shop.files[0])
        assert script.read_until("Another pipeline is at work")
        script.kill(signal.SIGINT)
        ended = not script.let_work(5.0)
    assert script.end() == 130, script.printed
    assert ended, "it took no notice before the other pipeline had ended"


def test_a_kill_while_an_old_run_waits_for_its_reader_does_not_stop_the_next_start(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shop.file_not_served()
    for phase in SCRIPTS:
        shop.finish(phase, file)
    monkeypatch.setenv("KEEP_RUNS", "1")
    with session(shop, "select count(*) from rfm_scores"):
        script = Script(shop.data_dir, SCRIPTS["score"], "--force")
        wait_until(lambda: shop.query("select 1 from pg_inherits where inhdetachpending") != [])
        script.kill()
        script.end()
        # The server notices within seconds that its client is gone, and gives up half-way.
        wait_until(lambda: shop.query("select 1 from pg_stat_activity where query ~ '^alter table .* detach'") == [])
    for phase in SCRIPTS:
        shop.finish(phase, file)
    assert shop.query("select 1 from pg_inherits where inhdetachpending") == []
