"""A machine's settings out of an emulated Parameter Store: whole, for root alone, and each process gets its own."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from db.settings import ROOT
from tests.conftest import is_missing
from tests.db.certificates import Certificates
from tests.infra.emulator import settings
from tests.infra.serving_machine import STAND_INS

COMMIT = "b" * 40
SECRETS = ("origin-secret", "origin-secret-previous", "pipeline-password", "web-password")
SETTINGS = {
    "database_host": "shop.rds.example.com",
    "database_name": "shop",
    "releases_bucket": "releases",
    "exports_bucket": "exports",
    "origin_over_tls": False,
    "log_groups": {name: f"/shop/{name}" for name in ("api", "haproxy", "pipeline", "system")},
}


@pytest.fixture
def root(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine's tree with a release that is unpacked, whose packages are there already."""
    if shutil.which("haproxy") is None:
        is_missing("haproxy is not on this machine")
    for name, value in settings(address).items():
        monkeypatch.setenv(name, value)
    ssm = boto3.client("ssm")
    ssm.put_parameter(Name="/shop/settings", Type="String", Value=json.dumps(SETTINGS), Overwrite=True)
    ssm.put_parameter(Name="/shop/shop/SHOP_NAME", Type="String", Value='Ann\'s "Shop" $1', Overwrite=True)
    for secret in SECRETS:
        value = f"{secret}-{'x' * 32}"
        ssm.put_parameter(Name=f"/shop/secrets/{secret}", Type="SecureString", Value=value, Overwrite=True)
    home = tmp_path / "opt" / "sales-dashboard"
    release = home / "releases" / COMMIT
    shutil.copytree(ROOT / "infra", release / "infra", ignore=shutil.ignore_patterns(".terraform*"))
    (release / "requirements.txt").write_text("")
    lock = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing
    (home / "packages" / lock).mkdir(parents=True)
    (home / "packages" / lock / "whole").touch()
    return tmp_path


def install(root: Path) -> "subprocess.CompletedProcess[str]":
    script = root / "opt" / "sales-dashboard" / "releases" / COMMIT / "infra" / "machine" / "install.py"
    environment = {
        **os.environ,
        "NAME": "shop",
        "PATH": STAND_INS,
        "STAND_IN_ROOT": str(root),
        "MACHINE_SETTINGS": str(root / "machine.env"),
        "STAND_IN_UNITS": str(ROOT / "infra" / "machine" / "units"),
    }
    command = [sys.executable, str(script), COMMIT, "--root", str(root)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_each_process_gets_its_own_settings_and_no_other(root: Path) -> None:
    done = install(root)
    assert done.returncode == 0, done.stderr
    folder = root / "etc" / "sales-dashboard"
    files = {file.stem: file.read_text() for file in folder.iterdir()}
    assert set(files) == {"shop", "web", "pipeline", "haproxy", "blue", "green"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert all('EXPORT_BUCKET="s3://exports/exports"' in files[name] for name in ("web", "pipeline"))
    assert "web-password-xxx" in files["web"] and "pipeline-password" not in files["web"]
    assert "pipeline-password-xxx" in files["pipeline"] and "web-password" not in files["pipeline"]
    assert all("sslmode=verify-full" in files[role] for role in ("web", "pipeline"))
    assert r'SHOP_NAME="Ann' + "'" + r's \"Shop\" \$1"' in files["shop"]
    accepted = root / "etc" / "haproxy" / "origin-secrets"
    assert accepted.read_text().splitlines() == [f"{name}-{'x' * 32}" for name in SECRETS[:2]]
    assert stat.S_IMODE(accepted.stat().st_mode) == 0o600
    agent = json.loads((root / "opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json").read_text())
    sent = agent["logs"]["logs_collected"]["files"]["collect_list"]
    assert {one["log_group_name"] for one in sent} == set(SETTINGS["log_groups"].values())  # type: ignore[attr-defined]
    asked = (root / "state" / "asked").read_text()
    assert "daemon-reload" in asked and "reload-or-restart haproxy.service" in asked
    (root / "state" / "asked").unlink()
    assert install(root).returncode == 0
    assert "daemon-reload" not in (root / "state" / "asked").read_text(), "a second run changes no unit"


def test_the_certificate_is_proved_by_a_record_and_taken_by_haproxy(root: Path) -> None:
    zone = boto3.client("route53").create_hosted_zone(Name="shop.example.com", CallerReference="1")["HostedZone"]["Id"]
    over_tls = {"origin_over_tls": True, "origin_name": "origin.shop.example.com", "zone": zone.rpartition("/")[2]}
    ssm = boto3.client("ssm")
    ssm.put_parameter(Name="/shop/settings", Type="String", Value=json.dumps(SETTINGS | over_tls), Overwrite=True)
    (root / "machine.env").write_text("NAME=shop\nAWS_DEFAULT_REGION=eu-west-1\n")  # pragma: allowlist secret
    Certificates(root)
    (root / "server.pem").rename(root / "fullchain.pem")
    (root / "server.key").rename(root / "privkey.pem")
    for _ in range(2):
        done = install(root)
        assert done.returncode == 0, done.stdout + done.stderr
    served = root / "etc" / "haproxy" / "origin.pem"
    assert served.read_text() == (root / "fullchain.pem").read_text() + (root / "privkey.pem").read_text()
    assert stat.S_IMODE(served.stat().st_mode) == 0o600
    records = boto3.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    [proof] = [record for record in records if record["Type"] == "TXT"]
    assert proof["Name"] == "_acme-challenge.origin.shop.example.com."
    assert proof["ResourceRecords"] == [{"Value": '"what-the-authority-looks-for"'}]
    [asked] = (root / "state" / "certbot").read_text().splitlines()  # once, not at the second install
    assert "--domain origin.shop.example.com" in asked
    assert "ssl crt /etc/haproxy/origin.pem" in (root / "etc" / "sales-dashboard" / "haproxy.env").read_text()


def test_without_a_secret_nothing_is_touched(root: Path) -> None:
    ssm = boto3.client("ssm")
    for wrong in (lambda: ssm.delete_parameter(Name="/shop/secrets/web-password"), lambda: None):
        ssm.put_parameter(Name="/shop/secrets/origin-secret", Type="SecureString", Value="short", Overwrite=True)
        wrong()
        done = install(root)
        assert done.returncode == 1 and "missing or too short" in done.stderr
        assert not (root / "etc").exists()


def test_a_configuration_that_haproxy_refuses_never_takes_the_place_of_the_old_one(root: Path) -> None:
    assert install(root).returncode == 0
    release = root / "opt" / "sales-dashboard" / "releases" / COMMIT
    config = release / "infra" / "machine" / "haproxy.cfg"
    served = (root / "etc" / "haproxy" / "haproxy.cfg").read_text()
    config.write_text(config.read_text().replace("mode http", "mode hppt"))
    assert install(root).returncode != 0
    assert (root / "etc" / "haproxy" / "haproxy.cfg").read_text() == served
