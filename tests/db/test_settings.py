"""Wrong settings end a command with a sentence that names each of them."""

import re
import subprocess
import sys
from io import BytesIO

import psycopg2.errors
import pytest
from sqlalchemy import Engine, text

from db.engine import psycopg_connection
from db.pipeline_lock import pipeline_lock
from db.settings import ROOT, Settings, run_script
from tests.conftest import execute


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT"),
        ("PORT", "70000", "PORT"),
        ("AUTH", "maybe", "AUTH"),
        ("PROXY_HOPS", "many", "PROXY_HOPS"),
        ("CURRENCY", "pounds", "CURRENCY"),
        ("LOCALE", "german", "LOCALE: must be a language, or a language and a country, such as en-GB or de-DE"),
        ("LOCALE", "de_DE", "LOCALE: must be"),
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


ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", re.MULTILINE)
DOCUMENTED = {
    name: (default, meaning) for name, default, meaning in ROW.findall((ROOT / "docs/settings.md").read_text())
}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_docs_with_its_default_and_meaning(name: str) -> None:
    field = Settings.model_fields[name]
    default, meaning = DOCUMENTED[name.upper()]
    assert field.description
    assert len(meaning.split()) > 3
    if field.default in (None, ""):
        assert "`" not in default or default.strip("`") in DOCUMENTED, "it has none of its own"
    elif name == "data_dir":
        assert f"`{field.default.relative_to(ROOT)}`" in default
    else:
        assert default.split(";")[0].replace("`", "") == str(field.default)


def test_every_documented_setting_is_read_somewhere() -> None:
    for name in DOCUMENTED.keys() - {field.upper() for field in Settings.model_fields}:
        places = ["Makefile", "infra", "tests", ":!tests/db/test_settings.py"]
        used = subprocess.run(["git", "grep", "-qw", name, "--", *places], cwd=ROOT, check=False)
        assert used.returncode == 0, name


def test_a_disk_that_fills_up_in_a_copy_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> None:
        raise psycopg2.errors.DiskFull("could not extend file: No space left on device\nHINT:  Check free disk space.")

    with pytest.raises(SystemExit):
        run_script(main)
    said = capsys.readouterr().err
    assert "the database ended the work (could not extend file: No space left on device). Nothing was changed" in said


def test_a_connection_that_is_gone_when_lines_are_copied_ends_a_script_with_one_sentence(
    engine: Engine, server_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def main() -> None:
        with pipeline_lock(engine), engine.begin() as connection:
            connection.execute(text("create temporary table numbers (number integer)"))
            pid = connection.execute(text("select pg_backend_pid()")).scalar_one()
            execute(server_url, f"select pg_terminate_backend({pid}, 5000)")
            with psycopg_connection(connection).cursor() as cursor:
                cursor.copy_expert("copy numbers from stdin", BytesIO(b"1\n"))

    with pytest.raises(SystemExit) as ended:
        run_script(main)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("error: the database ended the work (") and told.count("\n") == 1
    assert "already closed" not in told
