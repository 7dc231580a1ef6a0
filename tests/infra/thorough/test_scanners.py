"""checkov, bandit and detect-secrets pass, with a reason for each skip, and find what is planted."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import yaml

from db.settings import ROOT
from tests.conftest import is_missing
from tests.infra.terraforming import TERRAFORM, Finished, finds, passes, planted

AUDIT = ROOT / ".venv" / "audit" / "bin"
CONFIG = TERRAFORM / ".checkov.yaml"
NO_SECRETS_BUT_LOOKALIKES = (  # hashes of locks, and answers of a made-up shop
    r"^(requirements.*\.txt|frontend/package-lock\.json|frontend/openapi\.json|\.secrets\.baseline"
    r"|frontend/src/services/api/schema\.d\.ts|backend/examples\.json)$"
)


def scan(program: str, *arguments: str | Path, cwd: Path = ROOT) -> Finished:
    if not (AUDIT / program).exists():
        is_missing(f"{program} is not installed: infra/audit_setup.sh")
    return subprocess.run(
        [AUDIT / program, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
    )


def test_checkov_finds_nothing_but_what_is_skipped_with_a_reason(tmp_path: Path) -> None:
    text = CONFIG.read_text()
    skipped = set(yaml.safe_load(text)["skip-check"])
    assert all(re.search(rf"^  - {check} # \w.{{15,}}", text, re.MULTILINE) for check in skipped)
    # Without the file of skips, which checkov takes from the folder that it scans.
    copy = shutil.copytree(TERRAFORM, tmp_path / "terraform", ignore=shutil.ignore_patterns(CONFIG.name, ".terraform"))
    done = scan("checkov", "-d", copy, "--framework", "terraform", "--skip-download", "-o", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert report["summary"]["parsing_errors"] == 0 and report["summary"]["passed"] > 100
    assert {one["check_id"] for one in report["results"]["failed_checks"]} == skipped


def test_checkov_finds_a_planted_fault(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(TERRAFORM / "modules" / "machine", tmp_path / "machine"))
    shutil.copy(CONFIG, tmp_path)
    with planted(copy / "main.tf", "encrypted   = true", "encrypted   = false"):
        finds("CKV_AWS_8", scan("checkov", "-d", copy, "--config-file", CONFIG, cwd=tmp_path))


def test_checkov_passes_the_dockerfile_and_the_workflows() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    frameworks = ["dockerfile", "github_actions"]
    asked = ("--framework", *frameworks, "--skip-download", "--compact", "-o", "json")
    done = scan("checkov", "-f", "Dockerfile", *workflows, *asked)
    passes(done)
    passed = {one["check_type"]: one["summary"]["passed"] for one in json.loads(done.stdout)}
    assert sorted(passed) == frameworks and min(passed.values()) > 50, "both were looked at"


def bandit(*places: str | Path) -> Finished:
    return scan("bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *places)


def test_bandit_passes_the_program() -> None:
    passes(bandit("backend", "db", "etl", "ml", "infra"))


def test_bandit_finds_a_planted_fault(tmp_path: Path) -> None:
    (tmp_path / "fault.py").write_text(
        "import pickle\n\n\ndef read(data: bytes) -> object:\n    return pickle.loads(data)\n"
    )
    finds("B301", bandit(tmp_path))


def detect_secrets(folder: Path, *files: str | Path) -> Finished:
    """Look for what the baseline does not know; in a copy of it, since line numbers are brought up to date there."""
    baseline = Path(shutil.copy(ROOT / ".secrets.baseline", folder))
    done = scan("detect-secrets-hook", "--baseline", baseline, *files)
    assert done.returncode in (0, 1, 3), done.stderr  # 3: other line numbers, nothing new
    done.returncode %= 3
    return done


def test_detect_secrets_finds_none_in_any_tracked_file(tmp_path: Path) -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [name for name in tracked.stdout.splitlines() if not re.match(NO_SECRETS_BUT_LOOKALIKES, name)]
    passes(detect_secrets(tmp_path, *files))


def test_detect_secrets_finds_a_planted_one(tmp_path: Path) -> None:
    # Put together here, so that this file holds none.
    (tmp_path / "settings.py").write_text(f'KEY = "AKIA{"QWERTYUIOPASDFGH"}"\n')
    finds("AWS Access Key", detect_secrets(tmp_path, tmp_path / "settings.py"))
