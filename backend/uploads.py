"""A file on its way in: streamed to disk under a random name, told by its content, kept within limits."""

import gzip
import os
import shutil
import threading
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from flask import request

from backend.errors import ProblemException
from db.settings import Settings

CHUNK = 1 << 18
LOOKED_AT = 1 << 16  # bytes, to tell what the file is
MANY = 4  # times the limit of one file may lie there together
SPARE = 1 << 28  # bytes of the disk that stay free
MOST_AT_ONCE = 2  # per process: each holds a thread for as long as its sender takes
TEXT_CONTROLS = b"\t\n\r\f"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NO_ORDERS = "A file of order lines is CSV, TSV (plain or gzipped), XLSX or Parquet, whatever its name says."
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Upload:
    """A file that has arrived whole."""

    import_id: uuid.UUID
    path: Path
    kind: str
    bytes: int


def largest(settings: Settings) -> int:
    """How many bytes an uploaded file may have."""
    return settings.upload_limit_mb * 1_000_000


def receive(folder: Path, limit: int) -> Upload:
    """Write the request's body to a file of its own in the folder; nothing of it stays when it is refused.

    Raises 400, 413, 415, 422, 429 and 507, each with what to do.
    """
    if not _places.acquire(blocking=False):
        error = ProblemException(
            429, "Too many uploads", "Other files are being uploaded. Try again when they are done."
        )
        error.retry_after = 30
        raise error
    try:
        if (request.content_length or 0) > limit:
            raise _too_large(limit)
        _check_room(folder, limit)
        return _write(folder, limit)
    finally:
        _places.release()


def _too_large(limit: int) -> ProblemException:
    return ProblemException(
        413,
        "The file is too large",
        f"A file may have {limit / 1e6:,.0f} MB (UPLOAD_LIMIT_MB). Compress it with gzip, or load it on the server: "
        "make pipeline DATA=file",
    )


def _check_room(folder: Path, limit: int) -> None:
    expected = request.content_length or limit
    there = sum(_size(path) for path in folder.iterdir())
    if there + expected > MANY * limit or shutil.disk_usage(folder).free < expected + SPARE:
        raise ProblemException(
            507, "No room for the file", "Too many uploaded files lie on the server. Load or delete those first."
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # loaded or deleted meanwhile
        return 0


def _write(folder: Path, limit: int) -> Upload:
    import_id = uuid.uuid4()
    path = folder / str(import_id)
    # In place of the limit of other requests (None would mean that one); ours is counted below, and a chunk beyond it.
    request.max_content_length = limit + CHUNK
    size = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while chunk := request.stream.read(CHUNK):
                if size == 0:
                    _refuse_what_is_no_file_of_orders(chunk)
                size += len(chunk)
                if size > limit:
                    raise _too_large(limit)
                file.write(chunk)
        if request.content_length is not None and size < request.content_length:
            raise ProblemException(400, "The file is cut short", "The connection broke off. Upload the file again.")
        if size == 0:
            raise ProblemException(422, "The file is empty", "Send the file's content as the body of the request.")
        return Upload(import_id, path, _kind(path), size)
    except TimeoutError:
        path.unlink(missing_ok=True)
        raise ProblemException(400, "The file is cut short", "Nothing came for a while. Upload it again.") from None
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _refuse_what_is_no_file_of_orders(begins: bytes) -> None:
    if begins.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")):
        raise ProblemException(415, "This is no file of order lines", NO_ORDERS)


def _kind(path: Path) -> str:
    """What the file is by its content: text, gzip, workbook or Parquet. Raises 415."""
    with path.open("rb") as file:
        begins = file.read(LOOKED_AT)
    if begins.startswith(b"PK\x03\x04"):
        if _is_workbook(path):
            return "workbook"
    elif begins.startswith(b"PAR1"):
        return "Parquet"
    elif begins.startswith(b"\x1f\x8b"):
        if _is_text(_beginning_of_gzip(path)):
            return "gzip"
    elif _is_text(begins):
        return "text"
    raise ProblemException(415, "This is no file of order lines", NO_ORDERS)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _beginning_of_gzip(path: Path) -> bytes:
    try:
        with gzip.open(path) as content:
            return content.read(LOOKED_AT)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return b"\0"


def _is_text(begins: bytes) -> bool:
    if begins.startswith(UTF_16):
        return True
    return not any(byte < 32 and byte not in TEXT_CONTROLS for byte in begins)
