"""Terraform's own checks pass, and find what is planted: form, types, and the modules' tests with a mocked AWS."""

from pathlib import Path

import pytest

from tests.infra.terraforming import TERRAFORM, finds, initialised, passes, planted, terraform


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return initialised(tmp_path_factory.mktemp("terraform"))


def test_files_have_terraforms_form(copy: Path) -> None:
    passes(terraform(copy, "fmt", "-check", "-recursive", "-diff"))
    with planted(copy / "main.tf", "  name   ", "  name "):
        finds("main.tf", terraform(copy, "fmt", "-check", "-recursive"))


def test_files_are_valid(copy: Path) -> None:
    passes(terraform(copy, "validate", "-no-color"))
    with planted(copy / "main.tf", "module.network.database_group", "module.network.databse_group"):
        finds("Unsupported attribute", terraform(copy, "validate", "-no-color"))


def test_modules_do_what_they_say_and_refuse_what_is_unsafe(copy: Path) -> None:
    passes(terraform(copy, "test", "-no-color"))


def test_every_module_has_a_test_and_every_variable_a_description() -> None:
    modules = {path.name for path in (TERRAFORM / "modules").iterdir()}
    assert {path.name.removesuffix(".tftest.hcl") for path in (TERRAFORM / "tests").iterdir()} == modules
    for path in TERRAFORM.rglob("*.tf"):
        blocks = path.read_text().split("\n}\n")
        for block in blocks:
            if block.lstrip().startswith(("variable ", "output ")):
                assert "description = " in block, f"{path}: {block.strip().splitlines()[0]}"
