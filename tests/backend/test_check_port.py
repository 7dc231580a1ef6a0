"""Whoever starts the dashboard on a port that cannot be used is told why, before anything else starts."""

import os
import socket
import subprocess
import sys

from db.settings import ROOT


def check(port: int) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    command = [sys.executable, "-m", "backend.check_port"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_port_that_another_program_holds_is_named_and_a_free_one_is_not() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        taken = check(port)
    assert (taken.returncode, taken.stdout) == (2, "")
    assert taken.stderr.startswith(f"error: port {port} on 127.0.0.1 is taken by another program.")
    free = check(port)
    assert (free.returncode, free.stderr) == (0, "")


def test_a_port_that_no_browser_opens_is_refused() -> None:
    refused = check(6000)
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: no browser opens port 6000")
