"""Wrong settings end a command with a sentence that names each of them."""

import subprocess
import sys

import pytest

from db.settings import ROOT, Settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT"),
        ("PORT", "70000", "PORT"),
        ("AUTH", "maybe", "AUTH"),
        ("PROXY_HOPS", "many", "PROXY_HOPS"),
        ("CURRENCY", "pounds", "CURRENCY"),
        ("TIME_ZONE", "Mars/Olympus", "TIME_ZONE"),
        ("DATABASE_URL", "mysql://localhost/shop", "must be like postgresql://"),
    ],
)
def test_wrong_setting_is_named(name: str, value: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "db.migrate"], cwd=ROOT, env={name: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_unreachable_database_is_named_without_its_password() -> None:
    url = "postgresql://shop:secret-word@127.0.0.1:9/shop"
    done = subprocess.run(
        [sys.executable, "-m", "db.migrate"],
        cwd=ROOT,
        env={"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "127.0.0.1:9 cannot be reached" in done.stderr
    assert "secret-word" not in done.stderr


def test_every_setting_has_a_description_and_stands_in_the_docs() -> None:
    text = (ROOT / "docs" / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"`{name.upper()}`" in text, f"docs/settings.md lacks {name.upper()}"
