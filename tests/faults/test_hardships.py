"""What else goes wrong around a pipeline: worker and web processes killed, the network cut.

FAULT_ROUNDS is how often each of them is brought about; FAULT_SEED chooses other moments.
"""

import os
import random
import signal
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from db.embedded import join_server
from db.jobs import PIPELINE, ask
from tests.backend.asking import Askers
from tests.backend.cable import Cable
from tests.db.test_embedded import wait_until
from tests.e2e.server import serving
from tests.faults.shop import SCRIPTS, Script, Shop
from tests.faults.test_kill import assert_nothing_is_left_over, assert_whole_run_is_served

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
SEED = os.environ.get("FAULT_SEED", "1")
PIPELINE_SECONDS = 20.0  # of a worker's job, about

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


@rounds
def test_web_processes_that_are_killed_come_back_and_give_no_wrong_answer(
    shop: Shop, number: int, tmp_path: Path
) -> None:
    with serving(tmp_path, DATA_DIR=str(shop.data_dir)) as server, Askers(server) as asked:
        master = int((tmp_path / "server.pid").read_text())
        for _ in range(3):
            count = len(asked.answers)
            os.kill(chance("web", number).choice(children(master)), signal.SIGKILL)
            wait_until(lambda least=count + 50: len(asked.answers) >= least)  # type: ignore[misc]
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
