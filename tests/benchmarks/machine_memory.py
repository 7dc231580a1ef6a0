"""What the machine of production holds in memory: serving, in a release with two colours, and in the night's training.

`RETAIL_CSV=file python -m tests.benchmarks.machine_memory`; the database runs elsewhere, as RDS does, and systemd is
stood in for. With MACHINE_MB (as root) all of it gets no more memory than that, and no swap: what needs more is killed.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.settings import stop
from infra.deploy.machine import COLOURS
from tests.benchmarks.measuring import proportional_kilobytes
from tests.benchmarks.shop import new_shop, real_file
from tests.infra.serving_machine import KEY, ORIGIN_SECRET, ServingMachine, serving_machine

LIMIT = int(os.environ.get("MACHINE_MB", "0"))
PAGES = (
    "/api/overview",
    "/api/customers/segments",
    "/api/customers/rfm?limit=50",
    "/api/model/metrics",
    "/api/cohorts",
    "/api/campaigns/plan",
    "/api/products",
)
ROUNDS = 20
SETTLE = 3.0  # seconds
POLL = 0.1


@contextmanager
def limited() -> Iterator[Callable[[], int]]:
    """This process and all that it starts from now on get LIMIT MB; gives how many were killed for want of more."""
    if not LIMIT:
        yield lambda: 0
        return
    old = Path("/sys/fs/cgroup/memory")
    group = (old if old.is_dir() else Path("/sys/fs/cgroup")) / f"machine-{os.getpid()}"
    try:
        group.mkdir()
        (group / ("memory.limit_in_bytes" if old.is_dir() else "memory.max")).write_text(str(LIMIT * 2**20))
        (group / "cgroup.procs").write_text(str(os.getpid()))
    except OSError as error:
        stop(f"MACHINE_MB needs root and a memory control group: {error}")
    events = group / ("memory.oom_control" if old.is_dir() else "memory.events")

    def killed() -> int:
        return int(next(line.split()[1] for line in events.read_text().splitlines() if line.startswith("oom_kill ")))

    try:
        yield killed
    finally:
        (group.parent / "cgroup.procs").write_text(str(os.getpid()))
        group.rmdir()


def megabytes(root: Path) -> float:
    """What the processes that work below `root` hold, and HAProxy; shared pages count once."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = (process / "cwd").readlink().is_relative_to(root)
            is_ours |= (process / "comm").read_text() == "haproxy\n"
        except OSError:
            continue  # it has ended meanwhile
        if is_ours:
            found += proportional_kilobytes(int(process.name))
    return found / 1024


@contextmanager
def watched(name: str, root: Path) -> Iterator[None]:
    """Prints the most that was held within the block."""
    over, highest = threading.Event(), [0.0]

    def look() -> None:
        while not over.wait(POLL):
            highest[0] = max(highest[0], megabytes(root))

    thread = threading.Thread(target=look)
    thread.start()
    begin = time.perf_counter()
    try:
        yield
    finally:
        over.set()
        thread.join()
    print(f"| {name} | {highest[0]:.0f} | {time.perf_counter() - begin:.0f} |", flush=True)


def look_at_all_pages(machine: ServingMachine) -> None:
    for _ in range(ROUNDS):
        for page in PAGES:
            status, _, _ = machine.get(page, X_Origin_Secret=ORIGIN_SECRET, Authorization=f"Bearer {KEY}")
            if status != 200:
                stop(f"{page} answered {status}.")


def release(machine: ServingMachine, number: int) -> None:
    done = machine.deploy(machine.add_release(number))
    if done.returncode:
        stop(f"release {number} failed:\n{done.stdout}{done.stderr}{machine.log('api')}")


def main() -> None:
    with new_shop() as shop, tempfile.TemporaryDirectory(prefix="dashboard-machine-") as folder:
        shop.load(real_file())
        shop.score()
        shop.publish()  # without a model: the night has one to train
        root = Path(folder).resolve()
        with limited() as killed, serving_machine(root, shop.url) as machine:
            print("| | MB at most | seconds |\n|---|--:|--:|")
            with watched("a release on an empty machine", root):
                release(machine, 1)
            with watched("one colour and the worker, every page asked for", root):
                look_at_all_pages(machine)
                time.sleep(SETTLE)
            with watched("a release: two colours", root):
                release(machine, 2)
                machine.systemctl("start", *(f"sales-dashboard-web@{colour}.service" for colour in COLOURS))
                look_at_all_pages(machine)
            with watched("the night: score, train and publish, while pages are asked for, two colours", root):
                night = threading.Thread(target=machine.systemctl, args=("start", "sales-dashboard-nightly.service"))
                night.start()
                while night.is_alive():
                    look_at_all_pages(machine)
                night.join()
            if '"outcome": "finished"' not in machine.log("pipeline").splitlines()[-1]:
                stop(f"the night failed:\n{machine.log('pipeline')}")
            if LIMIT:
                print(f"\n{LIMIT} MB in all, without swap: {killed()} processes were killed for want of memory.")


if __name__ == "__main__":
    main()
