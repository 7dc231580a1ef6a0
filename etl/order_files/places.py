"""Where order files lie: a file, a folder of them, a prefix in S3."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from etl.order_files.problem import SourceError
from etl.order_files.reading import OrderFile, ReadingOptions
from etl.order_files.table_file import ParquetFile, open_workbook
from etl.order_files.text_file import TextFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ENDINGS = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".parquet")


def list_order_files(data: str) -> list[str]:
    """The paths or addresses of the order files at a path or an s3:// address, in order. Raises SourceError."""
    if data.startswith("s3://"):
        bucket = urlsplit(data).netloc
        return [f"s3://{bucket}/{key}" for key in _keys_in_s3(data)]
    path = Path(data)
    try:
        if not path.is_dir():
            return [data]
        return [str(one) for one in sorted(path.rglob("*")) if one.is_file() and _is_ours(str(one.relative_to(path)))]
    except OSError as error:
        raise SourceError(f"{data}: this cannot be read ({error.strerror}). Check the path.") from None


def find_order_files(data: str, options: ReadingOptions, scratch: Path, called: str | None = None) -> list[OrderFile]:
    """The order files at a path or an s3:// address, looked at, in the order of their names.

    Objects in S3 are copied into the folder `scratch` first. `called` is what people call a file that lies under
    another name. Raises SourceError.
    """
    names = list_order_files(data)
    if not names:
        raise SourceError(f"{data}: no file of order lines lies in this folder ({', '.join(ENDINGS)}).")
    found: list[OrderFile] = []
    for number, name in enumerate(names):
        path = _fetch(name, scratch / f"{number}-{Path(name).name}") if name.startswith("s3://") else Path(name)
        found.extend(open_order_files(called or name, path, options))
    return found


def _is_ours(name: str) -> bool:
    hidden = any(part.startswith((".", "~$", "_")) for part in Path(name).parts)
    return not hidden and name.lower().endswith(ENDINGS)


def open_order_files(name: str, path: Path, options: ReadingOptions) -> Sequence[OrderFile]:
    """A file, told by its first bytes; a workbook has one for each sheet.

    Raises SourceError when it can't be read as order lines.
    """
    try:
        with path.open("rb") as content:
            begins = content.read(4)
    except FileNotFoundError:
        raise SourceError(f"{name}: there is no such file. Check the path in DATA=.") from None
    except PermissionError:
        raise SourceError(f"{name}: you may not read this file. Check its permissions.") from None
    except OSError as error:
        raise SourceError(f"{name}: this cannot be read as a file ({error.strerror}). Check the path.") from None
    if begins == b"PK\x03\x04":
        return open_workbook(name, path, options)
    if begins == b"PAR1":
        return [ParquetFile(name, path, options)]
    if begins == b"\xd0\xcf\x11\xe0":
        raise SourceError(f"{name}: this is an old workbook (XLS). Save it as XLSX or CSV (UTF-8) and load that.")
    return [TextFile(name, path, options)]


def _keys_in_s3(address: str) -> list[str]:
    parts = urlsplit(address)
    with _s3(address) as s3:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=parts.netloc, Prefix=parts.path.lstrip("/"))
        found = [(item["Key"], item["Size"]) for page in pages for item in page.get("Contents", [])]
    return sorted(key for key, size in found if size and _is_ours(key))


def _fetch(address: str, path: Path) -> Path:
    parts = urlsplit(address)
    print(f"  fetching {address}", flush=True)
    with _s3(address) as s3:
        s3.download_file(parts.netloc, parts.path.lstrip("/"), str(path))
    return path


@contextmanager
def _s3(address: str) -> Iterator["S3Client"]:
    import boto3  # noqa: PLC0415  # slow to load, and for S3 alone
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield boto3.client("s3")
    except (ClientError, BotoCoreError) as error:
        raise SourceError(f"{address}: S3 refuses ({error}). Check the address and the credentials.") from None
