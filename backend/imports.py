"""Importing a file: upload it, see how it is understood, say what is missing, load it, watch it, cancel it."""

import os
from typing import Any
from uuid import UUID

import orjson
from apiflask import APIBlueprint
from sqlalchemy import Connection

from backend.audit import audit
from backend.database import connect, connect_to_write, database, fetch_row, fetch_rows
from backend.errors import ProblemException
from backend.jobs import OVER, end_job, has_worker, job_or_none, put_in_queue
from backend.schemas.base import NoQuery
from backend.schemas.imports import Import, ImportOptions, Imports, UploadQuery
from backend.uploads import largest, receive
from db.jobs import CHECK, IMPORT
from db.uploads import remove_old_uploads, remove_upload, upload_folder

blueprint = APIBlueprint("imports", __name__, url_prefix="/api/imports", tag="Import")

LISTED = 20
READING = ("date_order", "decimal", "encoding", "separator", "quote", "sheet", "layout")
UNPACKED = 10  # times the largest upload, for what is compressed


@blueprint.post("")
@blueprint.input(UploadQuery, location="query")
@blueprint.output(Import, status_code=201)
@blueprint.doc(responses=[400, 413, 415, 422, 429, 503, 507], operation_id="uploadFile")
def upload(query_data: UploadQuery) -> dict[str, Any]:
    """Upload a file as the body of the request, up to the size that GET /api/imports names. It is checked at once.

    What it is is told by its content, never by its name. Nothing is loaded until POST /api/imports/{id}/load.
    """
    settings, engine = database().settings, database().engine
    with engine.connect():
        pass  # a database that is away is told before the file is sent for nothing
    folder = upload_folder(settings)
    remove_old_uploads(engine, folder)
    came = receive(folder, largest(settings))
    try:
        with connect_to_write() as connection:
            fetch_row(
                connection,
                "new_import",
                import_id=came.import_id,
                name=query_data.name,
                kind=came.kind,
                bytes=came.bytes,
            )
    except BaseException:
        came.path.unlink(missing_ok=True)
        raise
    return _ask(came.import_id, CHECK, ImportOptions())


@blueprint.get("")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Imports)
@blueprint.doc(responses=[503], operation_id="getImports")
def imports(query_data: NoQuery) -> dict[str, Any]:
    """The newest uploaded files and what became of them."""
    with connect() as connection:
        rows = fetch_rows(connection, "imports", import_id=None, limit=LISTED)
    items = [{name: row[name] for name in ROW} for row in rows]
    return {"largest_bytes": largest(database().settings), "has_worker": has_worker(), "items": items}


ROW = ("import_id", "name", "kind", "bytes", "uploaded_at", "check_status", "load_status", "load_id")


@blueprint.get("/<uuid:import_id>")
@blueprint.input(NoQuery, location="query")
@blueprint.output(Import)
@blueprint.doc(responses=[404, 503], operation_id="getImport")
def one_import(import_id: UUID, query_data: NoQuery) -> dict[str, Any]:
    """An uploaded file: how it was understood, or what came of loading it. Ask again while a job is at work."""
    return _import(import_id)


@blueprint.post("/<uuid:import_id>/check")
@blueprint.input(ImportOptions, location="json")
@blueprint.output(Import, status_code=202)
@blueprint.doc(responses=[404, 409, 410, 503], operation_id="checkImport")
def check(import_id: UUID, json_data: ImportOptions) -> dict[str, Any]:
    """Read the file once more, as these options say; nothing is loaded."""
    return _ask(import_id, CHECK, json_data)


@blueprint.post("/<uuid:import_id>/load")
@blueprint.input(ImportOptions, location="json")
@blueprint.output(Import, status_code=202)
@blueprint.doc(responses=[404, 409, 410, 503], operation_id="loadImport")
def load(import_id: UUID, json_data: ImportOptions) -> dict[str, Any]:
    """Load the file, then score, train and publish. What is served stays until all of it is done."""
    return _ask(import_id, IMPORT, json_data)


