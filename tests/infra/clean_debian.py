"""A clean Debian 13 in a folder, as the machine and the image have it; without systemd and without AWS."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import is_missing

Finished = subprocess.CompletedProcess[str]


def clean_debian(root: Path, *packages: str) -> None:
    """Make one below `root` that reaches what this machine reaches, or skip where that can't be."""
    if shutil.which("mmdebstrap") is None or os.geteuid() != 0:
        is_missing("mmdebstrap is not on this machine, or may not be used")
    command = ["mmdebstrap", "--variant=apt", f"--include={','.join(('passwd', *packages))}", "trixie", str(root)]
    made = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    if made.returncode:
        is_missing(f"Debian's packages can't be had: {made.stderr[-300:]}")
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    policy = root / "usr" / "sbin" / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")  # starts no service in the folder
    policy.chmod(0o755)


def inside(root: Path, *command: str) -> Finished:
    clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    return subprocess.run(
        ["chroot", str(root), *command], env=clean, capture_output=True, text=True, timeout=1200, check=False
    )
