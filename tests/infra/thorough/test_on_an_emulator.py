"""All of Terraform against an emulator of AWS: made, made again without a change, looked at, taken down.

Green here is not green on AWS: docs/aws/unproven.md lists what the emulator cannot show.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.infra.emulator import ACCOUNT, REGION, emulator, settings
from tests.infra.terraforming import environment, initialised, passes, plugin_folder, terraform
from tests.infra.thorough.standing import ALL_CHECKS, exports_are_planned_private_and_short_lived, nothing_is_left

VARIABLES = """
name       = "shop"
region     = "{region}"
repository = "owner/shop"
email      = "owner@example.com"
domain     = "sales.example.com"
image      = "{image}"
zone       = "{zone}"
emulated   = true
protected  = {protected}
"""
PROVIDERS = """
provider "aws" {
  s3_use_path_style = true
  max_retries       = 2
}

provider "aws" {
  alias       = "us_east_1"
  max_retries = 2
}
"""
DISTRIBUTION = "module.delivery.aws_cloudfront_distribution.this"
# moto takes these and tells something else when asked, so every plan would set them again. Nothing else may differ.
FORGOTTEN = {
    f"{DISTRIBUTION}: default_cache_behavior.forwarded_values",  # told although a cache policy takes their place
    f"{DISTRIBUTION}: default_cache_behavior.function_association",
    f"{DISTRIBUTION}: ordered_cache_behavior.forwarded_values",
    f"{DISTRIBUTION}: origin.origin_access_control_id",
    f"{DISTRIBUTION}: viewer_certificate.cloudfront_default_certificate",  # true, whatever was said
}


def differences(before: Any, after: Any, path: str = "") -> set[str]:
    """Where what is wanted differs from what is there; what only AWS knows is not in `after`."""
    if isinstance(before, dict) and isinstance(after, dict):
        found = (differences(before.get(key), after[key], f"{path}.{key}".lstrip(".")) for key in after)
        return set().union(*found)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return set().union(*(differences(*pair, path) for pair in zip(before, after, strict=True)))
    return set() if before == after else {path}


def plan(copy: Path, aws: dict[str, str]) -> list[dict[str, Any]]:
    """Write the file "plan"; what it would change."""
    passes(terraform(copy, "plan", "-input=false", "-no-color", "-var-file=production.tfvars", "-out=plan", aws=aws))
    shown = terraform(copy, "show", "-json", "plan", aws=aws)
    passes(shown)
    found: list[dict[str, Any]] = json.loads(shown.stdout)["resource_changes"]
    return found


def changes(copy: Path, aws: dict[str, str]) -> set[str]:
    """Addresses and attributes that another apply would change."""
    asked = {
        one["address"]: one["change"]
        for one in plan(copy, aws)
        if one["change"]["actions"] not in (["no-op"], ["read"])
    }
    return {
        f"{address}: {path}"
        for address, change in asked.items()
        for path in differences(change["before"], change["after"]) or {"all of it"}
    }


def write_variables(copy: Path, session: boto3.Session, zone: str, *, protected: bool) -> None:
    image = session.client("ec2").describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    text = VARIABLES.format(region=REGION, image=image, zone=zone, protected=str(protected).lower())
    (copy / "production.tfvars").write_text(text)


def test_made_twice_without_a_change_and_taken_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = initialised(tmp_path)
    with emulator(tmp_path) as address:
        aws = settings(address)
        for name, value in aws.items():
            monkeypatch.setenv(name, value)
        session = boto3.Session(region_name=REGION)
        command = [sys.executable, str(copy / "bootstrap.py"), "--name", "shop", "--region", REGION]
        subprocess.run(command, check=True, env={**environment(), **aws})
        # The emulator speaks no TLS, so this policy refuses everything, as it must.
        session.client("s3").delete_bucket_policy(Bucket=f"shop-state-{ACCOUNT}")
        zone = session.client("route53").create_hosted_zone(Name="sales.example.com", CallerReference="1")
        write_variables(copy, session, zone["HostedZone"]["Id"].split("/")[-1], protected=False)
        (copy / "emulated_override.tf").write_text(PROVIDERS)

        plugins = plugin_folder()
        local = [f"-plugin-dir={plugins}"] if plugins else []
        state = ["-backend-config=state.config", "-backend-config=use_path_style=true"]
        passes(
            terraform(
                copy, "init", "-input=false", "-backend-config=skip_requesting_account_id=true", *state, *local, aws=aws
            )
        )
        exports_are_planned_private_and_short_lived(plan(copy, aws))
        first = terraform(copy, "apply", "-input=false", "-no-color", "plan", aws=aws)
        passes(first)
        # It takes the tags of some of a group's rules at the second time only.
        apply = ["apply", "-auto-approve", "-input=false", "-no-color", "-var-file=production.tfvars"]
        second = terraform(copy, *apply, aws=aws)
        passes(second)
        assert "Resources: 0 added" in second.stdout and "0 destroyed" in second.stdout
        assert changes(copy, aws) == FORGOTTEN

        secret = session.client("ssm").get_parameter(Name="/shop/secrets/origin-secret", WithDecryption=True)
        assert secret["Parameter"]["Value"] not in first.stdout + second.stdout
        for check in ALL_CHECKS:
            check(session)

        destroy = ["destroy", "-auto-approve", "-input=false", "-no-color", "-var-file=production.tfvars"]
        passes(terraform(copy, *destroy, aws=aws))
        nothing_is_left(session)
