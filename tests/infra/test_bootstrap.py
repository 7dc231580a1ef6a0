"""The state's bucket and the secrets are made once, and one secret anew when asked for."""

import json
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from db.settings import ROOT
from tests.infra.emulator import ACCOUNT, REGION, settings

BUCKET = f"shop-state-{ACCOUNT}"


@pytest.fixture
def session(address: str, monkeypatch: pytest.MonkeyPatch) -> boto3.Session:
    for name, value in settings(address).items():
        monkeypatch.setenv(name, value)
    return boto3.Session(region_name=REGION)


def bootstrap(folder: Path, *arguments: str) -> str:
    script = ROOT / "infra" / "terraform" / "bootstrap.py"
    named = ["--name", "shop", "--region", REGION, "--config", str(folder / "state.config")]
    done = subprocess.run([sys.executable, script, *named, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def secrets(session: boto3.Session) -> dict[str, str]:
    found = session.client("ssm").get_parameters_by_path(Path="/shop/secrets", WithDecryption=True)["Parameters"]
    assert {one["Type"] for one in found} == {"SecureString"}
    return {one["Name"].split("/")[-1]: one["Value"] for one in found}


def test_the_state_is_private_and_a_second_run_changes_nothing(session: boto3.Session, tmp_path: Path) -> None:
    said = bootstrap(tmp_path)
    assert f"{BUCKET}: made" in said
    s3 = session.client("s3")
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] == REGION
    assert all(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values())
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    [statement] = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    assert statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    config = (tmp_path / "state.config").read_text()
    assert f'bucket = "{BUCKET}"' in config and "use_lockfile = true" in config

    first = secrets(session)
    assert len(first) == len(set(first.values())) == 4
    assert all(len(value) >= 43 for value in first.values())
    assert not any(value in said + config for value in first.values())
    again = bootstrap(tmp_path)
    assert "is there" in again and "all there" in again
    assert secrets(session) == first


def test_the_origins_old_secret_stays_valid_beside_the_new_one(session: boto3.Session, tmp_path: Path) -> None:
    bootstrap(tmp_path)
    before = secrets(session)
    bootstrap(tmp_path, "--rotate", "origin-secret")
    after = secrets(session)
    assert after["origin-secret-previous"] == before["origin-secret"]
    assert after["origin-secret"] not in before.values()
    unchanged = ("pipeline-password", "web-password")
    assert all(after[name] == before[name] for name in unchanged)
