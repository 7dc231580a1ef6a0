"""Terraform's own checks pass, and find what is planted: form, types, and the modules' tests with a mocked AWS."""

from tests.infra.terraforming import TERRAFORM, Tree, finds, passes, planted


def test_files_have_terraforms_form(tree: Tree) -> None:
    passes(tree.terraform("fmt", "-check", "-recursive", "-diff"))
    with planted(tree.folder / "main.tf", "  name   ", "  name "):
        finds("main.tf", tree.terraform("fmt", "-check", "-recursive"))


def test_files_are_valid(tree: Tree) -> None:
    passes(tree.terraform("validate", "-no-color"))
    with planted(tree.folder / "main.tf", "module.network.database_group", "module.network.databse_group"):
        finds("Unsupported attribute", tree.terraform("validate", "-no-color"))


def test_modules_do_what_they_say_and_refuse_what_is_unsafe(tree: Tree) -> None:
    passes(tree.terraform("test", "-no-color"))


def test_every_module_has_a_test_and_every_variable_a_description() -> None:
    modules = {path.name for path in (TERRAFORM / "modules").iterdir()}
    assert {path.name.removesuffix(".tftest.hcl") for path in (TERRAFORM / "tests").iterdir()} == modules
    for path in TERRAFORM.rglob("*.tf"):
        blocks = path.read_text().split("\n}\n")
        for block in blocks:
            if block.lstrip().startswith(("variable ", "output ")):
                assert "description = " in block, f"{path}: {block.strip().splitlines()[0]}"
