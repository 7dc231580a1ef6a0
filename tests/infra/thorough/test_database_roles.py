"""The two roles of a real PostgreSQL get Parameter Store's passwords, and no more rights than they need."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.engine import make_url

from db.settings import ROOT
from tests.benchmarks.shop import opened_shop
from tests.infra.emulator import REGION, emulator, settings


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    with emulator(tmp_path) as address:
        for name, value in settings(address).items():
            monkeypatch.setenv(name, value)
        yield boto3.Session(region_name=REGION)


def script(name: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "infra" / "terraform" / name), "--name", "shop", "--region", REGION]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def hashes(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("select rolname, rolpassword from pg_authid where rolname in ('pipeline', 'web')")
        return dict(found.fetchall())


@pytest.fixture
def empty_url(tmp_path: Path) -> Iterator[str]:
    """The URL of a database without anything, on a server of its own: roles belong to the whole server."""
    with opened_shop(tmp_path / "shop") as shop:
        yield shop.url


def test_roles_get_passwords_and_rights_and_new_ones_after_a_rotation(
    session: boto3.Session, empty_url: str, tmp_path: Path
) -> None:
    url = make_url(empty_url)
    server = {"host": str(url.host), "port": str(url.port or 5432), "dbname": str(url.database)}
    place = " ".join(f"{key}={value}" for key, value in server.items())
    master = f'{{"username": "{url.username}", "password": "{url.password or "none"}"}}'
    secret = session.client("secretsmanager").create_secret(Name="rds!db-1", SecretString=master)["ARN"]
    script("bootstrap.py", "--config", str(tmp_path / "state.config"))
    script("database_roles.py", "--master-secret", secret, "--database", place)
    first = hashes(empty_url)
    assert all(stored.startswith("SCRAM-SHA-256$") for stored in first.values()) and len(first) == 2

    ssm = session.client("ssm")
    for role, may in (("pipeline", True), ("web", False)):
        value = ssm.get_parameter(Name=f"/shop/secrets/{role}-password", WithDecryption=True)["Parameter"]["Value"]
        with psycopg.connect(place, user=role, password=value, autocommit=True) as connection:
            if may:
                connection.execute("create schema shop create table shop.orders (order_id bigint)")
            else:
                with pytest.raises(InsufficientPrivilege):
                    connection.execute("create table scores (score bigint)")
                with pytest.raises(InsufficientPrivilege):
                    connection.execute("select * from shop.orders")

    script("bootstrap.py", "--rotate", "web-password", "--config", str(tmp_path / "state.config"))
    script("database_roles.py", "--master-secret", secret, "--database", place)
    second = hashes(empty_url)
    assert second["web"] != first["web"]
