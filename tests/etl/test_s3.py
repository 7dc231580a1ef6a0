"""Order files in S3, against a server that speaks its protocol."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from sqlalchemy import Engine, text

from etl.order_files import ReadingOptions, SourceError, find_order_files
from tests.conftest import Runner
from tests.etl.test_load_data import HEADER, LINES

WAITED = 30.0  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """The settings with which a server of our own is asked in place of AWS."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + WAITED
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    settings = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    yield settings
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value
    server.terminate()
    server.wait(WAITED)


def test_every_file_under_a_prefix_is_loaded_and_none_twice(
    engine: Engine, run_script: Runner, s3: dict[str, str]
) -> None:
    client = boto3.client("s3")
    client.create_bucket(Bucket="shop")
    for key, lines in (("in/1.csv", LINES[:4]), ("in/2.csv", LINES[4:]), ("elsewhere.csv", ["no order lines"])):
        client.put_object(Bucket="shop", Key=key, Body="\n".join([HEADER, *lines]).encode())
    client.put_object(Bucket="shop", Key="in/readme.md", Body=b"Put files here.")
    done = run_script("etl/load_data.py", "s3://shop/in/", **s3)
    assert done.returncode == 0, done.stderr
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from transactions")).scalar_one() == len(LINES)
        names = connection.execute(text("select name from load_files order by file_number")).scalars().all()
    assert names == ["s3://shop/in/1.csv", "s3://shop/in/2.csv"]
    again = run_script("etl/load_data.py", "s3://shop/in/", **s3)
    assert "already loaded" in again.stdout


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize("address", ["s3://shop-without/bucket", "s3://empty/nothing/"])
def test_an_address_without_files_is_refused_in_a_sentence(tmp_path: Path, address: str) -> None:
    boto3.client("s3").create_bucket(Bucket="empty")
    with pytest.raises(SourceError, match=address):
        find_order_files(address, ReadingOptions(), tmp_path)
