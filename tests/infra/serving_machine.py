"""The machine of production in a folder: real HAProxy, gunicorn and PostgreSQL, and the real unit files and scripts.

Only systemd is stood in for (tests/infra/bin/systemctl).
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPMessage
from pathlib import Path
from typing import Any

import orjson

from db.settings import ROOT
from infra.deploy.haproxy import Haproxy
from infra.deploy.machine import COLOURS, WORKER, wait_for
from tests.conftest import execute, is_missing

ORIGIN_SECRET = "0123456789abcdef0123456789abcdef-new"
PREVIOUS_SECRET = "0123456789abcdef0123456789abcdef-old"
KEY = "0123456789abcdef0123456789abcdef"
MACHINE = ROOT / "infra" / "machine"
# This Python runs them, too: another one may be a wrapper that takes longer than they do.
STAND_INS = f"{ROOT / 'tests' / 'infra' / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
USER_WITH_KEY = """
with put as (insert into access.users (name, role, password_hash) values ('anna', 'admin', 'none') returning user_id)
insert into access.keys (user_id, name, role, key_hash, expires_at)
select user_id, 'test', 'admin', sha256('{key}'), now() + interval '1 day' from put
"""
Finished = subprocess.CompletedProcess[str]


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


class ServingMachine:
    """The tree below `root`, its HAProxy on `port`, and the shop's database behind."""

    def __init__(self, root: Path, database_url: str) -> None:
        self.root = root
        self.database_url = database_url
        self.home = root / "opt" / "sales-dashboard"
        self.port, *colour_ports = free_ports(3)
        self.colour_ports = dict(zip(COLOURS, colour_ports, strict=True))
        self.environment = {
            **os.environ,
            "PATH": STAND_INS,
            "STAND_IN_ROOT": str(root),
            "STAND_IN_UNITS": str(MACHINE / "units"),
        }
        self.haproxy = Haproxy(root / "admin.sock")
        unsafe = {"AUTH": "off", "HOST": "0.0.0.0"}  # every test runs with files that ask for what must not be
        files: dict[str, dict[str, Any]] = {
            "shop": {"DATA_DIR": root / "var", "SHOP_NAME": "Test", **unsafe},
            "web": {"WEB_DATABASE_URL": database_url, "DATABASE_URL": database_url, **unsafe},
            "pipeline": {"DATABASE_URL": database_url},
            **{colour: {"PORT": port, **unsafe} for colour, port in self.colour_ports.items()},
            "haproxy": self.haproxy_settings(),
        }
        settings = root / "etc" / "sales-dashboard"
        settings.mkdir(parents=True)
        for name, values in files.items():
            (settings / f"{name}.env").write_text("".join(f"{key}='{value}'\n" for key, value in values.items()))
        (self.home / "releases").mkdir(parents=True)
        (root / "origin-secrets").write_text(f"{ORIGIN_SECRET}\n{PREVIOUS_SECRET}\n")

    def haproxy_settings(self) -> dict[str, str]:
        return {
            "BIND": f"127.0.0.1:{self.port}",
            "ORIGIN_SECRETS": str(self.root / "origin-secrets"),
            "ADMIN_SOCKET": str(self.root / "admin.sock"),
            **{f"{colour.upper()}_PORT": str(port) for colour, port in self.colour_ports.items()},
        }

    def add_release(self, number: int, changes: dict[str, tuple[str, str]] | None = None) -> str:
        """A release of this checkout, with some text replaced in its files ({path: (right, wrong)}); its commit."""
        commit = f"{number:040x}"
        folder = self.home / "releases" / commit
        for part in ("backend", "db", "etl", "ml", "infra/machine"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))
        (folder / ".venv" / "bin").mkdir(parents=True)
        python = folder / ".venv" / "bin" / "python"
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
        for path, (right, wrong) in (changes or {}).items():
            file = folder / path
            text = file.read_text() if file.exists() else ""
            assert right in text, path
            file.write_text(text.replace(right, wrong) if right else wrong)
        return commit

    def deploy(self, *arguments: str) -> Finished:
        """Run the release script as the machine does."""
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "infra.deploy.release",
                "--root",
                str(self.root),
                "--ready-seconds",
                "300",
                *arguments,
            ],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def systemctl(self, *arguments: str, check: bool = True) -> None:
        subprocess.run(["systemctl", *arguments], env=self.environment, check=check, timeout=300)

    def get(self, path: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
        """Status, headers and body at HAProxy's door."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: str) -> tuple[int, HTTPMessage, bytes]:
        """The same for JSON that is sent by way of CloudFront."""
        headers = {"X-Origin-Secret": ORIGIN_SECRET, "X-Requested-With": "test", "Content-Type": "application/json"}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, HTTPMessage, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=65)
        connection.request(
            method, path, body, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()  # HAProxy writes their names in lower case
        connection.close()
        return found

    def is_served(self) -> bool:
        """A colour answers at the door."""
        return self.get("/healthz", X_Origin_Secret=ORIGIN_SECRET)[0] == 200

    def log(self, name: str) -> str:
        """What a unit wrote."""
        file = self.root / "var" / "log" / "sales-dashboard" / f"{name}.log"
        return file.read_text() if file.exists() else ""


@contextmanager
def serving_machine(root: Path, database_url: str) -> Iterator[ServingMachine]:
    """A machine whose HAProxy runs and whose colours do not yet; all of it is ended after."""
    if shutil.which("haproxy") is None:
        is_missing("haproxy is not on this machine")
    machine = ServingMachine(root, database_url)
    execute(database_url, USER_WITH_KEY.format(key=KEY))
    with (root / "haproxy.log").open("w") as log:
        haproxy = subprocess.Popen(
            ["haproxy", "-W", "-db", "-f", MACHINE / "haproxy.cfg"],
            env={**os.environ, **machine.haproxy_settings()},
            stdout=log,
            stderr=log,
        )
        try:
            assert wait_for((root / "admin.sock").exists, 60), (root / "haproxy.log").read_text()
            yield machine
        finally:
            units = [f"sales-dashboard-web@{colour}.service" for colour in COLOURS]
            machine.systemctl("stop", *units, WORKER)
            haproxy.send_signal(signal.SIGTERM)
            haproxy.wait(60)


class Shoppers:
    """Clients that begin one campaign after the other, each by a POST on a connection that it keeps."""

    def __init__(self, machine: ServingMachine, clients: int) -> None:
        self.answers: Counter[int] = Counter()
        self.colours: Counter[str] = Counter()
        self.failures: list[str] = []
        self.slowest = 0.0
        self.connections = 0
        self._machine = machine
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(clients)]

    def __enter__(self) -> "Shoppers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(90)

    @property
    def requests(self) -> int:
        return sum(self.answers.values()) + len(self.failures)

    def _work(self, client: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._machine.port, timeout=65)  # connects anew when it was closed
        while not self._over.is_set():
            begin = time.monotonic()
            try:
                if connection.sock is None:
                    with self._lock:
                        self.connections += 1
                connection.request("POST", "/api/campaigns", *campaign(f"{client} {begin}"))
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException) as error:
                connection.close()
                with self._lock:
                    self.failures.append(repr(error))
                continue
            with self._lock:
                self.slowest = max(self.slowest, time.monotonic() - begin)
                if answer.status == 201:
                    self.answers[answer.status] += 1
                    self.colours[answer.headers["X-Colour"]] += 1
                else:
                    self.failures.append(str(answer.status))
        connection.close()


def campaign(name: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a request that begins a campaign of two customers."""
    asked: dict[str, Any] = {"name": name, "customers": 2, "hold_out": 0.5, "margin": 0.5, "cost": 1}
    headers = {
        "X-Origin-Secret": ORIGIN_SECRET,
        "Authorization": f"Bearer {KEY}",
        "Content-Type": "application/json",
    }
    return orjson.dumps(asked), headers
