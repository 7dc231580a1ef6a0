"""The modules' own tests pass with a mocked AWS, and fail when a module is made unsafe."""

from pathlib import Path

import pytest

from tests.infra.terraforming import finds, initialised, passes, planted, terraform


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return initialised(tmp_path_factory.mktemp("terraform"))


def test_modules_do_what_they_say_and_refuse_what_is_unsafe(copy: Path) -> None:
    passes(terraform(copy, "test", "-no-color"))


def test_what_is_not_valid_is_found(copy: Path) -> None:
    with planted(copy / "main.tf", "module.network.database_group", "module.network.databse_group"):
        finds("Unsupported attribute", terraform(copy, "validate", "-no-color"))


@pytest.mark.parametrize(
    ("module", "right", "wrong", "message"),
    [
        ("network", ">= 28", ">= 0", "ssh_from_everywhere_is_refused"),
        ("bucket", "block_public_policy     = true", "block_public_policy     = false", "public access blocks"),
        ("bucket", 'endswith(reader.service, ".amazonaws.com")', "true", "a_public_bucket_is_refused"),
        ("database", "storage_encrypted     = true", "storage_encrypted     = false", "Storage must be encrypted"),
        ("database", "publicly_accessible    = false", "publicly_accessible    = true", "nobody outside"),
        ("role", '!strcontains(action, "*")', "true", "a_wildcard_action_is_refused"),
    ],
)
def test_a_planted_fault_fails_the_modules_test(copy: Path, module: str, right: str, wrong: str, message: str) -> None:
    [path] = [path for path in (copy / "modules" / module).glob("*.tf") if right in path.read_text()]
    with planted(path, right, wrong):
        finds(message, terraform(copy, "test", "-no-color", f"-filter=tests/{module}.tftest.hcl"))
