"""The launch script in a clean Debian 13: packages, user, folders and the release command; no systemd, no AWS."""

import shutil
from pathlib import Path

from db.settings import ROOT
from infra.machine.install import certificate_command
from tests.infra.clean_debian import clean_debian, inside


def test_a_clean_machine_has_what_a_release_needs(tmp_path: Path) -> None:
    root = tmp_path / "root"
    clean_debian(root, "systemd")
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

    # Debian's certbot takes the command, and gets as far as asking an authority, which does not listen.
    command = certificate_command("origin.shop.example.com", Path("/opt/sales-dashboard/certificate.py"))
    asked = inside(root, *command, "--server", "https://127.0.0.1:9/directory")
    assert asked.returncode == 1 and "Connection refused" in asked.stdout + asked.stderr, asked.stderr
    refused = inside(root, *command, "--no-such-option")
    assert refused.returncode == 2 and "unrecognized arguments" in refused.stderr, "the control"

    # Debian's systemd takes every unit, once what they start is there.
    units = ROOT / "infra" / "machine" / "units"
    shutil.copytree(units, root / "etc" / "systemd" / "system", dirs_exist_ok=True)
    for place in ("current", "blue"):
        program = root / "opt" / "sales-dashboard" / place / ".venv" / "bin" / "python"
        program.parent.mkdir(parents=True)
        program.touch(0o755)
    names = [unit.name.replace("@.", "@blue.") for unit in sorted(units.iterdir())]
    verified = inside(root, "systemd-analyze", "verify", "--man=no", *names)
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stderr
    broken = root / "etc" / "systemd" / "system" / names[-1]
    broken.write_text(broken.read_text().replace("KillMode=mixed", "KillMode=mxied"))
    assert "mxied" in inside(root, "systemd-analyze", "verify", "--man=no", names[-1]).stderr, "the control"
