"""Terraform in a copy of the tree, with the provider of a local folder where there is one."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db.settings import ROOT
from tests.conftest import is_missing

TERRAFORM = ROOT / "infra" / "terraform"
PLACES = (Path("/opt"), Path("/usr/share"), Path("/usr/local/share"), Path.home())
Finished = subprocess.CompletedProcess[str]


@cache
def plugin_folder() -> str | None:
    """TF_PLUGIN_DIR, else the folder above `registry.terraform.io` that holds the AWS provider."""
    named = os.environ.get("TF_PLUGIN_DIR")
    if named:
        return named
    for place in PLACES:
        for depth in range(1, 4):
            for found in place.glob(
                "*/" * depth + "registry.terraform.io/hashicorp/aws/5.*/*/terraform-provider-aws_v5*"
            ):
                return str(found.parents[5])
    return None


def environment() -> dict[str, str]:
    """This one, without a configuration that names no file and without any real account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true", "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


def terraform(folder: Path, *arguments: str, seconds: int = 900, aws: Mapping[str, str] | None = None) -> Finished:
    return subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        env={**environment(), **(aws or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def initialised(folder: Path) -> Path:
    """A copy of infra below `folder`, ready for validate and test; the copy's folder of Terraform files."""
    if shutil.which("terraform") is None:
        is_missing("terraform is not on this machine")
    shutil.copytree(ROOT / "infra", folder / "infra", ignore=shutil.ignore_patterns(".terraform*", "*.tfvars"))
    (folder / "backend").mkdir()
    shutil.copy(ROOT / "backend" / "web_policy.json", folder / "backend")
    copy = folder / "infra" / "terraform"
    plugins = plugin_folder()
    local = [f"-plugin-dir={plugins}"] if plugins else []
    done = terraform(copy, "init", "-backend=false", "-input=false", *local)
    if done.returncode:
        is_missing(f"the AWS provider of Terraform can't be had here: {done.stderr[-300:]}")
    return copy


@dataclass(frozen=True)
class Tree:
    """A copy of infra's Terraform files, whose commands share one process of the provider."""

    folder: Path
    attached: Mapping[str, str]

    def terraform(self, *arguments: str) -> Finished:
        return terraform(self.folder, *arguments, aws=self.attached)


@contextmanager
def tree(folder: Path) -> Iterator[Tree]:
    """One below `folder`, for validate and for tests with a mocked AWS, which give the provider nothing to keep.

    Terraform starts the provider anew for every step of every test, which takes far longer than the tests. Here one
    runs the way a debugger's does, and Terraform is told where.
    """
    copy = initialised(folder)
    [program] = copy.glob(".terraform/providers/registry.terraform.io/hashicorp/aws/*/*/terraform-provider-aws_v5*")
    command = [str(program), "-debug"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as provider:
        try:
            assert provider.stdout
            said = (re.search(r"(TF_REATTACH_PROVIDERS)='(.*)'", line) for line in provider.stdout)
            name, place = next(found for found in said if found).groups()
            yield Tree(copy, {name: place})
        finally:
            provider.kill()


@contextmanager
def planted(path: Path, right: str, wrong: str) -> Iterator[None]:
    """Another text in a file, for a while."""
    text = path.read_text()
    assert right in text, f"{path.name} has no {right!r}"
    path.write_text(text.replace(right, wrong))
    try:
        yield
    finally:
        path.write_text(text)


def passes(finished: Finished) -> None:
    assert finished.returncode == 0, finished.stdout + finished.stderr


def finds(fault: str, finished: Finished) -> None:
    output = finished.stdout + finished.stderr
    assert finished.returncode != 0, output
    assert fault in " ".join(output.split())
