"""A Spark cluster on this machine: a standalone master and two workers, each a process of its own."""

import os
import queue
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PATIENCE = 120  # seconds for a process to say that it is ready


def spark_class() -> Path:
    """The starter in PySpark's package, which has no scripts to start a master or a worker."""
    import pyspark  # noqa: PLC0415  # an extra

    return Path(pyspark.__file__).parent / "bin" / "spark-class"


@contextmanager
def cluster(folder: Path, memory: str = "1g") -> Iterator[str]:
    """The URL of a master with two workers of one core each; all three stop at the end."""
    with ExitStack() as stack:
        master = "org.apache.spark.deploy.master.Master"
        ports = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        (url,) = stack.enter_context(
            _process(folder / "master", r"Starting Spark master at (spark://\S+)", master, *ports)
        )
        for number in (1, 2):
            work = folder / f"worker-{number}"
            worker = ("org.apache.spark.deploy.worker.Worker", *ports, "--cores", "1", "--memory", memory)
            ready = "Successfully registered with master"
            stack.enter_context(_process(work, ready, *worker, "--work-dir", str(work), url))
        yield url


@contextmanager
def _process(folder: Path, ready: str, *command: str) -> Iterator[tuple[str, ...]]:
    """Start a process, wait until its log says that it is ready (a pattern; its groups are given back), stop it."""
    folder.mkdir(parents=True)
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder)}
    found: queue.Queue[tuple[str, ...] | None] = queue.Queue()
    with subprocess.Popen(
        [spark_class(), *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:

        def follow() -> None:
            with (folder / "log").open("w") as log:
                for line in process.stdout or ():
                    log.write(line)
                    if match := re.search(ready, line):
                        found.put(match.groups())
            found.put(None)

        following = threading.Thread(target=follow)
        following.start()
        try:
            groups = found.get(timeout=PATIENCE)
            if groups is None:
                raise RuntimeError(f"{command[0]} ended: {(folder / 'log').read_text()[-2000:]}")
            yield groups
        finally:
            process.terminate()
            process.wait()
            following.join()
