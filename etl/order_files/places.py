"""Where order files lie: a file, a folder of them, a prefix in S3."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from etl.order_files.problem import SourceError
from etl.order_files.reading import OrderFile, ReadingOptions
from etl.order_files.table_file import ParquetFile, open_workbook
from etl.order_files.text_file import TextFile

ENDINGS = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".parquet")


def find_order_files(data: str, options: ReadingOptions, scratch: Path) -> Sequence[OrderFile]:
    """The order files at a path or an s3:// address, looked at, in the order of their names.

    Objects in S3 are copied into the folder `scratch` first. Raises SourceError.
    """
    if data.startswith("s3://"):
        return [file for name, path in _from_s3(data, scratch) for file in open_order_files(name, path, options)]
    path = Path(data)
    try:
        if not path.is_dir():
            return open_order_files(data, path, options)
        paths = sorted(one for one in path.rglob("*") if one.is_file() and _is_ours(str(one.relative_to(path))))
    except OSError as error:
        raise SourceError(f"{data}: this cannot be read ({error.strerror}). Check the path.") from None
    if not paths:
        raise SourceError(f"{data}: this folder has no file of order lines ({', '.join(ENDINGS)}).")
    return [file for one in paths for file in open_order_files(str(one), one, options)]


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


def _from_s3(address: str, scratch: Path) -> Iterator[tuple[str, Path]]:
    import boto3  # noqa: PLC0415  # slow to load, and for S3 alone
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    parts = urlsplit(address)
    bucket, prefix = parts.netloc, parts.path.lstrip("/")
    try:
        s3 = boto3.client("s3")
        found = [
            (item["Key"], item["Size"])
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
            for item in page.get("Contents", [])
        ]
        keys = sorted(key for key, size in found if size and _is_ours(key))
        if not keys:
            raise SourceError(f"{address}: no file of order lines lies there ({', '.join(ENDINGS)}).")
        for number, key in enumerate(keys):
            print(f"  fetching s3://{bucket}/{key}", flush=True)
            path = scratch / f"{number}-{Path(key).name}"
            s3.download_file(bucket, key, str(path))
            yield f"s3://{bucket}/{key}", path
    except (ClientError, BotoCoreError) as error:
        raise SourceError(f"{address}: S3 refuses ({error}). Check the address and the credentials.") from None
