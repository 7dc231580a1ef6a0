"""A build reaches the world in the safe order, at an emulated AWS."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import boto3
import pytest

from db.settings import ROOT
from infra.deploy.publish import PublishError, put_files, release
from tests.conftest import is_missing
from tests.infra.emulator import settings

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


def production(name: str) -> dict[str, str]:
    """What Terraform makes, in small: two buckets, a machine, the release document, a distribution; their names."""
    s3, ssm = boto3.client("s3"), boto3.client("ssm")
    for bucket in (f"{name}-releases", f"{name}-site"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    image = boto3.client("ec2").describe_images()["Images"][0]["ImageId"]
    [instance] = boto3.client("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"]
    content = json.dumps({"schemaVersion": "2.2", "parameters": {"Commit": {"type": "String"}}, "mainSteps": []})
    ssm.create_document(Name=f"{name}-release", DocumentType="Command", Content=content)
    origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    distribution = boto3.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": name,
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
        }
    )["Distribution"]["Id"]
    return {
        "RELEASES_BUCKET": f"{name}-releases",
        "SITE_BUCKET": f"{name}-site",
        "DISTRIBUTION": distribution,
        "INSTANCE": instance["InstanceId"],
        "RELEASE_DOCUMENT": f"{name}-release",
    }


def test_a_build_is_kept_released_and_shown(aws: None, build: Path) -> None:
    variables = production("one")
    done = publish(build, **variables)
    assert done.returncode == 0, done.stderr
    assert keys("one-releases") == {f"{COMMIT}.tar.gz", f"packages-{'0' * 64}.tar"}
    assert keys("one-site") == {"assets/app-1.css", "assets/app-1.js", "docs/index.html", "icon.svg", "index.html"}
    [sent] = boto3.client("ssm").list_commands(InstanceId=variables["INSTANCE"])["Commands"]
    assert (sent["DocumentName"], sent["Parameters"]) == ("one-release", {"Commit": [COMMIT]})
    found = boto3.client("cloudfront").list_invalidations(DistributionId=variables["DISTRIBUTION"])["InvalidationList"]
    assert found["Quantity"] == 1
    missing = publish(build, **{**variables, "SITE_BUCKET": ""})
    assert missing.returncode == 1 and "SITE_BUCKET not set" in missing.stderr


class Tokens(BaseHTTPRequestHandler):
    """GitHub's service that gives a job its token."""

    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"value": "token-of-the-job"}')

    def log_message(self, *_line: object) -> None:
        pass


def test_a_job_becomes_the_deployer_by_its_own_token(aws: None, address: str, build: Path) -> None:
    """The whole script of the workflow, without any key in its environment."""
    if shutil.which("curl") is None:
        is_missing("curl is not on this machine")
    variables = production("two")
    server = HTTPServer(("127.0.0.1", 0), Tokens)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    job = {
        "AWS_ENDPOINT_URL": address,
        "AWS_REGION": "eu-west-1",
        "AWS_ROLE": "arn:aws:iam::123456789012:role/shop-deployer",
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"http://127.0.0.1:{server.server_port}/token?job=1",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-the-runner",
        "no_proxy": "127.0.0.1",
    }
    script = ROOT / "infra" / "deploy" / "ci_publish.sh"
    try:
        environment = {**kept, **variables, **job}
        done = subprocess.run([script, build], env=environment, capture_output=True, text=True, check=False)
        unnamed = {name: value for name, value in environment.items() if name != "AWS_ROLE"}
        refused = subprocess.run([script, build], env=unnamed, capture_output=True, text=True, check=False)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{COMMIT} is what the world sees" in done.stdout
    assert Tokens.asked == [("/token?job=1&audience=sts.amazonaws.com", "Bearer of-the-runner")]
    assert "index.html" in keys("two-site")
    assert refused.returncode != 0 and "set it in the environment production" in refused.stderr
    assert "token-of-the-job" not in done.stdout + done.stderr


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