@blueprint.post("/<uuid:import_id>/cancel")
@blueprint.output(Import, status_code=202)
@blueprint.doc(responses=[404, 409, 503], operation_id="cancelImport")
def cancel(import_id: UUID) -> dict[str, Any]:
    """Cancel what waits or runs for this file. The file stays, and what is published, too."""
    found = _import(import_id)
    active = [job for job in (found["load"], found["check"]) if job and job["status"] not in OVER]
    if not active:
        raise ProblemException(409, "Nothing to cancel", "No job of this file waits or runs.")
    for job in active:
        end_job(job["job_id"])
    return _import(import_id)


@blueprint.delete("/<uuid:import_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[404, 409, 503], operation_id="deleteImport")
def delete(import_id: UUID) -> tuple[str, int]:
    """Remove the file and forget it. What was loaded from it stays."""
    with connect_to_write() as connection:
        held = _held(connection, import_id)
        _refuse_while_loading(held)
        fetch_row(connection, "delete_import", import_id=import_id)
        audit(connection, "remove upload", held["name"])
    remove_upload(database().engine, upload_folder(database().settings) / str(import_id))
    return "", 204


def _ask(import_id: UUID, name: str, options: ImportOptions) -> dict[str, Any]:
    """Put a check or a load of the file in the queue."""
    settings = database().settings
    path = upload_folder(settings) / str(import_id)
    with connect_to_write() as connection:
        held = _held(connection, import_id)
        _refuse_while_loading(held)
        try:
            os.utime(path)  # its day begins anew, so that it is not removed while it is read
        except FileNotFoundError:
            raise ProblemException(
                410, "The file is gone", "It was loaded, or lay there for more than a day. Upload it again."
            ) from None
        arguments = [str(path), f"--name={held['name']}", f"--largest={largest(settings) * UNPACKED}"]
        number = put_in_queue(name, [*arguments, *_flags(options)])
        fetch_row(
            connection,
            "ask_import",
            import_id=import_id,
            options=orjson.dumps(options.model_dump()).decode(),
            check_job=number if name == CHECK else None,
            load_job=number if name == IMPORT else None,
        )
        if name == IMPORT:
            audit(connection, "import", held["name"], job=number, mode=options.mode)
    return _import(import_id)


def _flags(options: ImportOptions) -> list[str]:
    """The loader's flags; each value stands in one word with its flag, so that none can pass for another flag."""
    flags = [f"--mode={options.mode}"]
    if options.strict is not None:
        flags.append(f"--strict={options.strict}")
    if options.keep_duplicates:
        flags.append("--keep-duplicates")
    given = options.model_dump()
    flags += [f"--{name.replace('_', '-')}={given[name]}" for name in READING if given[name] is not None]
    return flags + [f"--map={field}={column}" for field, column in options.columns.items()]


def _held(connection: Connection, import_id: UUID) -> dict[str, Any]:
    rows = fetch_rows(connection, "import_to_change", import_id=import_id)
    if not rows:
        raise ProblemException(404, "No such import", f"There is no uploaded file {import_id}.")
    return rows[0]


def _refuse_while_loading(held: dict[str, Any]) -> None:
    job = job_or_none(held["load_job"])
    if job and job["status"] not in OVER:
        raise ProblemException(409, "It is being loaded", "Wait until the file is loaded, or cancel that.")


def _import(import_id: UUID) -> dict[str, Any]:
    with connect() as connection:
        rows = fetch_rows(connection, "imports", import_id=import_id, limit=1)
    if not rows:
        raise ProblemException(404, "No such import", f"There is no uploaded file {import_id}.")
    row = rows[0]
    return {
        **{name: row[name] for name in ("import_id", "name", "kind", "bytes", "uploaded_at")},
        "is_there": (upload_folder(database().settings) / str(import_id)).exists(),
        "has_worker": has_worker(),
        "options": ImportOptions.model_validate(row["options"]).model_dump(),
        "check": job_or_none(row["check_job"]),
        "load": job_or_none(row["load_job"]),
    }
