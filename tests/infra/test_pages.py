"""CloudFront's function and the API's server give the same file for an address."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from backend import spa
from tests.conftest import is_missing
from tests.infra.terraforming import TERRAFORM

FUNCTION = TERRAFORM / "modules" / "delivery" / "pages.js"
FILES = ("index.html", "icon.svg", "assets/app-1.js", "docs/index.html")
PATHS = ("/", "/customers", "/customers/123", "/segments/", "/icon.svg", "/assets/app-1.js", "/nothing.js", "/a.b/page")


def test_an_address_leads_to_the_same_file_at_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = shutil.which("node")
    if node is None:
        is_missing("node is not on this machine")
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(spa, "DIST", tmp_path)
    app = Flask("pages", static_folder=None)
    app.register_blueprint(spa.blueprint)
    uris = f"{json.dumps(PATHS)}.map(uri => handler({{request: {{uri}}}}).uri)"
    ask = f"{FUNCTION.read_text()}; console.log(JSON.stringify({uris}))"
    done = subprocess.run([node, "-e", ask], capture_output=True, text=True, check=True)
    for path, uri in zip(PATHS, json.loads(done.stdout), strict=True):
        there = uri.lstrip("/") in FILES
        with app.test_client().get(path) as answer:
            assert (answer.status_code, answer.get_data(as_text=True) if there else "") == (
                (200, uri[1:]) if there else (404, "")
            )
