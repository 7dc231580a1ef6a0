"""The modules' own tests fail when a module is made unsafe."""

import pytest

from tests.infra.terraforming import Tree, finds, planted


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
def test_a_planted_fault_fails_the_modules_test(tree: Tree, module: str, right: str, wrong: str, message: str) -> None:
    [path] = [path for path in (tree.folder / "modules" / module).glob("*.tf") if right in path.read_text()]
    with planted(path, right, wrong):
        finds(message, tree.terraform("test", "-no-color", f"-filter=tests/{module}.tftest.hcl"))
