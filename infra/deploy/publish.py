"""From a build to what the world sees: `python -m infra.deploy.publish FOLDER`, as GitHub's production environment.

The order matters: what a new page asks for is there before the page, and the API before the page that needs it. A page
that is open goes on finding its own files, which keep their names and are never taken away.
"""

import argparse
import mimetypes
import os
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from backend.web_policy import HASHED_FILES, how_long_kept

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

COMPRESSED = (".br", ".gz")  # CloudFront compresses by itself
POLL = 2.0  # seconds
RELEASE_SECONDS = 900.0
VARIABLES = ("RELEASES_BUCKET", "SITE_BUCKET", "DISTRIBUTION", "INSTANCE", "RELEASE_DOCUMENT")


class PublishError(Exception):
    """It stopped; the message says what the world sees."""


def keep_build(s3: "S3Client", bucket: str, folder: Path) -> str:
    """Put the release and its packages, where they are not there yet; the commit."""
    commit = (folder / "commit").read_text().strip()
    for file in sorted(folder.glob("*.tar*")):
        if not s3.list_objects_v2(Bucket=bucket, Prefix=file.name).get("KeyCount"):
            s3.upload_file(str(file), bucket, file.name, ExtraArgs={"ChecksumAlgorithm": "SHA256"})
    return commit


def put_files(s3: "S3Client", bucket: str, dist: Path, *, pages: bool) -> list[str]:
    """Put the dashboard's hashed files (`pages` false), else all others with index.html last; their keys in order."""
    found = [path for path in sorted(dist.rglob("*")) if path.is_file() and path.suffix not in COMPRESSED]
    keys = [path.relative_to(dist).as_posix() for path in found if not path.name.startswith(".")]
    keys = [key for key in keys if key.startswith(HASHED_FILES) != pages]
    keys.sort(key=lambda key: (key == "index.html", key))
    for key in keys:
        s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=(dist / key).read_bytes(),
            ContentType=mimetypes.guess_type(key)[0] or "application/octet-stream",
            CacheControl=how_long_kept(key),
        )
    return keys


def release(ssm: Any, document: str, instance: str, commit: str) -> None:
    """Ask the machine to serve the commit, and wait. Raises PublishError; then the release before serves."""
    sent = ssm.send_command(DocumentName=document, InstanceIds=[instance], Parameters={"Commit": [commit]})
    command = sent["Command"]["CommandId"]
    until = time.monotonic() + RELEASE_SECONDS
    while time.monotonic() < until:
        try:
            found = ssm.get_command_invocation(CommandId=command, InstanceId=instance)
        except ssm.exceptions.InvocationDoesNotExist:  # not handed over yet
            found = {"Status": "Pending"}
        if found["Status"] == "Success":
            print(found["StandardOutputContent"], flush=True)
            return
        if found["Status"] not in ("Pending", "InProgress", "Delayed"):
            raise PublishError(
                f"the machine did not take {commit} ({found['Status']}); the release before goes on serving.\n"
                f"{found['StandardOutputContent']}{found['StandardErrorContent']}"
            )
        time.sleep(POLL)
    raise PublishError(f"the machine said nothing within {RELEASE_SECONDS:.0f} s; look at /NAME/system in its logs.")


def publish(folder: Path, variables: dict[str, str]) -> None:
    """All of it, in the safe order. Raises PublishError and boto3's own errors."""
    s3 = boto3.client("s3", config=Config(retries={"mode": "standard"}))
    commit = keep_build(s3, variables["RELEASES_BUCKET"], folder)
    with tempfile.TemporaryDirectory() as unpacked:
        with tarfile.open(folder / f"{commit}.tar.gz") as archive:
            archive.extractall(unpacked, filter="data")
        dist = Path(unpacked) / "frontend" / "dist"
        put_files(s3, variables["SITE_BUCKET"], dist, pages=False)
        release(boto3.client("ssm"), variables["RELEASE_DOCUMENT"], variables["INSTANCE"], commit)
        put_files(s3, variables["SITE_BUCKET"], dist, pages=True)
    boto3.client("cloudfront").create_invalidation(
        DistributionId=variables["DISTRIBUTION"],
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": f"{commit}-{time.time_ns()}"},
    )
    print(f"{commit} is what the world sees.")


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve a build: files, API, pages, in this order.")
    parser.add_argument("folder", type=Path, help="what infra/deploy/build.sh wrote")
    options = parser.parse_args()
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if missing:
        sys.exit(f"error: {', '.join(missing)} not set. `terraform output -json github` tells them.")
    try:
        publish(options.folder, {name: os.environ[name] for name in VARIABLES})
    except PublishError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
