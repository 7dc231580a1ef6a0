"""Exports by way of S3: a file under a name of its own, a link that runs out, and a rule that takes old files away.

`python -m backend.export_bucket` writes that rule into the bucket of EXPORT_BUCKET.
"""

import io
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import S3UploadFailedError

from backend.errors import ProblemException
from db.exports import bucket_and_prefix, new_key, s3_client
from db.settings import load_settings, stop

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import LifecycleRuleTypeDef

LINK_LASTS = timedelta(hours=1)
KEPT_DAYS = 1
RULE = "sales-dashboard-exports"
AWAY = (BotoCoreError, ClientError, S3UploadFailedError)


@dataclass(frozen=True)
class Link:
    """Where the file can be fetched without any other key, and until when."""

    url: str
    expires_at: datetime


def upload(chunks: Generator[bytes], place: str, name: str) -> Link:
    """Put the file into the bucket as it comes, and return a link to it. Of a stream that breaks nothing is kept."""
    bucket, prefix = bucket_and_prefix(place)
    key = new_key(prefix, name)
    headers = {"ContentType": "text/csv; charset=utf-8", "ContentDisposition": f'attachment; filename="{name}"'}
    try:
        client = s3_client()
        file = io.BufferedReader(_Chunks(chunks))
        client.upload_fileobj(file, bucket, key, ExtraArgs=headers)
        expires_at = datetime.now(UTC).replace(microsecond=0) + LINK_LASTS
        where = {"Bucket": bucket, "Key": key}
        url = client.generate_presigned_url("get_object", Params=where, ExpiresIn=int(LINK_LASTS.total_seconds()))
    except AWAY as error:
        raise ProblemException(
            503, "Bucket away", "The bucket of EXPORT_BUCKET cannot be written. Try again."
        ) from error
    return Link(url, expires_at)


def keep_for_days(place: str, days: int = KEPT_DAYS) -> None:
    """Let S3 delete exports, and parts of broken-off ones, after so many days; the bucket's other rules stay."""
    bucket, prefix = bucket_and_prefix(place)
    client = s3_client()
    try:
        found = client.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchLifecycleConfiguration":
            raise
        found = []
    own: LifecycleRuleTypeDef = {
        "ID": RULE,
        "Status": "Enabled",
        "Filter": {"Prefix": prefix},
        "Expiration": {"Days": days},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
    others = [rule for rule in found if rule.get("ID") != RULE]
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [*others, own]})


class _Chunks(io.RawIOBase):
    """What a generator of bytes gives, as a file to read from."""

    def __init__(self, chunks: Generator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            try:
                self._left = next(self._chunks)
            except StopIteration:
                return 0
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


if __name__ == "__main__":
    wanted = load_settings().export_bucket
    if wanted is None:
        stop("EXPORT_BUCKET is not set. Set it to s3://bucket/prefix.")
    try:
        keep_for_days(wanted)
    except AWAY as error:
        stop(f"the bucket cannot be changed ({error}). Check EXPORT_BUCKET and the AWS credentials.")
    print(f"Exports in {wanted} are deleted after {KEPT_DAYS} day.")
