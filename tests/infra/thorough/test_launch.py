"""The launch script in a clean Debian 13: packages, user, folders and the release command; no systemd, no AWS."""

import os
import shutil
import subprocess
from pathlib import Path

from db.settings import ROOT
from tests.conftest import is_missing


def inside(root: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    return subprocess.run(
        ["chroot", str(root), *command], env=clean, capture_output=True, text=True, timeout=1200, check=False
    )


def test_a_clean_machine_has_what_a_release_needs(tmp_path: Path) -> None:
    if shutil.which("mmdebstrap") is None or os.geteuid() != 0:
        is_missing("mmdebstrap is not on this machine, or may not be used")
    root = tmp_path / "root"
    made = subprocess.run(
        ["mmdebstrap", "--variant=apt", "--include=passwd", "trixie", str(root)],
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    if made.returncode:
        is_missing(f"Debian's packages can't be had: {made.stderr[-300:]}")
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    policy = root / "usr" / "sbin" / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")  # starts no service in the folder
    policy.chmod(0o755)
    shutil.copy(ROOT / "infra" / "machine" / "launch.sh", root / "root" / "launch.sh")
    for _ in range(2):  # a second run changes nothing
        done = inside(root, "bash", "/root/launch.sh", "packages", "tree", "entry")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "sales-dashboard" in inside(root, "getent", "passwd", "sales-dashboard").stdout
    assert (
        inside(root, "python3", "-c", "import boto3, venv, sys; sys.exit(sys.version_info < (3, 11))").returncode == 0
    )
    assert inside(root, "bash", "-n", "/opt/sales-dashboard/release").returncode == 0
    refused = inside(root, "/opt/sales-dashboard/release", "main; reboot")
    assert refused.returncode == 2 and "40 hexadecimal digits" in refused.stderr
    shutil.copy(ROOT / "infra" / "machine" / "haproxy.cfg", root / "root" / "haproxy.cfg")
    (root / "root" / "secrets").write_text("0123456789abcdef0123456789abcdef\n")
    variables = [
        "BIND=:8080",
        "ORIGIN_SECRETS=/root/secrets",
        "ADMIN_SOCKET=/run/a.sock",
        "BLUE_PORT=1",
        "GREEN_PORT=2",
    ]
    checked = inside(root, "env", *variables, "haproxy", "-c", "-f", "/root/haproxy.cfg")
    assert checked.returncode == 0, checked.stderr
