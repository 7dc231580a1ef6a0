"""Exports in S3: what their names are, and how they go before their time."""

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TOKEN_BYTES = 24
# What lies in the bucket under other names is not ours.
_OURS = re.compile(r"[\w-]{32}/customers-run-\d+\.csv")


def bucket_and_prefix(place: str) -> tuple[str, str]:
    """Bucket and prefix of s3://bucket/prefix; the prefix ends with a slash where there is one."""
    parts = urlsplit(place)
    prefix = parts.path.strip("/")
    return parts.netloc, f"{prefix}/" if prefix else ""


def new_key(prefix: str, name: str) -> str:
    """A key whose random part keeps a file from being guessed or overwritten."""
    return f"{prefix}{secrets.token_urlsafe(TOKEN_BYTES)}/{name}"


def s3_client() -> "S3Client":
    import boto3  # noqa: PLC0415  # slow to load, and seldom needed

    return boto3.client("s3")


def remove_exports(place: str) -> int:
    """Delete every export there, whose links end with it; returns how many. Raises botocore's errors."""
    bucket, prefix = bucket_and_prefix(place)
    client = s3_client()
    removed = 0
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        keys = [item["Key"] for item in page.get("Contents", []) if _OURS.fullmatch(item["Key"].removeprefix(prefix))]
        for key in keys:
            client.delete_object(Bucket=bucket, Key=key)
        removed += len(keys)
    return removed
