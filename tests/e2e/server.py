"""A real server of the dashboard, started as infra/serve.sh starts it, on a port of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from db.settings import ROOT
from tests.conftest import web_url_of

START_TIMEOUT = 60.0  # seconds
STOP_TIMEOUT = 30.0
POLL = 0.05

# A proxy in the environment is not meant for this machine's own server.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """A running server, asked for the figures that its pages must show."""

    url: str

    def get(self, path: str, **query: object) -> Any:
        """What the API says at this path; a value that is a list repeats its parameter."""
        address = f"{self.url}{path}"
        if query:
            address += "?" + urlencode(query, doseq=True)
        with _opener.open(address, timeout=30) as answer:
            return json.load(answer)

    def customers(self, **query: object) -> list[dict[str, Any]]:
        """All customers of a list, through its cursors."""
        page = self.get("/api/customers/rfm", limit=500, **query)
        rows: list[dict[str, Any]] = page["items"]
        while page["next_cursor"]:
            page = self.get("/api/customers/rfm", limit=500, cursor=page["next_cursor"], **query)
            rows += page["items"]
        return rows

    def is_ready(self) -> bool:
        try:
            return bool(self.get("/readyz")["status"] == "ready")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, *application: str, **settings: str) -> Iterator[Server]:
    """A server that is ready; its log and pid file lie in `folder`. `application`: gunicorn's last arguments."""
    port = _free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "gunicorn", "--config", "backend/gunicorn_config.py"]
    command += ["--pid", str(folder / "server.pid"), *(application or ["backend.app:create_app()"])]
    if settings.get("DATABASE_URL"):  # as in production, the web process has its own narrow role
        settings.setdefault("WEB_DATABASE_URL", web_url_of(settings["DATABASE_URL"]))
    environment = {**os.environ, "AUTH": "off", **settings, "HOST": "127.0.0.1", "PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        server = Server(f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + START_TIMEOUT
        while not server.is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not become ready.\n{log.read_text(errors='replace')}")
            time.sleep(POLL)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
