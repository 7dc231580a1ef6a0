"""Lighthouse, in a folder of its own with a locked version, and its scores."""

import json
import os
import statistics
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from db.settings import ROOT, stop
from tests.e2e.chromium import executable

FOLDER = ROOT / "tests" / "benchmarks" / "lighthouse"
PRESETS = {"desktop": ["--preset=desktop"], "mobile": []}
CATEGORIES = ("performance", "accessibility", "best-practices")
Scores = dict[str, float]


def install() -> None:
    """Install what its lockfile names, unless that is done."""
    if (FOLDER / "node_modules" / ".package-lock.json").exists():
        return
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    if done.returncode:
        stop(f"Lighthouse could not be installed:\n{done.stderr}")


def browser_path() -> str:
    """The Chromium of the browser tests."""
    found = executable()
    if found:
        return found
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def report(address: str, preset: str) -> dict[str, Any]:
    """One run's whole report."""
    command = ["node_modules/.bin/lighthouse", address, "--output=json", "--quiet", "--no-enable-error-reporting"]
    command += ["--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(
        [*command, *PRESETS[preset]],
        cwd=FOLDER,
        env={**os.environ, "CHROME_PATH": browser_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        stop(f"Lighthouse did not measure {address}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def scores_of(found: dict[str, Any]) -> Scores:
    """Its scores of 100; one without a score ends the benchmark, since it measured nothing."""
    scores = {name: found["categories"][name]["score"] for name in CATEGORIES}
    missing = [name for name, score in scores.items() if score is None]
    if missing:
        stop(f"Lighthouse gave no score for {', '.join(missing)}: {found.get('runtimeError', {}).get('message', '')}")
    return {name: round(score * 100) for name, score in scores.items()}


def findings_of(found: dict[str, Any]) -> list[str]:
    """What keeps accessibility and best practices from 100."""
    return [
        found["audits"][audit["id"]]["title"]
        for name in CATEGORIES[1:]
        for audit in found["categories"][name]["auditRefs"]
        if audit["weight"] and found["audits"][audit["id"]]["score"] not in (None, 1)
    ]


def medians(all_scores: list[Scores]) -> Scores:
    return {name: statistics.median(scores[name] for scores in all_scores) for name in CATEGORIES}


def save(found: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found))
