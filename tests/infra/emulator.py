"""AWS on this machine: moto's server, which keeps what it is told and enforces nothing."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_server

from db.settings import ROOT

ACCOUNT = "123456789012"
REGION = "eu-west-1"


def settings(address: str) -> dict[str, str]:
    """What makes Terraform and boto3 talk to the emulator at `address`, as somebody who does not exist."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,  # boto3 looks at no other
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


@contextmanager
def emulator(folder: Path) -> Iterator[str]:
    """A fresh emulator; its address. What it says goes to `folder`/emulator.log."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (folder / "emulator.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.infra.emulated_aws", "-H", "127.0.0.1", "-p", str(port)],
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env={**os.environ, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"},
        )
        try:
            _await(address, server)
            yield address
        finally:
            server.kill()  # it keeps nothing, and would wait for open connections
            server.wait(60)


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the emulator has ended"
        with suppress(OSError), urllib.request.urlopen(f"{address}/moto-api/", timeout=1):
            return
        time.sleep(0.1)  # until it listens
    raise AssertionError("the emulator did not answer within a minute")
