"""`make fuzz`: schemathesis over the whole document against a sample shop, with a key and without sign-in."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.settings import ROOT
from tests.backend.conftest import FETCH, add_user, body, client_of, fetch, sign_in
from tests.backend.make_examples import sample_shop
from tests.e2e.server import Server, serving

CASES = 5_000
PER_OPERATION = int(os.environ.get("FUZZ_CASES", "60"))
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


@dataclass(frozen=True)
class Fuzzed:
    """How many requests were sent, and what was found."""

    cases: int
    failures: list[dict[str, Any]]
    errors: list[Any]
    output: str


def make_key(url: str) -> dict[str, Any]:
    """A key of an admin: `key`, `key_id` and `user_id`."""
    add_user(url, "fuzz")
    client = client_of(url, auth="on")
    assert sign_in(client, "fuzz").status_code == 200
    made: dict[str, Any] = body(client.post("/api/keys", json={"name": "fuzz", "role": "admin"}, headers=FETCH))
    return made | {"user_id": fetch(client, "/api/users")["items"][0]["user_id"]}


def fuzz(server: Server, folder: Path, per_operation: int, key: dict[str, Any] | None, *more: str) -> Fuzzed:
    """What a run against this server finds; `key` where sign-in is on."""
    report = folder / "fuzz.json"
    command = [str(SCHEMATHESIS), "--config-file", "tests/fuzz/schemathesis.toml", "run"]
    command += [f"{server.url}/api/openapi.json", "--checks", "all", "--no-color", "--continue-on-failure", *more]
    command += ["--max-examples", str(per_operation), "--report", "json", "--report-json-path", str(report)]
    command += ["-H", "X-Requested-With: fuzz"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "PYTHONPATH": str(ROOT)}
    if key:
        command += ["-H", f"Authorization: Bearer {key['key']}"]
        environment |= {"FUZZ_KEY_ID": str(key["key_id"]), "FUZZ_USER_ID": str(key["user_id"])}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert report.exists(), done.stdout + done.stderr
    found = json.loads(report.read_text())
    return Fuzzed(found["test_cases"]["generated"], found["failures"], found["errors"], done.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sample_shop(Path(name)) as url:
        os.environ["TEST_DATA_DIR"] = name  # where the web role's password is looked up
        folder, cases, failed = Path(name), 0, False
        for auth, key in (("on", make_key(url)), ("off", None)):
            with serving(folder, DATABASE_URL=url, DATA_DIR=name, AUTH=auth) as server:
                found = fuzz(server, folder, PER_OPERATION, key)
            cases += found.cases
            failed |= bool(found.failures or found.errors)
            print(f"AUTH={auth}: {found.cases:,} requests, {len(found.failures)} kinds of failure")
            if found.failures or found.errors:
                print(found.output)
    if failed or cases < CASES:
        sys.exit(f"error: {'see above' if failed else f'only {cases:,} requests, {CASES:,} are wanted'}")


if __name__ == "__main__":
    main()
