"""A build reaches the world in the safe order, at an emulated AWS."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from db.settings import ROOT
from infra.deploy.publish import PublishError, put_files, release
from tests.infra.emulator import emulator, settings

COMMIT = "a" * 40
FILES = {
    "index.html": "<script src=/assets/app-1.js>",
    "index.html.br": "compressed",
    "icon.svg": "<svg/>",
    "docs/index.html": "docs",
    "assets/app-1.js": "1",
    "assets/app-1.css": "2",
    ".built": "123",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with emulator(tmp_path_factory.mktemp("aws")) as address:
        yield address


@pytest.fixture
def aws(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings(address).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """What infra/deploy/build.sh writes, with a small dashboard in it."""
    dist = tmp_path / "tree" / "frontend" / "dist"
    for name, text in FILES.items():
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text(text)
    folder = tmp_path / "build"
    folder.mkdir()
    with tarfile.open(folder / f"{COMMIT}.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "tree", ".")
    (folder / f"packages-{'0' * 64}.tar").write_bytes(b"packages")
    (folder / "commit").write_text(f"{COMMIT}\n")
    return folder


def test_hashed_files_come_first_and_the_page_that_needs_them_last(aws: None, tmp_path: Path, build: Path) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="order", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    dist = tmp_path / "tree" / "frontend" / "dist"
    assert put_files(s3, "order", dist, pages=False) == ["assets/app-1.css", "assets/app-1.js"]
    assert put_files(s3, "order", dist, pages=True) == ["docs/index.html", "icon.svg", "index.html"]
    script = s3.head_object(Bucket="order", Key="assets/app-1.js")
    assert (script["ContentType"], script["CacheControl"]) == (
        "text/javascript",
        "public, max-age=31536000, immutable",
    )
    page = s3.head_object(Bucket="order", Key="index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html", "no-cache")


def publish(build: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "infra.deploy.publish", str(build)],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def keys(bucket: str) -> set[str]:
    return {one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])}


def test_a_build_is_kept_released_and_shown(aws: None, build: Path) -> None:
    s3, ssm = boto3.client("s3"), boto3.client("ssm")
    for bucket in ("releases", "site"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    image = boto3.client("ec2").describe_images()["Images"][0]["ImageId"]
    [instance] = boto3.client("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"]
    content = json.dumps({"schemaVersion": "2.2", "parameters": {"Commit": {"type": "String"}}, "mainSteps": []})
    ssm.create_document(Name="release", DocumentType="Command", Content=content)
    origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    distribution = boto3.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "1",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
        }
    )["Distribution"]["Id"]
    variables = {
        "RELEASES_BUCKET": "releases",
        "SITE_BUCKET": "site",
        "DISTRIBUTION": distribution,
        "INSTANCE": instance["InstanceId"],
        "RELEASE_DOCUMENT": "release",
    }
    done = publish(build, **variables)
    assert done.returncode == 0, done.stderr
    assert keys("releases") == {f"{COMMIT}.tar.gz", f"packages-{'0' * 64}.tar"}
    assert keys("site") == {"assets/app-1.css", "assets/app-1.js", "docs/index.html", "icon.svg", "index.html"}
    [sent] = ssm.list_commands()["Commands"]
    assert (sent["DocumentName"], sent["Parameters"]) == ("release", {"Commit": [COMMIT]})
    found = boto3.client("cloudfront").list_invalidations(DistributionId=distribution)["InvalidationList"]
    assert found["Quantity"] == 1
    missing = publish(build, **{**variables, "SITE_BUCKET": ""})
    assert missing.returncode == 1 and "SITE_BUCKET not set" in missing.stderr


class Machine:
    """What SSM tells of a machine that did not take the release; the emulator's machines always do."""

    class exceptions:  # noqa: N801  # boto3 names it so
        class InvocationDoesNotExist(Exception):
            pass

    def send_command(self, **_asked: object) -> dict[str, dict[str, str]]:
        return {"Command": {"CommandId": "1"}}

    def get_command_invocation(self, **_asked: object) -> dict[str, str]:
        return {"Status": "Failed", "StandardOutputContent": "migration failed", "StandardErrorContent": ""}


def test_a_machine_that_refuses_stops_it_before_any_page() -> None:
    with pytest.raises(PublishError, match="migration failed"):
        release(Machine(), "release", "i-1", COMMIT)
