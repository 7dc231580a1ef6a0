"""The image builds without an engine, by buildah on a clean Debian 13 in place of both base images, and serves."""

import shutil
import subprocess
import urllib.request
from pathlib import Path

from db.settings import ROOT
from infra.deploy.machine import wait_for
from tests.conftest import is_missing
from tests.infra.clean_debian import clean_debian, inside
from tests.infra.serving_machine import free_ports

PYTHON, NODE = "docker.io/library/python:3.13-slim-trixie", "docker.io/library/node:22-trixie-slim"
AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"
PATHS = "/opt/venv/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Buildah:
    """buildah with a store of its own."""

    def __init__(self, folder: Path) -> None:
        self._command = ["buildah", "--root", f"{folder}/store", "--runroot", f"{folder}/run", "--storage-driver=vfs"]

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run([*self._command, *arguments], capture_output=True, text=True, timeout=1200, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout.strip()


def make_base(buildah: Buildah, root: Path) -> None:
    """An image with Debian's Python and this machine's Node, under the names of both that the Dockerfile takes."""
    clean_debian(root, "ca-certificates", "python3", "python3-venv")
    node, npm = shutil.which("node"), shutil.which("npm")
    assert node and npm, "the dashboard is built by them, too"
    shutil.copy(Path(node).resolve(), root / "usr" / "local" / "bin" / "node")
    package = Path(npm).resolve().parents[1]
    shutil.copytree(package, root / "usr" / "local" / "lib" / "npm")
    (root / "usr" / "local" / "bin" / "npm").symlink_to("../lib/npm/bin/npm-cli.js")
    shutil.copy(f"/{AUTHORITIES}", root / AUTHORITIES)
    assert inside(root, "python3", "-m", "venv", "/opt/venv").returncode == 0
    container = buildah("from", "scratch")
    subprocess.run(["cp", "--archive", f"{root}/.", buildah("mount", container)], check=True)
    variables = (f"PATH={PATHS}", f"NODE_EXTRA_CA_CERTS=/{AUTHORITIES}", f"PIP_CERT=/{AUTHORITIES}")
    buildah("config", *(f"--env={variable}" for variable in variables), container)
    buildah("commit", "--quiet", container, PYTHON)
    buildah("tag", PYTHON, NODE)
    buildah("rm", container)


def answer(url: str) -> bytes:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as found:
            text: bytes = found.read()
            return text
    except OSError:
        return b""


def test_the_image_builds_and_serves(tmp_path: Path, database_url: str) -> None:
    if shutil.which("buildah") is None:
        is_missing("buildah is not on this machine")
    buildah = Buildah(tmp_path)
    make_base(buildah, tmp_path / "root")
    buildah("bud", "--isolation=chroot", "--pull-never", "--format=docker", "--tag=shop", str(ROOT))
    config = buildah("inspect", "--format={{.Docker.Config.User}} {{.Docker.Config.Healthcheck.Test}}", "shop")
    assert config.startswith("10001 [CMD python")
    tree = buildah("mount", buildah("from", "--pull-never", "localhost/shop"))
    assert list(Path(tree, "app", "backend", "__pycache__").glob("app.*.pyc")), "compiled at the build, not each start"
    port = free_ports(1)[0]
    start = "cd /app && exec gunicorn --config backend/gunicorn_config.py --pid /tmp/web.pid 'backend.app:create_app()'"
    variables = {
        "PATH": PATHS,
        "PYTHONPATH": "/app",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATA_DIR": "/data",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "AUTH": "on",
        "DATABASE_URL": database_url,
    }
    server = subprocess.Popen(["chroot", "--userspec=10001:10001", tree, "sh", "-c", start], env=variables)
    try:
        assert wait_for(lambda: b"ready" in answer(f"http://127.0.0.1:{port}/readyz"), 120)
        assert b"<script" in answer(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait(60)
